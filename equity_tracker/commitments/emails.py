"""Who is told about a commitment, and what."""

from datetime import datetime

from equity_tracker.extensions import db
from equity_tracker.model.amendment import Amendment
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.outbox import OutgoingEmail
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
