"""The coordinators' own view of a check-in, and what its organisation replies. Both are public at once."""

from datetime import date, datetime

from equity_tracker.assessments import emails, queries
from equity_tracker.extensions import db
from equity_tracker.model import check_in_assessment as rules
from equity_tracker.model.activity import ActivityKind
from equity_tracker.model.activity_about import about_check_in
from equity_tracker.model.check_in import CheckIn
from equity_tracker.model.errors import ChangedSince
from equity_tracker.model.people import User
from equity_tracker.model.publishing import publish_check_in_assessment


def assess_check_in(
    check_in: CheckIn,
    *,
    delivery: str,
    outlook: str,
    reason: str,
    seen: int | None,
    by: User,
    now: datetime,
    today: date,
) -> None:
    """Say how the coordinators see it. `seen` is what `assessment_seen` said when the page was opened."""
    queries.hold(check_in)
    if seen != assessment_seen(check_in):
        raise ChangedSince(
            "The check-in was corrected or assessed since you opened this page. Read it again."
        )
    assessment = rules.assess_check_in(
        check_in, delivery=delivery, outlook=outlook, reason=reason, by=by, today=today
    )
    db.session.flush()
    publish_check_in_assessment(assessment, now=now, today=today)
    after = {"version": assessment.number, "delivery": delivery, "outlook": outlook}
    db.session.add(about_check_in(ActivityKind.CHECK_IN_ASSESSED, check_in, by=by, now=now, after=after))
    emails.tell_organisation(assessment, by=by, now=now)
    db.session.flush()


def reply_to_check_in_assessment(
    check_in: CheckIn, words: str, *, seen: int | None, by: User, now: datetime, today: date
) -> None:
    """Reply in public, once to each assessment."""
    queries.hold(check_in)
    if seen != assessment_seen(check_in):
        raise ChangedSince(
            "The check-in was corrected or assessed since you opened this page. Read it again."
        )
    reply = rules.reply_to_check_in_assessment(check_in, words, by=by, today=today)
    db.session.flush()
    publish_check_in_assessment(reply.assessment, now=now, today=today)
    kind = ActivityKind.CHECK_IN_ASSESSMENT_REPLIED
    db.session.add(about_check_in(kind, check_in, by=by, now=now))
    emails.tell_coordinators(reply, by=by, now=now)
    db.session.flush()


def assessment_seen(check_in: CheckIn) -> int:
    """Count the versions and the assessments there are: both may change while somebody writes."""
    return len(check_in.versions) * 1000 + len(check_in.assessments)
