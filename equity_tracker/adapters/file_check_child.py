"""The process that reads one file that somebody sent in: limits first, then the parser of its kind.

It reads an order (one line of JSON) and the file from standard input. To standard output it writes one line
of JSON, `refused` with the reason or null, and behind it the new bytes when `is_new`.
"""

import json
import math
import os
import resource
import signal
import sys
import time
import warnings
from collections.abc import Mapping
from typing import Any

from equity_tracker.adapters.file_check import TOO_LARGE
from equity_tracker.model.errors import Refused

NOT_FOR_A_READER = ("socket.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.system")


def limit_ourselves(order: Mapping[str, Any]) -> None:
    # Ends us even if our parent was killed first and nobody is left to do it.
    signal.alarm(order["wall_seconds"] + 5)
    os.nice(5)  # somebody waits for it, but everybody else for the pages
    seconds = math.ceil(time.process_time()) + order["seconds"]
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 2))
    resource.setrlimit(resource.RLIMIT_DATA, (order["memory_bytes"], order["memory_bytes"]))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    sys.addaudithook(_keep_to_ourselves)


def _keep_to_ourselves(event: str, _: object) -> None:
    if event.startswith(NOT_FOR_A_READER):
        raise PermissionError(f"A reader of files may not use {event}")


def read_file(kind: str, data: bytes) -> bytes | None:
    """Return the file drawn anew, None when it may stay as it is, or refuse it."""
    # Each kind brings a large library of its own, so only the one that is needed is loaded.
    if kind == "pdf":
        from equity_tracker.adapters.file_check_pdf import refuse_pdf  # noqa: PLC0415

        refuse_pdf(data)
        return None
    if kind in {"docx", "xlsx"}:
        from equity_tracker.adapters.file_check_office import refuse_office  # noqa: PLC0415

        refuse_office(kind, data)
        return None
    from equity_tracker.adapters.file_check_picture import draw_anew  # noqa: PLC0415

    return draw_anew(kind, data)


def main() -> int:
    # Nothing but the answer may reach the real standard output, whatever a library prints.
    answer = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    warnings.simplefilter("ignore")
    order = json.loads(sys.stdin.buffer.readline())
    data = sys.stdin.buffer.read()
    limit_ourselves(order)
    refused, new = None, None
    try:
        new = read_file(order["kind"], data)
    except Refused as refusal:
        refused = refusal.message
    except (MemoryError, RecursionError):
        return TOO_LARGE
    with answer:
        answer.write(json.dumps({"refused": refused, "is_new": new is not None}).encode() + b"\n")
        answer.write(new or b"")
    return 0


if __name__ == "__main__":
    sys.exit(main())
