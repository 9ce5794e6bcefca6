"""What changed in a programme since a day: published, amended, reported, closed, taken back, joined, left."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import aliased, selectinload

from equity_tracker.extensions import db
from equity_tracker.model.changes import promise_changes
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.organisation import Organisation, OrganisationChange
from equity_tracker.model.programme import Participation, Programme
from equity_tracker.model.publication import Publication, PublicationKind
from equity_tracker.model.round import Round, RoundState
from equity_tracker.model.vocabulary import CLOSE_REASONS
from equity_tracker.monday.kinds import ChangeGroup
from equity_tracker.monday.queries.reports import list_turns


@dataclass(frozen=True)
class Detail:
    """One answer that is different: what it was, and what it is."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Changed:
    """One change: of whom, of what, when, and in which words."""

    group: ChangeGroup
    on: date
    organisation: str
    sentence: str
    title: str | None = None
    commitment_id: str | None = None
    details: tuple[Detail, ...] = ()


def list_changes(programme: Programme, *, since: date, most: int) -> dict[ChangeGroup, list[Changed]]:
    """Return what changed, group by group; of each at most so many, the latest first."""
    found = {
        ChangeGroup.PUBLISHED: _published(programme, since, most),
        ChangeGroup.AMENDED: _amended(programme, since, most),
        ChangeGroup.REPORTED: _reported(programme, since, most),
        ChangeGroup.CLOSED: _closed(programme, since, most),
        ChangeGroup.RETRACTED: _retracted(programme, since, most),
        ChangeGroup.JOINED: _joined(programme, since, most),
        ChangeGroup.LEFT: _left(programme, since, most),
        ChangeGroup.SUCCEEDED: _succeeded(programme, since, most),
    }
    return {group: rows for group, rows in found.items() if rows}


def all_changes(programme: Programme, *, since: date) -> Iterator[Changed]:
    """Yield every change, for a file or a paper."""
    for rows in list_changes(programme, since=since, most=_NO_LIMIT).values():
        yield from rows


def last_closed_round(programme: Programme) -> Round | None:
    return db.session.scalar(
        select(Round)
        .where(Round.programme_id == programme.id, Round.state == RoundState.CLOSED)
        .order_by(Round.closed_at.desc(), Round.number.desc())
        .limit(1)
    )


_NO_LIMIT = 100_000


def _published(programme: Programme, since: date, most: int) -> list[Changed]:
    rows = db.session.execute(
        select(Publication.happened_on, Organisation.name, Commitment.title, Commitment.public_id)
        .join(Commitment, Commitment.id == Publication.commitment_id)
        .join(Organisation, Organisation.id == Commitment.organisation_id)
        .where(
            Commitment.programme_id == programme.id,
            Publication.programme_id == programme.id,
            Publication.kind == PublicationKind.COMMITMENT,
            Publication.number == 1,
            Publication.retracted_on.is_(None),
            Publication.happened_on >= since,
        )
        .order_by(Publication.happened_on.desc(), Publication.id.desc())
        .limit(most)
    )
    return [
        Changed(ChangeGroup.PUBLISHED, on, name, "Published for the first time.", title, public_id)
        for on, name, title, public_id in rows
    ]


def _amended(programme: Programme, since: date, most: int) -> list[Changed]:
    """A new publication that says nothing else (a closing, a reading) is no amendment."""
    before = aliased(Publication)
    rows = db.session.execute(
        select(
            Publication.happened_on,
            Publication.payload,
            Publication.note,
            before.payload.label("earlier"),
            Organisation.name,
            Commitment.title,
            Commitment.public_id,
        )
        .join(
            before,
            and_(
                before.kind == Publication.kind,
                before.subject_id == Publication.subject_id,
                before.number == Publication.number - 1,
            ),
        )
        .join(Commitment, Commitment.id == Publication.commitment_id)
        .join(Organisation, Organisation.id == Commitment.organisation_id)
        .where(
            Commitment.programme_id == programme.id,
            Publication.programme_id == programme.id,
            Publication.kind == PublicationKind.COMMITMENT,
            Publication.retracted_on.is_(None),
            before.retracted_on.is_(None),
            Publication.happened_on >= since,
        )
        .order_by(Publication.happened_on.desc(), Publication.id.desc())
        .limit(most)
    )
    found = []
    for row in rows:
        details = tuple(
            Detail(change.label, change.before, change.after)
            for change in promise_changes(row.earlier, row.payload)
        )
        if details:
            because = f"Because: {row.note}" if row.note else "No reason was needed."
            found.append(
                Changed(
                    ChangeGroup.AMENDED, row.happened_on, row.name, because, row.title, row.public_id, details
                )
            )
    return found


