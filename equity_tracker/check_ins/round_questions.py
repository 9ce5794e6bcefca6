"""Answers to a round's own questions on their way: into the form, out of it, and in words."""

from collections.abc import Mapping
from typing import Any

from equity_tracker.model.check_in import CheckInVersion
from equity_tracker.model.check_in_answers import Answers
from equity_tracker.model.checking_in import open_expectation
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.round_question import AnswerToRound, RoundQuestion

_PREFIX = "round_question_"


def field_name(question: RoundQuestion) -> str:
    return f"{_PREFIX}{question.number}"


def questions_asked_of(commitment: Commitment) -> list[RoundQuestion]:
    """Return what the round asks that the next check-in answers."""
    expected = open_expectation(commitment)
    return list(expected.round.questions) if expected else []


def answers_to_round(values: Mapping[str, Any]) -> tuple[AnswerToRound, ...]:
    """Read the answers from a complete form. What was left out is no answer."""
    numbers = sorted(int(name.removeprefix(_PREFIX)) for name in values if name.startswith(_PREFIX))
    given = ((number, values[f"{_PREFIX}{number}"]) for number in numbers)
    return tuple(AnswerToRound(number, value) for number, value in given if value)


def values_of_round(answers: Answers) -> dict[str, str]:
    """Fill the fields as they were answered."""
    return {f"{_PREFIX}{answer.number}": answer.value for answer in answers.to_round}


def round_in_words(version: CheckInVersion) -> list[tuple[str, str]]:
    """Return each question of the round that was answered, and the answer; who reads it is said with it."""
    return [
        (
            row.question.words
            if row.question.is_public
            else f"{row.question.words} (for the coordinators only)",
            row.in_words,
        )
        for row in version.round_answers
    ]
