"""Writes of reports: asking for one, taking one up so that one worker alone makes it, and how it went."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import CursorResult, func, select, text, update

from equity_tracker.extensions import db
from equity_tracker.model.activity import Activity, ActivityKind
from equity_tracker.model.dates import long_date
from equity_tracker.model.errors import Refused
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.people import User
from equity_tracker.model.report import (
    COULD_NOT_BE_MADE,
    LEASE,
    MOST_ATTEMPTS,
    Edition,
    Report,
    ReportState,
)
from equity_tracker.model.report_choice import Choice, ReportKind, standing_today
from equity_tracker.reports import queries
from equity_tracker.reports.asking import BY_ITSELF, KIND_WORDS, Subject, report_on
from equity_tracker.reports.content import ReportContent, content_hash, to_json
from equity_tracker.reports.emails import tell_who_asked

MOST_AT_ONCE = 2
NO_PRACTICE = "What is made to practise with is never made public. Choose the internal edition."


@dataclass(frozen=True)
class Order:
    """Something that was taken up: which report, and by which attempt."""

    row_id: int
    attempt: int


@dataclass(frozen=True)
class MadeFile:
    """The finished files of a report."""

    key: str
    hash: str
    pages: int
    archive_key: str | None = None
    archive_hash: str | None = None

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(key for key in (self.key, self.archive_key) if key)


def request(
    choice: Choice, *, subject: Subject, by: User | None, now: datetime, signatory: str | None = None
) -> Report:
    """Ask for a report; one of the same choice that is waiting already is handed back instead."""
    report = report_on(subject, choice, signatory)
    if report.is_public and report.programme is not None and report.programme.is_practice:
        raise Refused(NO_PRACTICE)
    _hold("ask for a report")
    waiting = queries.find_waiting(report)
    if waiting is not None:
        return waiting
    if report.is_public:
        report.issuer = queries.public_issuer(report)
    report.requested_by, report.requested_at = by, now
    db.session.add(report)
    db.session.flush()
    if by is not None:
        db.session.add(_asked(report, by, now))
        db.session.flush()
    return report


def _asked(report: Report, by: User, now: datetime) -> Activity:
    is_paper = report.kind is ReportKind.PROGRAMME_REPORT
    return Activity(
        kind=ActivityKind.BOARD_PAPER_REQUESTED if is_paper else ActivityKind.REPORT_REQUESTED,
        at=now,
        actor=by,
        organisation_id=report.organisation_id,
        programme_id=None if report.organisation_id else report.programme_id,
        subject_kind="report",
        subject_id=report.public_id,
        subject_name=f"{KIND_WORDS[report.kind]} as at {long_date(report.as_of)}",
    )


def queue_public_report(organisation: Organisation, *, now: datetime, today: date) -> Report | None:
    """Ask for a public status report if it would say something else than the last one did."""
    _hold("queue a public report")
    if not queries.has_public_commitments(organisation.id, today):
        return None
    choice = standing_today(ReportKind.STATUS_REPORT, Edition.PUBLIC, today)
    content_key = content_hash(queries.status_report(organisation, choice))
    last = queries.find_last_public(organisation)
    if last is not None and _still_stands(last, content_key, now):
        return None
    report = report_on(organisation, choice)
    report.issuer = BY_ITSELF
    report.requested_at = now
    report.content_key = content_key
    db.session.add(report)
    db.session.flush()
    return report


def _still_stands(last: Report, content_key: str, now: datetime) -> bool:
    if last.is_withdrawn or last.is_to_be_tried_again(now):
        return False
    return last.is_waiting or last.content_key == content_key


def claim_report(row_id: int, now: datetime) -> Order | None:
    """Take one up, unless it is made, in other hands, or too much is being made already."""
    _hold("take up a report")
    report = queries.find_report(row_id)
    if (
        report is None
        or queries.is_being_made_of(report, now)
        or queries.count_being_made(now) >= MOST_AT_ONCE
    ):
        return None
    taken: CursorResult[Any] = db.session.execute(
        update(Report)
        .where(Report.id == row_id, Report.state == ReportState.WAITING, Report.attempts < MOST_ATTEMPTS)
        .values(lease_until=now + LEASE, attempts=Report.attempts + 1)
        .execution_options(synchronize_session=False, every_organisation=True)
    )  # type: ignore[assignment]
    if taken.rowcount != 1:
        return None
    report = _locked(row_id)
    report.number = report.number or _next_number(now)
    return Order(row_id, report.attempts)


def _next_number(now: datetime) -> str:
    """Give a number that nobody else gets: whoever asks at the same time waits for this transaction."""
    year = now.year
    given = db.session.execute(
        text(
            "INSERT INTO report_numbers (id, last) VALUES (:year, 1)"
            " ON CONFLICT (id) DO UPDATE SET last = report_numbers.last + 1 RETURNING last"
        ),
        {"year": year},
    ).scalar_one()
    return f"ET-{year}-{given:05d}"


def note_content(order: Order, content: ReportContent) -> Report:
    """Store what the report says, before it is printed."""
    report = _locked(order.row_id)
    if _is_still_ours(report, order):
        report.say(title=content.title, data=to_json(content), content_key=content_hash(content))
    return report


def note_done(order: Order, file: MadeFile, content_key: str, *, now: datetime) -> bool:
    """Issue the report, in place of those before it.

    False when somebody else has taken it up since, or something in it was taken back meanwhile.
    """
    report = _locked(order.row_id)
    if not _is_still_ours(report, order):
        return False
    if report.content_key != content_key:
        report.mark_delayed()
        return False
    report.mark_done(
        file_key=file.key,
        file_hash=file.hash,
        pages=file.pages,
        archive_key=file.archive_key,
        archive_hash=file.archive_hash,
        now=now,
    )
    db.session.flush()
    for earlier in queries.list_superseded_by(report):
        earlier.superseded_by = report.number
    tell_who_asked(report, now=now)
    return True


def note_refused(order: Order, reason: str, *, now: datetime) -> None:
    """Put down why it cannot be made. Trying again would not help."""
    report = _locked(order.row_id)
    if _is_still_ours(report, order):
        report.mark_failed(reason)
        tell_who_asked(report, now=now)


def note_delayed(order: Order, *, now: datetime) -> None:
    """Leave it to a later attempt, if there is one."""
    report = _locked(order.row_id)
    if _is_still_ours(report, order):
        report.mark_delayed()
        if not report.is_waiting:
            tell_who_asked(report, now=now)


def set_aside_given_up(now: datetime) -> int:
    """End what was taken up for the last time by a process that then died."""
    given_up = queries.list_given_up(now)
    for report in given_up:
        report.mark_failed(COULD_NOT_BE_MADE)
        tell_who_asked(report, now=now)
    return len(given_up)


def _hold(others_who: str) -> None:
    """Hold off others who do this until the end of the transaction: two looking at once would both go on.

    SQLite lets only one process write at a time anyway.
    """
    if db.engine.dialect.name == "postgresql":
        db.session.execute(select(func.pg_advisory_xact_lock(func.hashtext(others_who))))


def _locked(row_id: int) -> Report:
    return db.session.scalars(
        select(Report)
        .where(Report.id == row_id)
        .with_for_update()
        .execution_options(every_organisation=True, populate_existing=True)
    ).one()


def _is_still_ours(report: Report, order: Order) -> bool:
    """A worker that comes back after its lease ran out must not undo what the next one did."""
    return report.is_waiting and report.attempts == order.attempt
