"""Where it is morning for those who chose no time zone: where their organisation is."""

from collections.abc import Collection

from sqlalchemy import select

from equity_tracker.extensions import db
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.outbox import EmailState, OutgoingEmail
from equity_tracker.model.people import Membership, ProgrammeMembership, User
from equity_tracker.model.programme import Programme


def find_zones(recipients: Collection[str]) -> dict[str, str]:
    """Return for each address the zone of its organisation: of several, the one that was joined first.

    Somebody who belongs to none and helps to run a programme keeps the time of the body that coordinates it;
    a mailbox that of its own organisation.
    """
    of_members = (
        select(User.email, Organisation.time_zone)
        .join(Membership, Membership.user_id == User.id)
        .join(Organisation, Organisation.id == Membership.organisation_id)
        .where(User.email.in_(recipients), Membership.ended_at.is_(None))
        .order_by(Membership.id)
    )
    of_staff = (
        select(User.email, Organisation.time_zone)
        .join(ProgrammeMembership, ProgrammeMembership.user_id == User.id)
        .join(Programme, Programme.id == ProgrammeMembership.programme_id)
        .join(Organisation, Organisation.id == Programme.coordinating_body_id)
        .where(User.email.in_(recipients), ProgrammeMembership.ended_at.is_(None))
        .order_by(ProgrammeMembership.id)
    )
    of_mailboxes = (
        select(OutgoingEmail.recipient, Organisation.time_zone)
        .join(Organisation, Organisation.id == OutgoingEmail.organisation_id)
        .where(OutgoingEmail.state == EmailState.HELD, OutgoingEmail.recipient.in_(recipients))
        .order_by(OutgoingEmail.id)
    )
    zones: dict[str, str] = {}
    for statement in (of_members, of_staff, of_mailboxes):
        for address, zone in db.session.execute(statement):
            zones.setdefault(address, zone)
    return zones
