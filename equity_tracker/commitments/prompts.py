"""Which of the prompts on a commitment's texts a page shows: few, the statement's first."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from equity_tracker.commitments.sections import COLUMNS
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.language import MOST_PROMPTS
from equity_tracker.model.prompts import PROMPTED, AnswerPrompt, prompts_on
from equity_tracker.model.readiness import Section


@dataclass(frozen=True)
class Prompts:
    """The prompts on a page, and how many more there are when these have been dealt with."""

    shown: list[AnswerPrompt]
    more: int = 0


NO_PROMPTS = Prompts([])


def shown_prompts(
    commitment: Commitment, section: Section | None = None, typed: Mapping[str, Any] | None = None
) -> Prompts:
    """Return the prompts that a page shows: on one section of the task list, or on all of it.

    :param typed: answers of the form that are not saved yet.
    """
    answers = PROMPTED if section is None else PROMPTED.keys() & set(COLUMNS[section])
    found = prompts_on(commitment, typed, answers=answers)
    # What is asked of the statement is not asked of the title on the same page.
    first_of_each: dict[str, AnswerPrompt] = {}
    for row in found:
        first_of_each.setdefault(row.prompt.id, row)
    shown = list(first_of_each.values())[:MOST_PROMPTS]
    return Prompts(shown, len(found) - len(shown))
