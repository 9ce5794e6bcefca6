"""Deleting addresses that nothing needs any more."""

from datetime import datetime

from sqlalchemy import delete, exists, select

from equity_tracker.extensions import db
from equity_tracker.following import emails
from equity_tracker.model.follow import (
    CONFIRMED_WITHIN,
    STOP_IS_KNOWN_FOR,
    Follow,
    Follower,
    StoppedAddress,
)
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.outbox import EmailState, OutgoingEmail
from equity_tracker.model.people import User
from equity_tracker.model.refused_address import TRIED_AGAIN_AFTER, RefusedAddress


def delete_what_is_over(now: datetime, *, mails_before: datetime) -> int:
    """Delete it; return how many rows. Harmless to run twice."""
    refused_for_long = select(RefusedAddress.address).where(
        RefusedAddress.refused_at < now - TRIED_AGAIN_AFTER
    )
    lost = select(Follower.id).where(Follower.address.in_(refused_for_long))
    is_somebody_here = exists().where(User.email == RefusedAddress.address) | exists().where(
        Organisation.mailbox == RefusedAddress.address
    )
    over = (
        delete(Follow).where(Follow.confirmed_at.is_(None), Follow.asked_at <= now - CONFIRMED_WITHIN),
        delete(Follow).where(Follow.follower_id.in_(lost)),
        delete(Follower).where(~exists().where(Follow.follower_id == Follower.id)),
        delete(RefusedAddress).where(RefusedAddress.refused_at < now - TRIED_AGAIN_AFTER, ~is_somebody_here),
        delete(OutgoingEmail).where(
            OutgoingEmail.name.in_(emails.NAMES),
            OutgoingEmail.state.in_((EmailState.SENT, EmailState.FAILED)),
            OutgoingEmail.created_at < mails_before,
        ),
        delete(StoppedAddress).where(StoppedAddress.stopped_at < now - STOP_IS_KNOWN_FOR),
    )
    return sum(
        db.session.execute(statement.execution_options(synchronize_session=False)).rowcount  # type: ignore[attr-defined]
        for statement in over
    )
