"""Which reports there are, which are to be made, and whose public one no longer says what is published."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, func, or_, select, tuple_
from sqlalchemy.orm import aliased, joinedload

from equity_tracker.extensions import db
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.programme import Programme
from equity_tracker.model.publication import Publication, PublicationKind
from equity_tracker.model.register import RegisterEntry
from equity_tracker.model.report import (
    TRY_AGAIN_AFTER,
    Edition,
    Report,
    ReportKind,
    ReportState,
)
from equity_tracker.reports.queries.waiting import of_programme

Condition = ColumnElement[bool]
# A write can be committed a little later than the moment it carries, and after a report was put down.
LATE_COMMITS = timedelta(minutes=10)


def get_report(organisation: Organisation, public_id: str) -> Report:
    return db.session.scalars(
        select(Report)
        .where(Report.organisation_id == organisation.id, Report.public_id == public_id)
        .options(joinedload(Report.requested_by))
    ).one()


def get_programme_report(programme: Programme, public_id: str) -> Report:
    return db.session.scalars(
        select(Report)
        .where(of_programme(programme.id), Report.public_id == public_id)
        .options(joinedload(Report.requested_by))
    ).one()


def list_of_programme(programme: Programme, *, most: int = 25) -> Sequence[Report]:
    """Return the reports of a programme that were asked for last, newest first."""
    return _asked_for(of_programme(programme.id), most)


def list_requested(organisation: Organisation, *, most: int = 25) -> Sequence[Report]:
    """Return the reports that people of an organisation asked for last, newest first."""
    is_asked_for = or_(Report.edition == Edition.INTERNAL, Report.requested_by_id.is_not(None))
    return _asked_for(and_(Report.organisation_id == organisation.id, is_asked_for), most)


def _asked_for(condition: Condition, most: int) -> Sequence[Report]:
    return db.session.scalars(
        select(Report)
        .where(condition)
        .options(joinedload(Report.requested_by))
        .order_by(Report.id.desc())
        .limit(most)
    ).all()


def list_public(organisation: Organisation, *, most: int = 25) -> Sequence[Report]:
    """Return the public status reports that were made last, newest first."""
    return db.session.scalars(
        select(Report)
        .where(Report.organisation_id == organisation.id, _is_public_status_report(), is_offered())
        .order_by(Report.id.desc())
        .limit(most)
    ).all()


def is_offered() -> Condition:
    """Say whether a file of it is there to be fetched."""
    return and_(Report.state == ReportState.DONE, Report.withdrawn_at.is_(None))


def _is_public_status_report() -> Condition:
    return and_(Report.edition == Edition.PUBLIC, Report.kind == ReportKind.STATUS_REPORT)


def find_last_public(organisation: Organisation) -> Report | None:
    """Find the public status report that was queued last, whatever became of it."""
    return db.session.scalar(
        select(Report)
        .where(Report.organisation_id == organisation.id, _is_automatic())
        .order_by(Report.id.desc())
        .limit(1)
    )


def _is_automatic() -> Condition:
    """Those that nobody asked for: everything, from the beginning."""
    return and_(_is_public_status_report(), Report.requested_by_id.is_(None), Report.since.is_(None))


def get_public_organisation(today: date, slug: str) -> Publication:
    """Return what the public may see of an organisation, found by a slug that it has or once had."""
    named = (
        select(Publication.subject_id)
        .where(
            Publication.kind == PublicationKind.ORGANISATION,
            Publication.slug == slug,
            Publication.public_from <= today,
        )
        .order_by(Publication.is_current.desc(), Publication.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    return db.session.scalars(
        select(Publication).where(
            Publication.kind == PublicationKind.ORGANISATION,
            Publication.is_current,
            Publication.subject_id == named,
            Publication.public_from <= today,
        )
    ).one()


def has_public_commitments(organisation_id: int | None, today: date) -> bool:
    """Say whether there is anything that a public report of this organisation could tell."""
    return (
        db.session.scalar(
            select(RegisterEntry.id)
            .where(RegisterEntry.organisation_id == organisation_id, RegisterEntry.public_from <= today)
            .limit(1)
        )
        is not None
    )


def find_public_report(organisation_id: int | None) -> Report | None:
    """Find the newest finished status report that anyone may read."""
    return db.session.scalar(
        select(Report)
        .where(Report.organisation_id == organisation_id, _is_automatic(), is_offered())
        .order_by(Report.id.desc())
        .limit(1)
    )


def list_newest_public(
    today: date, *, after: Sequence[str | int] | None, limit: int
) -> Sequence[Row[*tuple[Any, ...]]]:
    """Return the newest public report of each organisation whose report anyone may fetch, by its name.

    :param after: go on below the organisation with this sort name and id.
    """
    newest = (
        select(func.max(Report.id))
        .where(_is_automatic(), is_offered())
        .group_by(Report.organisation_id)
        .scalar_subquery()
    )
    has_something = (
        select(RegisterEntry.id)
        .where(RegisterEntry.organisation_id == Report.organisation_id, RegisterEntry.public_from <= today)
        .exists()
    )
    place = (Organisation.sort_name, Organisation.id)
    rows = (
        select(*place, Publication.payload, Report.as_of, Report.pages)
        .select_from(Report)
        .join(Organisation, Organisation.id == Report.organisation_id)
        .join(
            Publication,
            and_(
                Publication.kind == PublicationKind.ORGANISATION,
                Publication.is_current,
                Publication.subject_id == Organisation.public_id,
                Publication.public_from <= today,
            ),
        )
        .where(Report.id.in_(newest), has_something)
        .order_by(*place)
        .limit(limit)
        .execution_options(every_organisation=True)
    )
    return db.session.execute(rows if after is None else rows.where(tuple_(*place) > tuple_(*after))).all()


def list_changed(now: datetime, today: date, *, after_id: int = 0, most: int = 100) -> Sequence[int]:
    """Return the ids of organisations whose published record has moved since their last public report.

    Whether the report would say anything else is for the caller to find out: this is asked every minute,
    of everybody.
    """
    newest = (
        select(func.max(Report.id)).where(_is_automatic()).group_by(Report.organisation_id).scalar_subquery()
    )
    last = aliased(Report)
    has_none = and_(last.id.is_(None), RegisterEntry.public_from <= today)
    has_moved = or_(
        _was_written(last, now),
        _has_a_date_between(last, today),
        _may_be_tried_again(last, now),
        last.withdrawn_at.is_not(None),
    )
    return db.session.scalars(
        select(RegisterEntry.organisation_id)
        .outerjoin(last, and_(last.organisation_id == RegisterEntry.organisation_id, last.id.in_(newest)))
        .where(
            RegisterEntry.organisation_id > after_id,
            or_(has_none, and_(last.state != ReportState.WAITING, has_moved)),
        )
        .group_by(RegisterEntry.organisation_id)
        .order_by(RegisterEntry.organisation_id)
        .limit(most)
        .execution_options(every_organisation=True)
    ).all()


def _was_written(last: type[Report], now: datetime) -> Condition:
    """Say whether something was written about the commitment, or about its organisation."""
    renamed = (
        select(Publication.id)
        .where(
            Publication.kind == PublicationKind.ORGANISATION,
            Publication.is_current,
            Publication.organisation_id == RegisterEntry.organisation_id,
            Publication.published_at > last.requested_at,
        )
        .exists()
    )
    written_at = RegisterEntry.updated_at
    return or_(written_at > last.requested_at, written_at > now - LATE_COMMITS, renamed)


def _has_a_date_between(last: type[Report], today: date) -> Condition:
    """Say whether a date has passed since on which a status changes by itself."""
    entry = RegisterEntry
    return or_(
        and_(entry.next_due_on >= last.as_of, entry.next_due_on < today),
        and_(entry.grace_until >= last.as_of, entry.grace_until < today),
        and_(entry.stale_from > last.as_of, entry.stale_from <= today),
        and_(entry.public_from > last.as_of, entry.public_from <= today),
    )


def _may_be_tried_again(last: type[Report], now: datetime) -> Condition:
    """Say in SQL what `Report.is_to_be_tried_again` says in Python."""
    return and_(last.state == ReportState.FAILED, last.requested_at < now - TRY_AGAIN_AFTER)
