"""What an organisation does about those it names as partners: ask them, ask again, take one off a draft."""

from datetime import datetime

from equity_tracker.commitments import emails
from equity_tracker.commitments.actions.log import record
from equity_tracker.commitments.queries import partners as queries
from equity_tracker.extensions import db
from equity_tracker.model.activity import ActivityKind
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.errors import Refused
from equity_tracker.model.partner import Partner
from equity_tracker.model.people import User
from equity_tracker.model.publication import PublicationKind
from equity_tracker.model.registering import current_publication
from equity_tracker.programmes.queries.participations import list_admins


def ask_partner(partner: Partner, *, by: User, now: datetime) -> None:
    """Show a partner the text as it stands and ask whether it takes part. Its admins are told by e-mail."""
    commitment = partner.commitment
    queries.lock_commitment(commitment)
    db.session.refresh(partner)
    admins = list_admins(partner.partner_organisation) if partner.partner_organisation else []
    if partner.partner_organisation and not admins:
        raise Refused(
            f"Nobody of {partner.name} uses this register yet. Ask the coordinator to invite somebody."
        )
    partner.ask(by=by, now=now, publication=_publication_of(commitment))
    emails.ask_partner(partner, admins, by=by, now=now)
    record(ActivityKind.PARTNER_ASKED, commitment, by=by, now=now, after={"partner": partner.name})


def ask_partners(commitment: Commitment, *, by: User, now: datetime) -> None:
    """Ask every partner that can be asked about a text that is handed over; show the others what it says."""
    publication = _publication_of(commitment)
    for partner in commitment.partners:
        partner.renew(publication=publication)
        if partner.partner_organisation is None or partner.why_not_ask(now):
            continue
        if admins := list_admins(partner.partner_organisation):
            partner.ask(by=by, now=now, publication=publication)
            emails.ask_partner(partner, admins, by=by, now=now)
            record(ActivityKind.PARTNER_ASKED, commitment, by=by, now=now, after={"partner": partner.name})


def remove_partner(partner: Partner, *, by: User, now: datetime) -> None:
    """Take a partner off a draft. What it said in a reading of its own is kept, and shown nowhere."""
    commitment = partner.commitment
    queries.lock_commitment(commitment)
    commitment.refuse_unless_editable()
    record(ActivityKind.PARTNER_REMOVED, commitment, by=by, now=now, after={"partner": partner.name})
    commitment.partners.remove(partner)
    commitment.begin_version(now)
    db.session.flush()


def _publication_of(commitment: Commitment) -> int | None:
    current = current_publication(commitment, PublicationKind.COMMITMENT, commitment.public_id)
    return current.number if current else None
