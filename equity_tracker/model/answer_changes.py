"""What differs in the optional answers of a check-in between one publication and the next, in words."""

from collections.abc import Mapping
from typing import Any

from equity_tracker.model.change import Change
from equity_tracker.model.told_answers import ToldAnswers, in_one_line, told_answers
from equity_tracker.model.vocabulary import NOT_STATED_LABEL

Payload = Mapping[str, Any]


def answer_changes(before: Payload, after: Payload) -> list[Change]:
    """Set each answer as it was beside what it is now, whether or not it differs."""
    was, is_now = _in_words(before), _in_words(after)
    return [
        Change(label, was[label] or NOT_STATED_LABEL, words or NOT_STATED_LABEL, is_long=True)
        for label, words in is_now.items()
    ]


def _in_words(payload: Payload) -> dict[str, str]:
    told: ToldAnswers = told_answers(payload)
    elsewhere = told.reported_elsewhere
    return {
        "What helped": in_one_line(told.helped),
        "What hindered": in_one_line(told.hindered),
        "Help wanted": in_one_line(told.wanted),
        "Help offered": in_one_line(told.offered),
        "What must change, and who could change it": in_one_line(told.asks),
        "Who decided, as far as can be shown": told.power,
        "Reported elsewhere": f"{elsewhere['title']}, {elsewhere['url']}" if elsewhere else "",
    }
