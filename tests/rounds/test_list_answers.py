"""The answers to one question of a round, on a page and as a file."""

import csv
import io

import pytest

from equity_tracker.check_ins.actions import correct_check_in, record_check_in
from equity_tracker.extensions import db
from equity_tracker.model.check_in import CheckIn
from equity_tracker.model.people import User
from equity_tracker.model.round import Round
from equity_tracker.model.round_question import AnswerToRound, QuestionKind
from equity_tracker.programmes.actions.rounds import open_round
from tests.conftest import NOW
from tests.rounds.conftest import As, address, commitment_called
from tests.support.factories.commitment import answers, make_published
from tests.support.factories.round_question import ask
from tests.support.people import World

TODAY = NOW.date()


@pytest.fixture
def asking(planned: Round, world: World) -> Round:
    planned.questions = [
        ask("Which helped?", QuestionKind.CHOICE, choices=["Money", "Time"]),
        ask("What else?", number=2),
    ]
    for number in range(27):
        make_published(world.alder, world.programme, now=NOW, title=f"Promise {number:02}")
    db.session.commit()
    open_round(planned, by=world.paula, now=NOW, today=TODAY)
    db.session.commit()
    return planned


def report(world: World, title: str, *given: AnswerToRound) -> CheckIn:

    commitment = commitment_called(title)
    check_in = record_check_in(
        commitment, answers(to_round=given), seen=None, by=world.cora, now=NOW, today=TODAY
    )
    db.session.commit()
    return check_in


def test_nothing_is_listed_before_anybody_answers(as_: As, otto: User, asking: Round) -> None:
    assert "No answers yet" in as_(otto).get("rounds.list_answers", number="1", **address(asking)).main


def test_answers_are_listed_and_counted_page_by_page(
    as_: As, otto: User, asking: Round, world: World
) -> None:
    for number in range(27):
        report(world, f"Promise {number:02}", AnswerToRound(1, "Time" if number % 3 else "Money"))

    page = as_(otto).get("rounds.list_answers", number="1", **address(asking))
    rows = page.table("Answers by organisation")
    assert page.table("How often each was answered") == [["Money", "9"], ["Time", "18"]]
    rows += page.link("Next page").follow().table("Answers by organisation")

    assert [row[:2] for row in rows[:2]] == [
        ["Promise 00 Alder Trust", "Money"],
        ["Promise 01 Alder Trust", "Time"],
    ]
    assert len(rows) == 27


def test_a_correction_takes_the_place_of_what_was_said(
    as_: As, otto: User, asking: Round, world: World
) -> None:
    check_in = report(world, "Promise 03", AnswerToRound(2, "First"))
    correct_check_in(
        check_in,
        answers(to_round=(AnswerToRound(2, "Second"),)),
        reason="Said better.",
        seen=1,
        by=world.cora,
        now=NOW,
        today=TODAY,
    )
    db.session.commit()

    page = as_(otto).get("rounds.list_answers", number="2", **address(asking))

    assert [row[1] for row in page.table("Answers by organisation")] == ["Second"]


@pytest.mark.thorough
def test_the_file_has_the_same_rows_and_runs_no_formula(
    as_: As, otto: User, asking: Round, world: World
) -> None:
    report(world, "Promise 03", AnswerToRound(2, "=1+1"))
    report(world, "Promise 04", AnswerToRound(2, "Bread"))

    browser = as_(otto)
    sent = browser.browser.get(
        f"/p/{asking.programme.slug}/rounds/{asking.public_id}/questions/2.csv", buffered=True
    )
    rows = list(csv.DictReader(io.StringIO(sent.text.removeprefix("\ufeff"))))

    assert [(row["Commitment"], row["Answer"]) for row in rows] == [
        ("Promise 03", "'=1+1"),
        ("Promise 04", "Bread"),
    ]


@pytest.mark.parametrize("number", ["0", "3", "x", "99999999999999999999", "²"])
def test_there_is_no_other_question(as_: As, otto: User, asking: Round, number: str) -> None:
    as_(otto).get("rounds.list_answers", expected=404, number=number, **address(asking))


def test_an_organisation_finds_no_list(as_: As, cora: User, asking: Round) -> None:
    as_(cora).get("rounds.list_answers", expected=404, number="1", **address(asking))
