"""The two servers under measurement, each a process of its own, and how their processor time is read."""

import http.client
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.server import STATE

FILLED_WITHIN = 3600.0


@dataclass(frozen=True)
class Process:
    """A server that can be asked for pages, and for what it has used."""

    port: int

    def ask(self, addresses: Sequence[str]) -> int:
        """Ask for all of them over one connection; return the length of the last answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        length = 0
        for address in addresses:
            connection.request("GET", address)
            response = connection.getresponse()
            length = len(response.read())
            if response.status != http.HTTPStatus.OK:
                raise RuntimeError(f"{address} answered {response.status}")
        connection.close()
        return length

    def cost(self, addresses: Sequence[str]) -> float:
        """Return the processor time of one answer, in seconds, on average over the addresses."""
        before = self.state()["cpu"]
        self.ask(addresses)
        return float(self.state()["cpu"] - before) / len(addresses)

    def state(self) -> dict[str, Any]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request("GET", STATE)
        state: dict[str, Any] = json.loads(connection.getresponse().read())
        connection.close()
        return state


@contextmanager
def running(what: str, folder: Path, commitments: int = 0) -> Iterator[Process]:
    """Start the hello, or the product with a register filled in this folder; stop it at the end."""
    port = free_port()
    folder.mkdir(exist_ok=True)
    program = subprocess.Popen(  # noqa: S603 - our own module
        [sys.executable, "-m", "benchmarks.server", what, str(port), str(folder), str(commitments)],
        # The order of sets and dicts of strings must not differ from run to run.
        env={**os.environ, "PYTHONHASHSEED": "0"},  # noqa: TID251 - handed on, not read
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for(program, port)
        yield Process(port)
    finally:
        program.terminate()
        program.wait()


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def wait_for(program: "subprocess.Popen[bytes]", port: int) -> None:
    deadline = time.monotonic() + FILLED_WITHIN
    while time.monotonic() < deadline:
        if program.poll() is not None:
            raise RuntimeError(f"A server stopped with {program.returncode} before it answered.")
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise RuntimeError("A server did not start in time.")
