"""Who is told about a check-in: the coordinators, and its author, who gets a copy."""

from datetime import date, datetime
from typing import Any

from equity_tracker.check_ins.answers import in_words
from equity_tracker.check_ins.more_answers import more_in_words
from equity_tracker.check_ins.show import standing
from equity_tracker.extensions import db
from equity_tracker.model.check_in import CheckIn
from equity_tracker.model.outbox import OutgoingEmail
from equity_tracker.model.people import User
from equity_tracker.model.programme import ReviewMode
from equity_tracker.programmes.queries import list_coordinators


def tell_coordinators(check_in: CheckIn, *, by: User, now: datetime) -> None:
    """Tell the programme's coordinators that there is something to acknowledge or approve."""
    commitment = check_in.commitment
    context = {
        **_about(check_in),
        "programme_slug": commitment.programme.slug,
        "submitted_by": by.name,
        "awaits_approval": commitment.programme.review_mode is ReviewMode.APPROVE,
        "is_correction": check_in.current.number > 1,
    }
    for coordinator in list_coordinators(commitment.programme):
        _send(check_in, coordinator, "check_in_submitted", context, now=now)


def send_copy(check_in: CheckIn, *, by: User, now: datetime, today: date) -> None:
    """Send the author what was sent. What is private is counted, and not copied."""
    said = check_in.current.answers
    evidence = check_in.current.evidence
    context = {
        **_about(check_in),
        "organisation_slug": check_in.commitment.organisation.slug,
        "standing": standing(check_in, today),
        "answers": [list(pair) for pair in (*in_words(said), *more_in_words(check_in.current))],
        "evidence": [{"title": row.title, "url": row.url} for row in evidence if row.is_public],
        "private_links": sum(not row.is_public for row in evidence),
        "private_notes": said.private_notes,
    }
    _send(check_in, by, "check_in_copy", context, now=now)


def _about(check_in: CheckIn) -> dict[str, Any]:
    commitment = check_in.commitment
    return {
        "title": commitment.display_title,
        "number": check_in.number,
        "check_in_id": check_in.public_id,
        "organisation": commitment.organisation.name,
        "programme": commitment.programme.name,
    }


def _send(check_in: CheckIn, to: User, name: str, context: dict[str, Any], *, now: datetime) -> None:
    version = check_in.current.number
    db.session.add(
        OutgoingEmail.to(
            to.email,
            name,
            key=f"{name}:{check_in.public_id}:{version}:{to.id}",
            context=context,
            now=now,
            organisation_id=check_in.organisation_id,
            programme_id=check_in.programme_id,
        )
    )
