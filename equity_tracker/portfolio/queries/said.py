"""Reads of what the latest check-in of each commitment says, as last corrected.

Not of check-ins that went back or were taken back, nor of commitments that were taken back.
"""

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import aliased

from equity_tracker.extensions import db
from equity_tracker.model.check_in import CheckIn, CheckInVersion
from equity_tracker.model.check_in_ask import CheckInAsk
from equity_tracker.model.check_in_help import CheckInHelp
from equity_tracker.model.check_in_theme import CheckInTheme
from equity_tracker.model.commitment import Commitment, Lifecycle
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.programme import Programme
from equity_tracker.model.report_choice import Period
from equity_tracker.portfolio.said import AskSaid, HelpSaid, Source, ThemeSaid

_SHOWN = (Lifecycle.PUBLISHED, Lifecycle.CLOSED)
_SOURCE = (
    Organisation.name,
    Organisation.slug,
    Organisation.sort_name,
    Commitment.title,
    Commitment.public_id,
    CheckIn.public_id,
    Commitment.domain,
    CheckIn.submitted_on,
    Commitment.lifecycle,
)
_PLACE = len(_SOURCE)


def count_latest(programme: Programme, period: Period | None = None) -> int:
    """Count the commitments that have a check-in which stands, whose latest is of the period."""
    latest = _latest(programme, CheckInVersion.id)
    if period is not None:
        latest = latest.where(CheckIn.submitted_on <= period.until)
    if period is not None and period.since is not None:
        latest = latest.where(CheckIn.submitted_on >= period.since)
    counted = latest.subquery()
    return db.session.scalar(select(func.count()).select_from(counted)) or 0


def list_themes(programme: Programme) -> list[ThemeSaid]:
    """Return what helped and hindered, by organisation and commitment."""
    said = CheckInTheme
    rows = _said(programme, said, said.theme, said.direction, said.note, said.is_private)
    return [ThemeSaid(_source(row), *row[_PLACE:]) for row in rows]


def list_help(programme: Programme) -> list[HelpSaid]:
    """Return help wanted and offered, by organisation and commitment."""
    said = CheckInHelp
    rows = _said(programme, said, said.theme, said.way, said.note, said.is_private)
    return [HelpSaid(_source(row), *row[_PLACE:]) for row in rows]


def list_asks(programme: Programme) -> list[AskSaid]:
    """Return what must change above the organisations, by organisation and commitment."""
    said = CheckInAsk
    rows = _said(programme, said, said.addressee, said.what, said.is_private)
    return [AskSaid(_source(row), *row[_PLACE:]) for row in rows]


def _said(programme: Programme, said: Any, *columns: Any) -> list[Any]:  # noqa: ANN401 - one of three nouns
    statement = (
        _latest(programme, *_SOURCE, *columns)
        .join(said, and_(said.check_in_version_id == CheckInVersion.id, said.programme_id == programme.id))
        .order_by(Organisation.sort_name, Commitment.title, CheckIn.id, said.id)
    )
    return list(db.session.execute(statement))


def _latest(programme: Programme, *columns: Any) -> Select[Any]:  # noqa: ANN401 - columns
    """Select from the version that stands of the latest check-in that stands, one for each commitment."""
    return (
        select(*columns)
        .select_from(CheckIn)
        .join(Commitment, Commitment.id == CheckIn.commitment_id)
        .join(Organisation, Organisation.id == Commitment.organisation_id)
        .join(CheckInVersion, CheckInVersion.check_in_id == CheckIn.id)
        .where(
            CheckIn.programme_id == programme.id,
            CheckInVersion.programme_id == programme.id,
            Commitment.programme_id == programme.id,
            Commitment.lifecycle.in_(_SHOWN),
            CheckIn.number == _last_number(programme),
            CheckInVersion.number == _last_version(programme),
            _stands(CheckIn),
        )
    )


def _last_number(programme: Programme) -> Any:  # noqa: ANN401 - a scalar subquery
    other = aliased(CheckIn)
    return (
        select(func.max(other.number))
        .where(other.programme_id == programme.id, other.commitment_id == Commitment.id, _stands(other))
        .correlate(Commitment)
        .scalar_subquery()
    )


def _last_version(programme: Programme) -> Any:  # noqa: ANN401 - a scalar subquery
    other = aliased(CheckInVersion)
    return (
        select(func.max(other.number))
        .where(other.programme_id == programme.id, other.check_in_id == CheckIn.id)
        .correlate(CheckIn)
        .scalar_subquery()
    )


def _stands(check_in: type[CheckIn]) -> ColumnElement[bool]:
    return and_(check_in.is_returned.is_(False), check_in.retracted_on.is_(None))


def _source(row: Any) -> Source:  # noqa: ANN401 - a database row
    name, slug, sort_name, title, commitment_id, check_in_id, domain, said_on, lifecycle = row[:_PLACE]
    return Source(
        organisation=name,
        organisation_slug=slug,
        sort_name=sort_name,
        commitment=title or "Untitled commitment",
        commitment_id=commitment_id,
        check_in_id=check_in_id,
        domain=domain,
        said_on=said_on,
        is_closed=lifecycle is Lifecycle.CLOSED,
    )
