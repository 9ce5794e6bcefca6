"""What we sign, so that we know it again: how long a form has been open, whose link was mailed, an address.

Each has a purpose, so that nothing signed for one is good for another. The key before ours is still known.
"""

import hashlib
import hmac
from datetime import UTC, datetime, timedelta

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer


def sign(purpose: str, value: str) -> str:
    return str(_signer(purpose).dumps(value))


def read(purpose: str, signed: str) -> str | None:
    """Return what was signed, or None when it was not we who did, or not for this purpose."""
    try:
        value = _signer(purpose).loads(signed)
    except BadSignature:
        return None
    return value if isinstance(value, str) else None


def sign_moment(purpose: str, now: datetime) -> str:
    return sign(purpose, str(int(now.timestamp())))


def age(purpose: str, signed: str, now: datetime) -> timedelta | None:
    """Return how long ago it was signed, or None when it was not."""
    value = read(purpose, signed)
    return now - datetime.fromtimestamp(int(value), UTC) if value and value.isdecimal() else None


def hash_address(address: str) -> str:
    """Return a form of an address by which it is known again, and from which nobody can read it."""
    return _hash(_keys()[-1], address)


def known_hashes(address: str) -> list[str]:
    """Return every form that the address may be kept in, also under the key before this one."""
    return [_hash(key, address) for key in _keys()]


def _hash(key: str, address: str) -> str:
    return hmac.new(key.encode(), f"address:{address}".encode(), hashlib.sha256).hexdigest()


def _signer(purpose: str) -> URLSafeSerializer:
    return URLSafeSerializer(_keys(), salt=f"equity-tracker.{purpose}")


def _keys() -> list[str]:
    """Return our keys, the oldest first; the last one signs."""
    before = current_app.config.get("SECRET_KEY_FALLBACKS") or []
    return [str(key) for key in (*before, current_app.secret_key)]
