"""Who is told that a check-in was assessed, or that its organisation replied."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from equity_tracker.extensions import db
from equity_tracker.model.check_in import CheckIn
from equity_tracker.model.check_in_assessment import CheckInAssessment, CheckInAssessmentReply
from equity_tracker.model.outbox import OutgoingEmail
from equity_tracker.model.people import User
from equity_tracker.model.vocabulary import DELIVERIES, OUTLOOKS
from equity_tracker.programmes.queries import list_coordinators
from equity_tracker.programmes.queries.participations import list_admins


def tell_organisation(assessment: CheckInAssessment, *, by: User, now: datetime) -> None:
    """Tell its admins, and who signed the check-in, what the coordinators say and that they may reply."""
    check_in = assessment.check_in
    context = {
        "assessed_by": by.name,
        "outlook": OUTLOOKS.label(assessment.outlook),
        "delivery": DELIVERIES.label(assessment.delivery),
        "self_assessed": OUTLOOKS.label(check_in.current.outlook),
        "reason": assessment.reason,
    }
    people = list_admins(check_in.commitment.organisation, and_member=check_in.current.submitted_by)
    _tell(people, "check_in_assessed", check_in, context, key=str(assessment.number), now=now)


def tell_coordinators(reply: CheckInAssessmentReply, *, by: User, now: datetime) -> None:
    check_in = reply.assessment.check_in
    if check_in.commitment.programme.is_closed:
        return  # A programme that is closed sends nothing.
    people = list_coordinators(check_in.commitment.programme)
    context = {"words": reply.words, "by": by.name}
    key = str(reply.assessment.number)
    _tell(people, "check_in_assessment_replied", check_in, context, key=key, now=now)


def _tell(
    people: Iterable[User], name: str, check_in: CheckIn, context: dict[str, Any], *, key: str, now: datetime
) -> None:
    commitment = check_in.commitment
    about = {
        "title": commitment.display_title,
        "number": check_in.number,
        "check_in_id": check_in.public_id,
        "organisation": commitment.organisation.name,
        "organisation_slug": commitment.organisation.slug,
        "programme": commitment.programme.name,
        "programme_slug": commitment.programme.slug,
    }
    for person in people:
        db.session.add(
            OutgoingEmail.to(
                person.email,
                name,
                key=f"{name}:{check_in.public_id}:{key}:{person.id}",
                context=about | context,
                now=now,
                organisation_id=commitment.organisation_id,
                programme_id=commitment.programme_id,
            )
        )
