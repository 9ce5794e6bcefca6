"""Planning, opening and closing a round."""

from datetime import date, datetime

from sqlalchemy.exc import IntegrityError

from equity_tracker.extensions import db
from equity_tracker.model.activity import Activity, ActivityKind
from equity_tracker.model.errors import Refused
from equity_tracker.model.people import User
from equity_tracker.model.programme import Programme
from equity_tracker.model.publishing import publish_missed_check_in, publish_round
from equity_tracker.model.registering import refresh_register_entry
from equity_tracker.model.reporting import next_reminder_day
from equity_tracker.model.round import Round
from equity_tracker.model.round_snapshot import take_snapshot
from equity_tracker.programmes.queries import rounds as queries

_DATES = ("opens_on", "due_on", "grace_until", "closes_on")


def plan_round(
    programme: Programme,
    *,
    name: str,
    opens_on: date,
    due_on: date,
    grace_until: date,
    closes_on: date,
    by: User,
    now: datetime,
) -> Round:
    """Set the dates of the next round."""
    programme.refuse_if_closed()
    round_ = Round(
        programme=programme,
        number=queries.next_round_number(programme),
        name=name,
        opens_on=opens_on,
        due_on=due_on,
        grace_until=grace_until,
        closes_on=closes_on,
    )
    round_.check_dates()
    try:
        with db.session.begin_nested():
            db.session.add(round_)
    except IntegrityError:
        raise Refused("A colleague planned a round at the same moment. Look at the list of rounds.") from None
    _record(ActivityKind.ROUND_PLANNED, round_, by=by, now=now)
    return round_


def edit_round(
    round_: Round,
    *,
    name: str,
    opens_on: date,
    due_on: date,
    grace_until: date,
    closes_on: date,
    version: int | None,
    by: User,
    now: datetime,
) -> None:
    """Change a round that has not been opened.

    :param version: that of the round as the person saw and changed it.
    """
    round_.programme.refuse_if_closed()
    _hold(round_)
    round_.refuse_unless_planned()
    dates = {"opens_on": opens_on, "due_on": due_on, "grace_until": grace_until, "closes_on": closes_on}
    Round(**dates).check_dates()
    before = _facts(round_)
    if before == {"name": name} | {date_name: day.isoformat() for date_name, day in dates.items()}:
        return
    round_.refuse_if_changed(version)
    round_.begin_version(now)
    round_.name = name
    for date_name, day in dates.items():
        setattr(round_, date_name, day)
    _record(ActivityKind.ROUND_CHANGED, round_, by=by, now=now, before=before)


def open_round(round_: Round, *, by: User, now: datetime, today: date) -> int:
    """Ask for a check-in on every live commitment; return how many are asked for."""
    round_.programme.refuse_if_closed()
    _hold(round_)
    round_.refuse_opening(today)
    commitments = list(queries.list_live_commitments(round_.programme))
    expected = round_.open(commitments, now=now)
    db.session.add_all(expected)
    for row in expected:
        refresh_register_entry(row.commitment, now=now)
        row.next_reminder_on = next_reminder_day(row.due_on, today)
    _record(ActivityKind.ROUND_OPENED, round_, by=by, now=now)
    return len(expected)


def close_round(round_: Round, *, by: User, now: datetime, today: date) -> None:
    """Freeze the round: what did not come is on record as missing, and the result is published."""
    round_.programme.refuse_if_closed()
    _hold(round_)
    round_.refuse_closing(today)
    expected = list(queries.list_expected_for_closing(round_))
    missed = round_.close(expected, now=now)
    for row in missed:
        publish_missed_check_in(row, now=now)
        refresh_register_entry(row.commitment, now=now)
    settled = queries.list_settled(round_)
    snapshot = take_snapshot(round_, [*expected, *settled], now=now, today=today)
    db.session.add_all([snapshot, publish_round(round_, snapshot, now=now, today=today)])
    _record(ActivityKind.ROUND_CLOSED, round_, by=by, now=now)


def _hold(round_: Round) -> None:
    """Read the round anew and hold it, so that two coordinators open or close it one after the other."""
    db.session.refresh(round_, with_for_update=True)


def _facts(round_: Round) -> dict[str, str]:
    return {"name": round_.name} | {name: getattr(round_, name).isoformat() for name in _DATES}


def _record(
    kind: ActivityKind, round_: Round, *, by: User, now: datetime, before: dict[str, str] | None = None
) -> None:
    db.session.flush()
    db.session.add(
        Activity(
            kind=kind,
            at=now,
            actor=by,
            programme_id=round_.programme_id,
            subject_kind="round",
            subject_id=round_.public_id,
            subject_name=round_.name,
            before=before,
            after=_facts(round_),
        )
    )
    db.session.flush()
