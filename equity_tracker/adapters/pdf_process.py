"""Runs one step of printing in a child process with limits, and says in words how it ended.

The child is one of the modules `pdf_child`, `pdf_join` and `pdf_archive`; its side is in `pdf_limits`.
"""

import json
import signal
import subprocess
import tempfile
from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from equity_tracker.adapters import child
from equity_tracker.adapters.pdf_limits import TOO_LARGE, TOO_MANY_PAGES
from equity_tracker.model.errors import Refused

PROJECT = Path(__file__).resolve().parents[2]
OUT_OF_MEMORY = ("failed to allocate", "Error creating thread", "Cannot allocate memory")
"""What the C libraries below WeasyPrint say when they abort at the memory limit, without telling Python."""


class RenderRefused(Refused):
    """The document asks for more than one report may take. The message is for the person who asked for it."""

    def __init__(self) -> None:
        super().__init__("This report is too large; choose fewer commitments")


class TooManyPages(RenderRefused):
    """The document is in order, only longer than one part may be."""


class RenderFailed(Exception):
    """The document is at fault, or the renderer. The message is for us, not for the public."""


@dataclass(frozen=True)
class Limits:
    """What one document may take. 40 pages of a status report were measured at 7 s and 225 MiB.

    `seconds` is time of the processor, so that a busy machine refuses nothing that an idle one makes;
    `wall_seconds` ends a renderer that only waits.
    """

    seconds: int = 30
    wall_seconds: int = 90
    memory_bytes: int = 512 * 1024 * 1024
    pages: int = 60
    characters: int = 3_000_000


def working_folder() -> AbstractContextManager[str]:
    """A folder for the fonts that WeasyPrint unpacks and for parts; it goes even when a child was killed."""
    return tempfile.TemporaryDirectory(prefix="report-")


def run_child(module: str, order: Mapping[str, Any], folder: str, limits: Limits) -> bytes:
    """What the child wrote. Raises RenderRefused or RenderFailed when there is nothing to keep."""
    bounds = {
        "seconds": limits.seconds,
        "wall_seconds": limits.wall_seconds,
        "memory_bytes": limits.memory_bytes,
    }
    # None of our own environment goes along: no keys, no database address, no proxy.
    # Hashes are seeded alike so that equal input gives equal bytes.
    environment = {"LANG": "C.UTF-8", "HOME": folder, "TMPDIR": folder, "PYTHONHASHSEED": "0"}
    process = subprocess.Popen(  # noqa: S603  # the same few commands; what people wrote goes to stdin
        child.command(module),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=PROJECT,
        env=environment,
    )
    with process:
        try:
            made, complaint = process.communicate(
                json.dumps({**order, **bounds}).encode(), timeout=limits.wall_seconds
            )
        except subprocess.TimeoutExpired:
            raise RenderRefused from None
        finally:
            process.kill()
    if process.returncode == 0:
        return made
    raise _reason(process.returncode, complaint.decode(errors="replace").strip())


def _reason(code: int, complaint: str) -> RenderRefused | RenderFailed:
    if code == TOO_MANY_PAGES:
        return TooManyPages()
    if code in {TOO_LARGE, -signal.SIGALRM, -signal.SIGXCPU}:
        return RenderRefused()
    if code < 0 and any(words in complaint for words in OUT_OF_MEMORY):
        return RenderRefused()
    last_line = complaint.splitlines()[-1] if complaint else "no reason given"
    if code < 0:
        return RenderFailed(f"The renderer was ended by signal {-code}: {last_line}")
    return RenderFailed(last_line)
