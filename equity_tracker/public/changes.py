"""What differs between one publication and the next, in the words that the public read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from equity_tracker.model import vocabulary
from equity_tracker.model.dates import Precision, short_date
from equity_tracker.model.vocabulary import NOT_STATED_LABEL

Payload = Mapping[str, Any]


@dataclass(frozen=True)
class Change:
    """One thing that was one way and is now another."""

    label: str
    before: str
    after: str
    is_long: bool = False


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
    ("Measure", "measure", _words, True),
    ("Baseline", "baseline", _words, True),
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
    """List what was changed of a promise: the goalposts first, then its milestones."""
    changes = _fields(_PROMISE, before, after)
    ends = [_period(payload["ends_on"], payload["ends_precision"]) for payload in (before, after)]
    if ends[0] != ends[1]:
        changes.append(Change("To be done by", ends[0], ends[1]))
    return changes + _milestones(before["milestones"], after["milestones"])


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


def _milestones(before: list[Payload], after: list[Payload]) -> list[Change]:
    """Milestones are known by their titles: one with a new title is new. To meet one changes nothing."""
    old = {row["title"]: row for row in before}
    new = {row["title"]: row for row in after}
    changes = [
        Change(f"Milestone “{title}”", _milestone(old.get(title)), _milestone(new.get(title)))
        for title in {**old, **new}
    ]
    return [change for change in changes if change.before != change.after]


def _milestone(row: Payload | None) -> str:
    return f"by {_day(row['revised_on'] or row['planned_on'])}" if row else "none"


def milestones_met(before: Payload, after: Payload) -> list[str]:
    """Return the titles of the milestones that were met between the two."""
    already = {row["title"] for row in before["milestones"] if row["actual_on"]}
    return [row["title"] for row in after["milestones"] if row["actual_on"] and row["title"] not in already]


def partner_answers(before: Payload, after: Payload) -> list[str]:
    """Tell what partners have answered between the two. Publications made before they could say nothing."""
    old = {row["name"]: row for row in before["partners"]}
    told = (_partner_answer(old.get(row["name"], {}), row) for row in after["partners"])
    return [words for words in told if words]


def _partner_answer(was: Payload, now_is: Payload) -> str:
    name, state = now_is["name"], now_is.get("state")
    if state == "confirmed" and was.get("confirmed_on") != now_is["confirmed_on"]:
        return f"{name} confirmed its part{' again' if was.get('confirmed_on') else ''}"
    if state == "confirmed" and was.get("changed_since") and not now_is["changed_since"]:
        return f"{name} confirmed its part again"
    if state == "declined" and was.get("state") != "declined":
        return f"{name} is named as partner; not confirmed"
    reading = now_is.get("reading")
    if reading and (was.get("reading") or {}).get("number") != reading["number"]:
        return f"{name} gave its own reading"
    return ""
