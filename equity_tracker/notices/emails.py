"""What the mails about check-ins say: one a morning to a person, one a week to a coordinator."""

from collections.abc import Sequence
from datetime import date, datetime
from itertools import groupby
from typing import Any, NamedTuple

from equity_tracker.model.asked_again import ANSWERED_WITHIN
from equity_tracker.model.outbox import OutgoingEmail
from equity_tracker.model.people import User
from equity_tracker.model.programme import Programme
from equity_tracker.model.recipients import Place, Recipient
from equity_tracker.model.still_in_place import StillInPlace
from equity_tracker.notices.awaited import Awaited
from equity_tracker.notices.mornings import Reader
from equity_tracker.notices.steps import Notice

GATHERED = "gathered"
# A longer list is on the pages that the mail links to.
MOST_LISTED = 40


class Subject(NamedTuple):
    """What one mail of reminders is about. One is written for each programme, whose log it stands in."""

    notice: Notice
    organisation_id: int
    programme: str


def reminder_key(subject: Subject, place: Place, recipient: Recipient, today: date) -> str:
    return f"{subject.notice}:{place.public_id}:{subject.programme}:{recipient.key}:{today}"


def weekly_key(programme: Programme, coordinator: User, monday: date) -> str:
    year, week, _ = monday.isocalendar()
    return f"{Notice.WEEKLY}:{programme.public_id}:{coordinator.public_id}:{year}-W{week:02}"


def reminder(
    subject: Subject,
    place: Place,
    recipient: Recipient,
    rows: Sequence[Awaited],
    *,
    today: date,
    now: datetime,
    because: str = "",
) -> OutgoingEmail:
    """Write one mail about all of a person's check-ins that have come to such a step, for their morning.

    :param because: what makes it another mail than the one of this morning, if it is.
    """
    in_order = sorted(rows, key=by_due_date)
    return OutgoingEmail.to(
        recipient.address,
        subject.notice.value,
        key=reminder_key(subject, place, recipient, today) + because,
        context={
            "name": recipient.name,
            "organisation": place.name,
            "organisation_slug": place.slug,
            "to_mailbox": recipient.is_mailbox,
            **about(in_order, today),
        },
        now=now,
        organisation_id=place.id,
        programme_id=in_order[0].programme_key,
        is_essential=False,
    ).hold()


def about(in_order: Sequence[Awaited], today: date) -> dict[str, Any]:
    """Say of the check-ins what a mail says of them on this day."""
    return {
        "total": len(in_order),
        "first_due_on": in_order[0].due_on.isoformat(),
        "check_ins": [_reminded(row, today) for row in in_order[:MOST_LISTED]],
    }


def gathered(rows: Sequence[OutgoingEmail], reader: Reader, *, now: datetime) -> OutgoingEmail:
    """Write one mail that holds what several would have said."""
    of_mailbox = rows[0].context if reader.user is None else {}
    return OutgoingEmail.to(
        rows[0].recipient,
        GATHERED,
        key=f"{GATHERED}:{rows[0].message_id}",
        context={
            "name": reader.user.name if reader.user else of_mailbox.get("name", ""),
            "to_mailbox": reader.user is None,
            "organisation": of_mailbox.get("organisation", ""),
            "organisation_slug": of_mailbox.get("organisation_slug", ""),
            "parts": [
                {"name": row.name, "organisation_id": row.organisation_id, "context": row.context}
                for row in rows
            ],
        },
        now=now,
        is_essential=False,
    )


def asked_again_key(programme: Programme, place: Place, recipient: Recipient, today: date) -> str:
    return f"{Notice.STILL_IN_PLACE}:{place.public_id}:{programme.public_id}:{recipient.key}:{today}"


def asked_again(
    programme: Programme,
    place: Place,
    recipient: Recipient,
    rows: Sequence[StillInPlace],
    *,
    today: date,
    now: datetime,
) -> OutgoingEmail:
    """Write one mail about all that a person is asked about, a year after it closed."""
    return OutgoingEmail.to(
        recipient.address,
        Notice.STILL_IN_PLACE.value,
        key=asked_again_key(programme, place, recipient, today),
        context={
            "name": recipient.name,
            "organisation": place.name,
            "organisation_slug": place.slug,
            "to_mailbox": recipient.is_mailbox,
            "total": len(rows),
            "commitments": [_asked(row, today) for row in rows[:MOST_LISTED]],
        },
        now=now,
        organisation_id=place.id,
        programme_id=programme.id,
        is_essential=False,
    ).hold()


def _asked(row: StillInPlace, today: date) -> dict[str, Any]:
    """Say until when there is time, unless that day has passed."""
    closed_on = row.commitment.closed_on
    answer_by = row.due_on + ANSWERED_WITHIN if row.due_on else None
    return {
        "title": row.commitment.display_title,
        "commitment_id": row.commitment.public_id,
        "programme": row.commitment.programme.name,
        "closed_on": closed_on.isoformat() if closed_on else None,
        "answer_by": answer_by.isoformat() if answer_by and answer_by >= today else None,
    }


def _reminded(row: Awaited, today: date) -> dict[str, Any]:
    return {
        "expected_id": row.public_id,
        "title": row.title,
        "commitment_id": row.commitment_id,
        "programme": row.programme,
        "due_on": row.due_on.isoformat(),
        "grace_until": row.grace_until.isoformat(),
        "days": abs((row.due_on - today).days),
        "is_in_grace": today <= row.grace_until,
    }


def weekly(
    programme: Programme,
    coordinator: User,
    rows: Sequence[tuple[Awaited, str, str]],
    *,
    monday: date,
    now: datetime,
) -> OutgoingEmail:
    """Write one mail about everything the programme waits for, by organisation, in alphabetical order."""
    overdue = sum(row.grace_until >= monday for row, _, _ in rows)
    return OutgoingEmail.to(
        coordinator.email,
        Notice.WEEKLY.value,
        key=weekly_key(programme, coordinator, monday),
        context={
            "name": coordinator.name,
            "programme": programme.name,
            "programme_slug": programme.slug,
            "total": len(rows),
            "overdue": overdue,
            "not_reported": len(rows) - overdue,
            "listed": min(len(rows), MOST_LISTED),
            "organisations": _by_organisation(rows, monday),
        },
        now=now,
        programme_id=programme.id,
        is_essential=False,
    ).hold()


def _by_organisation(rows: Sequence[tuple[Awaited, str, str]], monday: date) -> list[dict[str, Any]]:
    def name(found: tuple[Awaited, str, str]) -> tuple[str, int]:
        row, _, sort_name = found
        return sort_name, row.organisation_id

    listed = sorted(rows, key=lambda found: (name(found), by_due_date(found[0])))[:MOST_LISTED]
    return [
        {
            "name": first[1],
            "check_ins": [
                {
                    "title": row.title,
                    "commitment_id": row.commitment_id,
                    "due_on": row.due_on.isoformat(),
                    "is_in_grace": row.grace_until >= monday,
                }
                for row, _, _ in [first, *rest]
            ],
        }
        for _, (first, *rest) in groupby(listed, key=name)
    ]


def by_due_date(row: Awaited) -> tuple[date, str, int]:
    return row.due_on, row.title.casefold(), row.id
