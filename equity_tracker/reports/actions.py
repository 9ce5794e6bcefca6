"""Writes of reports: asking for one, taking one up so that one worker alone makes it, and how it went."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import CursorResult, func, select, update

from equity_tracker.extensions import db
from equity_tracker.model.activity import Activity, ActivityKind
from equity_tracker.model.dates import long_date
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.people import User
from equity_tracker.model.programme import Programme
from equity_tracker.model.report import (
    COULD_NOT_BE_MADE,
    LEASE,
    MOST_ATTEMPTS,
    BoardPaper,
    Edition,
    Report,
    ReportState,
)
from equity_tracker.model.report_choice import Choice
from equity_tracker.reports import queries
from equity_tracker.reports.emails import tell_who_asked

MOST_AT_ONCE = 2


@dataclass(frozen=True)
class Order:
    """Something that was taken up: what to make, for whom, and by which attempt."""

    kind: queries.Kind
    row_id: int
    attempt: int
    subject: Organisation | Programme
    edition: Edition
    as_of: date
    asked_at: datetime


@dataclass(frozen=True)
class MadeFile:
    """A finished file, and what it shows."""

    key: str
    hash: str
    pages: int
    content_key: str


def request(
    choice: Choice, *, subject: Organisation | Programme, by: User | None, now: datetime
) -> Report | BoardPaper:
    """Ask for what was chosen; nobody in particular asks for what the timetable owes."""
    if isinstance(subject, Programme):
        return request_paper(subject, by=by, now=now, today=choice.as_of)
    return request_report(subject, by=by, now=now, today=choice.as_of)


def request_report(organisation: Organisation, *, by: User | None, now: datetime, today: date) -> Report:
    """Ask for the internal edition as of today; one that is waiting already is handed back instead."""
    waiting = queries.find_waiting(organisation, Edition.INTERNAL)
    if waiting is not None:
        return waiting
    report = Report(
        organisation=organisation,
        edition=Edition.INTERNAL,
        as_of=today,
        content_key="",
        requested_by=by,
        requested_at=now,
    )
    db.session.add(report)
    db.session.flush()
    db.session.add(
        Activity(
            kind=ActivityKind.REPORT_REQUESTED,
            at=now,
            actor=by,
            organisation_id=organisation.id,
            subject_kind="report",
            subject_id=report.public_id,
            subject_name=f"Status report as at {long_date(today)}",
        )
    )
    db.session.flush()
    return report


def queue_public_report(organisation: Organisation, *, now: datetime, today: date) -> Report | None:
    """Ask for a public edition if it would say something else than the last one did."""
    _hold("queue a public report")
    if not queries.has_public_commitments(organisation.id, today):
        return None
    content_key = queries.status_report(organisation, Edition.PUBLIC, today).content_key
    last = queries.find_last_public(organisation)
    if last is not None and last.content_key == content_key and not last.is_to_be_tried_again(now):
        return None
    report = Report(
        organisation=organisation,
        edition=Edition.PUBLIC,
        as_of=today,
        content_key=content_key,
        requested_at=now,
    )
    db.session.add(report)
    db.session.flush()
    return report


def request_paper(programme: Programme, *, by: User | None, now: datetime, today: date) -> BoardPaper:
    """Ask for a board paper as of today; one that is waiting already is handed back instead."""
    waiting = queries.find_waiting_paper(programme)
    if waiting is not None:
        return waiting
    paper = BoardPaper(programme=programme, as_of=today, content_key="", requested_by=by, requested_at=now)
    db.session.add(paper)
    db.session.flush()
    db.session.add(
        Activity(
            kind=ActivityKind.BOARD_PAPER_REQUESTED,
            at=now,
            actor=by,
            programme_id=programme.id,
            subject_kind="board_paper",
            subject_id=paper.public_id,
            subject_name=f"Board paper as at {long_date(today)}",
        )
    )
    db.session.flush()
    return paper


def claim_report(row_id: int, now: datetime, kind: queries.Kind = Report) -> Order | None:
    """Take one up, unless it is made, in other hands, or too much is being made already."""
    _hold("take up a report")
    scope_id = queries.find_scope(kind, row_id)
    if (
        scope_id is None
        or queries.is_being_made(kind, scope_id, now)
        or queries.count_being_made(now) >= MOST_AT_ONCE
    ):
        return None
    taken: CursorResult[Any] = db.session.execute(
        update(kind)
        .where(
            queries.scope_of(kind) == scope_id,
            kind.id == row_id,
            kind.state == ReportState.WAITING,
            kind.attempts < MOST_ATTEMPTS,
        )
        .values(lease_until=now + LEASE, attempts=kind.attempts + 1)
        .execution_options(synchronize_session=False)
    )  # type: ignore[assignment]
    if taken.rowcount != 1:
        return None
    row = _locked(kind, row_id)
    return _order(row)


def _order(row: Report | BoardPaper) -> Order:
    subject: Organisation | Programme
    if isinstance(row, BoardPaper):
        subject, edition = row.programme, Edition.INTERNAL
    else:
        subject, edition = row.organisation, row.edition
    return Order(
        kind=type(row),
        row_id=row.id,
        attempt=row.attempts,
        subject=subject,
        edition=edition,
        as_of=row.as_of,
        asked_at=row.requested_at,
    )


def note_done(order: Order, file: MadeFile, *, now: datetime) -> bool:
    """Hand out the file; False when somebody else has taken the report up since, and will."""
    row = _locked(order.kind, order.row_id)
    if not _is_still_ours(row, order):
        return False
    row.mark_done(
        content_key=file.content_key, file_key=file.key, file_hash=file.hash, pages=file.pages, now=now
    )
    if isinstance(row, BoardPaper):
        tell_who_asked(row, now=now)
    return True


def note_refused(order: Order, reason: str) -> None:
    """Put down why it cannot be made. Trying again would not help."""
    row = _locked(order.kind, order.row_id)
    if _is_still_ours(row, order):
        row.mark_failed(reason)


def note_delayed(order: Order) -> None:
    """Leave it to a later attempt, if there is one."""
    row = _locked(order.kind, order.row_id)
    if _is_still_ours(row, order):
        row.mark_delayed()


def set_aside_given_up(now: datetime) -> int:
    """End what was taken up for the last time by a process that then died."""
    return sum(_set_aside(kind, now) for kind in (BoardPaper, Report))


def _set_aside(kind: queries.Kind, now: datetime) -> int:
    given_up: CursorResult[Any] = db.session.execute(
        update(kind)
        .where(
            kind.state == ReportState.WAITING,
            kind.attempts >= MOST_ATTEMPTS,
            kind.lease_until < now,
        )
        .values(state=ReportState.FAILED, lease_until=None, failure=COULD_NOT_BE_MADE)
        .execution_options(synchronize_session=False, every_organisation=True)
    )  # type: ignore[assignment]
    return given_up.rowcount


def _hold(others_who: str) -> None:
    """Hold off others who do this until the end of the transaction: two looking at once would both go on.

    SQLite lets only one process write at a time anyway.
    """
    if db.engine.dialect.name == "postgresql":
        db.session.execute(select(func.pg_advisory_xact_lock(func.hashtext(others_who))))


def _locked(kind: queries.Kind, row_id: int) -> Report | BoardPaper:
    row: Report | BoardPaper = db.session.scalars(
        select(kind)
        .where(kind.id == row_id)
        .with_for_update()
        .execution_options(every_organisation=True, populate_existing=True)
    ).one()  # type: ignore[assignment]
    return row


def _is_still_ours(row: Report | BoardPaper, order: Order) -> bool:
    """A worker that comes back after its lease ran out must not undo what the next one did."""
    return row.is_waiting and row.attempts == order.attempt
