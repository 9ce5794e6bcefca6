"""What a commitment still lacks: the fields without which it is a statement of intent, section by section."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from equity_tracker.model.ownership import OwnerRole

if TYPE_CHECKING:
    from equity_tracker.model.commitment import Commitment


class Section(StrEnum):
    """The groups of the registration task list, in order."""

    PROMISE = "promise"
    INEQUALITY = "inequality"
    ACTION = "action"
    PEOPLE = "people"
    OWNERSHIP = "ownership"
    TIMING = "timing"
    NEW = "new"


SECTION_TITLES = {
    Section.PROMISE: "The promise",
    Section.INEQUALITY: "The inequality",
    Section.ACTION: "The action",
    Section.PEOPLE: "People and power",
    Section.OWNERSHIP: "Ownership",
    Section.TIMING: "When and how we will know",
    Section.NEW: "What is new",
}


class SectionState(StrEnum):
    """How far a section has come."""

    DONE = "done"
    INCOMPLETE = "incomplete"
    OPTIONAL = "optional"


@dataclass(frozen=True)
class Requirement:
    """One field needed to publish as a commitment."""

    field: str
    section: Section
    label: str
    is_met: Callable[["Commitment"], bool]


def _has_owner(commitment: "Commitment") -> bool:
    return commitment.owner(OwnerRole.OWNER) is not None


def _can_be_verified(commitment: "Commitment") -> bool:
    """A milestone, a measure or a verifiable deliverable; advocacy may name its ask and date instead."""
    asked = (
        commitment.kind == "advocate" and commitment.ask_addressee and commitment.ask and commitment.ask_by
    )
    return bool(commitment.milestones or commitment.measures or commitment.deliverable or asked)


REQUIREMENTS = (
    Requirement("title", Section.PROMISE, "An everyday title", lambda c: bool(c.title)),
    Requirement("statement", Section.PROMISE, "The full statement", lambda c: bool(c.statement)),
    Requirement("domain", Section.PROMISE, "The main domain", lambda c: bool(c.domain)),
    Requirement(
        "inequality", Section.INEQUALITY, "Which inequality it acts on", lambda c: bool(c.inequality)
    ),
    Requirement("mechanisms", Section.INEQUALITY, "How the inequality arises", lambda c: bool(c.mechanisms)),
    Requirement("level", Section.ACTION, "The level of action", lambda c: bool(c.level)),
    Requirement("owner", Section.OWNERSHIP, "The post-holder who answers for it", _has_owner),
    Requirement("ends_on", Section.TIMING, "The end date", lambda c: c.ends_on is not None),
    Requirement(
        "deliverable",
        Section.TIMING,
        "A milestone, a measure or a deliverable anyone can check",
        _can_be_verified,
    ),
    Requirement("additionality", Section.NEW, "Whether it is new", lambda c: bool(c.additionality)),
)

# Fields that tell whether anything was written in a section that asks for nothing.
_OPTIONAL_FIELDS = ("decision_power", "decision_body", "money_holder", "partners")


def missing(commitment: "Commitment") -> list[Requirement]:
    """List what stands between this text and publication as a commitment."""
    return [requirement for requirement in REQUIREMENTS if not requirement.is_met(commitment)]


def section_states(commitment: "Commitment") -> dict[Section, SectionState]:
    """Say for each section of the task list whether it is done, incomplete or optional and empty."""
    lacking = {requirement.section for requirement in missing(commitment)}
    states = {}
    for section in Section:
        if section in lacking:
            states[section] = SectionState.INCOMPLETE
        elif section is Section.PEOPLE and not any(getattr(commitment, name) for name in _OPTIONAL_FIELDS):
            states[section] = SectionState.OPTIONAL
        else:
            states[section] = SectionState.DONE
    return states
