"""A web server with the demonstration, asked for public pages while something else goes on."""

import http.client
import os
import secrets
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from benchmarks.processes import free_port, wait_for

PAUSE = 0.05
FOR_A_WHILE = 200
WARM_UP = 30


@dataclass(frozen=True)
class Web:
    """A running server."""

    port: int
    # Numbers never asked for before: what is remembered of a page is of no use to the next.
    unseen: Iterator[int]

    def ask_for_a_while(self) -> list[float]:
        return [self._ask() for _ in range(FOR_A_WHILE)]

    def ask_while(self, goes_on: Callable[[], bool]) -> list[float]:
        answers = []
        while goes_on():
            answers.append(self._ask())
        return answers

    def _ask(self) -> float:
        """How long one answer takes, in seconds; after it, a pause."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        started = time.perf_counter()
        connection.request("GET", f"/commitments?unseen={next(self.unseen)}")
        response = connection.getresponse()
        response.read()
        taken = time.perf_counter() - started
        connection.close()
        if response.status != http.HTTPStatus.OK:
            raise RuntimeError(f"The web answered {response.status}")
        time.sleep(PAUSE)
        return taken


@contextmanager
def web_server(folder: Path) -> Iterator[Web]:
    """Start the server that people use, on data of its own; stop it at the end."""
    port = free_port()
    environment = {
        **os.environ,  # noqa: TID251 - handed on, not read
        "SECRET_KEY": secrets.token_hex(24),
        "DATA_FOLDER": str(folder / "web"),
        "PORT": str(port),
        "PUBLIC_BASE_URL": f"http://127.0.0.1:{port}",
    }
    flask = [sys.executable, "-m", "flask", "--app", "app"]
    for task in (["db", "upgrade"], ["demonstration", "load"]):
        subprocess.run([*flask, *task], env=environment, check=True, capture_output=True)  # noqa: S603 - ours
    program = subprocess.Popen([*flask, "web"], env=environment, stderr=subprocess.DEVNULL)  # noqa: S603 - ours
    try:
        wait_for(program, port)
        web = Web(port, count(1))
        for _ in range(WARM_UP):
            web._ask()  # noqa: SLF001 - the first answers load what later ones have
        yield web
    finally:
        program.terminate()
        program.wait()
