"""Answering in public for what came from an organisation that has ended."""

from datetime import date, datetime

from equity_tracker.extensions import db
from equity_tracker.model.activity import ActivityKind
from equity_tracker.model.activity_about import about_commitment
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.errors import ChangedSince
from equity_tracker.model.handover import HandoverDecision, refuse_unless_awaited
from equity_tracker.model.people import User
from equity_tracker.model.publishing import publish_commitment
from equity_tracker.succession import emails, queries

DECLINED_BECAUSE = "organisation_ended"


def decide_handover(
    commitment: Commitment,
    decision: HandoverDecision,
    *,
    reason: str | None,
    version: int | None,
    by: User,
    now: datetime,
    today: date,
) -> None:
    """Say in public whether the new holder takes a commitment on. One that is declined is closed."""
    if not queries.hold_commitment(commitment):
        raise ChangedSince("This commitment has gone to another organisation since you opened the page.")
    commitment.refuse_if_changed(version)
    refuse_unless_awaited(commitment).decide(decision, reason=reason, by=by, today=today)
    if decision is HandoverDecision.DECLINED:
        commitment.close(DECLINED_BECAUSE, reason or "", today=today, by=by)
    commitment.edited_at = now
    db.session.flush()
    publish_commitment(commitment, now=now, today=today)
    db.session.add(
        about_commitment(
            ActivityKind.HANDOVER_DECIDED, commitment, by=by, now=now, after={"decision": decision.value}
        )
    )
    emails.tell_coordinators(commitment, decision, reason, by=by, now=now)
    db.session.flush()
