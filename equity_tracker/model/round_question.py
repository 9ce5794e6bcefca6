"""Questions that coordinators add for one round, and what a version of a check-in answers to them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import JSON, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from equity_tracker.model.base import (
    Base,
    OrganisationOwned,
    one_of,
    same_organisation,
    same_programme,
)
from equity_tracker.model.errors import Refused

if TYPE_CHECKING:
    from equity_tracker.model.check_in import CheckInVersion
    from equity_tracker.model.programme import Programme
    from equity_tracker.model.round import Round

# Each makes every check-in longer, and the seven are there already.
MOST_QUESTIONS = 5
# A check-in asks seven things of everybody, in ten minutes. What a round insists on comes on top of them.
MOST_REQUIRED = 2
FEWEST_CHOICES, MOST_CHOICES = 2, 10
ANSWER_LIMIT = 1_000
CHOICE_LIMIT = 100
YES_OR_NO = {"yes": "Yes", "no": "No", "not_applicable": "Not applicable"}


class QuestionKind(StrEnum):
    """How a question is answered."""

    TEXT = "text"
    YES_NO = "yes_no"
    CHOICE = "choice"


@dataclass(frozen=True)
class AnswerToRound:
    """What is answered to the question of this number. Of a list it is the words chosen."""

    number: int
    value: str


class RoundQuestion(Base):
    """One question of one round. Fixed once the round is open."""

    __tablename__ = "round_questions"
    __table_args__ = (
        UniqueConstraint("programme_id", "id"),
        UniqueConstraint("round_id", "number"),
        same_programme("rounds", "round_id"),
    )

    programme_id: Mapped[int]
    round_id: Mapped[int]
    number: Mapped[int]
    kind: Mapped[QuestionKind] = mapped_column(one_of(QuestionKind))
    words: Mapped[str] = mapped_column(String(200))
    hint: Mapped[str | None] = mapped_column(String(300))
    choices: Mapped[list[str]] = mapped_column(JSON, default=list)
    is_required: Mapped[bool] = mapped_column(default=False)
    # Otherwise the answers are read by the organisation and the programme's staff alone.
    is_public: Mapped[bool] = mapped_column(default=False)

    round: Mapped["Round"] = relationship(back_populates="questions")

    def check(self) -> None:
        """Refuse a question that nobody could answer well."""
        if self.kind is QuestionKind.YES_NO and self.is_required:
            raise Refused(f"Question {self.number} is answered by yes or no, so it stays optional.")
        if self.kind is not QuestionKind.CHOICE:
            if self.choices:
                raise Refused(f"Question {self.number} offers a list, so choose “One of a list” as its kind.")
            return
        if not FEWEST_CHOICES <= len(self.choices) <= MOST_CHOICES:
            raise Refused(
                f"Question {self.number} needs {FEWEST_CHOICES} to {MOST_CHOICES} answers to choose from."
            )
        if len({choice.casefold() for choice in self.choices}) < len(self.choices):
            raise Refused(f"Question {self.number} offers the same answer twice.")

    def copy_for(self, programme: "Programme") -> "RoundQuestion":
        """Ask the same in another round of the programme."""
        return RoundQuestion(
            programme_id=programme.id,
            number=self.number,
            kind=self.kind,
            words=self.words,
            hint=self.hint,
            choices=list(self.choices),
            is_required=self.is_required,
            is_public=self.is_public,
        )

    def accepts(self, value: str) -> bool:
        if self.kind is QuestionKind.TEXT:
            return 0 < len(value) <= ANSWER_LIMIT
        return value in (YES_OR_NO if self.kind is QuestionKind.YES_NO else self.choices)

    def in_words(self, value: str) -> str:
        return YES_OR_NO.get(value, value) if self.kind is QuestionKind.YES_NO else value


class RoundAnswer(OrganisationOwned, Base):
    """What one version of a check-in answers to one question of its round. Append-only, like the version."""

    __tablename__ = "round_answers"
    __table_args__ = (
        UniqueConstraint("check_in_version_id", "question_id"),
        same_organisation("check_in_versions", "check_in_version_id"),
        same_programme("round_questions", "question_id"),
        Index("ix_round_answers_question_id", "programme_id", "question_id"),
    )

    organisation_id: Mapped[int]
    programme_id: Mapped[int]
    check_in_version_id: Mapped[int]
    question_id: Mapped[int]
    value: Mapped[str] = mapped_column(Text)

    version: Mapped["CheckInVersion"] = relationship(back_populates="round_answers", overlaps="question")
    question: Mapped[RoundQuestion] = relationship(overlaps="round_answers,version")

    @property
    def in_words(self) -> str:
        return self.question.in_words(self.value)


def check_answers(round_: "Round | None", answers: Iterable[AnswerToRound]) -> None:
    """Refuse what its questions do not take, and silence where an answer is required."""
    questions: Mapping[int, RoundQuestion] = {row.number: row for row in round_.questions} if round_ else {}
    given = {answer.number: answer.value for answer in answers}
    for number, value in given.items():
        if number not in questions or not questions[number].accepts(value):
            raise Refused("An answer does not fit its question. Check the questions of this round.")
    missing = [row.words for row in questions.values() if row.is_required and row.number not in given]
    if missing:
        raise Refused(f"Answer the question of this round: {missing[0]}")


def answer_rows(round_: "Round | None", answers: Iterable[AnswerToRound]) -> list[RoundAnswer]:
    """Return the rows that keep these answers."""
    questions = {row.number: row for row in round_.questions} if round_ else {}
    return [
        RoundAnswer(programme_id=row.programme_id, question=row, value=answer.value)
        for answer in answers
        if (row := questions.get(answer.number))
    ]
