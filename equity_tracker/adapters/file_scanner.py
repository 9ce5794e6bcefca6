"""Asks a virus scanner on this machine about a file, if the installation has one.

It is any command that reads the file from standard input and ends with 0 when it is clean and 1 when it is
not, as `clamdscan --no-summary -` does. Any other end means that the file was not looked at, and is not kept.
"""

import shlex
import subprocess
from dataclasses import dataclass

from equity_tracker.adapters.file_check import FileRefused, Scan

FOUND = 1
HARMFUL = "The virus scanner of this service does not let this file through. Choose another file"
NOT_SCANNED = "The file could not be checked for viruses. Choose it again in some minutes, or give a link"


@dataclass(frozen=True)
class CommandScanner:
    command: tuple[str, ...]
    seconds: int = 60

    def __call__(self, data: bytes) -> None:
        try:
            ended = subprocess.run(  # noqa: S603  # the operator's command; the file goes to stdin
                self.command, input=data, capture_output=True, timeout=self.seconds, check=False
            )
        except (OSError, subprocess.TimeoutExpired):
            raise FileRefused(NOT_SCANNED) from None
        if ended.returncode == FOUND:
            raise FileRefused(HARMFUL)
        if ended.returncode != 0:
            raise FileRefused(NOT_SCANNED)


def open_scanner(command: str | None) -> Scan | None:
    return CommandScanner(tuple(shlex.split(command))) if command else None
