"""Setting a schedule, changing it, letting it pause, and ending it."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from equity_tracker.extensions import db
from equity_tracker.model.activity import Activity, ActivityKind
from equity_tracker.model.errors import Refused
from equity_tracker.model.people import User
from equity_tracker.model.programme import Programme
from equity_tracker.model.report_choice import ReportKind
from equity_tracker.model.report_schedule import MOST_RECIPIENTS, ReportRecipient, ReportSchedule
from equity_tracker.scheduling import queries
from equity_tracker.scheduling.plan import Plan

MOST_SCHEDULES = 20
TOO_MANY = f"A report can go to {MOST_RECIPIENTS} people. Leave some out."
NOBODY = "Choose at least one person, or enter an address."


def add_schedule(programme: Programme, plan: Plan, *, by: User, now: datetime, today: date) -> ReportSchedule:
    """Let a report come by itself, from tomorrow on."""
    programme.refuse_if_closed()
    _check(programme, plan)
    if len(queries.list_schedules(programme)) >= MOST_SCHEDULES:
        raise Refused(f"A programme can have {MOST_SCHEDULES} schedules. End one of them first.")
    schedule = ReportSchedule(
        programme=programme,
        kind=ReportKind.PROGRAMME_REPORT,
        edition=plan.edition,
        sections=[],
        next_on=today,
        created_by=by,
        created_at=now,
    )
    schedule.follow(plan.rule, today)
    db.session.add(schedule)
    db.session.flush()
    _send_to(schedule, plan, now=now)
    _record(ActivityKind.REPORT_SCHEDULED, schedule, by=by, now=now)
    return schedule


def change_schedule(
    schedule: ReportSchedule, plan: Plan, *, version: int | None, by: User, now: datetime, today: date
) -> None:
    """Change when it comes, and to whom. Whoever is taken off can open nothing more that was sent before.

    :param version: that of the schedule as the person saw and changed it.
    """
    schedule.programme.refuse_if_closed()
    db.session.refresh(schedule, with_for_update=True)
    schedule.refuse_if_changed(version)
    _check(schedule.programme, plan)
    before = _facts(schedule)
    schedule.begin_version(now)
    schedule.edition = plan.edition
    if schedule.rule != plan.rule:
        schedule.follow(plan.rule, today)
    _send_to(schedule, plan, now=now)
    db.session.flush()
    _record(ActivityKind.REPORT_SCHEDULE_CHANGED, schedule, by=by, now=now, before=before)


def pause_schedule(schedule: ReportSchedule, *, by: User, now: datetime) -> None:
    db.session.refresh(schedule, with_for_update=True)
    if not schedule.is_paused:
        schedule.pause()
        _record(ActivityKind.REPORT_SCHEDULE_PAUSED, schedule, by=by, now=now)


def resume_schedule(schedule: ReportSchedule, *, by: User, now: datetime, today: date) -> None:
    """Go on with the next day that comes."""
    schedule.programme.refuse_if_closed()
    db.session.refresh(schedule, with_for_update=True)
    if schedule.is_paused:
        schedule.resume(today)
        _record(ActivityKind.REPORT_SCHEDULE_RESUMED, schedule, by=by, now=now)


def remove_schedule(schedule: ReportSchedule, *, by: User, now: datetime) -> None:
    """End it. Links that were sent open nothing any more; the reports themselves stay."""
    db.session.refresh(schedule, with_for_update=True)
    _record(ActivityKind.REPORT_SCHEDULE_REMOVED, schedule, by=by, now=now, before=_facts(schedule))
    db.session.delete(schedule)
    db.session.flush()


def _check(programme: Programme, plan: Plan) -> None:
    """Refuse a report for nobody, for too many, and for an address that has stopped such mails."""
    count = len(plan.people) + len(plan.addresses)
    if not count:
        raise Refused(NOBODY, "colleagues")
    if count > MOST_RECIPIENTS:
        raise Refused(TOO_MANY, "others")
    for address, hashes in plan.addresses.items():
        if queries.find_stopped(programme.id, hashes):
            raise Refused(
                f"{address} has stopped these mails. Take it out: whoever reads there can ask you for them.",
                "others",
            )


def _send_to(schedule: ReportSchedule, plan: Plan, *, now: datetime) -> None:
    """Send it to these, and to nobody else. Whoever stays keeps what was sent."""
    wanted: dict[int | str, User | None] = {user.id: user for user in plan.people}
    wanted |= dict.fromkeys(plan.addresses)
    held = {row.user_id or row.address or "": row for row in schedule.recipients}
    for key, row in held.items():
        if key not in wanted:
            schedule.recipients.remove(row)
        elif row.user_id is not None:
            # The coordinator asks a colleague anew, who can stop it anew.
            row.stopped_at = None
    for key, user in wanted.items():
        if key not in held:
            schedule.recipients.append(
                ReportRecipient(
                    programme_id=schedule.programme_id,
                    user=user,
                    address=None if user is not None else str(key),
                    added_at=now,
                )
            )
    db.session.flush()


def _facts(schedule: ReportSchedule) -> dict[str, Any]:
    """Return what was set, for the log: who reads there, but no address of anybody without an account."""
    return {
        "edition": schedule.edition.value,
        "every": schedule.every.value,
        "on": schedule.falls_on,
        "people": _names(row.user for row in schedule.recipients),
        "addresses": sum(row.user_id is None for row in schedule.recipients),
    }


def _names(people: Iterable[User | None]) -> list[str]:
    return sorted(user.name for user in people if user is not None)


def _record(
    kind: ActivityKind,
    schedule: ReportSchedule,
    *,
    by: User,
    now: datetime,
    before: dict[str, Any] | None = None,
) -> None:
    gone = kind is ActivityKind.REPORT_SCHEDULE_REMOVED
    db.session.add(
        Activity(
            kind=kind,
            at=now,
            actor=by,
            programme_id=schedule.programme_id,
            subject_kind="report_schedule",
            subject_id=schedule.public_id,
            subject_name=schedule.name,
            before=before,
            after=None if gone else _facts(schedule),
        )
    )
    db.session.flush()
