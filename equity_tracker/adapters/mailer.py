"""Hands one message to the outside world: by SMTP, or as an .eml file in a folder.

What is said, to whom and when to try again is decided elsewhere; this only says how it went.
"""

import hashlib
import ipaddress
import os
import re
import smtplib
import socket
import ssl
import tempfile
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Event, Thread
from urllib.parse import parse_qs, unquote, urlsplit

from equity_tracker.adapters.email_message import AddressRefused, Message, Undeliverable, compose

__all__ = ["AddressRefused", "FolderMailer", "Mailer", "Message", "SmtpMailer", "TryLater", "Undeliverable"]

SERVICE_READY = 220
PERMANENT_REFUSALS = range(500, 600)


class TryLater(Exception):
    """The message was not taken this time. Another attempt may succeed."""


class Mailer(ABC):
    @abstractmethod
    def send(self, message: Message) -> None:
        """Return when the message was taken; otherwise raise `TryLater` or `Undeliverable`."""

    @staticmethod
    def from_url(url: str) -> "Mailer":
        """`smtp://user:password@host:port`, `smtps://…`, or `file:///folder`."""
        parts = urlsplit(url)
        if parts.scheme == "file" and not parts.netloc and parts.path.startswith("/"):
            return FolderMailer(Path(unquote(parts.path)))
        if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
            raise ValueError("The mail address must be smtp://host, smtps://host or file:///folder")
        server = SmtpMailer(
            host=parts.hostname,
            port=parts.port or (465 if parts.scheme == "smtps" else 587),
            user=unquote(parts.username or ""),
            password=unquote(parts.password or ""),
            tls_at_once=parts.scheme == "smtps",
        )
        asked_for_no_tls = parse_qs(parts.query).get("insecure") == ["1"]
        return replace(server, in_the_clear=asked_for_no_tls or _is_this_machine(parts.hostname))


@dataclass(frozen=True)
class FolderMailer(Mailer):
    """Writes each message to a file named after its Message-ID, so that a repeat replaces it."""

    folder: Path

    def send(self, message: Message) -> None:
        content = compose(message).as_bytes()
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            _write_whole(self.folder / _file_name(message.message_id), content)
        except OSError as error:
            raise TryLater(f"The mail folder could not be written: {error.strerror}") from error


@dataclass(frozen=True)
class SmtpMailer(Mailer):
    """TLS is required, at once or by STARTTLS, but for `in_the_clear` without `tls_at_once`."""

    host: str
    port: int
    user: str = ""
    password: str = ""
    tls_at_once: bool = False
    in_the_clear: bool = False
    context: ssl.SSLContext | None = None
    answer_within: float = 10.0
    # A server that sends one byte a second never trips a time-out on a single read, so the whole
    # delivery has a limit too. It must stay below the lease of the row that is being posted.
    deliver_within: float = 60.0

    def send(self, message: Message) -> None:
        email = compose(message)
        with self._connected() as server:
            try:
                server.send_message(email)
            except smtplib.SMTPRecipientsRefused as refused:
                outcome = _outcome(*next(iter(refused.recipients.values())))
                is_final = isinstance(outcome, Undeliverable)
                raise AddressRefused(str(outcome)) if is_final else outcome from refused
            except smtplib.SMTPResponseException as answer:
                raise _outcome(answer.smtp_code, answer.smtp_error) from answer
            except OSError as error:
                raise TryLater(_in_words(error)) from error
            # The message has been taken: a goodbye that fails must not make us send it again.
            with suppress(OSError):
                server.quit()

    @contextmanager
    def _connected(self) -> Iterator[smtplib.SMTP]:
        context = self.context or ssl.create_default_context()
        server = (
            smtplib.SMTP_SSL(timeout=self.answer_within, context=context)
            if self.tls_at_once
            else smtplib.SMTP(timeout=self.answer_within)
        )
        with closing(server), _hung_up_after(self.deliver_within, server):
            try:
                self._greet(server, context)
            except OSError as error:
                # A refused password or certificate is the set-up's fault and not the message's,
                # which waits until the set-up is mended.
                raise TryLater(_in_words(error)) from error
            yield server

    def _greet(self, server: smtplib.SMTP, context: ssl.SSLContext) -> None:
        # smtplib checks the certificate against this name, but keeps it only when it connects in its
        # constructor, where a limit on the whole delivery could not reach it.
        server._host = self.host  # type: ignore[attr-defined]  # noqa: SLF001
        code, answer = server.connect(self.host, self.port)
        if code != SERVICE_READY:
            raise smtplib.SMTPConnectError(code, answer)
        if not (self.tls_at_once or self.in_the_clear):
            server.starttls(context=context)
        if self.user:
            server.login(self.user, self.password)


@contextmanager
def _hung_up_after(seconds: float, server: smtplib.SMTP) -> Iterator[None]:
    """Break the line when the whole delivery takes longer, however busy the line looks."""
    finished = Event()

    def hang_up() -> None:
        wait = seconds
        while not finished.wait(wait):
            if server.sock is not None:
                with suppress(OSError):
                    # Not SSLSocket.shutdown, which takes the TLS layer off under the reader.
                    socket.socket.shutdown(server.sock, socket.SHUT_RDWR)
            # Once more, because STARTTLS may have been between two sockets.
            wait = 1.0

    Thread(target=hang_up, name="mail-limit", daemon=True).start()
    try:
        yield
    finally:
        finished.set()


def _outcome(code: int, answer: bytes | str) -> TryLater | Undeliverable:
    text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    reason = f"{code} {' '.join(text.split())}"[:300]
    return Undeliverable(reason) if code in PERMANENT_REFUSALS else TryLater(reason)


def _in_words(error: OSError) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return f"The mail server refused the connection: {_outcome(error.smtp_code, error.smtp_error)}"
    return " ".join(f"The mail server could not be used: {error}".split())[:300]


def _is_this_machine(host: str) -> bool:
    with suppress(ValueError):
        return ipaddress.ip_address(host).is_loopback
    return host == "localhost"


def _file_name(message_id: str) -> str:
    readable = re.sub(r"[^A-Za-z0-9@-]+", "_", message_id.strip("<>"))[:80]
    return f"{readable}.{hashlib.sha256(message_id.encode()).hexdigest()[:12]}.eml"


def _write_whole(path: Path, content: bytes) -> None:
    """Whole or not at all, also when the power fails: written aside, synced, then put in place."""
    handle, aside = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(aside).replace(path)
    except BaseException:
        Path(aside).unlink(missing_ok=True)
        raise
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
