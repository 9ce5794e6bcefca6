"""Turn a page of ours into a tagged PDF. The work is done in a child process that can be stopped.

Only this side is imported by the rest of the product: it knows nothing of WeasyPrint (see `pdf_child`).
"""

import base64
import json
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from equity_tracker.model.errors import Refused

PROJECT = Path(__file__).resolve().parents[2]
TOO_LARGE = 3
"""What the child exits with when it ran out of memory, nesting or pages. Any other failure exits with 1."""

OUT_OF_MEMORY = ("failed to allocate", "Error creating thread", "Cannot allocate memory")
"""What the C libraries below WeasyPrint say when they abort at the memory limit, without telling Python."""


class RenderRefused(Refused):
    """The document asks for more than one report may take. The message is for the person who asked for it."""

    def __init__(self) -> None:
        super().__init__("This report is too large; choose fewer commitments")


class RenderFailed(Exception):
    """The document is at fault, or the renderer. The message is for us, not for the public."""


@dataclass(frozen=True)
class Assets:
    """What a document may refer to as `asset:NAME`: our static files, and what is handed in here."""

    extra: Mapping[str, bytes] = field(default_factory=dict)


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


PART_LIMITS = Limits()


def render(html: str, *, assets: Assets, made_at: datetime, limits: Limits = PART_LIMITS) -> bytes:
    """The PDF (PDF/UA-1) of a whole HTML document; the same input gives the same bytes.

    The document must have a language, a title, one h1, and words for each picture.
    """
    if made_at.tzinfo is None:
        raise ValueError("made_at must say its time zone")
    if len(html) > limits.characters:
        raise RenderRefused
    order = {
        "html": html,
        "extra": {name: base64.b64encode(data).decode() for name, data in assets.extra.items()},
        "made_at": made_at.isoformat(timespec="seconds"),
        "seconds": limits.seconds,
        "wall_seconds": limits.wall_seconds,
        "memory_bytes": limits.memory_bytes,
        "pages": limits.pages,
    }
    # The folder takes the fonts that WeasyPrint unpacks; it goes even when the child was killed.
    with tempfile.TemporaryDirectory(prefix="report-") as folder:
        return _run_child(json.dumps(order).encode(), folder, limits.wall_seconds)


def _run_child(order: bytes, folder: str, wall_seconds: int) -> bytes:
    command = [sys.executable, "-m", "equity_tracker.adapters.pdf_child"]
    # None of our own environment goes along: no keys, no database address, no proxy.
    # Hashes are seeded alike so that equal input gives equal bytes.
    environment = {"LANG": "C.UTF-8", "HOME": folder, "TMPDIR": folder, "PYTHONHASHSEED": "0"}
    child = subprocess.Popen(  # noqa: S603  # the same command each time; what people wrote goes to stdin
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=PROJECT,
        env=environment,
    )
    with child:
        try:
            made, complaint = child.communicate(order, timeout=wall_seconds)
        except subprocess.TimeoutExpired:
            raise RenderRefused from None
        finally:
            child.kill()
    if child.returncode == 0:
        return made
    raise _reason(child.returncode, complaint.decode(errors="replace").strip())


def _reason(code: int, complaint: str) -> RenderRefused | RenderFailed:
    if code in {TOO_LARGE, -signal.SIGALRM, -signal.SIGXCPU}:
        return RenderRefused()
    if code < 0 and any(words in complaint for words in OUT_OF_MEMORY):
        return RenderRefused()
    last_line = complaint.splitlines()[-1] if complaint else "no reason given"
    if code < 0:
        return RenderFailed(f"The renderer was ended by signal {-code}: {last_line}")
    return RenderFailed(last_line)
