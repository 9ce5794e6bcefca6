"""A number for what somebody read, carried by a form where a record's own version says too much.

Check-ins and rounds count a published commitment up as well; who changes its text is not in their way.
"""

import json
import zlib
from typing import Any

_MOST = 1_000_000_000


def fingerprint(read: Any) -> int:  # noqa: ANN401 - plain values, as JSON has them
    """Return the same number for the same values, and another for others but once in a billion."""
    words = json.dumps(read, sort_keys=True, separators=(",", ":"))
    return zlib.crc32(words.encode()) % _MOST
