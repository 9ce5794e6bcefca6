"""Looking for words in what one workspace may read. All words have to stand in the same thing."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, String, and_, cast, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, contains_eager, joinedload

from equity_tracker.extensions import db
from equity_tracker.model.check_in import CheckIn, CheckInVersion
from equity_tracker.model.commitment import UNSEEN, Commitment, Lifecycle
from equity_tracker.model.library import EntryState, LibraryEntry
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.people import Membership, ProgrammeMembership, User
from equity_tracker.model.programme import Participation, Programme
from equity_tracker.model.round import Round

# One more than is shown, to know whether there is more.
MOST_SHOWN = 20
_ASKED_FOR = MOST_SHOWN + 1
COMMITMENT_TEXTS = (Commitment.title, Commitment.statement, Commitment.how_it_works, Commitment.reference)
CHECK_IN_TEXTS = (
    CheckInVersion.why,
    CheckInVersion.what_changed,
    CheckInVersion.next_step,
    CheckInVersion.who_has_not_benefited,
)
# A text that went back is its organisation's own until it is submitted again.
_NOT_FOR_COORDINATORS = (*UNSEEN, Lifecycle.RETURNED)
Texts = Sequence[InstrumentedAttribute[Any]]


def _holds(words: list[str], texts: Texts) -> ColumnElement[bool]:
    """Match rows that hold every word, each in any of the texts, whatever its case."""
    return and_(
        *(or_(*(cast(text, String).icontains(word, autoescape=True) for text in texts)) for word in words)
    )


def commitments_of_organisation(organisation: Organisation, words: list[str]) -> Sequence[Commitment]:
    """Look in everything of its own, drafts too."""
    return _commitments(Commitment.organisation_id == organisation.id, words)


def commitments_of_programme(programme: Programme, words: list[str]) -> Sequence[Commitment]:
    """Look in what was submitted, never in a draft or in a text that went back."""
    may_read = Commitment.lifecycle.not_in(_NOT_FOR_COORDINATORS)
    return _commitments(and_(Commitment.programme_id == programme.id, may_read), words)


def _commitments(scope: ColumnElement[bool], words: list[str]) -> Sequence[Commitment]:
    return db.session.scalars(
        select(Commitment)
        .where(scope, _holds(words, COMMITMENT_TEXTS))
        .options(joinedload(Commitment.organisation))
        .order_by(Commitment.id.desc())
        .limit(_ASKED_FOR)
    ).all()


def check_ins_of_organisation(organisation: Organisation, words: list[str]) -> Sequence[CheckInVersion]:
    return _check_ins(CheckInVersion.organisation_id == organisation.id, words)


def check_ins_of_programme(programme: Programme, words: list[str]) -> Sequence[CheckInVersion]:
    return _check_ins(CheckInVersion.programme_id == programme.id, words)


def _check_ins(scope: ColumnElement[bool], words: list[str]) -> Sequence[CheckInVersion]:
    """Look in the latest version of each."""
    of_check_in = contains_eager(CheckInVersion.check_in)
    latest = (
        select(CheckInVersion.check_in_id, func.max(CheckInVersion.number).label("number"))
        .where(scope)
        .group_by(CheckInVersion.check_in_id)
        .subquery()
    )
    return db.session.scalars(
        select(CheckInVersion)
        .join(CheckInVersion.check_in)
        .join(
            latest,
            and_(
                latest.c.check_in_id == CheckInVersion.check_in_id, latest.c.number == CheckInVersion.number
            ),
        )
        .where(scope, _holds(words, CHECK_IN_TEXTS))
        .options(of_check_in.joinedload(CheckIn.commitment).joinedload(Commitment.organisation))
        .order_by(CheckInVersion.id.desc())
        .limit(_ASKED_FOR)
    ).all()


def entries_of_organisation(organisation: Organisation, words: list[str]) -> Sequence[LibraryEntry]:
    return db.session.scalars(
        select(LibraryEntry)
        .where(
            LibraryEntry.organisation_id == organisation.id,
            _holds(words, (LibraryEntry.title, LibraryEntry.text)),
        )
        .order_by(LibraryEntry.id.desc())
        .limit(_ASKED_FOR)
    ).all()


def published_entries_of_programme(programme: Programme, words: list[str]) -> Sequence[LibraryEntry]:
    return db.session.scalars(
        select(LibraryEntry)
        .where(
            LibraryEntry.programme_id == programme.id,
            LibraryEntry.state == EntryState.PUBLISHED,
            _holds(words, (LibraryEntry.title, LibraryEntry.text)),
        )
        .order_by(LibraryEntry.id.desc())
        .limit(_ASKED_FOR)
    ).all()


def members(organisation: Organisation, words: list[str]) -> Sequence[User]:
    """Look among the people of the team by name and address."""
    belongs = select(Membership.user_id).where(
        Membership.organisation_id == organisation.id, Membership.ended_at.is_(None)
    )
    return _people(User.id.in_(belongs), words)


def colleagues(programme: Programme, words: list[str]) -> Sequence[User]:
    belongs = select(ProgrammeMembership.user_id).where(
        ProgrammeMembership.programme_id == programme.id, ProgrammeMembership.ended_at.is_(None)
    )
    return _people(User.id.in_(belongs), words)


def _people(scope: ColumnElement[bool], words: list[str]) -> Sequence[User]:
    found = select(User).where(scope, _holds(words, (User.name, User.email)))
    return db.session.scalars(found.order_by(User.name, User.id).limit(_ASKED_FOR)).all()


def organisations(programme: Programme, words: list[str]) -> Sequence[Organisation]:
    """Look among those that were ever invited."""
    invited = select(Participation.organisation_id).where(Participation.programme_id == programme.id)
    return db.session.scalars(
        select(Organisation)
        .where(
            Organisation.id.in_(invited),
            _holds(words, (Organisation.name, Organisation.short_name, Organisation.place)),
        )
        .order_by(Organisation.sort_name, Organisation.id)
        .limit(_ASKED_FOR)
    ).all()


def rounds(programme: Programme, words: list[str]) -> Sequence[Round]:
    return db.session.scalars(
        select(Round)
        .where(Round.programme_id == programme.id, _holds(words, (Round.name,)))
        .order_by(Round.number.desc())
        .limit(_ASKED_FOR)
    ).all()
