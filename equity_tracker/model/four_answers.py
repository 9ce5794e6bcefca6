"""The four close-out questions: met, funded, effect, appropriate. Two sides answer them, each on its own.

After the House of Commons Health and Social Care Committee, HC 663, August 2020, annex (see the glossary).
There they are marked from outstanding to inadequate; here there are no marks, and nothing is added up.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Text
from sqlalchemy.orm import Mapped, mapped_column

from equity_tracker.model.base import term
from equity_tracker.model.errors import Refused
from equity_tracker.model.vocabulary import CLOSE_OUT_QUESTIONS

QUESTIONS = CLOSE_OUT_QUESTIONS.slugs
NOT_KNOWN = "not_known"


@dataclass(frozen=True)
class OneAnswer:
    """The answer to one of the four, with a sentence that says why."""

    answer: str
    because: str | None = None


FourAnswers = Mapping[str, OneAnswer]


class HasFourAnswers:
    """The columns of the four answers. `None` is *not stated*, as of what closed before they were asked."""

    met: Mapped[str | None] = mapped_column(term())
    met_because: Mapped[str | None] = mapped_column(Text)
    funded: Mapped[str | None] = mapped_column(term())
    funded_because: Mapped[str | None] = mapped_column(Text)
    effect: Mapped[str | None] = mapped_column(term())
    effect_because: Mapped[str | None] = mapped_column(Text)
    appropriate: Mapped[str | None] = mapped_column(term())
    appropriate_because: Mapped[str | None] = mapped_column(Text)

    @property
    def four_answers(self) -> dict[str, OneAnswer]:
        """Return the answers that were given, in the order of the questions."""
        given = {name: (getattr(self, name), getattr(self, f"{name}_because")) for name in QUESTIONS}
        return {name: OneAnswer(answer, because) for name, (answer, because) in given.items() if answer}


def answer_columns(answers: FourAnswers) -> dict[str, str | None]:
    """Return the answers as columns, or refuse one that lacks its sentence."""
    columns: dict[str, str | None] = {}
    for name, part in answers.items():
        if part.answer != NOT_KNOWN and not part.because:
            raise Refused("Enter a sentence that says why", f"{name}_because")
        columns |= {name: part.answer, f"{name}_because": part.because}
    return columns
