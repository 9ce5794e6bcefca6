"""Reads of what was registered in a programme, across its organisations. No drafts, nothing archived."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, case, exists, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from equity_tracker.extensions import db
from equity_tracker.model.amendment import Amendment
from equity_tracker.model.check_in import CheckIn, CheckInVersion
from equity_tracker.model.check_in_signature import CheckInSignature
from equity_tracker.model.commitment import UNSEEN, Commitment, Lifecycle
from equity_tracker.model.coordinator_assessment import CoordinatorAssessment
from equity_tracker.model.measure import Measure
from equity_tracker.model.milestone import Milestone
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.partner import Partner
from equity_tracker.model.programme import Programme
from equity_tracker.model.register import RegisterEntry
from equity_tracker.model.review import Review
from equity_tracker.model.round_question import RoundAnswer
from equity_tracker.model.status import Reporting
from equity_tracker.programmes.queries.ownerships import Missing, is_missing
from equity_tracker.programmes.queries.returned import gone_back
from equity_tracker.programmes.queries.subjects import Subject, is_about
from equity_tracker.programmes.registered import GoneBack, Registered


@dataclass(frozen=True)
class Narrowing:
    """What a coordinator asked to see of the list; None is everything."""

    organisation: str | None = None
    stage: Lifecycle | None = None
    reporting: Reporting | None = None
    missing: Missing | None = None
    subjects: tuple[Subject, ...] = ()


def reporting_is(state: Reporting, today: date) -> ColumnElement[bool]:
    """Say in SQL what `equity_tracker.model.status.reporting` says of one register entry."""
    entry = RegisterEntry
    is_open = entry.closed_on.is_(None)
    is_asked = and_(is_open, entry.next_due_on.is_not(None), entry.grace_until.is_not(None))
    is_idle = and_(is_open, entry.next_due_on.is_(None) | entry.grace_until.is_(None))
    never, once = entry.last_reported_on.is_(None), entry.last_reported_on.is_not(None)
    return {
        Reporting.CLOSED: entry.closed_on.is_not(None),
        Reporting.NOT_ASKED: and_(is_idle, never),
        Reporting.REPORTED: and_(is_idle, once),
        Reporting.DUE: and_(is_asked, entry.next_due_on >= today),
        Reporting.OVERDUE: and_(is_asked, entry.next_due_on < today, entry.grace_until >= today),
        Reporting.NEVER_REPORTED: and_(is_asked, entry.next_due_on < today, entry.grace_until < today, never),
        Reporting.NOT_REPORTED: and_(is_asked, entry.next_due_on < today, entry.grace_until < today, once),
    }[state]


def count_by_reporting(programme: Programme, today: date) -> dict[Reporting, int]:
    """Count the programme's published commitments by where they stand with their reporting."""
    row = db.session.execute(
        select(
            *(
                func.coalesce(func.sum(case((reporting_is(state, today), 1), else_=0)), 0)
                for state in Reporting
            )
        ).where(RegisterEntry.programme_id == programme.id, RegisterEntry.retracted_on.is_(None))
    ).one()
    return dict(zip(Reporting, row, strict=True))


def count_due_by(programme: Programme, *, today: date, until: date) -> int:
    """Count the commitments whose check-in is due from today to that day."""
    return (
        db.session.scalar(
            select(func.count())
            .select_from(RegisterEntry)
            .where(
                RegisterEntry.programme_id == programme.id,
                RegisterEntry.retracted_on.is_(None),
                reporting_is(Reporting.DUE, today),
                RegisterEntry.next_due_on <= until,
            )
        )
        or 0
    )


def list_commitments(
    programme: Programme, narrowing: Narrowing, *, today: date, most: int, before_id: int | None = None
) -> list[Registered]:
    """Return what was registered, the latest first.

    :param before_id: go on below this row.
    """
    rows = (
        select(Commitment, gone_back())
        .join(Commitment.organisation)
        .outerjoin(Commitment.register_entry)
        .where(Commitment.programme_id == programme.id, Commitment.lifecycle.not_in(UNSEEN))
        .options(contains_eager(Commitment.organisation), contains_eager(Commitment.register_entry))
        .order_by(Commitment.id.desc())
        .limit(most)
    )
    for condition in _conditions(narrowing, today):
        rows = rows.where(condition)
    if before_id is not None:
        rows = rows.where(Commitment.id < before_id)
    return [
        Registered(commitment, GoneBack(gone) if gone else None)
        for commitment, gone in db.session.execute(rows)
    ]


