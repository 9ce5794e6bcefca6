"""Systems of organisations, known by the token in a header. No cookie is looked at here."""

import logging
import re
from datetime import date

from flask import g, request
from sqlalchemy import select, update
from sqlalchemy.orm import joinedload

from equity_tracker import clock, database
from equity_tracker.extensions import db
from equity_tracker.model.api_token import ApiToken, Scope
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.tokens import hash_token
from equity_tracker.web import throttle
from equity_tracker.web.problems import Problem

UNAUTHORISED, FORBIDDEN = 401, 403
CHALLENGE = 'Bearer realm="Equity Tracker"'
EVERY_ORGANISATION = {"every_organisation": True}
_HEADER = re.compile(r"[Bb]earer +(eqt_[A-Za-z0-9_-]{43})")
_security = logging.getLogger("equity_tracker.security")


def enter(scope: Scope | None) -> Organisation:
    """Return whose token was sent, if it is good and opens what is asked; refuse the request otherwise."""
    token_id = _find_good()
    throttle.count((throttle.API_BY_TOKEN, str(token_id)))
    token = db.session.scalars(
        select(ApiToken)
        .where(ApiToken.id == token_id)
        .options(joinedload(ApiToken.organisation), joinedload(ApiToken.author))
        .execution_options(**EVERY_ORGANISATION)
    ).one()
    if scope is None or not token.opens(scope):
        raise Problem(
            FORBIDDEN,
            f"This token does not open it: it needs “{scope.value}”." if scope else None,
            headers={"WWW-Authenticate": f'{CHALLENGE}, error="insufficient_scope"'},
        )
    g.api_token, g.organisation_id = token, token.organisation_id
    return token.organisation


def current_organisation() -> Organisation:
    """Return whose system is asking."""
    return current_token().organisation


def current_token() -> ApiToken:
    token: ApiToken = g.api_token
    return token


def _find_good() -> int:
    """Find the token by its hash, in short transactions of their own, as sessions are found."""
    written = request.headers.get("Authorization")
    if written is None:
        raise Problem(UNAUTHORISED, headers={"WWW-Authenticate": CHALLENGE})
    match = _HEADER.fullmatch(written)
    now, today = clock.now(), clock.today()
    row = _find(match[1]) if match else None
    if row is None or not row.is_good(now, today):
        throttle.count((throttle.API_TOKEN_BY_NETWORK, throttle.network()))
        known = {"token": row.public_id, "organisation_id": row.organisation_id} if row else {}
        _security.warning("api token refused", extra={"fields": known})
        headers = {"WWW-Authenticate": f'{CHALLENGE}, error="invalid_token"'}
        raise Problem(UNAUTHORISED, "The token is not known here, has ended or has run out.", headers=headers)
    if row.last_used_on != today:
        _note_use(row.id, today)
    return row.id


def _find(token: str) -> ApiToken | None:
    with database.reading(), db.sessionmaker() as short:
        found: ApiToken | None = short.scalar(
            select(ApiToken)
            .where(ApiToken.token_hash == hash_token(token))
            .options(joinedload(ApiToken.organisation))
            .execution_options(**EVERY_ORGANISATION)
        )
        return found


def _note_use(token_id: int, today: date) -> None:
    """Note the day and not the moment, which is nobody's business and would be a write for each request."""
    db.session.rollback()
    with database.reading(only=False), db.engine.begin() as connection:
        connection.execute(update(ApiToken).where(ApiToken.id == token_id).values(last_used_on=today))
