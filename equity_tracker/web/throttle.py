"""Slowing down guessing: tries are counted in the database, by account and by network.

Each count has a short transaction of its own, so that it stays when the request is refused.
"""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network

from flask import current_app, request
from sqlalchemy import delete, func, insert, select
from werkzeug.exceptions import TooManyRequests

from equity_tracker import clock, database
from equity_tracker.extensions import db
from equity_tracker.model.sign_in import Attempt

# What one household or one subscriber is given.
SMALLEST_IPV6_NETWORK = 64


@dataclass(frozen=True)
class Limit:
    """How many tries at one thing are allowed within a while."""

    what: str
    tries: int
    within: timedelta


# A right password takes its try back, so these count failures. A whole hospital may be one network.
PASSWORD_BY_ACCOUNT = Limit("password by account", 10, timedelta(minutes=15))
PASSWORD_BY_NETWORK = Limit("password by network", 50, timedelta(minutes=15))
# Each of these makes an e-mail to somebody.
RESET_BY_ACCOUNT = Limit("reset by account", 5, timedelta(hours=1))
RESET_BY_NETWORK = Limit("reset by network", 50, timedelta(minutes=15))
JOIN_BY_ADDRESS = Limit("asking to join by address", 5, timedelta(hours=1))
JOIN_BY_NETWORK = Limit("asking to join by network", 20, timedelta(hours=1))
# Each of these makes an e-mail to everybody who runs the organisation.
JOIN_BY_ORGANISATION = Limit("asking to join by organisation", 30, timedelta(days=1))
# Each of these makes an e-mail to an address that somebody typed; the last keeps our mail from being refused.
FOLLOW_BY_ADDRESS = Limit("asking to follow by address", 6, timedelta(days=1))
FOLLOW_BY_NETWORK = Limit("asking to follow by network", 30, timedelta(hours=1))
FOLLOW_IN_ALL = Limit("asking to follow in all", 2_000, timedelta(days=1))
# Each of these is read by a person.
SUGGEST_BY_NETWORK = Limit("suggesting by network", 10, timedelta(hours=1))
SUGGEST_BY_COMMITMENT = Limit("suggesting by commitment", 20, timedelta(days=1))
SUGGEST_IN_ALL = Limit("suggesting in all", 300, timedelta(days=1))
CONTACT_BY_NETWORK = Limit("writing to us by network", 5, timedelta(hours=1))
CONTACT_IN_ALL = Limit("writing to us in all", 200, timedelta(days=1))
# Each of these reads a file of some megabytes.
CHECK_BY_NETWORK = Limit("checking a report by network", 60, timedelta(hours=1))
CHECK_IN_ALL = Limit("checking a report in all", 1_000, timedelta(hours=1))
# Links that were mailed: each try may cost a password hash.
LINK_BY_NETWORK = Limit("link by network", 50, timedelta(minutes=15))
# One a second on average, beyond what the page cache answers by itself.
API_BY_NETWORK = Limit("api by network", 600, timedelta(minutes=10))
API_BY_TOKEN = Limit("api by token", 600, timedelta(minutes=10))
# Only tokens that are no good count.
API_TOKEN_BY_NETWORK = Limit("api token by network", 50, timedelta(minutes=15))


class TooManyTries(TooManyRequests):
    """The limit is reached: the next try is let through after so many seconds."""

    def __init__(self, seconds: int) -> None:
        super().__init__(retry_after=seconds)
        self.seconds = seconds


@dataclass(frozen=True)
class Try:
    """A try that was counted and is within its limits."""

    ids: tuple[int, ...]

    def take_back(self) -> None:
        """Forget it: it was right, or it was turned away, and neither makes a wait longer."""
        with database.reading(only=False), db.engine.begin() as connection:
            connection.execute(delete(Attempt).where(Attempt.id.in_(self.ids)))


def count(*limited: tuple[Limit, str]) -> Try:
    """Count a try at something by somebody, or raise `TooManyTries`.

    Call it before anything is written: it ends the request's own transaction, which on SQLite would hold
    the lock that the count needs. What is slow, such as hashing a password, is best done right after it.
    """
    db.session.rollback()
    now = clock.now()
    keys = {_key(limit, who): limit for limit, who in limited}
    # The try is committed before tries are counted: whoever comes tenth at the same moment sees all ten.
    tried = Try(tuple(_add(key, now - limit.within, now) for key, limit in keys.items()))
    free_at = [_free_at(key, limit, now) for key, limit in keys.items()]
    latest = max((moment for moment in free_at if moment is not None), default=None)
    if latest is not None:
        tried.take_back()
        raise TooManyTries(max(1, round((latest - now).total_seconds())))
    return tried


def clear(limit: Limit, who: str) -> None:
    """Forget the tries: the person has shown who they are. Joins the request's own transaction."""
    db.session.execute(delete(Attempt).where(Attempt.key == _key(limit, who)))


def network() -> str:
    """Return where the request came from: one IPv4 address, or one subscriber's IPv6 network.

    It is the address of the connection. A header could say anything.
    """
    address = ip_address(request.remote_addr or "0.0.0.0")  # noqa: S104 - stands for nowhere; nothing is bound to it
    if isinstance(address, IPv6Address):
        return str(ip_network((address, SMALLEST_IPV6_NETWORK), strict=False))
    return str(address)


def _key(limit: Limit, who: str) -> str:
    """Hash with our key, so that the table tells nobody's address."""
    secret = str(current_app.secret_key).encode()
    return hmac.new(secret, f"{limit.what}:{who.casefold()}".encode(), hashlib.sha256).hexdigest()


def _add(key: str, forget_before: datetime, now: datetime) -> int:
    with database.reading(only=False), db.engine.begin() as connection:
        connection.execute(delete(Attempt).where(Attempt.key == key, Attempt.at <= forget_before))
        return connection.execute(insert(Attempt).values(key=key, at=now).returning(Attempt.id)).scalar_one()


def _free_at(key: str, limit: Limit, now: datetime) -> datetime | None:
    """Return from when a try is allowed again; None when this one is."""
    recent = select(func.count(), func.min(Attempt.at)).where(
        Attempt.key == key, Attempt.at > now - limit.within
    )
    with database.reading(), db.engine.begin() as connection:
        tries, first = connection.execute(recent).one()
    return first + limit.within if tries > limit.tries else None
