"""Tokens of an organisation's own systems: made, ended, and told of before they run out."""

from collections.abc import Sequence
from datetime import datetime

from equity_tracker.extensions import db
from equity_tracker.model.activity import ActivityKind
from equity_tracker.model.api_token import MOST_TOKENS, ApiToken, Scope, make_api_token
from equity_tracker.model.errors import Refused
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.people import User
from equity_tracker.organisations import emails
from equity_tracker.organisations.log import line
from equity_tracker.organisations.queries.members import list_admins
from equity_tracker.organisations.queries.tokens import list_live_tokens


def create_token(
    organisation: Organisation,
    *,
    name: str,
    scopes: Sequence[Scope],
    months: int,
    by: User,
    now: datetime,
) -> tuple[str, ApiToken]:
    """Make a token. Only the answer to this request ever shows it; all admins hear of it."""
    live = list_live_tokens(organisation, now)
    if len(live) >= MOST_TOKENS:
        raise Refused(f"You have {MOST_TOKENS} tokens. End one that is not needed any more.")
    if name.casefold() in {token.name.casefold() for token in live}:
        raise Refused("You have a token of this name. Give this one another name.", "name")
    secret, token = make_api_token(organisation, name, list(scopes), months=months, by=by, now=now)
    db.session.add(token)
    db.session.flush()
    after: dict[str, object] = {"scopes": token.scopes, "expires_at": token.expires_at.isoformat()}
    _log(ActivityKind.API_TOKEN_CREATED, token, by=by, now=now, after=after)
    for member in list_admins(organisation):
        emails.tell_of_token(token, member.user, by=by, now=now)
    return secret, token


def revoke_token(token: ApiToken, *, by: User, now: datetime) -> None:
    """End a token at once."""
    token.revoke(by=by, now=now)
    _log(ActivityKind.API_TOKEN_REVOKED, token, by=by, now=now)
    db.session.flush()


def _log(
    kind: ActivityKind, token: ApiToken, *, by: User, now: datetime, after: dict[str, object] | None = None
) -> None:
    subject = ("api_token", token.public_id, token.name)
    db.session.add(line(kind, token.organisation, by=by, now=now, subject=subject, after=after))
