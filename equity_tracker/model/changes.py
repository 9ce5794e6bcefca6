"""What differs between one publication and the next, in the words that people read. Pure, over payloads.

A change of what is promised, by when or by whom is a *goalpost*: it may move, with a public reason
(domain-brief 4, row 30). Everything else that a person can change is told as well.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from equity_tracker.model import vocabulary
from equity_tracker.model.answer_changes import answer_changes
from equity_tracker.model.change import Change
from equity_tracker.model.dates import Precision, short_date
from equity_tracker.model.measure_changes import measure_changes, milestone_changes
from equity_tracker.model.vocabulary import NOT_STATED_LABEL, Vocabulary

Payload = Mapping[str, Any]
Words = Callable[[Any], str]


def _words(value: str | None) -> str:
    return value or NOT_STATED_LABEL


def _day(value: str | None) -> str:
    return short_date(date.fromisoformat(value)) if value else NOT_STATED_LABEL


def _yes_no(value: bool | None) -> str:  # noqa: FBT001 - an answer
    return NOT_STATED_LABEL if value is None else "Yes" if value else "No"


def _labels(terms: Vocabulary) -> Words:
    return lambda slugs: ", ".join(terms.label(slug) for slug in slugs or ()) or NOT_STATED_LABEL


# (label, field, how it is put into words, whether the words are long)
Fields = tuple[tuple[str, str, Words, bool], ...]
_GOALPOSTS: Fields = (
    ("Title", "title", _words, True),
    ("The promise", "statement", _words, True),
    ("Published as", "form", vocabulary.PUBLICATION_FORMS.label, False),
    ("Domain", "domain", vocabulary.DOMAINS.label, False),
    ("Level of action", "level", vocabulary.LEVELS.label, False),
    ("Start", "starts_on", _day, False),
    ("What will be delivered", "deliverable", _words, True),
    ("Who is asked", "ask_addressee", _words, False),
    ("What is asked", "ask", _words, True),
    ("Answer wanted by", "ask_by", _day, False),
)
# The answers that owe a reason when they change, by the names that forms and payloads have for them.
GOALPOSTS = frozenset({field for _, field, _, _ in _GOALPOSTS} | {"ends_on", "ends_precision", "owner"})
HELD_BY = "Held by"
_DETAILS: Fields = (
    (HELD_BY, "organisation_name", _words, False),
    ("Kind of commitment", "kind", vocabulary.COMMITMENT_KINDS.label, False),
    ("Other domains", "other_domains", _labels(vocabulary.DOMAINS), True),
    ("Kind of action", "recommendation_areas", _labels(vocabulary.RECOMMENDATION_AREAS), True),
    ("Another kind of action", "other_recommendation_area", _words, True),
    ("Marmot principles", "marmot_principles", _labels(vocabulary.MARMOT_PRINCIPLES), True),
    ("Core20PLUS5", "core20plus5", _labels(vocabulary.CORE20PLUS5), True),
    ("Anchor areas", "anchor_areas", _labels(vocabulary.ANCHOR_AREAS), True),
    ("Where it was promised", "source_url", _words, True),
    ("Approved by", "approved_by", _words, False),
    ("Approved on", "approved_on", _day, False),
    ("Also registered", "also_registered_at", _words, True),
    ("Which inequality", "inequality", vocabulary.INEQUALITIES.label, False),
    ("Determinants", "determinants", _labels(vocabulary.DETERMINANTS), True),
    ("What causes the inequality", "rationale", _words, True),
    ("How it arises", "mechanisms", _labels(vocabulary.MECHANISMS), True),
    ("How the action works", "how_it_works", _words, True),
    ("For whom", "population", _words, True),
    ("Own staff among them", "benefits_own_staff", _yes_no, False),
    ("What leaves people out", "excluding_system", _words, True),
    ("Setting", "setting", _words, False),
    ("Place", "place", _words, False),
    ("Professions", "professions", _labels(vocabulary.PROFESSIONS), True),
    ("Another profession", "profession", _words, False),
    ("Where it acts from", "actor_position", vocabulary.ACTOR_POSITIONS.label, False),
    ("Reach", "reach", vocabulary.REACHES.label, False),
    ("Who it is designed to reach", "distribution", vocabulary.DISTRIBUTIONS.label, False),
    ("How the inequality itself shrinks", "how_inequality_shrinks", _words, True),
    ("Meaning of “upstream” here", "upstream_meanings", _labels(vocabulary.UPSTREAM_MEANINGS), True),
    ("Who decides", "decision_power", vocabulary.DECISION_POWERS.label, False),
    ("In which body", "decision_body", _words, False),
    ("Who holds the money", "money_holder", vocabulary.MONEY_HOLDERS.label, False),
    ("The sponsor says", "sponsor_statement", _words, True),
    ("Reviewed by", "forum", _words, False),
    ("Resources", "resources", _words, True),
    ("Source of the money", "funding_source", vocabulary.FUNDING_SOURCES.label, False),
    ("Funding ends", "funding_ends_on", _day, False),
    ("Source of evidence", "evidence_source", _words, True),
    ("Why it is theirs to ask", "why_us", _words, True),
    ("How the answer is recorded", "reply_logging", _words, True),
    ("What is new", "additionality", vocabulary.ADDITIONALITIES.label, False),
    ("What would have happened anyway", "counterfactual", _words, True),
)
_OTHER_POSTS = (("Deputy", "deputy"), ("Senior sponsor", "sponsor"))
_CHECK_IN: Fields = (
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
    """List what was changed of a promise: the goalposts first, then what stands beside them.

    Earlier publications have fewer answers: one that was not asked for then was not stated.
    """
    ends = [_period(row.get("ends_on"), row.get("ends_precision") or "day") for row in (before, after)]
    return [
        *_fields(_GOALPOSTS, before, after, is_goalpost=True),
        *_differing([Change("To be done by", ends[0], ends[1], is_goalpost=True)]),
        *_differing([_post("Who answers for it", "owner", before, after, is_goalpost=True)]),
        *measure_changes(before, after),
        *milestone_changes(before, after),
        *_fields(_DETAILS, before, after),
        *_differing([_post(label, role, before, after) for label, role in _OTHER_POSTS]),
        *_partners(before.get("partners") or (), after.get("partners") or ()),
    ]


def moves_goalposts(before: Payload, after: Payload) -> bool:
    """Say whether a reason is owed: what is promised, by when, at what level or by whom has changed."""
    return any(change.is_goalpost for change in promise_changes(before, after))


def check_in_changes(before: Payload, after: Payload) -> list[Change]:
    answers = _differing(answer_changes(before, after))
    return [*_fields(_CHECK_IN, before, after), *answers, *_to_round(before, after)]


def _to_round(before: Payload, after: Payload) -> list[Change]:
    """Tell what was answered otherwise to a public question of the round."""
    was, now = (
        {row["question"]: row["answer"] for row in payload.get("to_round", [])} for payload in (before, after)
    )
    return _differing(
        [
            Change(question, _words(was.get(question)), _words(now.get(question)), is_long=True)
            for question in {**was, **now}
        ]
    )


def _differing(changes: Sequence[Change]) -> list[Change]:
    return [change for change in changes if change.before != change.after]


def _fields(fields: Fields, before: Payload, after: Payload, *, is_goalpost: bool = False) -> list[Change]:
    return _differing(
        [
            Change(label, words(before.get(name)), words(after.get(name)), is_long, is_goalpost)
            for label, name, words, is_long in fields
            if before.get(name) != after.get(name)
        ]
    )


def _post(label: str, role: str, before: Payload, after: Payload, *, is_goalpost: bool = False) -> Change:
    """Tell of a post by its job title: names are in no publication."""
    titles = [_words((payload.get("owners") or {}).get(role)) for payload in (before, after)]
    return Change(label, titles[0], titles[1], is_goalpost=is_goalpost)


def _period(value: str | None, precision: str) -> str:
    return short_date(date.fromisoformat(value), Precision(precision)) if value else NOT_STATED_LABEL


def _partners(before: Sequence[Payload], after: Sequence[Payload]) -> list[Change]:
    """Partners are known by their names."""
    old = {row["name"]: row for row in before}
    new = {row["name"]: row for row in after}
    told = ((name, _partner(old.get(name)), _partner(new.get(name))) for name in {**old, **new})
    return _differing([Change(f"Partner “{name}”", was, now) for name, was, now in told])


def _partner(row: Payload | None) -> str:
    if row is None:
        return "none"
    words = vocabulary.PARTNER_ROLES.label(row.get("role")).lower()
    if row.get("worked_together_before"):
        words += ", worked together before"
    words += f": {row['contribution']}" if row.get("contribution") else ""
    return f"{words}. What came of it: {row['outcome']}" if row.get("outcome") else words
