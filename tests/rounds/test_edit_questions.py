"""What a round asks of its own: set while it is planned, fixed once it is open."""

import pytest
from sqlalchemy import select

from equity_tracker.extensions import db
from equity_tracker.model.activity import Activity
from equity_tracker.model.people import User
from equity_tracker.model.round import Round
from equity_tracker.model.round_question import QuestionKind, RoundQuestion
from equity_tracker.programmes.actions.rounds import open_round
from tests.conftest import NOW
from tests.rounds.conftest import As, address
from tests.support.factories.round_question import ask
from tests.support.page import Page


def opened(as_: As, who: User, round_: Round) -> Page:
    return as_(who).get("rounds.edit_questions", **address(round_))


def row(number: int, **fields: str) -> dict[str, str]:
    return {f"questions-{number}-{name}": value for name, value in fields.items()}


def sent(page: Page, fields: dict[str, str], *, expected: int | None = None) -> Page:
    form = page.form("Save the questions")
    form.values.update({name: [value] for name, value in fields.items()})
    return form.submit(expected=expected)


def questions(round_: Round) -> list[RoundQuestion]:
    return list(
        db.session.scalars(
            select(RoundQuestion).where(RoundQuestion.round_id == round_.id).order_by(RoundQuestion.number)
        )
    )


def test_questions_are_kept_in_their_order(as_: As, paula: User, planned: Round) -> None:
    two = row(0, words="Who decided?", kind="text", is_required="yes") | row(
        1,
        words="Which helped most?",
        kind="choice",
        choices="Money\nTime\n\n",
        hint="Pick one",
        is_public="yes",
    )

    page = sent(opened(as_, paula, planned), two)

    assert "ask 9 questions instead of 7" in page.flash
    first, second = questions(planned)
    assert (first.number, first.words, first.is_required, first.is_public) == (1, "Who decided?", True, False)
    assert (second.number, second.choices, second.hint, second.is_public) == (
        2,
        ["Money", "Time"],
        "Pick one",
        True,
    )
    assert "Who decided? required, for coordinators" in page.main
    line = db.session.scalars(select(Activity).where(Activity.kind == "round_questions_changed")).one()
    assert line.after is not None
    assert [said["words"] for said in line.after["questions"]] == ["Who decided?", "Which helped most?"]


def test_they_are_replaced_together(as_: As, paula: User, planned: Round) -> None:
    planned.questions = [ask("One?"), ask("Two?", number=2)]
    db.session.commit()

    sent(opened(as_, paula, planned), row(0, words="Two?") | row(1, words="One?"))

    assert [question.words for question in questions(planned)] == ["Two?", "One?"]


@pytest.mark.parametrize(
    ("fields", "field", "message"),
    [
        (
            {"words": "Is it?", "kind": "yes_no", "is_required": "yes"},
            "is_required",
            "A question answered by yes or no stays optional",
        ),
        (
            {"words": "Which?", "kind": "choice", "choices": "Only one"},
            "choices",
            "Enter 2 to 10 answers, one on each line",
        ),
        (
            {"words": "Which?", "kind": "choice", "choices": "Same\nsame"},
            "choices",
            "Two of the answers are the same",
        ),
        ({"words": "Which?", "kind": "choice"}, "choices", "Enter the answers to choose from"),
        ({"kind": "text"}, "words", "Enter the question"),
        ({"words": "Which?"}, "kind", "Choose how it is answered"),
        ({"words": "Which?", "kind": "essay"}, "kind", "Choose a kind of answer from the list"),
    ],
)
def test_a_question_that_nobody_could_answer_is_refused(
    *, as_: As, paula: User, planned: Round, fields: dict[str, str], field: str, message: str
) -> None:
    page = sent(opened(as_, paula, planned), row(0, **fields), expected=422)

    assert page.errors[f"questions-0-{field}"] == message
    assert questions(planned) == []


def test_five_are_the_most(as_: As, paula: User, planned: Round) -> None:
    six: dict[str, str] = {}
    for number in range(6):
        six |= row(number, words=f"Question {number}?", kind="text")

    page = sent(opened(as_, paula, planned), six, expected=422)

    assert "no more than 5 questions" in page.error_list[0]
    assert questions(planned) == []


def test_the_page_says_kindly_what_a_question_costs(as_: As, paula: User, planned: Round) -> None:
    main = opened(as_, paula, planned).main

    assert "The seven are asked in any case and take about ten minutes" in main
    assert "two at most that require an answer" in main


@pytest.mark.parametrize(("required", "kept"), [(2, 3), (3, 0)])
def test_two_at_most_require_an_answer(
    as_: As, paula: User, planned: Round, required: int, kept: int
) -> None:
    three: dict[str, str] = {}
    for number in range(3):
        three |= row(number, words=f"Question {number}?", kind="text")
        three |= row(number, is_required="yes") if number < required else {}

    page = sent(opened(as_, paula, planned), three, expected=None if kept else 422)

    assert len(questions(planned)) == kept
    if not kept:
        assert "At most 2 questions can require an answer." in page.error_list[0]
        assert page.form("Save the questions").values["questions-2-words"] == ["Question 2?"]


def test_they_are_fixed_once_the_round_is_open(as_: As, paula: User, planned: Round) -> None:
    planned.questions = [ask("One?")]
    db.session.commit()
    page = opened(as_, paula, planned)
    open_round(planned, by=paula, now=NOW, today=NOW.date())
    db.session.commit()

    refused = sent(page, row(0, words="Another?"), expected=422)

    assert "fixed now" in refused.error_list[0]
    assert [question.words for question in questions(planned)] == ["One?"]
    assert "what it asks is fixed" in opened(as_, paula, planned).main


def test_a_colleagues_questions_are_not_replaced_unseen(as_: As, paula: User, planned: Round) -> None:
    mine, theirs = opened(as_, paula, planned), opened(as_, paula, planned)
    sent(theirs, row(0, words="Theirs?", kind="text"))

    page = sent(mine, row(0, words="Mine?", kind="text"), expected=409)

    assert "Theirs?" in page.main
    assert [question.words for question in questions(planned)] == ["Theirs?"]
    page.form("Replace theirs with mine").submit()
    db.session.expire_all()
    assert [question.words for question in questions(planned)] == ["Mine?"]


def test_observers_and_outsiders_ask_nothing(as_: As, otto: User, cora: User, planned: Round) -> None:
    as_(otto).get("rounds.edit_questions", expected=403, **address(planned))
    as_(cora).get("rounds.edit_questions", expected=404, **address(planned))


def test_the_kinds_have_words_for_each(planned: Round) -> None:
    for kind in QuestionKind:
        choices = ["A", "B"] if kind is QuestionKind.CHOICE else []
        ask("Which?", kind, choices=choices).check()
