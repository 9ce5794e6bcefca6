"""The answers of a check-in as the files write them, turned into those that the model takes."""

from equity_tracker.demonstration.content import Row
from equity_tracker.model.check_in_answers import EvidenceLink
from equity_tracker.model.check_in_ask import Ask
from equity_tracker.model.check_in_help import HelpNote
from equity_tracker.model.check_in_theme import HELPING, HINDERING, ThemeNote
from equity_tracker.model.reported_elsewhere import ReportedElsewhere
from equity_tracker.model.round_question import AnswerToRound

OPTIONAL_ANSWERS = (
    "helped_by",
    "hindered_by",
    "themes",
    "help",
    "asks",
    "decision_power",
    "reported_elsewhere",
    "evidence",
    "to_round",
)
_ROWS = {
    "themes": ThemeNote,
    "help": HelpNote,
    "asks": Ask,
    "evidence": EvidenceLink,
    "to_round": AnswerToRound,
}


def typed(given: Row) -> Row:
    """Return answers as the model takes them. What is not given is not in them."""
    answers = {name: value for name, value in given.items() if name not in {"helped_by", "hindered_by"}}
    for name, kind in _ROWS.items():
        if name in answers:
            answers[name] = tuple(kind(**row) for row in answers[name])
    if "reported_elsewhere" in answers:
        answers["reported_elsewhere"] = ReportedElsewhere(**answers["reported_elsewhere"])
    if themes := _without_notes(given):
        answers["themes"] = (*themes, *answers.get("themes", ()))
    return answers


def _without_notes(given: Row) -> list[ThemeNote]:
    """Read the two lists of slugs, which say which way a theme pointed and no more."""
    return [
        ThemeNote(slug, direction)
        for name, direction in (("helped_by", HELPING), ("hindered_by", HINDERING))
        for slug in given.get(name, ())
    ]
