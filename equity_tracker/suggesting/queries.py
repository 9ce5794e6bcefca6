"""Reads of suggestions: what one would be about, and the lists of a programme and of an organisation."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from equity_tracker.extensions import db
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.programme import Programme
from equity_tracker.model.publication import Publication, PublicationKind
from equity_tracker.model.register import RegisterEntry
from equity_tracker.model.suggestion import Suggestion, SuggestionState

SHAPE = (int,)
ROWS_AT_ONCE = 500


@dataclass(frozen=True)
class About:
    """A public commitment, as far as the form for suggestions shows it."""

    public_id: str
    slug: str
    title: str
    organisation: str
    programme: str
    programme_id: int
    closed_on: date | None


@dataclass(frozen=True)
class TakenBack:
    """That something stood here and was taken back."""

    on: date


def find_about(public_id: str, today: date) -> About | TakenBack | None:
    """Find what a suggestion would be about: what the public may read, or could before it was taken back."""
    found = db.session.execute(
        select(RegisterEntry, Programme.closed_on)
        .join(Programme, Programme.id == RegisterEntry.programme_id)
        .where(RegisterEntry.public_id == public_id)
    ).one_or_none()
    if found is None:
        return None
    entry, closed_on = found
    if entry.retracted_on is not None:
        return TakenBack(entry.retracted_on) if _was_public(entry, today) else None
    if entry.public_from is None or entry.public_from > today:
        return None
    return About(
        entry.public_id,
        entry.slug,
        entry.title,
        entry.organisation_name,
        entry.programme_name,
        entry.programme_id,
        closed_on,
    )


def _was_public(entry: RegisterEntry, today: date) -> bool:
    """Say whether its stone can be read."""
    stone = select(Publication.id).where(
        Publication.kind == PublicationKind.COMMITMENT,
        Publication.subject_id == entry.public_id,
        Publication.is_current,
        Publication.public_from <= today,
    )
    return db.session.scalar(stone) is not None


def get_commitment(about: About) -> Commitment:
    """Return the commitment itself, in its programme."""
    return db.session.scalars(
        select(Commitment).where(
            Commitment.programme_id == about.programme_id, Commitment.public_id == about.public_id
        )
    ).one()


def is_sent(form_key: str, programme_id: int) -> bool:
    """Say whether this form was sent before."""
    sent = select(Suggestion.id).where(
        Suggestion.programme_id == programme_id, Suggestion.form_key == form_key
    )
    return db.session.scalar(sent) is not None


def get_suggestion(programme: Programme, public_id: str) -> Suggestion:
    """Return a suggestion to a programme; load it from an address."""
    found: Suggestion = db.session.scalars(
        _of_programme(programme, None).where(Suggestion.public_id == public_id)
    ).one()
    return found


def lock_suggestion(suggestion: Suggestion) -> None:
    """Hold it and read it anew, so that two coordinators decide one after the other."""
    db.session.scalars(
        select(Suggestion)
        .where(Suggestion.programme_id == suggestion.programme_id, Suggestion.id == suggestion.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()


def list_suggestions(
    programme: Programme, state: SuggestionState | None, *, before: int | None, most: int
) -> Sequence[Suggestion]:
    """Return suggestions to a programme, the newest first."""
    statement = _of_programme(programme, state).order_by(Suggestion.id.desc()).limit(most)
    return db.session.scalars(statement if before is None else statement.where(Suggestion.id < before)).all()


def all_suggestions(programme: Programme, state: SuggestionState | None) -> Iterator[Suggestion]:
    """Yield every one, some at a time."""
    before: int | None = None
    while rows := list_suggestions(programme, state, before=before, most=ROWS_AT_ONCE):
        yield from rows
        before = rows[-1].id


def count_by_state(programme: Programme) -> Mapping[SuggestionState, int]:
    rows = db.session.execute(
        select(Suggestion.state, func.count())
        .where(Suggestion.programme_id == programme.id)
        .group_by(Suggestion.state)
    )
    found = {state: number for state, number in rows}  # noqa: C416 - rows are no pairs to mypy
    return {state: found.get(state, 0) for state in SuggestionState}


def count_new(programme: Programme) -> int:
    return count_by_state(programme)[SuggestionState.NEW]


def list_passed_on(organisation: Organisation, *, before: int | None, most: int) -> Sequence[Suggestion]:
    """Return what coordinators passed to an organisation, the newest first."""
    statement = (
        select(Suggestion)
        .where(Suggestion.organisation_id == organisation.id, Suggestion.passed_on_at.is_not(None))
        .options(joinedload(Suggestion.commitment).joinedload(Commitment.programme))
        .order_by(Suggestion.id.desc())
        .limit(most)
    )
    return db.session.scalars(statement if before is None else statement.where(Suggestion.id < before)).all()


def _of_programme(programme: Programme, state: SuggestionState | None) -> Select[Any]:
    statement = (
        select(Suggestion)
        .where(Suggestion.programme_id == programme.id)
        .options(
            joinedload(Suggestion.commitment).joinedload(Commitment.organisation),
            joinedload(Suggestion.decided_by),
        )
    )
    return statement if state is None else statement.where(Suggestion.state == state)
