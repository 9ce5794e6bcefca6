"""Password hashes: slow on purpose, so only a few are computed at a time.

What makes a good password is in accounts/password_rules.py.
"""

import threading
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from werkzeug.exceptions import ServiceUnavailable

from equity_tracker.model.sign_in import PASSWORD_NOT_CHOSEN

# OWASP's Password Storage Cheat Sheet: 19 MiB, two passes, one lane. About 40 ms.
HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
# Compared with when there is no account, so that the answer takes as long. The hash of
# 32 random bytes that nobody kept.
NOBODY = "$argon2id$v=19$m=19456,t=2,p=1$4ioGWhgrx31UJE6IAWHWfg$J6jE4Vq/IGZOvnxVD5kIXiGiIw6qevVw+DmlF4i5T6k"

AT_ONCE = 2
WAITING_AT_MOST = 20
_places = threading.BoundedSemaphore(AT_ONCE + WAITING_AT_MOST)
_working = threading.BoundedSemaphore(AT_ONCE)


class TooBusy(ServiceUnavailable):
    """More people are signing in than there is room for. They may try again in some seconds."""

    def __init__(self) -> None:
        super().__init__(retry_after=10)


def hash_password(typed: str) -> str:
    with _turn():
        return HASHER.hash(_normal(typed))


def is_right(stored: str | None, typed: str) -> bool:
    """Compare what was typed with a stored hash; with none, take as long and say no."""
    with _turn():
        try:
            HASHER.verify(stored if stored and stored != PASSWORD_NOT_CHOSEN else NOBODY, _normal(typed))
        except (InvalidHashError, VerificationError):
            return False
    return stored is not None


def is_outdated(stored: str) -> bool:
    """Say whether a hash was made at another cost than hashes are made at now."""
    return HASHER.check_needs_rehash(stored)


def _normal(typed: str) -> str:
    """Make the same letters from every keyboard the same bytes; nothing is cut off."""
    return unicodedata.normalize("NFKC", typed)


@contextmanager
def _turn() -> Iterator[None]:
    if not _places.acquire(blocking=False):
        raise TooBusy
    try:
        with _working:
            yield
    finally:
        _places.release()
