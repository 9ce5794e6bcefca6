"""Who is told when a partner has answered."""

from datetime import datetime

from equity_tracker.extensions import db
from equity_tracker.model.outbox import OutgoingEmail
from equity_tracker.model.partner import Partner
from equity_tracker.programmes.queries.participations import list_admins


def tell_of_answer(partner: Partner, what: str, *, now: datetime) -> None:
    """Tell the admins of the organisation that named the partner, and who asked.

    :param what: `confirmed`, `declined` or `reading`.
    """
    commitment = partner.commitment
    for person in list_admins(commitment.organisation, and_member=partner.asked_by):
        db.session.add(
            OutgoingEmail.to(
                person.email,
                "partner_answered",
                key=f"partner_answered:{partner.public_id}:{what}:{partner.version}:{person.id}",
                context={
                    "partner": partner.name,
                    "what": what,
                    "reason": partner.decline_reason if what == "declined" else None,
                    "title": commitment.display_title,
                    "organisation": commitment.organisation.name,
                    "organisation_slug": commitment.organisation.slug,
                    "commitment_id": commitment.public_id,
                    "programme": commitment.programme.name,
                },
                now=now,
                organisation_id=commitment.organisation_id,
                programme_id=commitment.programme_id,
            )
        )
