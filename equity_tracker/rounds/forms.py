"""What coordinators may type about what a round asks of its own."""

from collections.abc import Mapping
from typing import Any

from equity_tracker.model.round import Round
from equity_tracker.model.round_question import (
    CHOICE_LIMIT,
    FEWEST_CHOICES,
    MOST_CHOICES,
    MOST_QUESTIONS,
    QuestionKind,
    RoundQuestion,
)
from equity_tracker.web.fields import Choice, Line, Option, Prose, Rows, Tick
from equity_tracker.web.forms import AppForm, RowForm

_KINDS = (
    Option(QuestionKind.TEXT.value, "In words"),
    Option(QuestionKind.YES_NO.value, "Yes, no or not applicable", hint="Always optional."),
    Option(QuestionKind.CHOICE.value, "One of a list"),
)


class QuestionRow(RowForm):
    """One question."""

    words = Line("Question", required="Enter the question", hint="As people will read it in the check-in.")
    kind = Choice(
        "How is it answered?",
        _KINDS,
        noun="kind of answer",
        required="Choose how it is answered",
        reveals={QuestionKind.CHOICE.value: "choices"},
    )
    choices = Prose(
        "Answers to choose from",
        noun="list of answers",
        required="Enter the answers to choose from",
        hint=f"One on each line, {FEWEST_CHOICES} to {MOST_CHOICES} of them.",
        limit=(CHOICE_LIMIT + 2) * MOST_CHOICES,
        rows=4,
    )
    hint = Line("Hint", hint="What to think of when answering. It stands below the question.", limit=300)
    is_required = Tick(
        "An answer is required",
        hint="Nobody can check in without it, so each makes a job of ten minutes longer. Two at most.",
    )
    is_public = Tick("The answers are public", hint="Otherwise only the organisation and you read them.")

    @property
    def is_blank(self) -> bool:
        """A row without words is none: its boxes alone ask nothing."""
        return all(field.is_blank for field in (self.words, self.kind, self.choices, self.hint))

    def check(self) -> None:
        if self.kind.data == QuestionKind.YES_NO.value and self.is_required.data:
            self.is_required.say("A question answered by yes or no stays optional")
        listed = lines_of(self.choices.data)
        if self.kind.data != QuestionKind.CHOICE.value:
            return
        if not FEWEST_CHOICES <= len(listed) <= MOST_CHOICES:
            self.choices.say(f"Enter {FEWEST_CHOICES} to {MOST_CHOICES} answers, one on each line")
        elif any(len(line) > CHOICE_LIMIT for line in listed):
            self.choices.say(f"An answer to choose must be {CHOICE_LIMIT} characters or fewer")
        elif len({line.casefold() for line in listed}) < len(listed):
            self.choices.say("Two of the answers are the same")


class EditQuestionsForm(AppForm):
    """All that the round asks of its own, replaced together."""

    questions = Rows("Questions", QuestionRow, one="question", noun="questions", maximum=MOST_QUESTIONS)


def lines_of(text: str | None) -> list[str]:
    """Read a list that was typed line by line."""
    return [line for line in (line.strip() for line in (text or "").splitlines()) if line]


def question_from(row: Mapping[str, Any]) -> RoundQuestion:
    kind = QuestionKind(row["kind"])
    return RoundQuestion(
        kind=kind,
        words=row["words"],
        hint=row["hint"],
        choices=lines_of(row["choices"]) if kind is QuestionKind.CHOICE else [],
        is_required=row["is_required"],
        is_public=row["is_public"],
    )


def values_of(round_: Round) -> dict[str, Any]:
    """Fill the form with what the round asks now."""
    return {
        "questions": [
            {
                "words": row.words,
                "kind": row.kind.value,
                "choices": "\n".join(row.choices),
                "hint": row.hint,
                "is_required": row.is_required,
                "is_public": row.is_public,
            }
            for row in round_.questions
        ]
    }
