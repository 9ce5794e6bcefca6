"""What a round asks of its own stands in the form, is kept with each version, and is read by whom it says."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from equity_tracker.check_ins import actions
from equity_tracker.extensions import db
from equity_tracker.model.check_in import CheckIn
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.errors import Refused
from equity_tracker.model.outbox import OutgoingEmail
from equity_tracker.model.people import User
from equity_tracker.model.round import Round
from equity_tracker.model.round_question import AnswerToRound, QuestionKind, RoundAnswer
from tests.check_ins.conftest import Ask, Report
from tests.conftest import NOW
from tests.support.client import CheckingClient
from tests.support.factories.commitment import answers
from tests.support.factories.round_question import ask as asks
from tests.support.page import Page
from tests.support.people import World

As = Callable[[User | None], CheckingClient]
OPEN = Callable[[], Round]
DUE_ON = date(2026, 4, 30)


@pytest.fixture
def asking(ask: Ask) -> Round:
    """An open round with three questions of its own."""
    round_ = ask(DUE_ON)
    round_.questions = [
        asks("Who decided?", is_required=True, hint="The body, by its name."),
        asks("Was it funded?", QuestionKind.YES_NO, number=2),
        asks("What helped?", QuestionKind.CHOICE, number=3, choices=["Money", "Time"], is_public=True),
    ]
    db.session.commit()
    return round_


def form_of(as_: As, who: User, promise: Commitment) -> Page:
    return as_(who).get("check_ins.record_check_in", organisation="alder-trust", commitment=promise.public_id)


def last(promise: Commitment) -> CheckIn:
    db.session.expire_all()
    return promise.check_ins[-1]


def said(version: Any) -> list[tuple[str, str]]:
    return [(row.question.words, row.value) for row in version.round_answers]


def test_the_form_asks_them_after_the_seven(as_: As, cora: User, promise: Commitment, asking: Round) -> None:
    main = form_of(as_, cora, promise).main

    order = [
        "When will the next step be done?",
        "Asked in this round",
        "Who decided?",
        "If you have more to say",
    ]
    assert sorted(order, key=main.index) == order
    assert "The body, by its name. Read by the coordinators and your organisation, and never public." in main


def test_answers_are_kept_with_the_version(
    *, as_: As, cora: User, promise: Commitment, asking: Round, typed: dict[str, str]
) -> None:
    form = form_of(as_, cora, promise).form("Sign and send")
    page = form.fill(
        **typed, round_question_1="The board.", round_question_2="yes", round_question_3="Time"
    ).submit()

    assert said(last(promise).current) == [
        ("Who decided?", "The board."),
        ("Was it funded?", "yes"),
        ("What helped?", "Time"),
    ]
    assert page.fact("Was it funded? (for the coordinators only)") == "Yes"
    assert page.fact("What helped?") == "Time"
    copy = db.session.scalars(select(OutgoingEmail).where(OutgoingEmail.name == "check_in_copy")).one()
    assert ["What helped?", "Time"] in copy.context["answers"]


@pytest.mark.parametrize(
    ("fields", "field", "message"),
    [
        ({"round_question_1": ""}, "round_question_1", "Answer the question “Who decided?”"),
        ({"round_question_3": "Luck"}, "round_question_3", "Choose an answer from the list"),
        (
            {"round_question_1": "x" * 1001},
            "round_question_1",
            "The answer must be 1,000 characters or fewer. It has 1,001",
        ),
    ],
)
def test_a_wrong_answer_stores_nothing(
    *,
    as_: As,
    cora: User,
    promise: Commitment,
    asking: Round,
    typed: dict[str, str],
    fields: dict[str, str],
    field: str,
    message: str,
) -> None:
    form = form_of(as_, cora, promise).form("Sign and send").fill(**typed, round_question_1="The board.")
    form.values.update({name: [value] for name, value in fields.items()})

    page = form.submit(expected=422)

    assert page.errors[field] == message
    assert promise.check_ins == []


def test_the_summary_of_errors_follows_the_page(
    *, as_: As, cora: User, promise: Commitment, asking: Round, typed: dict[str, str]
) -> None:
    form = form_of(as_, cora, promise).form("Sign and send").fill(**typed, evidence__0__title="A paper")
    form.values["next_step"] = [""]

    page = form.submit(expected=422)

    assert [message.split("“")[0] for message in page.error_list[:2]] == [
        "Enter the next step",
        "Answer the question ",
    ]


def test_no_question_is_asked_between_rounds(as_: As, cora: User, promise: Commitment) -> None:
    assert "Asked in this round" not in form_of(as_, cora, promise).main


def test_a_correction_of_an_answer_alone_is_a_version(
    *, as_: As, cora: User, promise: Commitment, asking: Round, report: Report
) -> None:
    check_in = report(to_round=(AnswerToRound(1, "The board."), AnswerToRound(3, "Money")))
    page = as_(cora).get(
        "check_ins.correct_check_in", organisation="alder-trust", check_in=check_in.public_id
    )
    form = page.form("Sign and send the correction")
    form.fill(round_question_3="Time", reason="I misread it.").submit()

    first, second = last(promise).versions
    assert said(first) == [("Who decided?", "The board."), ("What helped?", "Money")]
    assert said(second) == [("Who decided?", "The board."), ("What helped?", "Time")]


def test_only_what_is_public_is_published(promise: Commitment, asking: Round, report: Report) -> None:
    report(to_round=(AnswerToRound(1, "A private matter."), AnswerToRound(3, "Money")))

    payload = max(promise.publications, key=lambda row: row.id).payload
    assert payload["to_round"] == [{"question": "What helped?", "answer": "Money"}]
    assert "private" not in str(payload)


def test_the_public_reads_what_is_public(
    *, as_: As, promise: Commitment, asking: Round, report: Report
) -> None:
    report(to_round=(AnswerToRound(1, "A private matter."), AnswerToRound(3, "Money")))
    entry = promise.register_entry
    assert entry is not None

    page = as_(None).get("public.show_commitment", public_id=promise.public_id, slug=entry.slug)

    assert "What helped? Money" in page.main
    assert "Who decided?" not in page.main


def test_the_coordinator_reads_all(
    *, as_: As, paula: User, promise: Commitment, asking: Round, report: Report
) -> None:
    check_in = report(to_round=(AnswerToRound(1, "A private matter."), AnswerToRound(2, "no")))

    page = as_(paula).get("programmes.review_check_in", programme="fairer-shore", check_in=check_in.public_id)

    assert page.fact("Who decided? (for the coordinators only)") == "A private matter."
    assert page.fact("Was it funded? (for the coordinators only)") == "No"


def test_one_click_is_not_offered_where_an_answer_is_required(
    *, world: World, promise: Commitment, asking: Round, report: Report
) -> None:
    report(to_round=(AnswerToRound(1, "The board."), AnswerToRound(3, "Money")))
    promise.expected_check_ins[0].reported_on = None

    with pytest.raises(Refused, match="asks something of its own"):
        actions.confirm_nothing_changed(
            promise, sentence=None, seen=None, by=world.cora, now=NOW, today=NOW.date()
        )


def test_one_click_repeats_no_answer_to_another_round(
    world: World, promise: Commitment, asking: Round, report: Report
) -> None:
    report(to_round=(AnswerToRound(1, "The board."),))

    again = actions.confirm_nothing_changed(
        promise, sentence=None, seen=None, by=world.cora, now=NOW, today=NOW.date()
    )

    assert again.round is None
    assert said(again.current) == []


@pytest.mark.parametrize(
    "given",
    [
        (),
        (AnswerToRound(1, "The board."), AnswerToRound(4, "No such question")),
        (AnswerToRound(1, "The board."), AnswerToRound(2, "maybe")),
        (AnswerToRound(1, ""),),
    ],
)
def test_the_model_refuses_what_the_round_does_not_ask(
    world: World, promise: Commitment, asking: Round, given: tuple[AnswerToRound, ...]
) -> None:
    with pytest.raises(Refused):
        actions.record_check_in(
            promise, answers(to_round=given), seen=None, by=world.cora, now=NOW, today=NOW.date()
        )
    assert promise.check_ins == []


def test_an_answer_is_never_changed(app: Flask, promise: Commitment, asking: Round, report: Report) -> None:
    report(to_round=(AnswerToRound(1, "The board."),))
    for statement in ("UPDATE round_answers SET value = 'x'", "DELETE FROM round_answers"):
        with pytest.raises(DBAPIError, match="append-only"), db.session.begin_nested():
            db.session.execute(text(statement))
    kept = select(RoundAnswer.value).where(RoundAnswer.organisation_id == promise.organisation_id)
    assert db.session.scalars(kept).all() == ["The board."]
