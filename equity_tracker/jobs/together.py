"""Several processes under one parent, for a host that starts only one: they live and end together."""

import ctypes
import logging
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from threading import Event

log = logging.getLogger(__name__)

LOOK_EVERY = 0.2
# Each finishes what is under way; hosts kill about 30 s after they asked.
END_WITHIN = 28.0
PR_SET_PDEATHSIG = 1

Processes = Mapping[str, "subprocess.Popen[bytes]"]


def run_together(commands: Mapping[str, Sequence[str]], folder: Path) -> int:
    """Run the commands until asked to end (0), or until one of them ends by itself (1)."""
    asked_to_end = Event()
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda *_: asked_to_end.set())
    # Ctrl+C reaches a whole session: in one of their own they hear it from here, once.
    processes = {name: _start(command, folder) for name, command in commands.items()}
    try:
        ended = _wait_for_one(processes, asked_to_end)
    finally:
        _end(processes)
    if ended is None:
        return 0
    log.error("%s ended by itself, so the others were ended too", ended)
    return 1


def flask_command(name: str) -> list[str]:
    """Return how this program is started as one of its own commands."""
    return [sys.executable, "-m", "flask", "--app", "app", name]


def _start(command: Sequence[str], folder: Path) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(  # noqa: S603 - our own commands
        command,
        cwd=folder,
        start_new_session=True,
        preexec_fn=_end_with_the_parent if sys.platform == "linux" else None,  # noqa: PLW1509 - no threads here
    )


def _end_with_the_parent() -> None:
    """Ask the kernel for SIGTERM when the parent dies, also when it is killed (Linux, prctl(2))."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _wait_for_one(processes: Processes, asked_to_end: Event) -> str | None:
    """Return the name of the first to end by itself, or None when asked to end."""
    while not asked_to_end.wait(LOOK_EVERY):
        for name, process in processes.items():
            if process.poll() is not None:
                return name
    return None


def _end(processes: Processes) -> None:
    for process in processes.values():
        process.terminate()
    deadline = time.monotonic() + END_WITHIN
    for process in processes.values():
        try:
            process.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
