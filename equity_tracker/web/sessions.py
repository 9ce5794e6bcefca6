"""Sessions are rows of ours, under Flask-Login: a random token in the cookie, its hash in the table."""

from datetime import timedelta

from flask import Flask, Request, Response, current_app, g, request, session
from flask_login import current_user
from sqlalchemy import select, update

from equity_tracker import clock, database
from equity_tracker.extensions import db, login_manager
from equity_tracker.model.people import User
from equity_tracker.model.sign_in import ABSOLUTE_LIMIT, UserSession
from equity_tracker.model.tokens import hash_token, new_token

SEEN_EVERY = timedelta(minutes=1)
LONGEST_BROWSER = 200


def init_app(app: Flask) -> None:
    """Set up the cookies and Flask-Login's loader.

    `LoginManager.init_app` is not called: it would read the session cookie after every request, public
    pages included, and they must be the same for everybody.
    """
    app.login_manager = login_manager  # type: ignore[attr-defined]
    login_manager.session_protection = None
    login_manager.request_loader(_load_user)
    is_https = app.config["SETTINGS"].is_https
    # Flask's own session is a signed cookie for anonymous forms and messages; see csrf.py.
    app.config.update(
        SESSION_COOKIE_NAME="__Host-form" if is_https else "form",
        SESSION_COOKIE_SECURE=is_https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        USER_COOKIE_NAME="__Host-session" if is_https else "session",
    )
    app.add_template_global(current_user, "current_user")
    app.after_request(_send_cookie)


def start(user: User) -> UserSession:
    """Sign the person in on this browser, with a new id; whatever was in the browser before is dropped."""
    end_current()
    session.clear()
    token, token_hash = new_token()
    now = clock.now()
    row = UserSession(
        token_hash=token_hash,
        user=user,
        created_at=now,
        last_seen_at=now,
        expires_at=now + ABSOLUTE_LIMIT,
        browser=request.user_agent.string[:LONGEST_BROWSER],
    )
    db.session.add(row)
    g.new_session_token = token
    return row


def end_current() -> None:
    """Sign out on this browser."""
    row = getattr(g, "user_session", None)
    if row is not None:
        db.session.execute(update(UserSession).where(UserSession.id == row.id).values(ended_at=clock.now()))
        g.new_session_token = ""


def end_all(user: User, *, but: UserSession | None = None) -> None:
    """End the person's sessions everywhere, but for the one named."""
    stale = update(UserSession).where(UserSession.user_id == user.id, UserSession.ended_at.is_(None))
    if but is not None:
        stale = stale.where(UserSession.id != but.id)
    db.session.execute(stale.values(ended_at=clock.now()))


def current_token_hash() -> str | None:
    """Return the hash of the live session's token, for what derives from it."""
    if not current_user.is_authenticated:
        return None
    return str(g.user_session.token_hash)


def _load_user(incoming: Request) -> User | None:
    """Find the person by the cookie, at every request: rights are never remembered."""
    token = incoming.cookies.get(current_app.config["USER_COOKIE_NAME"])
    row = _find_live(token) if token else None
    if row is None:
        return None
    user = db.session.get(User, row.user_id) if row.user_id is not None else None
    if user is None or user.is_suspended:
        return None
    g.user_session, g.user_id = row, user.id
    return user


def _find_live(token: str) -> UserSession | None:
    """Read the session's row, and note that it was seen, in short transactions of their own.

    They must end before the request's own transaction begins: on SQLite that one holds the write lock.
    """
    now = clock.now()
    with database.reading(), db.sessionmaker() as short:
        row = short.scalar(select(UserSession).where(UserSession.token_hash == hash_token(token)))
    if row is None or not row.is_live(now):
        return None
    if now - row.last_seen_at >= SEEN_EVERY:
        with database.reading(only=False), db.engine.begin() as connection:
            connection.execute(update(UserSession).where(UserSession.id == row.id).values(last_seen_at=now))
    return row


def _send_cookie(response: Response) -> Response:
    token = getattr(g, "new_session_token", None)
    if token is None or response.status_code >= 400:  # noqa: PLR2004 - refused: nothing was saved
        return response
    response.set_cookie(
        current_app.config["USER_COOKIE_NAME"],
        token,
        max_age=ABSOLUTE_LIMIT if token else 0,
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
        path="/",
    )
    if not token:
        response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response
