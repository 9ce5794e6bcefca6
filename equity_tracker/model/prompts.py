"""The prompts on the texts of a commitment: computed when they are shown, kept nowhere, never public."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from equity_tracker.model.commitment import Commitment
from equity_tracker.model.dismissed_prompt import DismissedPrompt
from equity_tracker.model.language import Context, Prompt, advise, everything_found, fold_phrase

# The answers that are read, the statement first, with what a page calls them.
PROMPTED: Mapping[str, str] = MappingProxyType(
    {
        "statement": "the full statement",
        "title": "the title",
        "rationale": "what causes the inequality",
        "how_it_works": "how the action works",
        "population": "who will benefit",
        "excluding_system": "what leaves people out today",
        "how_inequality_shrinks": "how the inequality shrinks",
    }
)
_SETTLING = ("determinants", "mechanisms", "upstream_meanings")


@dataclass(frozen=True)
class AnswerPrompt:
    """A prompt and the answer it is about."""

    answer: str
    prompt: Prompt

    @property
    def place(self) -> str:
        return PROMPTED[self.answer]


def prompts_on(
    commitment: Commitment, typed: Mapping[str, Any] | None = None, *, answers: Iterable[str] = PROMPTED
) -> list[AnswerPrompt]:
    """Return at most three prompts on each answer, without what was dismissed.

    :param typed: answers that are not saved yet, and stand in for those of the commitment.
    """
    said = _said(commitment, typed or {})
    wanted = set(answers)
    return [
        AnswerPrompt(answer, prompt)
        for answer in PROMPTED
        if answer in wanted and said[answer]
        for prompt in advise(said[answer], _context(commitment, answer, said))
    ]


def dismissed_on(commitment: Commitment) -> list[DismissedPrompt]:
    """Return the dismissals whose words still stand in the text, the oldest first."""
    said = _said(commitment, {})
    found = {
        (answer, prompt.id, fold_phrase(phrase))
        for answer in {row.answer for row in commitment.dismissed_prompts}
        if said.get(answer)
        for prompt in everything_found(said[answer], _context(commitment, answer, said, is_fresh=True))
        for phrase in prompt.phrases
    }
    return [
        row
        for row in commitment.dismissed_prompts
        if any((row.answer, row.family, phrase) in found for phrase in row.phrases)
    ]


def _said(commitment: Commitment, typed: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: typed[name] if name in typed else getattr(commitment, name) for name in (*PROMPTED, *_SETTLING)
    }


def _context(
    commitment: Commitment, answer: str, said: Mapping[str, Any], *, is_fresh: bool = False
) -> Context:
    """Return what is known beside an answer; a fresh reading knows of no dismissal."""
    dismissed = {
        (row.family, phrase)
        for row in commitment.dismissed_prompts
        if row.answer == answer and not is_fresh
        for phrase in row.phrases
    }
    return Context(
        answer=answer,
        dismissed=frozenset(dismissed),
        **{name: tuple(said[name] or ()) for name in _SETTLING},
    )
