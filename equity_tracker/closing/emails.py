"""Who is told about the end of a commitment. A programme that is closed sends nothing."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from equity_tracker.extensions import db
from equity_tracker.model.check_in import CheckIn
from equity_tracker.model.close_out import CloseOut
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.coordinator_assessment import latest_assessment, latest_reply
from equity_tracker.model.outbox import OutgoingEmail
from equity_tracker.model.people import User
from equity_tracker.model.vocabulary import CLOSE_REASONS
from equity_tracker.programmes.queries import list_coordinators
from equity_tracker.programmes.queries.participations import list_admins


def tell_coordinators_of_closing(
    commitment: Commitment, close_out: CloseOut, *, by: User, now: datetime
) -> None:
    """Tell the coordinators that it is closed, or that what was said then is corrected."""
    context = {
        "reason": CLOSE_REASONS.label(close_out.reason),
        "what_happened": close_out.what_happened,
        "is_correction": close_out.number > 1,
        "by": by.name,
    }
    people = list_coordinators(commitment.programme)
    _tell(people, "commitment_closed", commitment, context, key=str(close_out.number), now=now)


def tell_of_assessment(commitment: Commitment, *, now: datetime) -> None:
    """Tell the organisation what the coordinators answered, and that it may reply."""
    assessment, close_out = latest_assessment(commitment), commitment.close_out
    if assessment is None:
        return
    context = {"assessed_by": assessment.assessed_by.name, "reason": assessment.reason}
    people = list_admins(commitment.organisation, and_member=close_out.said_by if close_out else None)
    _tell(people, "close_out_assessed", commitment, context, key=str(assessment.number), now=now)


def tell_coordinators_of_reply(commitment: Commitment, *, by: User, now: datetime) -> None:
    """Tell the coordinators what the organisation replied."""
    reply = latest_reply(commitment)
    if reply is None:
        return
    context = {"words": reply.words, "by": by.name}
    people = list_coordinators(commitment.programme)
    key = f"{reply.assessment.number}:{reply.number}"
    _tell(people, "assessment_replied", commitment, context, key=key, now=now)


def tell_of_retraction(
    commitment: Commitment, reason: str, *, by: User, now: datetime, check_in: CheckIn | None = None
) -> None:
    """Tell both sides what was taken back and why, but not who did it themselves."""
    author = check_in.current.submitted_by if check_in else None
    context = {"reason": reason, "by": by.name, "number": check_in.number if check_in else None}
    people = {
        person.id: person
        for person in (
            *list_admins(commitment.organisation, and_member=author),
            *list_coordinators(commitment.programme),
        )
        if person.id != by.id
    }
    key = f"{check_in.public_id if check_in else ''}:{now.isoformat()}"
    _tell(people.values(), "publication_retracted", commitment, context, key=key, now=now)


def _tell(
    people: Iterable[User],
    name: str,
    commitment: Commitment,
    context: dict[str, Any],
    *,
    key: str,
    now: datetime,
) -> None:
    if commitment.programme.is_closed:
        return
    about = {
        "title": commitment.display_title,
        "commitment_id": commitment.public_id,
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
                key=f"{name}:{commitment.public_id}:{key}:{person.id}",
                context=about | context,
                now=now,
                organisation_id=commitment.organisation_id,
                programme_id=commitment.programme_id,
            )
        )
