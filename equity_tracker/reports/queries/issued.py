"""Reports of record as the public may find them: by their number, or the newest first."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Select, and_, or_, select

from equity_tracker.extensions import db
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.programme import Programme
from equity_tracker.model.publication import Publication, PublicationKind
from equity_tracker.model.register import RegisterEntry
from equity_tracker.model.report import Edition, Report, ReportKind, ReportState
from equity_tracker.model.round import RoundState
from equity_tracker.reports.queries.rows import Condition, is_offered


def get_issued(_scope: object, number: str) -> Report:
    """Return the report with this number, once it was issued. What was made to practise was never issued."""
    return db.session.scalars(
        select(Report)
        .outerjoin(Programme, Programme.id == Report.programme_id)
        .where(
            Report.number == number,
            Report.state == ReportState.DONE,
            or_(Programme.id.is_(None), Programme.is_practice.is_(False)),
        )
        .execution_options(every_organisation=True)
    ).one()


def is_still_public(report: Report, today: date) -> bool:
    """Say whether the public may know whom this report is about today."""
    query = select(Report.id).where(Report.id == report.id, _is_about_something_public(today))
    return db.session.scalar(query.execution_options(every_organisation=True)) is not None


def has_something_public(report: Report, today: date) -> bool:
    """Say of a report that is not asked for yet whether its public edition could tell of anything.

    Of a round the public reads nothing before it has closed.
    """
    if report.round is not None and report.round.state is not RoundState.CLOSED:
        return False
    if report.organisation_id is None:
        query: Select[int] = select(Publication.id).where(
            Publication.kind == PublicationKind.PROGRAMME,
            Publication.is_current,
            Publication.programme_id == report.programme_id,
            Publication.public_from <= today,
        )
    else:
        query = select(RegisterEntry.id).where(
            RegisterEntry.organisation_id == report.organisation_id, RegisterEntry.public_from <= today
        )
        if report.commitment_id is not None:
            query = query.where(RegisterEntry.commitment_id == report.commitment_id)
    return db.session.scalar(query.limit(1)) is not None


def _is_about_something_public(today: date) -> Condition:
    entry = select(RegisterEntry.id).where(
        RegisterEntry.organisation_id == Report.organisation_id,
        RegisterEntry.public_from <= today,
        or_(Report.commitment_id.is_(None), RegisterEntry.commitment_id == Report.commitment_id),
    )
    programme = (
        select(Publication.id)
        .join(Programme, Programme.public_id == Publication.subject_id)
        .where(
            Programme.id == Report.programme_id,
            Publication.kind == PublicationKind.PROGRAMME,
            Publication.is_current,
            Publication.public_from <= today,
        )
    )
    return or_(
        entry.exists(),
        and_(Report.organisation_id.is_(None), programme.exists()),
        # One that was taken back says so, also where nothing else is left.
        Report.withdrawn_at.is_not(None),
    )


def list_issued(
    today: date,
    *,
    kind: ReportKind | None = None,
    organisation: str = "",
    after: Sequence[int] | None = None,
    limit: int,
) -> Sequence[Report]:
    """Return the public reports that are offered, the newest first.

    :param organisation: only those of the organisation with this slug.
    :param after: go on below the report with this id.
    """
    rows = (
        select(Report)
        .outerjoin(Organisation, Organisation.id == Report.organisation_id)
        .outerjoin(Programme, Programme.id == Report.programme_id)
        .where(
            Report.edition == Edition.PUBLIC,
            Report.number.is_not(None),
            is_offered(),
            or_(Programme.id.is_(None), Programme.is_practice.is_(False)),
            _is_about_something_public(today),
        )
        .order_by(Report.id.desc())
        .limit(limit)
        .execution_options(every_organisation=True)
    )
    if kind is not None:
        rows = rows.where(Report.kind == kind)
    if organisation:
        rows = rows.where(Organisation.slug == organisation)
    if after is not None:
        rows = rows.where(Report.id < after[0])
    return db.session.scalars(rows).all()
