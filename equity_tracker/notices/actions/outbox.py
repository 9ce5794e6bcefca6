"""The outbox: a message is claimed, so that one worker alone posts it; then how it went is noted."""

import secrets
from datetime import datetime
from typing import Any

from sqlalchemy import CursorResult, select, update

from equity_tracker.extensions import db
from equity_tracker.model.outbox import LEASE, MOST_ATTEMPTS, EmailState, OutgoingEmail
from equity_tracker.notices.actions.claims import changes_one_row
from equity_tracker.notices.letters import Letter, letter_of

GIVEN_UP = "Every attempt ended before it was known how it went."


def claim_email(row_id: int, now: datetime) -> Letter | None:
    """Take the message for as long as its lease, unless it is posted, not due yet, or in other hands."""
    is_ours = changes_one_row(
        update(OutgoingEmail)
        .where(
            OutgoingEmail.id == row_id,
            OutgoingEmail.state == EmailState.WAITING,
            OutgoingEmail.due_at <= now,
            OutgoingEmail.attempts < MOST_ATTEMPTS,
            OutgoingEmail.lease_until.is_(None) | (OutgoingEmail.lease_until < now),
        )
        .values(lease_until=now + LEASE, attempts=OutgoingEmail.attempts + 1)
    )
    # Read again: the update above went past what the session may hold of the row.
    return letter_of(db.session.get_one(OutgoingEmail, row_id, populate_existing=True)) if is_ours else None


def note_sent(letter: Letter, *, now: datetime) -> None:
    row = _locked(letter)
    if row.state is not EmailState.SENT:
        row.mark_sent(now)


def note_refused(letter: Letter, reason: str) -> None:
    row = _locked(letter)
    if _is_still_ours(row, letter):
        row.mark_refused(reason)


def note_delayed(letter: Letter, reason: str, *, now: datetime) -> None:
    row = _locked(letter)
    if _is_still_ours(row, letter):
        row.mark_delayed(reason, now=now, jitter=secrets.randbelow(1000) / 1000)


def set_aside_given_up(now: datetime) -> int:
    """Set aside what was claimed for the last time by a process that then died. A person has to look."""
    result: CursorResult[Any] = db.session.execute(
        update(OutgoingEmail)
        .where(
            OutgoingEmail.state == EmailState.WAITING,
            OutgoingEmail.attempts >= MOST_ATTEMPTS,
            OutgoingEmail.lease_until < now,
        )
        .values(state=EmailState.FAILED, lease_until=None, last_error=GIVEN_UP)
        .execution_options(synchronize_session=False)
    )  # type: ignore[assignment]
    return result.rowcount


def _locked(letter: Letter) -> OutgoingEmail:
    return db.session.scalars(
        select(OutgoingEmail)
        .where(OutgoingEmail.id == letter.row_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()


def _is_still_ours(row: OutgoingEmail, letter: Letter) -> bool:
    """A worker that comes back after its lease ran out must not undo what the next one did."""
    return row.state is EmailState.WAITING and row.attempts == letter.attempt
