"""What differs between one publication and the next, in the words that the public read."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from equity_tracker.model import vocabulary
from equity_tracker.model.dates import Precision, short_date
from equity_tracker.model.vocabulary import NOT_STATED_LABEL
from equity_tracker.public.measure_changes import Change, measure_changes, milestone_changes

Payload = Mapping[str, Any]

__all__ = ["Change", "check_in_changes", "promise_changes"]


def _words(value: str | None) -> str:
    return value or NOT_STATED_LABEL


def _day(value: str | None) -> str:
    return short_date(date.fromisoformat(value)) if value else NOT_STATED_LABEL


# (label, field, how it is put into words, whether the words are long)
_PROMISE: tuple[tuple[str, str, Callable[[Any], str], bool], ...] = (
    ("Title", "title", _words, True),
    ("The promise", "statement", _words, True),
    ("Published as", "form", vocabulary.PUBLICATION_FORMS.label, False),
    ("Held by", "organisation_name", _words, False),
    ("Domain", "domain", vocabulary.DOMAINS.label, False),
    ("Level of action", "level", vocabulary.LEVELS.label, False),
    ("Which inequality", "inequality", vocabulary.INEQUALITIES.label, False),
    ("Who it is designed to reach", "distribution", vocabulary.DISTRIBUTIONS.label, False),
    ("What is new", "additionality", vocabulary.ADDITIONALITIES.label, False),
    ("Start", "starts_on", _day, False),
    ("What will be delivered", "deliverable", _words, True),
    ("What is asked", "ask", _words, True),
    ("Answer wanted by", "ask_by", _day, False),
    ("Funding ends", "funding_ends_on", _day, False),
)
_CHECK_IN = (
    ("How it is going", "outlook", vocabulary.OUTLOOKS.label, False),
    ("How far it has got", "delivery", vocabulary.DELIVERIES.label, False),
    ("Level of action", "level", vocabulary.LEVELS.label, False),
    ("Why", "why", _words, True),
    ("What changed", "what_changed", _words, True),
    ("Next step", "next_step", _words, True),
    ("Next step by", "next_step_on", _day, False),
    ("Who has not benefited", "who_has_not_benefited", _words, True),
)


def promise_changes(before: Payload, after: Payload) -> list[Change]:
    """List what was changed of a promise: the goalposts first, then its measures and milestones."""
    changes = _fields(_PROMISE, before, after)
    ends = [_period(payload["ends_on"], payload["ends_precision"]) for payload in (before, after)]
    if ends[0] != ends[1]:
        changes.append(Change("To be done by", ends[0], ends[1]))
    changes += measure_changes(before, after)
    return changes + milestone_changes(before, after)


def check_in_changes(before: Payload, after: Payload) -> list[Change]:
    return _fields(_CHECK_IN, before, after)


def _fields(
    fields: tuple[tuple[str, str, Callable[[Any], str], bool], ...], before: Payload, after: Payload
) -> list[Change]:
    return [
        Change(label, words(before.get(name)), words(after.get(name)), is_long)
        for label, name, words, is_long in fields
        if before.get(name) != after.get(name)
    ]


def _period(value: str | None, precision: str) -> str:
    return short_date(date.fromisoformat(value), Precision(precision)) if value else NOT_STATED_LABEL
