"""The child's side of `pdf_process`: limits first, then the order from standard input, then the answer."""

import ctypes
import json
import math
import os
import resource
import signal
import sys
import time
from collections.abc import Callable, Mapping
from typing import Any

TOO_LARGE = 3
"""What the child exits with when it ran out of memory or nesting. Any other failure exits with 1."""
TOO_MANY_PAGES = 4
"""What it exits with when all was laid out, on more pages than it may print."""

Order = Mapping[str, Any]

NOT_FOR_A_RENDERER = ("socket.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.system")
PR_SET_PDEATHSIG = 1
"""From Linux: <sys/prctl.h>."""


class TooLarge(Exception):
    """More pages than one document may have."""


class AtFault(Exception):
    """The document lacks what it must have, or asks for what it may not."""


def limit_ourselves(order: Order) -> None:
    """Bounds the data, not the address space: fonts are mapped, and threads reserve what they never touch.

    Measured on 40 pages of a status report: 425 MiB of addresses, 225 MiB of data, 225 MiB in memory.
    """
    _end_with_parent()
    # Ends us on any other system too if our parent was killed first and nobody is left to do it.
    signal.alarm(order["wall_seconds"] + 5)
    os.nice(10)
    # Loading the renderer is no fault of the document, and on a slow machine takes longer than a small one.
    seconds = math.ceil(time.process_time()) + order["seconds"]
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 2))
    resource.setrlimit(resource.RLIMIT_DATA, (order["memory_bytes"], order["memory_bytes"]))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.addaudithook(_keep_to_ourselves)


def _end_with_parent() -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def _keep_to_ourselves(event: str, _: object) -> None:
    if event.startswith(NOT_FOR_A_RENDERER):
        raise PermissionError(f"A renderer may not use {event}")


def serve(task: Callable[[Order], bytes], *, faults: tuple[type[Exception], ...] = (AtFault,)) -> int:
    """Do what the order asks and write the answer, or the reason why there is none to standard error."""
    # Nothing but the answer may reach the real standard output, whatever a library prints.
    answer = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    order = json.load(sys.stdin)
    limit_ourselves(order)
    try:
        made = task(order)
    except TooLarge:
        return TOO_MANY_PAGES
    except (MemoryError, RecursionError):
        return TOO_LARGE
    except faults as error:
        sys.stderr.write(f"{error}\n")
        return 1
    with answer:
        answer.write(made)
    return 0
