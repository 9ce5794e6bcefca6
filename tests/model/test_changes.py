"""What differs between two publications, told in full: every answer, job titles, no names."""

from datetime import date
from typing import Any

import pytest

from equity_tracker.model import vocabulary
from equity_tracker.model.changes import moves_goalposts, promise_changes
from equity_tracker.model.ownership import OwnerRole
from equity_tracker.model.public_promise import commitment_payload
from tests.model.test_publishing import TODAY, make

# Public, but nothing that a person changes by itself: who, where and what the register made of it.
NOT_ANSWERS = set(
    "reference made_by_name made_on organisation_slug programme_name programme_slug closed_on close_reason"
    " close_note close_out handovers imported measures milestones partners owners ends_precision".split()
)
# What is chosen from a vocabulary, one or several of it; all else is free words or a date.
ONE = {
    "kind": "commitment_kinds",
    "domain": "domains",
    "inequality": "inequalities",
    "level": "levels",
    "actor_position": "actor_positions",
    "reach": "reaches",
    "distribution": "distributions",
    "decision_power": "decision_powers",
    "money_holder": "money_holders",
    "funding_source": "funding_sources",
    "additionality": "additionalities",
    "form": "publication_forms",
}
SEVERAL = {
    name: name
    for name in "recommendation_areas marmot_principles core20plus5 anchor_areas determinants mechanisms"
    " professions upstream_meanings".split()
} | {"other_domains": "domains"}
GOALPOSTS = set(
    "title statement form domain level starts_on ends_on deliverable ask_addressee ask ask_by".split()
)
PAYLOAD = commitment_payload(make()) | {"form": "commitment"}


def changed(name: str) -> dict[str, Any]:
    """Return the payload with another answer to one question."""
    other: Any = "2027-05-03" if name.endswith(("_on", "_by")) and name != "approved_by" else "Other words"
    if name in ONE or name in SEVERAL:
        other = vocabulary.ALL[(ONE | SEVERAL)[name]].slugs[-1]
        other = [other] if name in SEVERAL else other
    return PAYLOAD | {name: False if name == "benefits_own_staff" else other}


@pytest.mark.parametrize("name", sorted(set(PAYLOAD) - NOT_ANSWERS))
def test_every_answer_is_told_when_it_changes(name: str) -> None:
    (change,) = promise_changes(PAYLOAD, changed(name))
    assert change.before != change.after
    assert change.is_goalpost is (name in GOALPOSTS)
    assert moves_goalposts(PAYLOAD, changed(name)) is (name in GOALPOSTS)


def test_a_new_post_holder_is_told_by_job_title_and_never_by_name() -> None:
    commitment = make()
    commitment.name_owner(OwnerRole.OWNER, "Director of estates", "SECRET-successor", today=TODAY)
    commitment.name_owner(OwnerRole.DEPUTY, "Head of catering", "SECRET-deputy", today=TODAY)
    told = promise_changes(PAYLOAD, commitment_payload(commitment) | {"form": "commitment"})
    assert [(row.label, row.before, row.after, row.is_goalpost) for row in told] == [
        ("Who answers for it", "Director of finance", "Director of estates", True),
        ("Deputy", "Not stated", "Head of catering", False),
    ]


def test_another_person_in_the_same_post_changes_nothing_in_public() -> None:
    commitment = make()
    commitment.name_owner(OwnerRole.OWNER, "Director of finance", "SECRET-successor", today=TODAY)
    assert commitment_payload(commitment) | {"form": "commitment"} == PAYLOAD


def test_partners_are_told_by_name() -> None:
    before = PAYLOAD | {"partners": [_partner("Birch College"), _partner("Old Friend")]}
    after = PAYLOAD | {"partners": [_partner("Birch College", contribution="Rooms"), _partner("Newcomer")]}
    assert [(row.label, row.before, row.after) for row in promise_changes(before, after)] == [
        ("Partner “Birch College”", "partner", "partner: Rooms"),
        ("Partner “Old Friend”", "partner", "none"),
        ("Partner “Newcomer”", "none", "partner"),
    ]


def _partner(name: str, **given: Any) -> dict[str, Any]:
    return {"name": name, "role": "partner", "contribution": None, "worked_together_before": None} | given


def test_a_publication_from_before_a_question_was_asked_tells_no_change_until_it_is_answered() -> None:
    old = {name: PAYLOAD[name] for name in ("title", "statement", "ends_on", "ends_precision", "form")}
    same = old | {"professions": [], "funding_source": None, "partners": [], "milestones": [], "owners": {}}
    assert promise_changes(old, same) == []
    (change,) = promise_changes(old, same | {"professions": ["midwifery"]})
    assert (change.label, change.before) == ("Professions", "Not stated")


def test_an_end_that_is_less_exact_moves_the_goalposts() -> None:
    less = PAYLOAD | {"ends_on": date(2028, 12, 31).isoformat(), "ends_precision": "year"}
    (change,) = promise_changes(PAYLOAD, less)
    assert (change.label, change.after, change.is_goalpost) == ("To be done by", "2028", True)
