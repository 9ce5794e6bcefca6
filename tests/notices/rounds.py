"""Check-ins that are asked for, and the mails written about them, in few words."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from equity_tracker.extensions import db
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.outbox import OutgoingEmail
from equity_tracker.model.programme import Programme
from equity_tracker.model.reporting import refresh_reporting
from equity_tracker.model.round import ExpectedCheckIn, Round, RoundState
from tests.support.factories.programme import make_round


def open_round(programme: Programme, due_on: date, number: int = 1) -> Round:
    """Open a round two months before it is due, with two weeks of grace."""
    return make_round(programme, number=number, due_on=due_on, state=RoundState.OPEN)


def expect(commitment: Commitment, round_: Round) -> ExpectedCheckIn:
    """Ask for a check-in; the first reminder is the one thirty days before."""
    row = commitment.expect_check_in(round_)
    row.next_reminder_on = round_.due_on - timedelta(days=30)
    db.session.add(row)
    db.session.flush()
    refresh_reporting(commitment)
    db.session.commit()
    return row


def at(day: date, hour: int = 9, minute: int = 0, zone: str = "Europe/London") -> datetime:
    """Return the moment at which the clock on the wall shows this."""
    return datetime.combine(day, time(hour, minute), ZoneInfo(zone)).astimezone(UTC)


def mails() -> Sequence[OutgoingEmail]:
    """Return everything in the outbox, in the order it was written."""
    return db.session.scalars(select(OutgoingEmail).order_by(OutgoingEmail.id)).all()


def written() -> list[tuple[str, str]]:
    """Return the kind and the recipient of each mail in the outbox."""
    return [(mail.name, mail.recipient) for mail in mails()]


def titles(mail: OutgoingEmail) -> list[str]:
    return [check_in["title"] for check_in in mail.context["check_ins"]]
