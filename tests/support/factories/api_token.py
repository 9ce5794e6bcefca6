"""Tokens of organisations' own systems."""

from collections.abc import Sequence
from datetime import datetime

from equity_tracker.extensions import db
from equity_tracker.model.api_token import ApiToken, Scope, make_api_token
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.people import User


def make_token(
    organisation: Organisation,
    *,
    by: User,
    now: datetime,
    name: str = "Planning system",
    scopes: Sequence[Scope] = tuple(Scope),
    months: int = 6,
) -> tuple[str, ApiToken]:
    """Return a token as its system has it, and its row."""
    secret, row = make_api_token(organisation, name, list(scopes), months=months, by=by, now=now)
    db.session.add(row)
    db.session.commit()
    return secret, row
