"""What the record of a commitment says. The public edition reads publications and the register alone."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from equity_tracker.extensions import db
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.errors import Refused
from equity_tracker.model.publication import PublicationKind
from equity_tracker.model.register import RegisterEntry
from equity_tracker.model.report import Edition
from equity_tracker.model.report_choice import Choice
from equity_tracker.model.review import Decision, Review
from equity_tracker.reports.commitment_record import CommitmentRecord, ReviewLine
from equity_tracker.reports.composing import Record
from equity_tracker.reports.queries.brands import brand_of
from equity_tracker.reports.queries.happened import all_told
from equity_tracker.reports.queries.records import (
    WITH_ITS_PARTS,
    marking_of,
    own_payload,
    own_record,
    published_facts,
)
from equity_tracker.reports.recording import Known, compose_record
from equity_tracker.reports.story import OwnCheckIn

_DECIDED = {
    Decision.ACKNOWLEDGED: "Acknowledged",
    Decision.APPROVED: "Approved",
    Decision.RETURNED: "Returned",
}


class NotPublished(Refused):
    """There is nothing that this edition could tell."""

    def __init__(self) -> None:
        super().__init__("This commitment is not published, so there is no record of it yet")


def commitment_record(commitment: Commitment, choice: Choice) -> CommitmentRecord:
    """Gather one commitment with its full history, for the public or for its own people."""
    if choice.edition is Edition.PUBLIC:
        return compose_record(_public(commitment, choice.as_of), choice)
    return compose_record(_internal(commitment, choice.as_of), choice)


def _public(commitment: Commitment, as_of: date) -> Known:
    entry = db.session.scalar(
        select(RegisterEntry).where(
            RegisterEntry.public_id == commitment.public_id,
            RegisterEntry.organisation_id == commitment.organisation_id,
            RegisterEntry.public_from <= as_of,
        )
    )
    told = all_told([commitment.public_id], as_of).get(commitment.public_id, [])
    current = [row for row in told if row.is_current and row.retracted_on is None]
    promise = next((row for row in current if row.kind is PublicationKind.COMMITMENT), None)
    if entry is None or promise is None:
        raise NotPublished
    check_ins = [row.payload for row in current if row.kind is PublicationKind.CHECK_IN]
    latest = max(check_ins, key=lambda said: said["number"], default=None)
    programme = published_facts(PublicationKind.PROGRAMME, as_of, programme_id=entry.programme_id)
    closed_on = programme[0]["closed_on"] if programme else None
    return Known(
        Record(entry, promise.payload, latest),
        told,
        brand=brand_of(commitment.organisation),
        attribution=(programme[0]["attribution"] or None) if programme else None,
        programme_closed_on=date.fromisoformat(closed_on) if closed_on else None,
    )


def _internal(commitment: Commitment, as_of: date) -> Known:
    """Gather it with what is not public: private evidence and notes, what waits, and what was decided."""
    loaded = db.session.scalars(
        select(Commitment)
        .join(Commitment.programme)
        .where(Commitment.id == commitment.id, Commitment.organisation_id == commitment.organisation_id)
        .options(*WITH_ITS_PARTS)
    ).one()
    entry = loaded.register_entry
    if entry is None:
        raise NotPublished
    programme = loaded.programme
    told = all_told([loaded.public_id], as_of, with_unpublic=True)
    return Known(
        own_record(loaded, entry, as_of),
        told.get(loaded.public_id, []),
        brand=brand_of(loaded.organisation),
        attribution=programme.attribution or None,
        programme_closed_on=programme.closed_on,
        own_check_ins={
            row.number: OwnCheckIn(own_payload(row, programme), marking_of(row))
            for row in loaded.check_ins
            if not row.is_retracted and row.submitted_on <= as_of
        },
        reviews=_reviews(loaded),
    )


def _reviews(commitment: Commitment) -> tuple[ReviewLine, ...]:
    rows = db.session.scalars(
        select(Review)
        .where(Review.commitment_id == commitment.id, Review.organisation_id == commitment.organisation_id)
        .options(joinedload(Review.commitment))
        .order_by(Review.id.desc())
    ).all()
    numbers = {row.id: row.number for row in commitment.check_ins}
    return tuple(
        ReviewLine(
            row.reviewed_at.date(),
            f"Check-in {numbers[row.check_in_id]}" if row.check_in_id in numbers else "The promise",
            _DECIDED[row.decision],
            row.reason,
        )
        for row in rows
    )
