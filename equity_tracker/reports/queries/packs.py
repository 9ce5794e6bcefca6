"""What may stand in a programme's board pack: reports that were issued, and what a new one could be about."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, or_, select

from equity_tracker.extensions import db
from equity_tracker.model.commitment import Commitment, Lifecycle
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.programme import Participation, Programme
from equity_tracker.model.report import Edition, Report, ReportKind
from equity_tracker.model.round import Round, RoundState
from equity_tracker.reports.asking import Subject
from equity_tracker.reports.pack import OF_ORGANISATIONS, PartRef
from equity_tracker.reports.queries.rows import is_offered

EVERYWHERE = {"every_organisation": True}
MOST_OFFERED = 200


def list_issued_for_pack(programme: Programme) -> Sequence[Report]:
    """Return the reports whose data can be printed again, the newest first."""
    return db.session.scalars(
        select(Report)
        .where(_may_stand_in(programme))
        .order_by(Report.id.desc())
        .limit(MOST_OFFERED)
        .execution_options(**EVERYWHERE)
    ).all()


def find_issued_for_pack(programme: Programme, public_id: str) -> Report | None:
    return db.session.scalars(
        select(Report)
        .where(_may_stand_in(programme), Report.public_id == public_id)
        .execution_options(**EVERYWHERE)
    ).one_or_none()


def _may_stand_in(programme: Programme) -> ColumnElement[bool]:
    """The programme's own; and of those who take part in it what is public."""
    takes_part = select(Participation.organisation_id).where(
        Participation.programme_id == programme.id, Participation.joined_on.is_not(None)
    )
    is_own = and_(
        Report.programme_id == programme.id,
        Report.organisation_id.is_(None),
        Report.kind.not_in([ReportKind.BOARD_PACK, *OF_ORGANISATIONS]),
    )
    is_public = and_(
        Report.edition == Edition.PUBLIC,
        Report.kind.in_(OF_ORGANISATIONS),
        Report.organisation_id.in_(takes_part),
        or_(Report.programme_id.is_(None), Report.programme_id == programme.id),
    )
    return and_(is_offered(), Report.number.is_not(None), or_(is_own, is_public))


def list_closed_rounds(programme: Programme) -> Sequence[Round]:
    return db.session.scalars(
        select(Round)
        .where(Round.programme_id == programme.id, Round.state == RoundState.CLOSED)
        .order_by(Round.number.desc())
        .limit(MOST_OFFERED)
    ).all()


def list_taking_part(programme: Programme) -> Sequence[Organisation]:
    return db.session.scalars(
        select(Organisation)
        .join(Participation, Participation.organisation_id == Organisation.id)
        .where(Participation.programme_id == programme.id, Participation.joined_on.is_not(None))
        .order_by(Organisation.sort_name, Organisation.id)
        .limit(MOST_OFFERED)
        .execution_options(**EVERYWHERE)
    ).all()


def list_published(programme: Programme) -> Sequence[Commitment]:
    return db.session.scalars(
        select(Commitment)
        .where(Commitment.programme_id == programme.id, _is_published())
        .order_by(Commitment.reference, Commitment.id)
        .limit(MOST_OFFERED)
        .execution_options(**EVERYWHERE)
    ).all()


def _is_published() -> ColumnElement[bool]:
    return Commitment.lifecycle.in_([Lifecycle.PUBLISHED, Lifecycle.CLOSED])


def find_subject(programme: Programme, ref: PartRef) -> Subject | None:
    """Return what a new report in the pack is about, as long as it belongs to the programme."""
    if ref.kind is ReportKind.PROGRAMME_REPORT:
        return programme if ref.about == programme.public_id else None
    if ref.kind is ReportKind.ROUND_REPORT:
        return db.session.scalars(
            select(Round).where(
                Round.programme_id == programme.id,
                Round.public_id == ref.about,
                Round.state == RoundState.CLOSED,
            )
        ).one_or_none()
    if ref.kind is ReportKind.COMMITMENT_RECORD:
        return db.session.scalars(
            select(Commitment)
            .where(
                Commitment.programme_id == programme.id,
                Commitment.public_id == ref.about,
                _is_published(),
            )
            .execution_options(**EVERYWHERE)
        ).one_or_none()
    return db.session.scalars(
        select(Organisation)
        .join(Participation, Participation.organisation_id == Organisation.id)
        .where(
            Participation.programme_id == programme.id,
            Participation.joined_on.is_not(None),
            Organisation.public_id == ref.about,
        )
        .execution_options(**EVERYWHERE)
    ).one_or_none()
