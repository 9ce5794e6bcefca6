"""A mail server on this machine that is as rude as a test asks it to be."""

import socket
import socketserver
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import cast


@dataclass
class MailServer:
    """What it says at each step (an empty answer hangs up), and what it was sent."""

    greeting: str = "220 ready"
    offers: tuple[str, ...] = ()
    login: str = "235 welcome"
    sender: str = "250 sender taken"
    recipient: str = "250 recipient taken"
    after_data: str = "250 message taken"
    goodbye: str = "221 goodbye"
    seconds_before_each_byte: float = 0
    certificate: ssl.SSLContext | None = None

    port: int = 0
    commands: list[str] = field(default_factory=list)
    messages: list[bytes] = field(default_factory=list)
    was_encrypted: bool = False

    def answer_to(self, command: str) -> str:
        if command == "EHLO":
            return "\n".join(["250-here", *(f"250-{offer}" for offer in self.offers), "250 SIZE"])
        answers = {
            "STARTTLS": "220 go ahead",
            "AUTH": self.login,
            "MAIL": self.sender,
            "RCPT": self.recipient,
            "DATA": "354 go on",
            "QUIT": self.goodbye,
        }
        return answers.get(command, "250 fine")

    def after_message(self, _message: bytes) -> str:
        return self.after_data


class _Conversation(socketserver.BaseRequestHandler):
    def handle(self) -> None:
        self.mail_server = cast("_Listener", self.server).mail_server
        self.lines = self.request.makefile("rb")
        # The client may hang up at any moment; that is what some tests are about.
        with suppress(OSError):
            self._talk()

    def _talk(self) -> None:
        mail_server = self.mail_server
        going_on = self._say(mail_server.greeting)
        while going_on and (line := self.lines.readline()):
            mail_server.commands.append(line.decode().strip())
            command = line.decode().split()[0].upper()
            going_on = self._say(mail_server.answer_to(command))
            if command == "STARTTLS":
                self._encrypt()
            elif command == "DATA" and going_on:
                going_on = self._take_message()

    def _take_message(self) -> bool:
        lines: list[bytes] = []
        while (line := self.lines.readline()) not in {b".\r\n", b""}:
            lines.append(line)
        message = b"".join(lines)
        self.mail_server.messages.append(message)
        return self._say(self.mail_server.after_message(message))

    def _encrypt(self) -> None:
        certificate = self.mail_server.certificate
        assert certificate is not None
        self.request = certificate.wrap_socket(self.request, server_side=True)
        self.lines = self.request.makefile("rb")
        self.mail_server.was_encrypted = True

    def _say(self, text: str) -> bool:
        answer = "".join(f"{line}\r\n" for line in text.splitlines()).encode()
        if pause := self.mail_server.seconds_before_each_byte:
            for byte in answer:
                time.sleep(pause)
                self.request.sendall(bytes([byte]))
        elif answer:
            self.request.sendall(answer)
        else:
            self.request.shutdown(socket.SHUT_RDWR)
        return bool(answer)

    def finish(self) -> None:
        self.lines.close()
        self.request.close()


class _Listener(socketserver.ThreadingTCPServer):
    daemon_threads = True

    def __init__(self, mail_server: MailServer) -> None:
        self.mail_server = mail_server
        super().__init__(("127.0.0.1", 0), _Conversation)


@contextmanager
def listening(mail_server: MailServer) -> Iterator[MailServer]:
    with _Listener(mail_server) as listener:
        mail_server.port = listener.server_address[1]
        thread = threading.Thread(target=listener.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield mail_server
        finally:
            listener.shutdown()
            thread.join()
