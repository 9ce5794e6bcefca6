"""What was answered to the questions that a round asks of its own."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

# Of each question; the others are counted.
MOST_ANSWERS = 40


@dataclass(frozen=True)
class AnswerLine:
    """What one commitment's check-in answers."""

    organisation: str
    commitment: str
    answer: str


@dataclass(frozen=True)
class Tally:
    """How many gave one answer."""

    label: str
    count: int


@dataclass(frozen=True)
class Question:
    """One question with its answers. Answers that are not public stand in the internal edition alone."""

    words: str
    is_public: bool
    answered: int
    tallies: tuple[Tally, ...]
    lines: tuple[AnswerLine, ...]

    @property
    def left_off(self) -> int:
        return self.answered - len(self.lines)


def question_of(
    words: str, lines: Sequence[AnswerLine], *, is_public: bool, offered: Sequence[str] = ()
) -> Question:
    """Tell the first answers, and how often each was given where they are offered or come again.

    :param lines: by organisation and title.
    """
    counts = Counter(line.answer for line in lines)
    comes_again = any(number > 1 for number in counts.values())
    labels = (
        [*offered, *sorted(set(counts) - set(offered), key=str.casefold)] if offered or comes_again else []
    )
    return Question(
        words=words,
        is_public=is_public,
        answered=len(lines),
        tallies=tuple(Tally(label, counts[label]) for label in labels),
        lines=tuple(lines[:MOST_ANSWERS]),
    )
