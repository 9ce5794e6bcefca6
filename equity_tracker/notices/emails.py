"""What the mails about check-ins say: one a morning to a person, one a week to a coordinator."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from itertools import groupby
from typing import Any

from equity_tracker.model.asked_again import ANSWERED_WITHIN
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.outbox import OutgoingEmail
from equity_tracker.model.people import User
from equity_tracker.model.programme import Programme
from equity_tracker.model.recipients import Recipient
from equity_tracker.model.round import ExpectedCheckIn
from equity_tracker.model.still_in_place import StillInPlace
from equity_tracker.notices.steps import Notice

# A longer list is on the pages that the mail links to.
MOST_LISTED = 40


def reminder_key(notice: Notice, organisation: Organisation, recipient: Recipient, today: date) -> str:
    return f"{notice}:{organisation.public_id}:{recipient.key}:{today}"


def weekly_key(programme: Programme, coordinator: User, monday: date) -> str:
    year, week, _ = monday.isocalendar()
    return f"{Notice.WEEKLY}:{programme.public_id}:{coordinator.public_id}:{year}-W{week:02}"


def reminder(
    notice: Notice,
    organisation: Organisation,
    recipient: Recipient,
    rows: Iterable[ExpectedCheckIn],
    *,
    today: date,
    now: datetime,
) -> OutgoingEmail:
    """Write one mail about all of a person's check-ins that have come to such a step."""
    in_order = sorted(rows, key=_by_due_date)
    return OutgoingEmail.to(
        recipient.address,
        notice.value,
        key=reminder_key(notice, organisation, recipient, today),
        context={
            "name": recipient.name,
            "organisation": organisation.name,
            "organisation_slug": organisation.slug,
            "to_mailbox": recipient.is_mailbox,
            "total": len(in_order),
            "first_due_on": in_order[0].due_on.isoformat(),
            "check_ins": [_reminded(row, today) for row in in_order[:MOST_LISTED]],
        },
        now=now,
        organisation_id=organisation.id,
        is_essential=False,
    )


def asked_again_key(organisation: Organisation, recipient: Recipient, today: date) -> str:
    return f"{Notice.STILL_IN_PLACE}:{organisation.public_id}:{recipient.key}:{today}"


def asked_again(
    organisation: Organisation,
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
        key=asked_again_key(organisation, recipient, today),
        context={
            "name": recipient.name,
            "organisation": organisation.name,
            "organisation_slug": organisation.slug,
            "to_mailbox": recipient.is_mailbox,
            "total": len(rows),
            "commitments": [_asked(row, today) for row in rows[:MOST_LISTED]],
        },
        now=now,
        organisation_id=organisation.id,
        is_essential=False,
    )


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


def _reminded(row: ExpectedCheckIn, today: date) -> dict[str, Any]:
    return {
        "title": row.commitment.display_title,
        "commitment_id": row.commitment.public_id,
        "programme": row.commitment.programme.name,
        "due_on": row.due_on.isoformat(),
        "grace_until": row.grace_until.isoformat(),
        "days": abs((row.due_on - today).days),
        "is_in_grace": today <= row.grace_until,
    }


def weekly(
    programme: Programme, coordinator: User, rows: Sequence[ExpectedCheckIn], *, monday: date, now: datetime
) -> OutgoingEmail:
    """Write one mail about everything the programme waits for, by organisation, in alphabetical order."""
    overdue = sum(row.grace_until >= monday for row in rows)
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
    )


def _by_organisation(rows: Sequence[ExpectedCheckIn], monday: date) -> list[dict[str, Any]]:
    def name(row: ExpectedCheckIn) -> tuple[str, int]:
        return row.commitment.organisation.sort_name, row.organisation_id

    listed = sorted(rows, key=lambda row: (name(row), _by_due_date(row)))[:MOST_LISTED]
    return [
        {
            "name": first.commitment.organisation.name,
            "check_ins": [
                {
                    "title": row.commitment.display_title,
                    "commitment_id": row.commitment.public_id,
                    "due_on": row.due_on.isoformat(),
                    "is_in_grace": row.grace_until >= monday,
                }
                for row in [first, *rest]
            ],
        }
        for _, (first, *rest) in groupby(listed, key=name)
    ]


def _by_due_date(row: ExpectedCheckIn) -> tuple[date, str, int]:
    return row.due_on, row.commitment.display_title.casefold(), row.id
