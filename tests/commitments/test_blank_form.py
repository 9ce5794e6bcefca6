"""The blank form on paper: it asks what the register asks, and is printed anew when that changes."""

from collections.abc import Callable

import pytest
from flask import Flask
from pypdf import PdfReader

from equity_tracker.commitments.commands import blank_form_page
from equity_tracker.commitments.commands.blank_form import PRINTED, paper_sections
from equity_tracker.commitments.forms.sections import SECTION_FORMS
from equity_tracker.model.people import User
from equity_tracker.model.readiness import REQUIREMENTS, Section
from tests.support.client import CheckingClient

As = Callable[[User | None], CheckingClient]


@pytest.fixture(scope="module")
def printed() -> str:
    """What the printed form says, on one line."""
    return " ".join(" ".join(page.extract_text() for page in PdfReader(PRINTED).pages).split())


def test_the_printed_form_was_made_from_the_questions_of_today(app: Flask) -> None:
    with app.test_request_context():
        page = blank_form_page()

    metadata = PdfReader(PRINTED).metadata
    keywords = metadata["/Keywords"] if metadata else ""
    assert f'content="{keywords}"' in page, "run: flask --app app blank-form write"


@pytest.mark.parametrize("section", list(SECTION_FORMS))
def test_every_question_of_the_section_is_on_paper(section: Section, printed: str) -> None:
    asked = [field for field in SECTION_FORMS[section]().visible_fields if "_person" not in field.name]

    assert asked
    assert [field.label.text for field in asked if field.label.text not in printed] == []


def test_each_answer_that_a_commitment_needs_is_marked(printed: str) -> None:
    marked = [
        question for section in paper_sections() for question in section.questions if question.is_needed
    ]

    assert len(marked) == len(REQUIREMENTS)
    assert printed.count("needed for a commitment") == len(REQUIREMENTS)
    assert "Ten answers are needed" in printed


def test_whoever_begins_a_commitment_can_fetch_it(as_: As, cora: User) -> None:
    page = as_(cora).get("commitments.register_commitment", organisation="alder-trust")

    fetched = page.link("blank form (PDF)").follow()

    assert fetched.response.mimetype == "application/pdf"
    assert fetched.response.data.startswith(b"%PDF-")
