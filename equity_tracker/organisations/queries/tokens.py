"""Reads of the tokens of an organisation's own systems."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from equity_tracker.extensions import db
from equity_tracker.model.api_token import ApiToken
from equity_tracker.model.organisation import Organisation


def list_tokens(organisation: Organisation) -> Sequence[ApiToken]:
    """Return every token, those that have ended too: the newest first."""
    return db.session.scalars(
        select(ApiToken)
        .where(ApiToken.organisation_id == organisation.id)
        .options(joinedload(ApiToken.created_by), joinedload(ApiToken.revoked_by))
        .order_by(ApiToken.id.desc())
    ).all()


def list_live_tokens(organisation: Organisation, now: datetime) -> Sequence[ApiToken]:
    """Return those that open something, with their rows held until the transaction ends."""
    return db.session.scalars(
        select(ApiToken)
        .where(
            ApiToken.organisation_id == organisation.id,
            ApiToken.revoked_at.is_(None),
            ApiToken.expires_at > now,
        )
        .order_by(ApiToken.id)
        .with_for_update()
    ).all()


def get_token(organisation: Organisation, public_id: str) -> ApiToken:
    return db.session.scalars(
        select(ApiToken).where(ApiToken.organisation_id == organisation.id, ApiToken.public_id == public_id)
    ).one()
