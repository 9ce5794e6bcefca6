"""Processes under one parent: they live and end together."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from email import message_from_bytes, policy
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from equity_tracker import clock
from equity_tracker.config import ROOT
from equity_tracker.extensions import db
from equity_tracker.jobs import heartbeats
from equity_tracker.jobs.together import run_together
from equity_tracker.model.outbox import OutgoingEmail
from tests.support.installation import Installation, installation

Process = subprocess.Popen[bytes]


def wait_until(holds: Callable[[], bool], seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "it took too long"
        time.sleep(0.05)


CHILD = """
import pathlib, signal, sys, time
path = pathlib.Path(sys.argv[1])
def end(*_):
    path.write_text("asked to end")
    sys.exit(0)
signal.signal(signal.SIGTERM, end)
path.write_text("began")
time.sleep(float(sys.argv[2]))
sys.exit(3)
"""


class TestParent:
    """The parent, and small programs that end by themselves after so many seconds."""

    @pytest.fixture
    def start(self, tmp_path: Path) -> Iterator[Callable[..., BaseProcess]]:
        started: list[BaseProcess] = []

        def run(seconds: tuple[float, ...]) -> None:
            commands = {
                f"child {number}": [sys.executable, "-c", CHILD, str(tmp_path / str(number)), str(each)]
                for number, each in enumerate(seconds)
            }
            sys.exit(run_together(commands, tmp_path))

        def start(*seconds: float) -> BaseProcess:
            # Forked, because a program of its own would spend seconds on imports.
            process = get_context("fork").Process(target=run, args=(seconds,))
            started.append(process)
            process.start()
            return process

        yield start
        for process in started:
            process.kill()
            process.join()

    @pytest.mark.parametrize("asked", [signal.SIGTERM, signal.SIGINT])
    def test_asked_to_end_it_asks_all_of_them(
        self, start: Callable[..., BaseProcess], tmp_path: Path, asked: signal.Signals
    ) -> None:
        process = start(60, 60)
        wait_until(lambda: self.said(tmp_path) == ["began"] * 2, seconds=20)

        os.kill(process.pid or 0, asked)

        process.join(timeout=20)
        assert process.exitcode == 0
        assert self.said(tmp_path) == ["asked to end"] * 2

    @pytest.mark.thorough
    def test_when_one_ends_by_itself_the_others_are_ended_and_that_is_an_error(
        self, start: Callable[..., BaseProcess], tmp_path: Path
    ) -> None:
        process = start(0.5, 60)

        process.join(timeout=20)
        assert process.exitcode == 1
        assert (tmp_path / "1").read_text() == "asked to end"

    @pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells children that their parent died")
    def test_when_the_parent_is_killed_the_others_end(
        self, start: Callable[..., BaseProcess], tmp_path: Path
    ) -> None:
        process = start(60, 60)
        wait_until(lambda: self.said(tmp_path) == ["began"] * 2, seconds=20)

        process.kill()

        wait_until(lambda: self.said(tmp_path) == ["asked to end"] * 2, seconds=20)

    @staticmethod
    def said(folder: Path) -> list[str]:
        return [path.read_text() for path in folder.iterdir()]


class TestAll:
    """Web, worker and clock as `flask all` starts them."""

    @pytest.fixture
    def own(self, tmp_path: Path) -> Iterator[Installation]:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        with installation(tmp_path, "all", port=port) as found:
            yield found

    @pytest.fixture
    def process(self, own: Installation) -> Iterator[Process]:
        with (
            (own.folder / "log").open("wb") as log,
            subprocess.Popen(own.command("all"), cwd=ROOT, env=own.environment, stderr=log) as process,
        ):
            yield process
            process.kill()

    @staticmethod
    def is_ready(own: Installation) -> bool:
        try:
            with urlopen(f"{own.environment['PUBLIC_BASE_URL']}/healthz/ready", timeout=5) as answer:  # noqa: S310 - our own
                return bool(answer.status == 200)
        except (URLError, ConnectionError):
            return False

    @pytest.mark.thorough
    def test_pages_are_served_mail_goes_out_and_all_end_when_asked(
        self, own: Installation, process: Process
    ) -> None:
        wait_until(lambda: self.is_ready(own), seconds=60)
        with own.app.app_context():
            db.session.add(
                OutgoingEmail.to(
                    "cora@example.org",
                    "password_changed",
                    key="one",
                    context={"name": "Cora Editor"},
                    now=clock.now(),
                )
            )
            db.session.commit()

        wait_until(lambda: any(own.mail_folder.glob("*.eml")), seconds=30)
        wait_until(lambda: self.seen(own) >= {"clock", "worker"}, seconds=30)

        [path] = own.mail_folder.glob("*.eml")
        assert message_from_bytes(path.read_bytes(), policy=policy.default)["To"] == "cora@example.org"
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=30) == 0
        assert not self.is_ready(own)
        assert '"level": "error"' not in (own.folder / "log").read_text()

    @staticmethod
    def seen(own: Installation) -> set[str]:
        with own.app.app_context():
            return set(heartbeats.last_seen())
