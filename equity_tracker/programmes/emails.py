"""Who is told what by a programme: those it invites, and those whose work it has reviewed."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from equity_tracker.extensions import db
from equity_tracker.model.check_in import CheckIn
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.dates import long_date
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.outbox import OutgoingEmail
from equity_tracker.model.people import Invitation, User
from equity_tracker.model.programme import Programme
from equity_tracker.model.review import Review
from equity_tracker.model.round import Round
from equity_tracker.model.round_snapshot import RoundSnapshot
from equity_tracker.model.vocabulary import ROLES
from equity_tracker.programmes.queries.colleagues import list_coordinators
from equity_tracker.programmes.queries.participations import list_admins


def send_invitation(invitation: Invitation, *, token: str, now: datetime) -> None:
    """Send the link that opens the invitation. Only this mail holds the token."""
    db.session.add(
        OutgoingEmail.to(
            invitation.email,
            "invitation",
            key=f"invitation:{invitation.public_id}",
            context={
                "place_name": invitation.place_name,
                "role_label": ROLES.label(invitation.role),
                "invited_by": invitation.invited_by.name,
                "token": token,
                "expires_on": long_date(invitation.expires_at.date()),
            },
            now=now,
            organisation_id=invitation.organisation_id,
            programme_id=invitation.programme_id,
        )
    )


def invite_admins(
    programme: Programme, organisation: Organisation, admins: Sequence[User], *, by: User, now: datetime
) -> None:
    """Ask those who run the organisation's workspace to join on its behalf."""
    for admin in admins:
        db.session.add(
            OutgoingEmail.to(
                admin.email,
                "programme_invitation",
                key=f"programme_invitation:{programme.public_id}:{organisation.public_id}"
                f":{now.isoformat()}:{admin.id}",
                context={
                    "programme": programme.name,
                    "programme_slug": programme.slug,
                    "summary": programme.summary,
                    "coordinating_body": programme.coordinating_body.name,
                    "organisation": organisation.name,
                    "organisation_slug": organisation.slug,
                    "invited_by": by.name,
                },
                now=now,
                organisation_id=organisation.id,
                programme_id=programme.id,
            )
        )


def tell_of_opening(round_: Round, asked: int, *, by: User | None, now: datetime) -> None:
    """Tell the coordinators, but for who did it, that a round is open."""
    _send("round_opened", round_, {"asked": asked}, by=by, now=now)


def tell_of_closing(
    round_: Round, snapshot: RoundSnapshot, following: Round | None, *, by: User | None, now: datetime
) -> None:
    """Tell the coordinators, but for who did it, how a round closed, and which one comes next."""
    result = {
        "expected": snapshot.expected,
        "reported": snapshot.reported,
        "next_round": following.name if following else None,
        "next_opens_on": following.opens_on.isoformat() if following else None,
    }
    _send("round_closed", round_, result, by=by, now=now)


def _send(name: str, round_: Round, context: dict[str, Any], *, by: User | None, now: datetime) -> None:
    programme = round_.programme
    about = {
        "programme": programme.name,
        "programme_slug": programme.slug,
        "round": round_.name,
        "round_id": round_.public_id,
        "due_on": round_.due_on.isoformat(),
        "by": by.name if by else None,
    }
    for coordinator in list_coordinators(programme):
        if coordinator is not by:
            db.session.add(
                OutgoingEmail.to(
                    coordinator.email,
                    name,
                    key=f"{name}:{round_.public_id}:{coordinator.id}",
                    context=about | context,
                    now=now,
                    programme_id=programme.id,
                )
            )


def tell_of_review(commitment: Commitment, review: Review, *, submitter: User | None, now: datetime) -> None:
    """Tell who submitted the commitment, and the organisation's admins, what was decided."""
    context = {"commitment_id": commitment.public_id, "is_public": commitment.is_published}
    _tell("commitment", commitment, review, author=submitter, context=context, now=now)


def tell_of_amendment_review(
    commitment: Commitment, review: Review, *, author: User | None, now: datetime
) -> None:
    """Tell who sent the change, and the organisation's admins, what was decided."""
    context = {"commitment_id": commitment.public_id}
    _tell("amendment", commitment, review, author=author, context=context, now=now)


def tell_of_check_in_review(check_in: CheckIn, review: Review, *, now: datetime) -> None:
    """Tell who sent the check-in, and the organisation's admins, what was decided."""
    version = check_in.current
    context = {
        "check_in_id": check_in.public_id,
        "number": check_in.number,
        "is_public": check_in.published_version == version.number,
    }
    author = version.submitted_by
    _tell("check_in", check_in.commitment, review, author=author, context=context, now=now)


def _tell(
    what: str,
    commitment: Commitment,
    review: Review,
    *,
    author: User | None,
    context: dict[str, Any],
    now: datetime,
) -> None:
    name = f"{what}_{review.decision.value}"
    about = {
        "title": commitment.display_title,
        "organisation": commitment.organisation.name,
        "organisation_slug": commitment.organisation.slug,
        "programme": commitment.programme.name,
        "reviewed_by": review.reviewed_by.name,
        "reason": review.reason,
    }
    for person in list_admins(commitment.organisation, and_member=author):
        db.session.add(
            OutgoingEmail.to(
                person.email,
                name,
                key=f"{name}:{review.id}:{person.id}",
                context=context | about,
                now=now,
                organisation_id=commitment.organisation_id,
                programme_id=commitment.programme_id,
            )
        )
