"""Sessions of people without an account, who came by a link to one check-in.

Each link has a cookie of its own, apart from the one that signs people in, and its session names the link
alone: neither opens anything else.
"""

from datetime import timedelta

from flask import Response, current_app, request
from sqlalchemy import insert, select, update

from equity_tracker import clock, database
from equity_tracker.extensions import db
from equity_tracker.model.base import new_public_id
from equity_tracker.model.sign_in import ABSOLUTE_LIMIT, UserSession
from equity_tracker.model.tokens import hash_token, new_token
from equity_tracker.web.sessions import LONGEST_BROWSER

SEEN_EVERY = timedelta(minutes=1)


def start(response: Response, link_id: int, link_public_id: str) -> None:
    """Open a session for whoever holds the link.

    It is written in a transaction of its own, since the page is only read; the request's own ends here.
    """
    db.session.rollback()
    token, token_hash = new_token()
    now = clock.now()
    row = {
        "public_id": new_public_id(),
        "token_hash": token_hash,
        "check_in_link_id": link_id,
        "created_at": now,
        "last_seen_at": now,
        "expires_at": now + ABSOLUTE_LIMIT,
        "browser": request.user_agent.string[:LONGEST_BROWSER],
    }
    with database.reading(only=False), db.engine.begin() as connection:
        connection.execute(insert(UserSession).values(row))
    response.set_cookie(
        _cookie(link_public_id),
        token,
        max_age=ABSOLUTE_LIMIT,
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
        path="/",
    )


def current_link_id(link_public_id: str) -> int | None:
    """Return the id of the link that this browser's session was opened by, and note that it was seen."""
    token = request.cookies.get(_cookie(link_public_id))
    if not token:
        return None
    now = clock.now()
    with database.reading(), db.sessionmaker() as short:
        row = short.scalar(select(UserSession).where(UserSession.token_hash == hash_token(token)))
    if row is None or not row.is_live(now):
        return None
    if now - row.last_seen_at >= SEEN_EVERY:
        db.session.rollback()  # On SQLite the request's own transaction may hold the lock to write.
        with database.reading(only=False), db.engine.begin() as connection:
            connection.execute(update(UserSession).where(UserSession.id == row.id).values(last_seen_at=now))
    return row.check_in_link_id


def _cookie(link_public_id: str) -> str:
    prefix = "__Host-" if current_app.config["SESSION_COOKIE_SECURE"] else ""
    return f"{prefix}check-in-{link_public_id}"
