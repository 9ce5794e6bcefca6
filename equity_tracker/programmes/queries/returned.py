"""Whether something of a public text is back with its organisation: a change to it, or the text itself."""

from sqlalchemy import ColumnElement, and_, case, exists, or_
from sqlalchemy.orm import aliased

from equity_tracker.model.amendment import Amendment, AmendmentState
from equity_tracker.model.commitment import Commitment, Lifecycle
from equity_tracker.model.review import Decision, Review
from equity_tracker.programmes.registered import GoneBack


def gone_back() -> ColumnElement[str | None]:
    """Say in SQL what of it went back; NULL for what is not published, or with nothing to mend."""
    is_public = Commitment.lifecycle == Lifecycle.PUBLISHED
    return case(
        (and_(is_public, _has_change(AmendmentState.RETURNED)), GoneBack.CHANGE.value),
        (and_(is_public, ~_has_change(AmendmentState.WAITING), _is_text_returned()), GoneBack.TEXT.value),
        else_=None,
    )


def _has_change(state: AmendmentState) -> ColumnElement[bool]:
    return exists().where(Amendment.commitment_id == Commitment.id, Amendment.state == state)


def _is_text_returned() -> ColumnElement[bool]:
    """Say as `model.review.awaits_decision` does whether the last decision on what is public gave it back."""
    later = aliased(Review)
    decided_later = exists().where(
        later.commitment_id == Review.commitment_id,
        later.check_in_id.is_(None),
        later.id > Review.id,
        or_(later.amendment_number.is_(None), later.decision != Decision.RETURNED),
    )
    return exists().where(
        Review.commitment_id == Commitment.id,
        Review.check_in_id.is_(None),
        Review.amendment_number.is_(None),
        Review.decision == Decision.RETURNED,
        Review.reviewed_at >= Commitment.submitted_at,
        ~decided_later,
    )
