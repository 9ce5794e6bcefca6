"""Questions of a round, with few arguments."""

from typing import Any

from equity_tracker.model.round_question import QuestionKind, RoundQuestion


def ask(words: str, kind: QuestionKind = QuestionKind.TEXT, **fields: Any) -> RoundQuestion:
    """Return a question; it is optional, and for coordinators alone, unless `fields` say otherwise."""
    values: dict[str, Any] = {"number": 1, "choices": [], "is_required": False, "is_public": False}
    return RoundQuestion(words=words, kind=kind, **(values | fields))