def count_commitments(programme: Programme, narrowing: Narrowing, *, today: date) -> int:
    counted = (
        select(func.count())
        .select_from(Commitment)
        .join(Commitment.organisation)
        .outerjoin(Commitment.register_entry)
        .where(Commitment.programme_id == programme.id, Commitment.lifecycle.not_in(UNSEEN))
    )
    for condition in _conditions(narrowing, today):
        counted = counted.where(condition)
    return db.session.scalar(counted) or 0


def _conditions(narrowing: Narrowing, today: date) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if narrowing.organisation is not None:
        conditions.append(Organisation.slug == narrowing.organisation)
    if narrowing.stage is Lifecycle.RETURNED:
        conditions.append(or_(Commitment.lifecycle == narrowing.stage, gone_back().is_not(None)))
    elif narrowing.stage is not None:
        conditions.append(Commitment.lifecycle == narrowing.stage)
    if narrowing.reporting is not None:
        conditions += [
            RegisterEntry.id.is_not(None),
            RegisterEntry.retracted_on.is_(None),
            reporting_is(narrowing.reporting, today),
        ]
    if narrowing.missing is not None:
        conditions.append(is_missing(narrowing.missing))
    return conditions + [is_about(subject) for subject in narrowing.subjects]


def list_holders(programme: Programme) -> list[tuple[str, str]]:
    """Return the organisations that have registered something, by name: slug and name."""
    # Asked of each organisation, and not the other way round: they are few, commitments many.
    has_registered = exists().where(
        Commitment.organisation_id == Organisation.id,
        Commitment.programme_id == programme.id,
        Commitment.lifecycle.not_in(UNSEEN),
    )
    rows = select(Organisation.slug, Organisation.name).where(has_registered)
    return [
        (slug, name)
        for slug, name in db.session.execute(rows.order_by(Organisation.sort_name, Organisation.id))
    ]


def get_commitment(programme: Programme, public_id: str) -> Commitment:
    """Return one commitment that was registered in the programme, with what its page shows."""
    found = db.session.scalars(
        select(Commitment)
        .where(
            Commitment.programme_id == programme.id,
            Commitment.public_id == public_id,
            Commitment.lifecycle.not_in(UNSEEN),
        )
        .options(
            joinedload(Commitment.organisation),
            joinedload(Commitment.register_entry),
            joinedload(Commitment.imported),
            joinedload(Commitment.programme),
            joinedload(Commitment.still_in_place),
            joinedload(Commitment.handovers),
            selectinload(Commitment.assessments).selectinload(CoordinatorAssessment.replies),
            selectinload(Commitment.milestones).selectinload(Milestone.moves),
            selectinload(Commitment.measures).selectinload(Measure.targets),
            selectinload(Commitment.measures).selectinload(Measure.readings),
            selectinload(Commitment.partners).joinedload(Partner.partner_organisation),
            selectinload(Commitment.partner_readings),
            selectinload(Commitment.ownerships),
            selectinload(Commitment.expected_check_ins),
            selectinload(Commitment.publications),
            selectinload(Commitment.amendments).joinedload(Amendment.sent_by),
            selectinload(Commitment.reviews).joinedload(Review.reviewed_by),
            selectinload(Commitment.check_ins).selectinload(CheckIn.versions),
        )
    )
    return found.unique().one()


def get_check_in(programme: Programme, public_id: str) -> CheckIn:
    """Return one check-in on a commitment in the programme, with what its page shows."""
    of_commitment = joinedload(CheckIn.commitment)
    return db.session.scalars(
        select(CheckIn)
        .where(CheckIn.programme_id == programme.id, CheckIn.public_id == public_id)
        .options(
            joinedload(CheckIn.round),
            joinedload(CheckIn.expected),
            selectinload(CheckIn.versions).options(
                joinedload(CheckInVersion.submitted_by),
                joinedload(CheckInVersion.signature).joinedload(CheckInSignature.signed_by),
                selectinload(CheckInVersion.evidence),
                selectinload(CheckInVersion.themes),
                selectinload(CheckInVersion.help),
                selectinload(CheckInVersion.asks),
                selectinload(CheckInVersion.round_answers).joinedload(RoundAnswer.question),
            ),
            of_commitment.joinedload(Commitment.organisation),
            of_commitment.joinedload(Commitment.register_entry),
            of_commitment.selectinload(Commitment.reviews).joinedload(Review.reviewed_by),
        )
    ).one()
