"""Planning, repeating, opening and closing a round."""

from collections.abc import Collection, Iterable
from dataclasses import asdict, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy.exc import IntegrityError

from equity_tracker.extensions import db
from equity_tracker.model.activity import Activity, ActivityKind
from equity_tracker.model.errors import Refused
from equity_tracker.model.people import User
from equity_tracker.model.programme import Programme
from equity_tracker.model.publishing import publish_missed_check_in, publish_round
from equity_tracker.model.registering import refresh_register_entry
from equity_tracker.model.report_schedule import ReportDelivery
from equity_tracker.model.reporting import next_reminder_day
from equity_tracker.model.round import ExpectedCheckIn, Round
from equity_tracker.model.round_plan import RoundPlan, fold_name, free_name, next_plan
from equity_tracker.model.round_snapshot import take_snapshot
from equity_tracker.programmes import emails
from equity_tracker.programmes.queries import rounds as queries
from equity_tracker.scheduling.queries import list_owed_already


def plan_round(
    programme: Programme, plan: RoundPlan, *, by: User | None, now: datetime, follows: Round | None = None
) -> Round:
    """Set the dates of a round. `follows` is the one that it repeats: nobody is there to choose its name."""
    programme.refuse_if_closed()
    names = queries.list_names_held(programme)
    if follows is not None:
        plan = replace(plan, name=free_name(plan.name, names))
    _refuse_name_of_another(plan, names)
    round_ = Round(programme=programme, number=queries.next_round_number(programme))
    round_.follow(plan)
    if follows is not None:
        round_.follows_id = follows.id
        round_.questions = [row.copy_for(programme) for row in follows.questions if plan.copies_questions]
    try:
        with db.session.begin_nested():
            db.session.add(round_)
    except IntegrityError:
        raise Refused("A colleague planned a round at the same moment. Look at the list of rounds.") from None
    _record(ActivityKind.ROUND_PLANNED, round_, by=by, now=now)
    return round_


def plan_next_round(round_: Round, *, by: User | None, now: datetime, today: date) -> Round:
    """Plan the repetition of a round, once."""
    _hold(round_)
    if round_.repeats_every is None:
        raise Refused("This round does not repeat. Plan the next one by its dates.")
    if (following := queries.find_following(round_)) is not None:
        raise Refused(f"The next one is planned already: {following.name}.")
    return plan_round(round_.programme, next_plan(round_.plan, today), by=by, now=now, follows=round_)


def edit_round(round_: Round, plan: RoundPlan, *, version: int | None, by: User, now: datetime) -> None:
    """Change a round that has not been opened.

    :param version: that of the round as the person saw and changed it.
    """
    round_.programme.refuse_if_closed()
    _hold(round_)
    round_.refuse_unless_planned()
    before, after = _facts(round_), _facts_of(plan)
    if before == after:
        return
    Round(**{name: getattr(plan, name) for name in _DATES}).check_dates()
    round_.refuse_if_changed(version)
    if fold_name(plan.name) != fold_name(round_.name):
        _refuse_name_of_another(plan, queries.list_names_held(round_.programme, but=round_))
    round_.begin_version(now)
    round_.follow(plan)
    _record(ActivityKind.ROUND_CHANGED, round_, by=by, now=now, before=before)


def remove_round(round_: Round, *, by: User, now: datetime) -> None:
    """Take a round off the plan. Nothing was asked yet, so nothing is lost but the plan."""
    round_.programme.refuse_if_closed()
    _hold(round_)
    round_.refuse_unless_planned()
    _record(ActivityKind.ROUND_REMOVED, round_, by=by, now=now, before=_facts(round_))
    following, before = queries.find_following(round_), round_.follows_id
    if following is not None:
        following.follows_id = None
        db.session.flush()
    db.session.delete(round_)
    db.session.flush()
    if following is not None:
        following.follows_id = before
        db.session.flush()


def open_round(round_: Round, *, by: User | None, now: datetime, today: date) -> int:
    """Ask for a check-in on every live commitment; return how many. By itself when `by` is None."""
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
    emails.tell_of_opening(round_, len(expected), by=by, now=now)
    return len(expected)


def close_round(round_: Round, *, by: User | None, now: datetime, today: date) -> None:
    """Freeze the round: what did not come is on record as missing, and the result is published.

    If it repeats, the next one is planned. By itself when `by` is None.
    """
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
    _owe_reports(round_, [*expected, *settled], today)
    _record(ActivityKind.ROUND_CLOSED, round_, by=by, now=now)
    following = queries.find_following(round_)
    if round_.repeats_every is not None and following is None:
        following = plan_next_round(round_, by=by, now=now, today=today)
    emails.tell_of_closing(round_, snapshot, following, by=by, now=now)


def _owe_reports(round_: Round, asked: Iterable[ExpectedCheckIn], today: date) -> None:
    """Owe each organisation that was asked its status report as it stands now: once for each round."""
    owed = {row.organisation_id for row in asked} - list_owed_already(round_)
    db.session.add_all(ReportDelivery.after_closing(round_, each, today) for each in sorted(owed))
    db.session.flush()


def _refuse_name_of_another(plan: RoundPlan, names: Collection[str]) -> None:
    """Let people tell the rounds of a programme apart: by its name each is known, in mails too."""
    if fold_name(plan.name) in names:
        raise Refused(
            f"Another round of this programme is called “{plan.name}”. Choose a name that tells them apart.",
            "name",
        )


def _hold(round_: Round) -> None:
    """Read the round anew and hold it, so that two coordinators open or close it one after the other."""
    db.session.refresh(round_, with_for_update=True)


_DATES = ("opens_on", "due_on", "grace_until", "closes_on")


def _facts(round_: Round) -> dict[str, Any]:
    return _facts_of(round_.plan)


def _facts_of(plan: RoundPlan) -> dict[str, Any]:
    """Return what a person sets, as plain values for the log."""
    said = {name: value for name, value in asdict(plan).items() if name != "due_day"}
    return said | {name: said[name].isoformat() for name in _DATES}


def _record(
    kind: ActivityKind,
    round_: Round,
    *,
    by: User | None,
    now: datetime,
    before: dict[str, Any] | None = None,
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
            after=None if kind is ActivityKind.ROUND_REMOVED else _facts(round_),
        )
    )
    db.session.flush()
