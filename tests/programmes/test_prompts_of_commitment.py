"""What a coordinator sees of the questions about wording: those that stand, and which were dismissed."""

from typing import Any

import pytest

from equity_tracker.commitments.actions.prompts import dismiss_prompt
from equity_tracker.extensions import db
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.people import User
from tests.conftest import NOW
from tests.programmes.conftest import As, Open, Submit
from tests.support.page import Page
from tests.support.people import World

STATEMENT = "We will work with vulnerable groups in deprived areas; from April 2027 each has two vans."


@pytest.fixture
def page(as_: As, world: World, paula: User) -> Open:
    def opened(commitment: Commitment, person: User = paula, **expected: Any) -> Page:
        return as_(person).get(
            "programmes.review_commitment",
            programme=world.programme.slug,
            commitment=commitment.public_id,
            **expected,
        )

    return opened


def dismiss(commitment: Commitment, by: User) -> None:
    dismiss_prompt(
        commitment,
        answer="statement",
        family="L4",
        words="vulnerable groups",
        reason="A reason of our own",
        by=by,
        now=NOW,
    )
    db.session.commit()


def test_a_coordinator_reads_the_questions_that_stand(page: Open, submit: Submit) -> None:
    shown = page(submit(statement=STATEMENT))

    assert "2 questions not settled" in shown.main
    assert "“deprived areas” in the full statement" in shown.main
    assert "Dismiss" not in shown.main


def test_that_one_was_dismissed_is_seen_and_why_is_not(page: Open, submit: Submit, cora: User) -> None:
    commitment = submit(statement=STATEMENT)
    dismiss(commitment, cora)

    shown = page(commitment)

    assert "1 question not settled" in shown.main
    assert "1 question dismissed by Alder Trust" in shown.main
    assert "“vulnerable groups” in the full statement, 6 April 2026" in shown.main
    assert "A reason of our own" not in shown.response.text


def test_a_dismissal_whose_words_are_gone_is_gone_with_them(page: Open, submit: Submit, cora: User) -> None:
    commitment = submit(statement=STATEMENT)
    dismiss(commitment, cora)
    commitment.statement = "From April 2027 every contract requires the real living wage."
    db.session.commit()

    assert "Questions about the wording" not in page(commitment).main


def test_the_decision_form_stands_before_the_questions(page: Open, submit: Submit) -> None:
    main = page(submit(statement=STATEMENT)).main

    assert main.index("Send your decision") < main.index("Questions about the wording")


def test_an_observer_reads_the_same(page: Open, submit: Submit, otto: User) -> None:
    assert "2 questions not settled" in page(submit(statement=STATEMENT), otto).main


def test_a_text_that_was_given_back_shows_no_questions(page: Open, submit: Submit, world: World) -> None:
    commitment = submit(statement=STATEMENT, programme=world.programme)
    commitment.lifecycle = type(commitment.lifecycle)("returned")
    db.session.commit()

    assert "Questions about the wording" not in page(commitment).main
