"""Asking somebody without an account to write a check-in, by a link, and taking the link back."""

from datetime import datetime

from equity_tracker.check_ins import emails, queries
from equity_tracker.check_ins.actions.log import about_draft
from equity_tracker.extensions import db
from equity_tracker.model.activity import ActivityKind
from equity_tracker.model.check_in_link import (
    DAY,
    MOST_A_DAY_BY_ONE,
    MOST_A_DAY_FOR_ONE,
    MOST_OPEN_LINKS,
    CheckInLink,
)
from equity_tracker.model.checking_in import refuse_unless_reportable
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.errors import Refused
from equity_tracker.model.people import User, fold_email
from equity_tracker.model.tokens import new_token
from equity_tracker.organisations.queries.members import find_member_by_email, lock_organisation


def ask_by_link(
    commitment: Commitment, email: str, note: str | None, *, by: User, now: datetime
) -> CheckInLink:
    """Mail a link that opens this one check-in and nothing else. Only its hash is kept."""
    refuse_unless_reportable(commitment)
    address = fold_email(email)
    lock_organisation(commitment.organisation)
    _refuse_if_known(commitment, address, now=now)
    _refuse_too_many(commitment, by, now=now)
    token, token_hash = new_token()
    link = CheckInLink(
        organisation_id=commitment.organisation_id,
        programme_id=commitment.programme_id,
        commitment=commitment,
        token_hash=token_hash,
        email=address,
        note=note,
        asked_by=by,
        asked_at=now,
        expires_at=CheckInLink.expiry(now),
    )
    db.session.add(link)
    db.session.flush()
    db.session.add(
        about_draft(ActivityKind.CHECK_IN_LINK_SENT, commitment, by=by, now=now, after={"to": address})
    )
    emails.send_link(link, token, by=by, now=now)
    db.session.flush()
    return link


def revoke_link(link: CheckInLink, *, by: User, now: datetime) -> None:
    """Make the link that was mailed open nothing any more. Harmless to do twice."""
    if link.revoked_at is not None:
        return
    link.revoked_at = now
    after = {"to": link.email}
    db.session.add(
        about_draft(ActivityKind.CHECK_IN_LINK_REVOKED, link.commitment, by=by, now=now, after=after)
    )
    db.session.flush()


def _refuse_if_known(commitment: Commitment, address: str, *, now: datetime) -> None:
    member = find_member_by_email(commitment.organisation, address)
    if member is not None:
        raise Refused(
            f"{member.user.name} has an account and is in your team. Hand the check-in over to them instead.",
            "email",
        )
    links = queries.list_open_links(commitment, now=now)
    if any(link.email == address for link in links):
        raise Refused("This address has an open link already. Take it back first to send another.", "email")
    if len(links) >= MOST_OPEN_LINKS:
        raise Refused(f"{MOST_OPEN_LINKS} links are open already. Take one back first.", "email")


def _refuse_too_many(commitment: Commitment, by: User, *, now: datetime) -> None:
    """Keep anybody from mailing strangers all day: also those links count that were taken back."""
    for_it, by_them = queries.count_links_since(commitment, by, since=now - DAY)
    if for_it >= MOST_A_DAY_FOR_ONE:
        raise Refused(
            f"{for_it} links for this check-in were sent within a day, the most that can be."
            " Send the next one tomorrow, or hand the check-in over to a colleague.",
            "email",
        )
    if by_them >= MOST_A_DAY_BY_ONE:
        raise Refused(
            f"You have sent {by_them} links within a day, the most that can be. Send the next one tomorrow.",
            "email",
        )
