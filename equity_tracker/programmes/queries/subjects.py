"""Narrowing the list of commitments by what they are about: the cells that a portfolio is counted in."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from sqlalchemy import ColumnElement, and_
from sqlalchemy.orm import InstrumentedAttribute

from equity_tracker.model import vocabulary
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.register import RegisterEntry
from equity_tracker.model.vocabulary import NOT_STATED, Vocabulary

# What the list can be narrowed by, in words, and the answers there are.
SUBJECTS: Mapping[str, tuple[str, Vocabulary]] = MappingProxyType(
    {
        "form": ("Published as", vocabulary.PUBLICATION_FORMS),
        "domain": ("Domain", vocabulary.DOMAINS),
        "level": ("Level", vocabulary.LEVELS),
        "inequality": ("Which inequality", vocabulary.INEQUALITIES),
        "additionality": ("What is new", vocabulary.ADDITIONALITIES),
        "actor_position": ("Where they act from", vocabulary.ACTOR_POSITIONS),
        "distribution": ("Who they are meant to reach", vocabulary.DISTRIBUTIONS),
    }
)
_COLUMNS: Mapping[str, InstrumentedAttribute[Any]] = MappingProxyType(
    {
        "form": RegisterEntry.form,
        "domain": RegisterEntry.domain,
        "level": RegisterEntry.level,
        "inequality": RegisterEntry.inequality,
        "additionality": RegisterEntry.additionality,
        "actor_position": Commitment.actor_position,
        "distribution": Commitment.distribution,
    }
)
Subject = tuple[str, str]


def is_about(subject: Subject) -> ColumnElement[bool]:
    """Say whether a commitment is published, stands, and gives this answer; or gives none."""
    name, slug = subject
    column = _COLUMNS[name]
    answers = column.is_(None) if slug == NOT_STATED else column == slug
    return and_(RegisterEntry.id.is_not(None), RegisterEntry.retracted_on.is_(None), answers)


def subject_words(subject: Subject) -> str:
    """Print "Level: Conditions"."""
    name, slug = subject
    question, words = SUBJECTS[name]
    return f"{question}: {words.label(slug)}"
