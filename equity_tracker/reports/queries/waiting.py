"""Which reports are to be made, are being made, or lie somewhere, whosever they are."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_, select

from equity_tracker.extensions import db
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.people import Membership, ProgrammeMembership, User
from equity_tracker.model.programme import Programme
from equity_tracker.model.report import MOST_ATTEMPTS, Report, ReportState

Condition = ColumnElement[bool]


def of_programme(programme_id: int | None) -> Condition:
    """Those of a programme itself: records of a commitment name its programme, but are the organisation's."""
    return and_(Report.programme_id == programme_id, Report.organisation_id.is_(None))


def of_owner(report: Report) -> Condition:
    """Those of whose this one is."""
    if report.organisation_id is not None:
        return Report.organisation_id == report.organisation_id
    return of_programme(report.programme_id)


def find_report(row_id: int) -> Report | None:
    return db.session.scalar(
        select(Report).where(Report.id == row_id).execution_options(every_organisation=True)
    )


def find_waiting(report: Report) -> Report | None:
    """Find one of the same choice that is asked for already, so that nobody waits for two."""
    found = db.session.scalars(
        select(Report)
        .where(
            of_owner(report),
            Report.kind == report.kind,
            Report.edition == report.edition,
            Report.state == ReportState.WAITING,
        )
        .order_by(Report.id)
    )
    return next((row for row in found if _subject(row) == _subject(report)), None)


def list_superseded_by(report: Report) -> Sequence[Report]:
    """Return the earlier ones that this one takes the place of: it tells of the same, later."""
    found = db.session.scalars(
        select(Report)
        .where(
            of_owner(report),
            Report.kind == report.kind,
            Report.edition == report.edition,
            Report.state == ReportState.DONE,
            Report.superseded_by.is_(None),
            Report.id < report.id,
            Report.as_of <= report.as_of,
        )
        .order_by(Report.id)
    )
    return [row for row in found if _told(row) == _told(report)]


def _subject(report: Report) -> tuple[object, ...]:
    return (report.commitment_id, report.round_id, report.choice, report.signatory)


def _told(report: Report) -> tuple[object, ...]:
    """A report of a past year is not replaced by that of the next; one of today is by that of tomorrow."""
    choice = report.choice
    return (
        report.commitment_id, report.round_id, sorted(choice.sections), choice.period.since, report.until
    )  # fmt: skip


def list_to_make(now: datetime, *, most: int) -> Sequence[int]:
    """Return the ids of what nobody is making: what people wait for first, then the oldest."""
    return db.session.scalars(
        select(Report.id)
        .where(
            Report.state == ReportState.WAITING,
            or_(Report.lease_until.is_(None), Report.lease_until < now),
            Report.attempts < MOST_ATTEMPTS,
        )
        .order_by(Report.requested_by_id.is_(None), Report.id)
        .limit(most)
        .execution_options(every_organisation=True)
    ).all()


def count_before(report: Report) -> int:
    """Count what will be made before this one."""
    return len(
        db.session.scalars(
            select(Report.id)
            .where(
                Report.state == ReportState.WAITING,
                Report.id < report.id,
                Report.requested_by_id.is_not(None),
            )
            .execution_options(every_organisation=True)
        ).all()
    )


def count_being_made(now: datetime) -> int:
    """Count what somebody is making now."""
    return (
        db.session.scalar(
            select(func.count(Report.id))
            .where(Report.state == ReportState.WAITING, Report.lease_until >= now)
            .execution_options(every_organisation=True)
        )
        or 0
    )


def is_being_made_of(report: Report, now: datetime) -> bool:
    """Say whether somebody is making one of this organisation, or programme, now."""
    query = select(Report.id).where(
        of_owner(report), Report.state == ReportState.WAITING, Report.lease_until >= now
    )
    return db.session.scalar(query.limit(1)) is not None


def list_given_up(now: datetime) -> Sequence[Report]:
    """Return what was taken up for the last time, by a process that then died."""
    return db.session.scalars(
        select(Report)
        .where(
            Report.state == ReportState.WAITING,
            Report.attempts >= MOST_ATTEMPTS,
            Report.lease_until < now,
        )
        .order_by(Report.id)
        .with_for_update(skip_locked=True)
        .execution_options(every_organisation=True)
    ).all()


def list_known_keys(keys: Sequence[str]) -> set[str]:
    """Return under which of the keys a file of a report lies."""
    columns = (Report.file_key, Report.archive_key)
    return {
        key
        for column in columns
        for key in db.session.scalars(
            select(column).where(column.in_(keys)).execution_options(every_organisation=True)
        )
        if key is not None
    }


def list_in_hand() -> set[str]:
    """Return the public ids of organisations and programmes for which somebody has taken one up.

    However long ago: a worker that comes back late may still say where its file is.
    """
    rows = db.session.execute(
        select(Organisation.public_id, Programme.public_id)
        .select_from(Report)
        .outerjoin(Organisation, Organisation.id == Report.organisation_id)
        .outerjoin(Programme, Programme.id == Report.programme_id)
        .where(Report.state == ReportState.WAITING, Report.lease_until.is_not(None))
        .execution_options(every_organisation=True)
    )
    return {public_id for row in rows for public_id in row if public_id is not None}


def may_still_read(report: Report) -> bool:
    """Say whether who asked for the report still belongs to whose it is, and may sign in."""
    place: type[Membership | ProgrammeMembership]
    if report.organisation_id is not None:
        place, whose = Membership, Membership.organisation_id == report.organisation_id
    else:
        place, whose = ProgrammeMembership, ProgrammeMembership.programme_id == report.programme_id
    query = (
        select(place.id)
        .join(place.user)
        .where(
            whose,
            place.user_id == report.requested_by_id,
            place.ended_at.is_(None),
            User.suspended_at.is_(None),
        )
        .limit(1)
    )
    return db.session.scalar(query) is not None