def _reported(programme: Programme, since: date, most: int) -> list[Changed]:
    return [
        Changed(
            ChangeGroup.REPORTED, turn.on, turn.organisation, turn.sentence, turn.title, turn.commitment_id
        )
        for turn in list_turns(programme, since=since, most=most)
    ]


def _closed(programme: Programme, since: date, most: int) -> list[Changed]:
    rows = db.session.execute(
        select(
            Commitment.closed_on,
            Organisation.name,
            Commitment.title,
            Commitment.public_id,
            Commitment.close_reason,
        )
        .join(Organisation, Organisation.id == Commitment.organisation_id)
        .where(Commitment.programme_id == programme.id, Commitment.closed_on >= since)
        .order_by(Commitment.closed_on.desc(), Commitment.id.desc())
        .limit(most)
    )
    return [
        Changed(ChangeGroup.CLOSED, on, name, f"{CLOSE_REASONS.label(reason)}.", title, public_id)
        for on, name, title, public_id, reason in rows
        if on is not None
    ]


def _retracted(programme: Programme, since: date, most: int) -> list[Changed]:
    """One line for a commitment, though all that was told about it went with it."""
    kinds = (PublicationKind.COMMITMENT, PublicationKind.CHECK_IN)
    rows = db.session.execute(
        select(
            Publication.kind,
            Publication.retracted_on,
            Publication.retraction_reason,
            Organisation.name,
            Commitment.title,
            Commitment.public_id,
            Commitment.lifecycle,
        )
        .join(Commitment, Commitment.id == Publication.commitment_id)
        .join(Organisation, Organisation.id == Commitment.organisation_id)
        .where(
            Commitment.programme_id == programme.id,
            Publication.programme_id == programme.id,
            Publication.kind.in_(kinds),
            Publication.is_current,
            Publication.retracted_on >= since,
        )
        .order_by(Publication.retracted_on.desc(), Publication.id.desc())
        .limit(most)
    ).all()
    whole = {row.public_id for row in rows if row.kind is PublicationKind.COMMITMENT}
    return [
        Changed(
            ChangeGroup.RETRACTED,
            row.retracted_on,
            row.name,
            f"{'The commitment' if row.public_id in whole else 'A check-in'} was taken back:"
            f" {row.retraction_reason}",
            row.title,
            row.public_id,
        )
        for row in rows
        if row.kind is PublicationKind.COMMITMENT or row.public_id not in whole
    ]


def _joined(programme: Programme, since: date, most: int) -> list[Changed]:
    return _participations(programme, ChangeGroup.JOINED, "Joined the programme.", since, most)


def _left(programme: Programme, since: date, most: int) -> list[Changed]:
    return _participations(programme, ChangeGroup.LEFT, "Left the programme.", since, most)


def _participations(
    programme: Programme, group: ChangeGroup, sentence: str, since: date, most: int
) -> list[Changed]:
    on = Participation.joined_on if group is ChangeGroup.JOINED else Participation.left_on
    rows = db.session.execute(
        select(on, Organisation.name)
        .join(Organisation, Organisation.id == Participation.organisation_id)
        .where(Participation.programme_id == programme.id, on >= since)
        .order_by(on.desc(), Organisation.sort_name)
        .limit(most)
    )
    return [Changed(group, day, name, sentence) for day, name in rows if day is not None]


def _succeeded(programme: Programme, since: date, most: int) -> list[Changed]:
    """What became of organisations that take part, or of those that they came from."""
    taking_part = select(Participation.organisation_id).where(Participation.programme_id == programme.id)
    rows = db.session.scalars(
        select(OrganisationChange)
        .where(
            OrganisationChange.effective_on >= since,
            or_(
                OrganisationChange.predecessors.any(Organisation.id.in_(taking_part)),
                OrganisationChange.successors.any(Organisation.id.in_(taking_part)),
            ),
        )
        .options(selectinload(OrganisationChange.predecessors), selectinload(OrganisationChange.successors))
        .order_by(OrganisationChange.effective_on.desc(), OrganisationChange.id.desc())
        .limit(most)
    )
    return [
        Changed(
            ChangeGroup.SUCCEEDED,
            row.effective_on,
            _names(row.predecessors),
            f"{row.kind.capitalize()}{f' into {_names(row.successors)}' if row.successors else ''}."
            f" {row.note or ''}".strip(),
        )
        for row in rows
        if row.effective_on is not None
    ]


def _names(organisations: Sequence[Organisation]) -> str:
    return ", ".join(sorted((row.name for row in organisations), key=str.casefold))
