"""What may be worth a second look, kind by kind: nothing of it blocks anything, and nothing is public.

Most flags are rows that were written when a report came; silence and readings are read as they stand today.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, exists, func, null, or_, select, tuple_
from sqlalchemy.orm import InstrumentedAttribute, aliased

from equity_tracker.extensions import db
from equity_tracker.model.check_in import CheckIn
from equity_tracker.model.commitment import Commitment, Lifecycle
from equity_tracker.model.commitment_flag import CommitmentFlag, FlagLook
from equity_tracker.model.flags import FlagKind
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.partner import Answer, Partner
from equity_tracker.model.partner_reading import PartnerReading
from equity_tracker.model.programme import Programme
from equity_tracker.monday.queries.scope import AnySelect, Cursor, everything, is_live
from equity_tracker.monday.sentences import read_differently, stale

SHAPE = (str, int, int, str)
# The kinds that are looked at again, in the order of the page.
KEPT = (FlagKind.RECYCLED, FlagKind.CONTRADICTION, FlagKind.LESS_POWER, FlagKind.MOVED_AWAY)
LOOK_AGAIN = (*KEPT, FlagKind.STALE, FlagKind.READ_DIFFERENTLY)
# What is still its organisation's own is nobody's to look at.
_NOT_SEEN = (Lifecycle.DRAFT, Lifecycle.RETURNED, Lifecycle.RETRACTED, Lifecycle.ARCHIVED)


@dataclass(frozen=True)
class Flagged:
    """One thing to look at again: where, in which version of what, and the sentence about it."""

    kind: FlagKind
    place: tuple[str, int, int, str]
    organisation: str
    commitment_id: str
    title: str
    subject: str
    version: int
    sentence: str
    on: date | None
    earlier_number: int | None


def list_flagged(
    programme: Programme,
    kind: FlagKind,
    *,
    today: date,
    most: int,
    after: Cursor | None = None,
) -> list[Flagged]:
    """Return what nobody has looked at yet of this kind, by organisation.

    :param after: go on below the row with this place.
    """
    rows = _QUESTIONS[kind](programme, kind, today)
    place = (Organisation.sort_name, Organisation.id, Commitment.id, _SUBJECTS[kind])
    rows = rows.order_by(*place).limit(most)
    if after is not None:
        rows = rows.where(tuple_(*place) > tuple_(*after))
    return [_flagged(row, kind) for row in db.session.execute(rows)]


def all_flagged(programme: Programme, *, today: date, kind: FlagKind | None = None) -> Iterator[Flagged]:
    """Yield everything to look at again, kind by kind, for a file or a paper."""
    for one in (kind,) if kind else LOOK_AGAIN:

        def read(after: Cursor | None, most: int, one: FlagKind = one) -> Sequence[Flagged]:
            return list_flagged(programme, one, today=today, most=most, after=after)

        yield from everything(read, lambda row: row.place)


def count_flagged(programme: Programme, *, today: date) -> dict[FlagKind, int]:
    """Count what nobody has looked at yet, by kind, in one question."""
    counted = [
        select(func.count())
        .select_from(_QUESTIONS[kind](programme, kind, today).subquery())
        .scalar_subquery()
        for kind in LOOK_AGAIN
    ]
    row = db.session.execute(select(*counted)).one()
    return dict(zip(LOOK_AGAIN, row, strict=True))


def find_flagged(
    programme: Programme, kind: FlagKind, commitment: Commitment, subject: str, *, today: date
) -> Flagged | None:
    """Return the flag on this subject that nobody has looked at yet."""
    rows = _QUESTIONS[kind](programme, kind, today).where(Commitment.id == commitment.id)
    found = (_flagged(row, kind) for row in db.session.execute(rows))
    return next((row for row in found if row.subject == subject), None)


def _flagged(row: Any, kind: FlagKind) -> Flagged:  # noqa: ANN401 - a database row, by name
    words = {FlagKind.STALE: stale, FlagKind.READ_DIFFERENTLY: read_differently}.get(kind)
    return Flagged(
        kind=kind,
        place=(row.sort_name, row.organisation_id, row.commitment, row.subject),
        organisation=row.name,
        commitment_id=row.public_id,
        title=row.title or "Untitled commitment",
        subject=row.subject,
        version=row.version,
        sentence=words(row) if words else row.sentence,
        on=row.on,
        earlier_number=row.earlier_number,
    )


_READER = aliased(Organisation)
_WHERE = (
    Organisation.sort_name,
    Organisation.id.label("organisation_id"),
    Organisation.name,
    Commitment.id.label("commitment"),
    Commitment.public_id,
    Commitment.title,
)


def _kept(programme: Programme, kind: FlagKind, _today: date) -> AnySelect:
    flag = CommitmentFlag
    return (
        select(
            *_WHERE,
            flag.subject.label("subject"),
            flag.version.label("version"),
            flag.sentence,
            flag.seen_on.label("on"),
            flag.earlier_number,
        )
        .join(Commitment, Commitment.id == flag.commitment_id)
        .join(Organisation, Organisation.id == Commitment.organisation_id)
        .where(
            flag.programme_id == programme.id,
            flag.is_current,
            flag.kind == kind.value,
            ~_is_looked_at(kind, flag.subject, flag.version),
        )
    )


def _stale(programme: Programme, kind: FlagKind, today: date) -> AnySelect:
    """A commitment goes stale anew after each report, so their number is the version."""
    reports = (
        select(func.coalesce(func.max(CheckIn.number), 0))
        .where(
            CheckIn.organisation_id == Commitment.organisation_id,
            CheckIn.commitment_id == Commitment.id,
        )
        .correlate(Commitment)
        .scalar_subquery()
    )
    return (
        select(
            *_WHERE,
            Commitment.public_id.label("subject"),
            reports.label("version"),
            func.coalesce(Commitment.last_reported_on, Commitment.first_published_on).label("on"),
            Commitment.last_reported_on,
            null().label("earlier_number"),
        )
        .join(Organisation, Organisation.id == Commitment.organisation_id)
        .where(
            Commitment.programme_id == programme.id,
            is_live(),
            Commitment.stale_from <= today,
            ~_is_looked_at(kind, Commitment.public_id, reports),
        )
    )


def _read_differently(programme: Programme, kind: FlagKind, _today: date) -> AnySelect:
    """Only the latest reading of a partner that has not declined, and only where both have said something."""
    reading, earlier, reader = PartnerReading, aliased(PartnerReading), _READER
    latest = (
        select(func.max(earlier.number))
        .where(
            earlier.organisation_id == reading.organisation_id,
            earlier.commitment_id == reading.commitment_id,
            earlier.reader_id == reading.reader_id,
        )
        .correlate(reading)
        .scalar_subquery()
    )
    is_partner = exists().where(
        Partner.organisation_id == reading.organisation_id,
        Partner.commitment_id == reading.commitment_id,
        Partner.partner_organisation_id == reading.reader_id,
        or_(Partner.answer.is_(None), Partner.answer != Answer.DECLINED),
    )
    return (
        select(
            *_WHERE,
            reader.public_id.label("subject"),
            reading.number.label("version"),
            reading.given_on.label("on"),
            reader.name.label("reader"),
            reading.level.label("read_level"),
            reading.decision_power.label("read_power"),
            Commitment.level,
            Commitment.decision_power,
            null().label("earlier_number"),
        )
        .join(Commitment, Commitment.id == reading.commitment_id)
        .join(Organisation, Organisation.id == Commitment.organisation_id)
        .join(reader, reader.id == reading.reader_id)
        .where(
            reading.programme_id == programme.id,
            reading.number == latest,
            is_partner,
            Commitment.lifecycle.not_in(_NOT_SEEN),
            or_(reading.level != Commitment.level, reading.decision_power != Commitment.decision_power),
            ~_is_looked_at(kind, reader.public_id, reading.number),
        )
    )


def _is_looked_at(
    kind: FlagKind,
    subject: InstrumentedAttribute[str],
    version: InstrumentedAttribute[int] | ScalarSelect[int],
) -> ColumnElement[bool]:
    return exists().where(
        FlagLook.organisation_id == Commitment.organisation_id,
        FlagLook.commitment_id == Commitment.id,
        FlagLook.kind == kind.value,
        FlagLook.subject == subject,
        FlagLook.version == version,
    )


Question = Callable[[Programme, FlagKind, date], AnySelect]
_QUESTIONS: dict[FlagKind, Question] = {
    **dict.fromkeys(KEPT, _kept),
    FlagKind.STALE: _stale,
    FlagKind.READ_DIFFERENTLY: _read_differently,
}
_SUBJECTS: dict[FlagKind, InstrumentedAttribute[str]] = {
    **dict.fromkeys(KEPT, CommitmentFlag.subject),
    FlagKind.STALE: Commitment.public_id,
    FlagKind.READ_DIFFERENTLY: _READER.public_id,
}
