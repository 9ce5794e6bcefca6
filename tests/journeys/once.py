"""What the workers of one run make once, and use together."""

import fcntl
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any


def once(folder: Path, name: str, make: Callable[[], Any]) -> Any:
    """Make something, or read what another worker has made: what can be written as JSON."""
    made = folder / f"{name}.json"
    with (folder / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            made.write_text(json.dumps(make()), "utf-8")
    return json.loads(made.read_text("utf-8"))


@contextmanager
def using(folder: Path, name: str) -> Iterator[Callable[[], None]]:
    """Use what is made `once`; yield what waits until nobody else does, and forgets that it was made."""
    with (folder / f"{name}.in-use").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_SH)

        def forget() -> None:
            # Whoever comes from now on waits for us to let go, finds nothing, and makes another.
            fcntl.flock(lock, fcntl.LOCK_EX)
            (folder / f"{name}.json").unlink()

        yield forget
