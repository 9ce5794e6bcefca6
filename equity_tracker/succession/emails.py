"""Who is told that commitments came to them, and what a new holder answered."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from equity_tracker.extensions import db
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.dates import long_date
from equity_tracker.model.handover import HandoverDecision
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.outbox import OutgoingEmail
from equity_tracker.model.people import User
from equity_tracker.model.programme import Participation
from equity_tracker.model.vocabulary import HANDOVER_DECISIONS
from equity_tracker.programmes.queries import list_coordinators
from equity_tracker.succession import queries

MOST_TITLES = 20


def ask_new_holder(
    participation: Participation,
    holder: Organisation,
    commitments: Sequence[Commitment],
    *,
    since: date,
    by: User,
    now: datetime,
) -> None:
    """Ask those who may answer for the new holder, or else its mailbox, to say whether it takes each on."""
    if not commitments:
        return
    programme, before = participation.programme, participation.organisation
    context = {
        "organisation": holder.name,
        "organisation_slug": holder.slug,
        "before": before.name,
        "since": long_date(since),
        "programme": programme.name,
        "by": by.name,
        "titles": [row.display_title for row in commitments[:MOST_TITLES]],
        "total": len(commitments),
    }
    people = [(person.email, str(person.id)) for person in queries.list_who_may_answer(holder)]
    if not people and holder.mailbox:
        people = [(holder.mailbox, "mailbox")]
    about = f"commitments_handed_over:{before.public_id}:{programme.public_id}:{now.isoformat()}"
    for address, key in people:
        db.session.add(
            OutgoingEmail.to(
                address,
                "commitments_handed_over",
                key=f"{about}:{key}",
                context=context,
                now=now,
                organisation_id=holder.id,
                programme_id=programme.id,
            )
        )


def tell_coordinators(
    commitment: Commitment, decision: HandoverDecision, reason: str | None, *, by: User, now: datetime
) -> None:
    """Tell the coordinators what the new holder answered."""
    context = {
        "title": commitment.display_title,
        "commitment_id": commitment.public_id,
        "organisation": commitment.organisation.name,
        "programme": commitment.programme.name,
        "programme_slug": commitment.programme.slug,
        "decision": HANDOVER_DECISIONS.label(decision.value),
        "reason": reason,
        "by": by.name,
    }
    _tell(list_coordinators(commitment.programme), commitment, context, now=now)


def _tell(people: Iterable[User], commitment: Commitment, context: dict[str, Any], *, now: datetime) -> None:
    number = len(commitment.handovers)
    for person in people:
        db.session.add(
            OutgoingEmail.to(
                person.email,
                "handover_decided",
                key=f"handover_decided:{commitment.public_id}:{number}:{person.id}",
                context=context,
                now=now,
                organisation_id=commitment.organisation_id,
                programme_id=commitment.programme_id,
            )
        )
