"""Whether a file that somebody sent in may be kept: its ending, its first bytes and its parser must agree.

The first two are looked at here. What reads the whole of it, and may be led astray by it, runs in a child
process that can be stopped (`file_check_child`). A document is kept byte for byte or refused; a picture is
drawn anew, so that nothing comes along but what can be seen.
"""

import json
import subprocess
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from threading import BoundedSemaphore

import filetype

from equity_tracker.adapters import child
from equity_tracker.adapters.file_names import ending_of, name_to_show
from equity_tracker.model.errors import Refused
from equity_tracker.model.file_kind import FILE_LIMIT, FileKind, size_in_words

PROJECT = Path(__file__).resolve().parents[2]
TOO_LARGE = 3
"""What the child exits with when it ran out of memory or nesting."""

# A child may take half a gigabyte, so few work at once. All files of one form wait so long and no longer.
MOST_AT_ONCE = 2
WAIT_SECONDS = 20
_turns = BoundedSemaphore(MOST_AT_ONCE)

Scan = Callable[[bytes], None]

EMPTY = "The file is empty. Choose another file"
WRONG_KIND = "The file must be a PDF, Word, Excel, PNG or JPEG file"
OLD_OFFICE = "An old Word or Excel file may hold macros that cannot be seen. Save it as .docx, .xlsx or PDF"
BUSY = "Many files are being checked at the moment. Choose it again in a minute"
_OLD_OFFICE_BYTES = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_WITH_MACROS = {"docm": "document", "dotm": "document", "xlsm": "workbook", "xltm": "workbook"}


class FileRefused(Refused):
    """The file cannot be kept. The message is for whoever chose it."""

    status = 422


class FileTooBig(FileRefused):
    """It is over the limit, whatever it is."""

    status = 413


class NoTurn(FileRefused):
    """Too much is being looked into already. It may be sent again as it is."""

    status = 503


class Patience:
    """How much longer the files of one form may wait for their turns, all together."""

    def __init__(self, seconds: float = WAIT_SECONDS) -> None:
        self.left = seconds

    def take_turn(self) -> bool:
        started = time.monotonic()
        has_turn = self.left > 0 and _turns.acquire(timeout=self.left)
        self.left -= time.monotonic() - started
        return has_turn


@dataclass(frozen=True)
class CheckedFile:
    """What is kept: the name to show, what it was found to be, and its bytes."""

    name: str
    kind: FileKind
    content: bytes


@dataclass(frozen=True)
class Limits:
    """What reading one file may take. Measured: a PDF of 10 MB 1 s, a picture of 25 megapixels 3 s and
    250 MB, a workbook of 50 MB unpacked 6 s.
    """

    seconds: int = 20
    wall_seconds: int = 40
    memory_bytes: int = 640 * 1024 * 1024


LIMITS = Limits()


def check_file(
    name: str,
    data: bytes,
    *,
    scan: Scan | None = None,
    limits: Limits = LIMITS,
    patience: Patience | None = None,
) -> CheckedFile:
    """Return what may be kept, or refuse. `scan` sees the bytes as they came, before anything parses them."""
    refuse_size(len(data))
    kind = kind_of(name, data)
    if scan is not None:
        scan(data)
    return CheckedFile(
        name_to_show(name, kind.endings), kind, _read_in_child(kind, data, limits, patience or Patience())
    )


def refuse_size(size: int) -> None:
    if size == 0:
        raise FileRefused(EMPTY)
    if size > FILE_LIMIT:
        raise FileTooBig(f"The file is {size_in_words(size)}. The limit is {size_in_words(FILE_LIMIT)}")


def kind_of(name: str, data: bytes) -> FileKind:
    """Say what the file is by its first bytes, and refuse it when its name says something else.

    A name without an ending says nothing. What is in a zip is looked at later: it may be no document at all.
    """
    ending = ending_of(name)
    if data.startswith(_OLD_OFFICE_BYTES):
        raise FileRefused(OLD_OFFICE)
    found = filetype.guess_extension(data)
    kind = {"pdf": FileKind.PDF, "png": FileKind.PNG, "jpg": FileKind.JPEG}.get(found)
    if found in {"docx", "xlsx", "pptx", "zip"}:
        if ending in _WITH_MACROS:
            raise FileRefused(f"The {_WITH_MACROS[ending]} may have macros. Save it as .docx, .xlsx or PDF")
        named = {"docx": FileKind.WORD, "xlsx": FileKind.EXCEL}
        # The library tells them apart by the order of their parts, which programs choose freely.
        kind = named.get(ending) or (named.get(found) if not ending else None)
    if kind is None:
        raise FileRefused(WRONG_KIND)
    if ending and ending not in kind.endings:
        if ending not in {each for other in FileKind for each in other.endings}:
            raise FileRefused(WRONG_KIND)
        raise FileRefused(
            f"The name ends in .{ending}, but it is a {kind.label} file. Name it .{kind.endings[0]}"
        )
    return kind


def _read_in_child(kind: FileKind, data: bytes, limits: Limits, patience: Patience) -> bytes:
    if not patience.take_turn():
        raise NoTurn(BUSY)
    try:
        with tempfile.TemporaryDirectory(prefix="file-check-") as folder:
            return _run_child(kind, data, folder, limits)
    finally:
        _turns.release()


def _run_child(kind: FileKind, data: bytes, folder: str, limits: Limits) -> bytes:
    order = {
        "kind": kind.value,
        "seconds": limits.seconds,
        "wall_seconds": limits.wall_seconds,
        "memory_bytes": limits.memory_bytes,
    }
    process = subprocess.Popen(  # noqa: S603 - the same command each time; what people sent goes to stdin
        child.command("file_check_child"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=PROJECT,
        # None of our own environment goes along: no keys, no database address, no proxy.
        env={"LANG": "C.UTF-8", "HOME": folder, "TMPDIR": folder},
    )
    with process:
        try:
            said, _ = process.communicate(
                json.dumps(order).encode() + b"\n" + data, timeout=limits.wall_seconds
            )
        except subprocess.TimeoutExpired:
            raise FileRefused(_too_much(kind)) from None
        finally:
            process.kill()
    if process.returncode == TOO_LARGE or process.returncode < 0:
        raise FileRefused(_too_much(kind))
    if process.returncode != 0:
        raise FileRefused(_unreadable(kind))
    answer, _, content = said.partition(b"\n")
    told = json.loads(answer)
    if told["refused"]:
        raise FileRefused(told["refused"])
    return content if told["is_new"] else data


def _too_much(kind: FileKind) -> str:
    """Ended by a limit: the same words as when the limit is seen beforehand, or the nearest."""
    if kind in {FileKind.PNG, FileKind.JPEG}:
        return "The picture is too large. The limit is 25 megapixels"
    if kind is FileKind.PDF:
        return "The PDF takes too long to read. Print it to a new PDF and choose that"
    thing = "workbook" if kind is FileKind.EXCEL else "document"
    return f"The {thing} is too large when opened. The limit is 50 MB"


def _unreadable(kind: FileKind) -> str:
    return f"The file cannot be read as a {kind.label} file. Save it again and choose the new one"
