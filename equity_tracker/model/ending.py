"""How a commitment ended, as its pages show it: from what was published, or would be. No tables here."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from equity_tracker.model import asked_again
from equity_tracker.model.dates import long_date
from equity_tracker.model.status import Shape, Status, Tone
from equity_tracker.model.vocabulary import (
    CLOSE_OUT_ANSWERS,
    CLOSE_OUT_QUESTIONS,
    CLOSE_REASONS,
    STILL_IN_PLACE,
)

Payload = Mapping[str, Any]
# No answer is good or bad in itself, so none has a colour: a word and a shape.
_STILL_SHAPES = {
    "still": Shape.TICK,
    "changed": Shape.TRIANGLE,
    "reversed": Shape.CROSS,
    "not_known": Shape.RING,
}
_NOT_ANSWERED = Status("not_answered", "Not answered", Tone.NONE, Shape.RING)


@dataclass(frozen=True)
class Answered:
    """One of the four answers as one side gave it."""

    answer: str
    because: str | None


@dataclass(frozen=True)
class Question:
    """One of the four questions, with what each side answered; None where a side has not."""

    label: str
    ours: Answered | None
    theirs: Answered | None


@dataclass(frozen=True)
class Reply:
    """What the organisation replied, when, and to the answers of which day."""

    words: str
    on: date
    to_answers_of: date


@dataclass(frozen=True)
class Assessed:
    """Who answered apart from the organisation, when and why."""

    body: str
    on: date
    reason: str
    reply: Reply | None


@dataclass(frozen=True)
class Still:
    """What became of the question whether it is still in place. `status` is None while there is time."""

    due_on: date
    status: Status | None
    note: str | None = None
    url: str | None = None
    answered_on: date | None = None


@dataclass(frozen=True)
class Ending:
    """Everything about the end of one commitment, pinned at the top of its page."""

    on: date
    reason: str
    what_happened: str | None
    lessons: str | None
    new_home_url: str | None
    new_home_reference: str | None
    how_it_works: str | None
    worked: str | None
    how_it_worked: str | None
    evidence: list[dict[str, str]]
    corrected_on: date | None
    questions: list[Question]
    assessed: Assessed | None
    still: Still | None

    @property
    def is_answered(self) -> bool:
        """Say whether either side has answered the four questions."""
        return any(question.ours or question.theirs for question in self.questions)


def ending(
    promise: Payload,
    assessment: Payload | None = None,
    still: Payload | None = None,
    *,
    programme_closed_on: date | None,
    today: date,
) -> Ending | None:
    """Gather it from payloads; None while the commitment is open. Publications of old know less."""
    if not promise["closed_on"]:
        return None
    said: Payload = promise.get("close_out") or {}
    closed_on = date.fromisoformat(promise["closed_on"])
    worked = said.get("worked_as_described")
    return Ending(
        on=closed_on,
        reason=CLOSE_REASONS.label(promise["close_reason"]),
        what_happened=promise["close_note"],
        lessons=said.get("lessons"),
        new_home_url=said.get("new_home_url"),
        new_home_reference=said.get("new_home_reference"),
        how_it_works=promise["how_it_works"],
        worked=CLOSE_OUT_ANSWERS.label(worked) if worked else None,
        how_it_worked=said.get("how_it_worked"),
        evidence=list(said.get("evidence", ())),
        corrected_on=date.fromisoformat(said["said_on"]) if said.get("number", 1) > 1 else None,
        questions=_questions(said.get("answers", {}), assessment["answers"] if assessment else {}),
        assessed=_assessed(assessment) if assessment else None,
        still=_still(promise, still, programme_closed_on=programme_closed_on, today=today),
    )


def _questions(ours: Payload, theirs: Payload) -> list[Question]:
    return [
        Question(term.label, _answered(ours.get(term.slug)), _answered(theirs.get(term.slug)))
        for term in CLOSE_OUT_QUESTIONS
    ]


def _answered(said: Payload | None) -> Answered | None:
    return Answered(CLOSE_OUT_ANSWERS.label(said["answer"]), said["because"]) if said else None


def _assessed(said: Payload) -> Assessed:
    reply = said["reply"]
    return Assessed(
        body=said["body"],
        on=date.fromisoformat(said["assessed_on"]),
        reason=said["reason"],
        reply=Reply(
            reply["words"],
            date.fromisoformat(reply["replied_on"]),
            date.fromisoformat(reply["to_answers_of"]),
        )
        if reply
        else None,
    )


def _still(
    promise: Payload, said: Payload | None, *, programme_closed_on: date | None, today: date
) -> Still | None:
    """Say where the question stands. Statements of intent and imported records are not asked."""
    due = asked_again.due_on(promise["close_reason"], date.fromisoformat(promise["closed_on"]))
    if due is None or promise["imported"] or promise.get("form") == "statement_of_intent":
        return None
    if said is not None:
        return Still(
            due,
            still_status(said["answer"]),
            said["note"],
            said["url"],
            date.fromisoformat(said["answered_on"]),
        )
    if asked_again.is_not_answered(due, programme_closed_on=programme_closed_on, today=today):
        return Still(due, _NOT_ANSWERED)
    was_never_asked = programme_closed_on is not None and programme_closed_on <= due
    return None if was_never_asked else Still(due, None)


def still_status(answer: str) -> Status:
    return Status(answer, STILL_IN_PLACE.label(answer), Tone.NONE, _STILL_SHAPES[answer])


def still_in_words(still: Still, today: date) -> str:
    """Say in a sentence where the question stands, while there is no answer."""
    if still.status is not None:
        return f"Asked on {long_date(still.due_on)}. No answer has come."
    if today < still.due_on:
        return f"This is asked on {long_date(still.due_on)}, a year after it closed."
    return f"Asked on {long_date(still.due_on)}. There is time to answer until {_last_day(still)}."


def _last_day(still: Still) -> str:
    return long_date(still.due_on + asked_again.ANSWERED_WITHIN)
