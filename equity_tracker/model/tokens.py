"""Secrets in links and cookies: 256 random bits for the person, their hash for the database."""

import hashlib
import secrets


def new_token() -> tuple[str, str]:
    """Return a token to hand out, and the hash by which it is known again."""
    token = secrets.token_urlsafe(32)
    return token, hash_token(token)


def hash_token(token: str) -> str:
    """Hash a random token. It has 256 bits of its own, so a fast hash is enough."""
    return hashlib.sha256(token.encode()).hexdigest()
