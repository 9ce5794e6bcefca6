"""What a commitment lacks before it can be published as one."""

from datetime import date
from typing import Any

import pytest

from equity_tracker.model.commitment import Commitment
from equity_tracker.model.measure import Measure, MeasureKind
from equity_tracker.model.milestone import Milestone
from equity_tracker.model.ownership import OwnerRole
from equity_tracker.model.readiness import REQUIREMENTS, Section, SectionState, missing, section_states

TODAY = date(2026, 4, 6)


def complete() -> Commitment:
    commitment = Commitment(
        title="A living wage in every contract",
        statement="Every contract will require the real living wage.",
        kind="change_rule",
        domain="nhs_organisations",
        inequality="conditions",
        mechanisms=["power_resources"],
        level="conditions",
        ends_on=date(2028, 3, 31),
        additionality="new",
    )
    commitment.milestones.append(Milestone(title="Clause agreed", planned_on=date(2026, 6, 30)))
    commitment.name_owner(OwnerRole.OWNER, "Director of finance", None, today=TODAY)
    return commitment


def test_a_complete_commitment_lacks_nothing() -> None:
    assert missing(complete()) == []


@pytest.mark.parametrize(
    ("field", "empty"),
    [
        ("title", None),
        ("statement", ""),
        ("domain", None),
        ("inequality", None),
        ("mechanisms", []),
        ("level", None),
        ("ends_on", None),
        ("additionality", None),
    ],
)
def test_each_required_field_is_missed(field: str, empty: object) -> None:
    commitment = complete()
    setattr(commitment, field, empty)
    assert [requirement.field for requirement in missing(commitment)] == [field]


def test_an_owner_is_required() -> None:
    commitment = complete()
    commitment.name_owner(OwnerRole.OWNER, None, None, today=TODAY)
    assert [requirement.field for requirement in missing(commitment)] == ["owner"]


def test_a_deputy_is_no_owner() -> None:
    commitment = complete()
    commitment.name_owner(OwnerRole.OWNER, None, None, today=TODAY)
    commitment.name_owner(OwnerRole.DEPUTY, "Deputy director", None, today=TODAY)
    assert [requirement.field for requirement in missing(commitment)] == ["owner"]


@pytest.mark.parametrize(
    "said",
    [
        {"measures": [Measure(kind=MeasureKind.TEXT, name="Contracts with the clause")]},
        {"deliverable": "A contract clause that anyone can read"},
    ],
)
def test_a_measure_or_a_deliverable_will_do_instead_of_a_milestone(said: dict[str, Any]) -> None:
    commitment = complete()
    commitment.milestones.clear()
    assert [requirement.field for requirement in missing(commitment)] == ["deliverable"]
    for name, value in said.items():
        setattr(commitment, name, value)
    assert missing(commitment) == []


def test_advocacy_is_verified_by_its_ask_and_its_date() -> None:
    commitment = complete()
    commitment.milestones.clear()
    commitment.kind = "advocate"
    commitment.ask_addressee, commitment.ask, commitment.ask_by = "Ministers", "Commence it", TODAY
    assert missing(commitment) == []
    commitment.ask_by = None
    assert [requirement.field for requirement in missing(commitment)] == ["deliverable"]


def test_a_section_without_requirements_is_optional_until_something_is_said() -> None:
    commitment = complete()
    assert section_states(commitment)[Section.PEOPLE] is SectionState.OPTIONAL
    commitment.decision_power = "consulted"
    assert section_states(commitment)[Section.PEOPLE] is SectionState.DONE


def test_an_empty_draft_is_incomplete_in_every_section_that_asks_for_something() -> None:
    asking = {requirement.section for requirement in REQUIREMENTS}
    states = section_states(Commitment())
    assert {section for section, state in states.items() if state is SectionState.INCOMPLETE} == asking


def test_an_owner_who_hands_over_stays_on_record() -> None:
    commitment = complete()
    commitment.name_owner(OwnerRole.OWNER, "Chief executive", None, today=TODAY)
    current = commitment.owner(OwnerRole.OWNER)
    assert current is not None
    assert current.job_title == "Chief executive"
    assert [row.job_title for row in commitment.ownerships] == ["Director of finance", "Chief executive"]


def test_naming_the_same_owner_again_changes_nothing() -> None:
    commitment = complete()
    commitment.name_owner(OwnerRole.OWNER, "Director of finance", None, today=TODAY)
    assert len(commitment.ownerships) == 1
