"""The questions of a commitment on paper, made from the very forms that people fill in.

The file lies among the static ones, made by `flask --app app blank-form write` when a question has changed.
Its keywords carry the digest of what it was made from, so that a test notices when it is out of date.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from equity_tracker.commitments.forms.sections import SECTION_FORMS
from equity_tracker.model.readiness import REQUIREMENTS, SECTION_TITLES, Section
from equity_tracker.web.base_field import AppField
from equity_tracker.web.choice_fields import ListField, Option
from equity_tracker.web.row_field import Rows
from equity_tracker.web.row_form import RowForm

PRINTED = Path(__file__).parents[2] / "static" / "documents" / "blank-commitment-form.pdf"
DIGEST = "questions-"
# Rows of a list on paper, and lines for each kind of answer.
ROWS = 2
LINES = {"line": 1, "pick": 1, "prose": 4}


@dataclass(frozen=True)
class Question:
    """One question with the room or the boxes for its answer."""

    label: str
    hint: str
    kind: str
    is_needed: bool = False
    options: tuple[Option, ...] = ()
    lines: int = 0
    rows: tuple[tuple["Question", ...], ...] = ()


@dataclass(frozen=True)
class PaperSection:
    """One section of the task list."""

    title: str
    questions: tuple[Question, ...]


def paper_sections() -> list[PaperSection]:
    """Return all questions in the order in which the task list asks them."""
    return [
        PaperSection(SECTION_TITLES[section], tuple(_questions(form(), _needed(section))))
        for section, form in SECTION_FORMS.items()
    ]


def digest(html: str) -> str:
    """Return the word by which a printed form is known to have been made from this page."""
    return DIGEST + hashlib.sha256(html.encode()).hexdigest()[:16]


def _needed(section: Section) -> set[str]:
    return {requirement.field for requirement in REQUIREMENTS if requirement.section is section}


def _questions(form: RowForm, needed: set[str]) -> Iterator[Question]:
    for field in form.visible_fields:
        # Whose account it is can only be said on the screen.
        if not field.short_name.endswith("_person"):
            yield _question(field, is_needed=field.short_name in needed)


def _question(field: AppField, *, is_needed: bool) -> Question:
    return Question(
        label=field.label.text,
        hint=field.hint,
        kind=field.kind,
        is_needed=is_needed,
        options=field.options if isinstance(field, ListField) else (),
        lines=LINES.get(field.kind, 0),
        rows=tuple(tuple(_questions(field.row_form(), set())) for _ in range(ROWS))
        if isinstance(field, Rows)
        else (),
    )
