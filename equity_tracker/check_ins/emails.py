"""Who is told about a check-in: while it is written, those who go on with it or sign it; once it is sent, the
coordinators, and its author, who gets a copy.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from equity_tracker.check_ins.answers import in_words
from equity_tracker.check_ins.more_answers import more_in_words
from equity_tracker.check_ins.queries import list_open_links
from equity_tracker.check_ins.receipt import receipt_of
from equity_tracker.check_ins.round_questions import round_in_words
from equity_tracker.check_ins.show import standing
from equity_tracker.extensions import db
from equity_tracker.model.check_in import CheckIn
from equity_tracker.model.check_in_draft import CheckInDraft
from equity_tracker.model.check_in_link import CheckInLink
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.dates import long_date
from equity_tracker.model.evidence_words import evidence_title
from equity_tracker.model.outbox import OutgoingEmail
from equity_tracker.model.ownership import OwnerRole
from equity_tracker.model.people import Membership, User
from equity_tracker.model.permissions import Permission
from equity_tracker.model.programme import ReviewMode
from equity_tracker.model.stored_file import file_payload
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
    """Send the author what was sent; where that is a system, or somebody who has left, who signed gets it.

    Private notes are counted.
    """
    if not by.belongs_to(check_in.organisation_id):
        if check_in.current.signature is None:
            return
        by = check_in.current.signature.signed_by
    said = check_in.current.answers
    evidence = check_in.current.evidence
    receipt = receipt_of(check_in, list_coordinators(check_in.commitment.programme), today)
    context = {
        **_about(check_in),
        "organisation_slug": check_in.commitment.organisation.slug,
        "standing": standing(check_in, today),
        "told": receipt.told if receipt else "",
        "following": receipt.following if receipt else [],
        "answers": [
            list(pair)
            for pair in (
                *in_words(said),
                *more_in_words(check_in.current),
                *round_in_words(check_in.current),
            )
        ],
        "evidence": [
            {"title": evidence_title({"title": row.title} | file_payload(row)), "url": row.url}
            for row in evidence
            if row.is_public
        ],
        "private_links": sum(not row.is_public for row in evidence),
        "private_notes": said.private_notes,
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
        "answers": [
            list(pair)
            for pair in (
                *in_words(check_in.current.answers),
                *more_in_words(check_in.current),
                *round_in_words(check_in.current),
            )
        ],
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


def tell_of_hand_over(draft: CheckInDraft, to: User, *, by: User, now: datetime) -> None:
    """Tell a colleague that they were asked to go on with it."""
    context = {**_of_commitment(draft.commitment), "by": by.name, "note": draft.handed_over_note}
    _tell(draft.commitment, to.email, "check_in_handed_over", f"{draft.stamp}:{to.id}", context, now=now)


def ask_to_sign(draft: CheckInDraft, members: Iterable[Membership], *, now: datetime) -> None:
    """Ask everybody who may sign. Whoever sent it and may sign would have signed at once."""
    context = {**_of_commitment(draft.commitment), "by": draft.sent_by_name}
    for member in members:
        if member.may(Permission.SIGN_CHECK_IN):
            subject = f"{draft.stamp}:{member.user_id}"
            _tell(draft.commitment, member.user.email, "check_in_to_sign", subject, context, now=now)


def tell_of_return(draft: CheckInDraft, *, by: User, now: datetime) -> None:
    """Tell whoever sent it why it is not signed, if they can still go on with it: by link, or as a member."""
    recipient = _sender_who_may_go_on(draft, now)
    if recipient is None:
        return
    context = {
        **_of_commitment(draft.commitment),
        "by": by.name,
        "reason": draft.return_reason,
        "by_link": draft.sent_by is None,
    }
    _tell(draft.commitment, recipient, "check_in_given_back", draft.stamp, context, now=now)


def _sender_who_may_go_on(draft: CheckInDraft, now: datetime) -> str | None:
    if draft.sent_by is not None:
        return draft.sent_by.email if draft.sent_by.belongs_to(draft.organisation_id) else None
    is_open = any(link.email == draft.sent_by_address for link in list_open_links(draft.commitment, now=now))
    return draft.sent_by_address if is_open else None


def send_link(link: CheckInLink, token: str, *, by: User, now: datetime) -> None:
    """Send the link to somebody who has no account."""
    context = {
        **_of_commitment(link.commitment),
        "by": by.name,
        "note": link.note,
        "token": token,
        "expires_on": long_date(link.expires_at.date()),
    }
    _tell(link.commitment, link.email, "check_in_link", link.public_id, context, now=now)


def _of_commitment(commitment: Commitment) -> dict[str, Any]:
    return {
        "title": commitment.display_title,
        "commitment_id": commitment.public_id,
        "organisation": commitment.organisation.name,
        "organisation_slug": commitment.organisation.slug,
        "programme": commitment.programme.name,
    }


def _tell(
    commitment: Commitment, recipient: str, name: str, subject: str, context: dict[str, Any], *, now: datetime
) -> None:
    """Write a mail about a check-in that is not sent yet: the organisation's alone, and no programme's.

    In practice it is the programme's too, so that it is kept unsent and emptied with it.
    """
    db.session.add(
        OutgoingEmail.to(
            recipient,
            name,
            key=f"{name}:{subject}",
            context=context,
            now=now,
            organisation_id=commitment.organisation_id,
            programme_id=commitment.programme_id if commitment.programme.is_practice else None,
        )
    )
