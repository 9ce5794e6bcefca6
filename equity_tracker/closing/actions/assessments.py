"""The coordinators' own answers about a closed commitment, and what its organisation replies."""

from datetime import date, datetime

from equity_tracker.closing import emails, queries
from equity_tracker.extensions import db
from equity_tracker.model import coordinator_assessment as rules
from equity_tracker.model.activity import ActivityKind
from equity_tracker.model.activity_about import about_commitment
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.coordinator_assessment import latest_assessment
from equity_tracker.model.errors import ChangedSince
from equity_tracker.model.four_answers import FourAnswers
from equity_tracker.model.people import User
from equity_tracker.model.publishing import publish_assessment


def assess_close_out(
    commitment: Commitment,
    four: FourAnswers,
    reason: str,
    *,
    seen: int | None,
    by: User,
    now: datetime,
    today: date,
) -> None:
    """Answer the four questions apart from the organisation. `seen` is how often this was done before."""
    queries.hold(commitment)
    if seen != len(commitment.assessments):
        raise ChangedSince("A colleague answered these questions since you opened this page.")
    assessment = rules.assess_close_out(commitment, four, reason, by=by, today=today)
    db.session.flush()
    publish_assessment(commitment, now=now, today=today)
    db.session.add(
        about_commitment(
            ActivityKind.CLOSE_OUT_ASSESSED,
            commitment,
            by=by,
            now=now,
            after={"version": assessment.number, **{name: one.answer for name, one in four.items()}},
        )
    )
    emails.tell_of_assessment(commitment, now=now)
    db.session.flush()


def reply_to_assessment(
    commitment: Commitment, words: str, *, seen: int | None, by: User, now: datetime, today: date
) -> None:
    """Answer the coordinators in public. `seen` is what `reply_seen` said when the page was opened."""
    queries.hold(commitment)
    if seen != reply_seen(commitment):
        raise ChangedSince("The answers or the reply have changed since you opened this page.")
    rules.reply_to_assessment(commitment, words, by=by, today=today)
    db.session.flush()
    publish_assessment(commitment, now=now, today=today)
    db.session.add(about_commitment(ActivityKind.ASSESSMENT_REPLIED, commitment, by=by, now=now))
    emails.tell_coordinators_of_reply(commitment, by=by, now=now)
    db.session.flush()


def reply_seen(commitment: Commitment) -> int:
    """Count the answers and the replies there are: both may change while somebody writes a reply."""
    latest = latest_assessment(commitment)
    return len(commitment.assessments) * 100 + (len(latest.replies) if latest else 0)
