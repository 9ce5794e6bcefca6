"""Who is told about a commitment, and what."""

from collections.abc import Iterable
from datetime import datetime

from equity_tracker.extensions import db
from equity_tracker.model.amendment import Amendment
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.outbox import OutgoingEmail
from equity_tracker.model.partner import Partner
from equity_tracker.model.people import User
from equity_tracker.programmes.queries import list_coordinators


def tell_coordinators_of_submission(commitment: Commitment, *, by: User, now: datetime) -> None:
    """Tell the programme's coordinators that there is something to acknowledge or approve."""
    for coordinator in list_coordinators(commitment.programme):
        db.session.add(
            OutgoingEmail.to(
                coordinator.email,
                "commitment_submitted",
                key=f"submitted:{commitment.public_id}:{now.isoformat()}:{coordinator.id}",
                context={
                    "title": commitment.display_title,
                    "organisation": commitment.organisation.name,
                    "programme": commitment.programme.name,
                    "programme_slug": commitment.programme.slug,
                    "commitment_id": commitment.public_id,
                    "submitted_by": by.name,
                    "awaits_approval": commitment.programme.review_mode.value == "approve",
                },
                now=now,
                organisation_id=commitment.organisation_id,
                programme_id=commitment.programme_id,
            )
        )


def tell_coordinators_of_amendment(
    commitment: Commitment, amendment: Amendment, *, by: User, now: datetime
) -> None:
    """Tell the programme's coordinators what was changed in public, or what waits for their approval."""
    for coordinator in list_coordinators(commitment.programme):
        db.session.add(
            OutgoingEmail.to(
                coordinator.email,
                "commitment_amended",
                key=f"amended:{commitment.public_id}:{amendment.number}:{now.isoformat()}:{coordinator.id}",
                context={
                    "title": commitment.display_title,
                    "organisation": commitment.organisation.name,
                    "programme": commitment.programme.name,
                    "programme_slug": commitment.programme.slug,
                    "commitment_id": commitment.public_id,
                    "submitted_by": by.name,
                    "reason": amendment.reason,
                    "awaits_approval": amendment.is_waiting,
                },
                now=now,
                organisation_id=commitment.organisation_id,
                programme_id=commitment.programme_id,
            )
        )


def ask_partner(partner: Partner, admins: Iterable[User], *, by: User, now: datetime) -> None:
    """Ask those who run the partner's workspace whether it takes part."""
    commitment, organisation = partner.commitment, partner.partner_organisation
    for admin in admins:
        db.session.add(
            OutgoingEmail.to(
                admin.email,
                "partner_asked",
                key=f"partner_asked:{partner.public_id}:{now.isoformat()}:{admin.id}",
                context={
                    "organisation": organisation.name if organisation else partner.name,
                    "organisation_slug": organisation.slug if organisation else "",
                    "named_by": commitment.organisation.name,
                    "asked_by": by.name,
                    "programme": commitment.programme.name,
                    "title": commitment.display_title,
                    "contribution": partner.contribution,
                    "partnership_id": partner.public_id,
                    "is_public": partner.shown_publication is not None
                    and commitment.programme.is_public(now.date()),
                },
                now=now,
                organisation_id=partner.partner_organisation_id,
                programme_id=commitment.programme_id,
            )
        )
