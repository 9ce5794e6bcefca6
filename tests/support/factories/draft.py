"""A check-in that is being written."""

from datetime import datetime, timedelta

from equity_tracker.extensions import db
from equity_tracker.model.check_in_draft import CheckInDraft, begin_draft
from equity_tracker.model.check_in_link import CheckInLink
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.people import User
from equity_tracker.model.tokens import hash_token

# As any other, but known to tests.
LINK_ID = "gwenslink234"
# By the names of the form's inputs: a complete check-in.
TYPED = {
    "delivery": ["substantial"],
    "outlook": ["at_risk"],
    "why": ["One tender closed before the clause was ready."],
    "what_changed": ["Eight of eleven contracts carry the clause."],
    "level": ["conditions"],
    "distribution": ["universal"],
    "next_step": ["Reopen the tender."],
    "next_step_on-day": ["1"],
    "next_step_on-month": ["9"],
    "next_step_on-year": ["2026"],
    "who_has_not_benefited": [""],
}


def make_draft_of_check_in(
    commitment: Commitment, *, by: User, now: datetime, waits: bool = False, **typed: list[str]
) -> CheckInDraft:
    """Begin a complete check-in; `typed` differs. Let it wait for a signature, if that is wanted."""
    draft = begin_draft(commitment, last_known=len(commitment.check_ins), saved_at=now, saved_by=by)
    draft.save(TYPED | typed, by=by, now=now)
    if waits:
        draft.send_for_signature(by=by, now=now)
    db.session.flush()
    return draft


def make_link(
    commitment: Commitment, token: str, *, by: User, now: datetime, public_id: str = LINK_ID
) -> CheckInLink:
    """Let Gwen write the commitment's next check-in."""
    link = CheckInLink(
        public_id=public_id,
        organisation_id=commitment.organisation_id,
        programme_id=commitment.programme_id,
        commitment=commitment,
        token_hash=hash_token(token),
        email="gwen@elsewhere.example.org",
        asked_by=by,
        asked_at=now,
        expires_at=now + timedelta(days=14),
    )
    db.session.add(link)
    db.session.flush()
    return link
