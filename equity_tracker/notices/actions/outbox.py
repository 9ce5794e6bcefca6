"""The outbox: a message is claimed, so that one worker alone posts it; then how it went is noted."""

import secrets
from datetime import datetime
from typing import Any

from sqlalchemy import CursorResult, bindparam, select, update

from equity_tracker.extensions import db
from equity_tracker.model.mail_kinds import CAN_WAIT, Pace
from equity_tracker.model.outbox import LEASE, MOST_ATTEMPTS, EmailState, OutgoingEmail
from equity_tracker.notices import queries
from equity_tracker.notices.actions import refusals
from equity_tracker.notices.letters import Letter

GIVEN_UP = "Every attempt ended before it was known how it went."


# Put together once, and past the ORM: every message that is posted runs them.
_OUTBOX = OutgoingEmail.__table__
_CLAIM = (
    update(OutgoingEmail.__table__)  # type: ignore[arg-type]
    .where(
        _OUTBOX.c.id == bindparam("of"),
        _OUTBOX.c.state == EmailState.WAITING,
        _OUTBOX.c.due_at <= bindparam("now"),
        _OUTBOX.c.attempts < MOST_ATTEMPTS,
        _OUTBOX.c.lease_until.is_(None) | (_OUTBOX.c.lease_until < bindparam("now")),
    )
    .values(lease_until=bindparam("lease"), attempts=_OUTBOX.c.attempts + 1)
    .returning(
        _OUTBOX.c.id,
        _OUTBOX.c.name,
        _OUTBOX.c.recipient,
        _OUTBOX.c.context,
        _OUTBOX.c.message_id,
        _OUTBOX.c.attempts,
        _OUTBOX.c.is_essential,
    )
)
# What was in it is no longer needed, and may hold a link that opens a door.
_SENT = (
    update(OutgoingEmail.__table__)  # type: ignore[arg-type]
    .where(_OUTBOX.c.id == bindparam("of"), _OUTBOX.c.state != EmailState.SENT)
    .values(state=EmailState.SENT, sent_at=bindparam("now"), lease_until=None, last_error=None, context={})
)


def claim_email(row_id: int, now: datetime) -> Letter | None:
    """Take the message for as long as its lease, unless it is posted, not due yet, or in other hands."""
    given = {"of": row_id, "now": now, "lease": now + LEASE}
    claimed = db.session.execute(_CLAIM, given).one_or_none()
    if claimed is None or _waits(row_id, claimed.name, claimed.recipient):
        return None
    return Letter(*claimed)


def _waits(row_id: int, name: str, recipient: str) -> bool:
    """Hold it, or leave it out, if its reader does not want such a thing at once. It was not tried then."""
    kind = CAN_WAIT.get(name)
    reader = queries.find_reader(recipient) if kind else None
    if kind is None or reader is None or reader.pace(kind) is Pace.AT_ONCE:
        return False
    # Read again: the claim went past what the session may hold of the row.
    row = db.session.get_one(OutgoingEmail, row_id, populate_existing=True)
    if row.released_on is not None:
        return False
    row.attempts -= 1
    row.hold()
    if reader.pace(kind) is Pace.NEVER:
        row.leave_out()
    db.session.flush()
    return True


def note_sent(letter: Letter, *, now: datetime) -> None:
    """Note it, whoever else has tried meanwhile: it is there."""
    db.session.execute(_SENT, {"of": letter.row_id, "now": now})
    refusals.note_address_taken(letter.recipient)


def note_refused(letter: Letter, reason: str, *, now: datetime, by_address: bool) -> None:
    """Set it aside.

    :param by_address: whether it was the address that was refused, and not what was in the message.
    """
    row = _locked(letter)
    if _is_still_ours(row, letter):
        row.mark_refused(reason)
        if by_address:
            refusals.note_address_refused(row, reason, now)


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
