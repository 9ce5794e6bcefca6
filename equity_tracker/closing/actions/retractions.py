"""Taking back what should not have been published, and taking a commitment up again."""

from datetime import date, datetime

from equity_tracker.closing import emails, queries
from equity_tracker.extensions import db
from equity_tracker.model import retracting as rules
from equity_tracker.model.activity import ActivityKind
from equity_tracker.model.activity_about import about_check_in, about_commitment
from equity_tracker.model.check_in import CheckIn
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.people import User


def retract_commitment(commitment: Commitment, reason: str, *, by: User, now: datetime, today: date) -> None:
    """Take back a commitment, everything told about it, and the files that show it."""
    queries.hold(commitment)
    rules.retract_commitment(commitment, reason, now=now, today=today)
    commitment.edited_at = now
    db.session.add(
        about_commitment(
            ActivityKind.COMMITMENT_RETRACTED, commitment, by=by, now=now, after={"reason": reason}
        )
    )
    _withdraw_reports(commitment, commitment.first_published_on, now)
    emails.tell_of_retraction(commitment, reason, by=by, now=now)
    db.session.flush()


def retract_check_in(check_in: CheckIn, reason: str, *, by: User, now: datetime, today: date) -> None:
    """Take back a check-in. The commitment counts as not reported on again."""
    commitment = check_in.commitment
    queries.hold(commitment)
    db.session.refresh(check_in)
    rules.retract_check_in(check_in, reason, now=now, today=today)
    commitment.edited_at = now
    db.session.add(
        about_check_in(ActivityKind.CHECK_IN_RETRACTED, check_in, by=by, now=now, after={"reason": reason})
    )
    _withdraw_reports(commitment, check_in.submitted_on, now)
    emails.tell_of_retraction(commitment, reason, by=by, now=now, check_in=check_in)
    db.session.flush()


def take_up_again(commitment: Commitment, *, by: User, now: datetime) -> None:
    """Let the organisation work on the text again. It is public again once it has been submitted anew."""
    queries.hold(commitment)
    rules.take_up_again(commitment)
    commitment.begin_version(now)
    db.session.add(about_commitment(ActivityKind.COMMITMENT_TAKEN_UP, commitment, by=by, now=now))
    db.session.flush()


def _withdraw_reports(commitment: Commitment, since: date | None, now: datetime) -> None:
    """Stop offering the public files that may hold it. Those that make themselves are made anew at once."""
    for report in queries.list_public_reports(commitment, since):
        report.withdraw(now)
