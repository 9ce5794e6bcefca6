"""Who is told about a check-in: the coordinators, and its author, who gets a copy."""

from datetime import date, datetime
from typing import Any

from equity_tracker.check_ins.answers import in_words
from equity_tracker.check_ins.show import standing
from equity_tracker.extensions import db
from equity_tracker.model.check_in import CheckIn
from equity_tracker.model.outbox import OutgoingEmail
from equity_tracker.model.ownership import OwnerRole
from equity_tracker.model.people import User
from equity_tracker.model.programme import ReviewMode
from equity_tracker.programmes.queries import list_coordinators
from equity_tracker.programmes.queries.participations import list_admins


def tell_coordinators(check_in: CheckIn, *, by: User, now: datetime, but: User | None = None) -> None:
    """Tell the programme's coordinators that there is something to acknowledge or approve.

    :param but: not this one, who entered it.
    """
    commitment = check_in.commitment
    context = {
        **_about(check_in),
        "programme_slug": commitment.programme.slug,
        "submitted_by": by.name,
        "awaits_approval": commitment.programme.review_mode is ReviewMode.APPROVE,
        "is_correction": check_in.current.number > 1,
    }
    for coordinator in list_coordinators(commitment.programme):
        if but is not None and coordinator.id == but.id:
            continue
        _send(check_in, coordinator, "check_in_submitted", context, now=now)


def send_copy(check_in: CheckIn, *, by: User, now: datetime, today: date) -> None:
    """Send the author what was sent. Private evidence is counted, and not copied."""
    evidence = check_in.current.evidence
    context = {
        **_about(check_in),
        "organisation_slug": check_in.commitment.organisation.slug,
        "standing": standing(check_in, today),
        "answers": [list(pair) for pair in in_words(check_in.current.answers)],
        "evidence": [{"title": row.title, "url": row.url} for row in evidence if row.is_public],
        "private_links": sum(not row.is_public for row in evidence),
    }
    _send(check_in, by, "check_in_copy", context, now=now)


def tell_organisation_of_entry(check_in: CheckIn, *, by: User, now: datetime) -> None:
    """Tell its admins and the owner, or its mailbox, what was entered on its behalf and how to correct it."""
    commitment, entered = check_in.commitment, check_in.current.on_behalf
    if entered is None:
        return
    owner = commitment.owner(OwnerRole.OWNER)
    people = list_admins(commitment.organisation, and_member=owner.user if owner and owner.is_held else None)
    addresses = {str(person.id): person.email for person in people}
    if not addresses and commitment.organisation.mailbox:
        addresses = {"mailbox": commitment.organisation.mailbox}
    context = {
        **_about(check_in),
        "organisation_slug": commitment.organisation.slug,
        "entered_by": by.name,
        "source": entered.source,
        "reason": entered.reason,
        "answers": [list(pair) for pair in in_words(check_in.current.answers)],
    }
    for key, address in addresses.items():
        db.session.add(
            OutgoingEmail.to(
                address,
                "check_in_on_behalf",
                key=f"check_in_on_behalf:{check_in.public_id}:{key}",
                context=context,
                now=now,
                organisation_id=check_in.organisation_id,
                programme_id=check_in.programme_id,
            )
        )


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
