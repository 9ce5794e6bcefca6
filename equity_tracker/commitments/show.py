"""What the pages of one commitment show, gathered for their templates."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from equity_tracker.model.check_in import CheckIn
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.ownership import OwnerRole
from equity_tracker.model.partner import Partner
from equity_tracker.model.programme import ReviewMode
from equity_tracker.model.readiness import (
    SECTION_TITLES,
    Section,
    SectionState,
    missing,
    section_states,
)
from equity_tracker.model.review import Decision, Review
from equity_tracker.model.status import (
    Shape,
    Status,
    Tone,
    delivery_status,
    outlook_status,
    partner_answer,
    reporting_status,
)

_SECTION_LOOKS = {
    SectionState.DONE: Status("done", "Done", Tone.NONE, Shape.TICK),
    SectionState.INCOMPLETE: Status("incomplete", "Answers needed", Tone.WARN, Shape.TRIANGLE),
    SectionState.OPTIONAL: Status("optional", "Optional", Tone.NONE, Shape.RING),
}


@dataclass(frozen=True)
class Task:
    """One line of the task list."""

    section: Section
    title: str
    status: Status
    needed: list[str]


@dataclass(frozen=True)
class Report:
    """One check-in as the organisation sees it."""

    check_in: CheckIn
    outlook: Status
    is_public: bool


@dataclass(frozen=True)
class Listed:
    """A published commitment in the organisation's list, with its two lights."""

    commitment: Commitment
    delivery: Status
    reporting: Status


def listed(commitments: Sequence[Commitment], today: date) -> list[Listed]:
    """Return the published ones with their lights, in the order given."""
    return [
        Listed(row, delivery_status(row.register_entry, today), reporting_status(row.register_entry, today))
        for row in commitments
        if row.register_entry is not None
    ]


def task_list(organisation: Organisation, commitment: Commitment) -> dict[str, Any]:
    """Return what the task list and the page that submits it show."""
    lacking = missing(commitment)
    states = section_states(commitment)
    return {
        "organisation": organisation,
        "commitment": commitment,
        "tasks": [
            Task(
                section,
                SECTION_TITLES[section],
                _SECTION_LOOKS[states[section]],
                [requirement.label for requirement in lacking if requirement.section is section],
            )
            for section in Section
        ],
        "lacking": lacking,
        "returned": _last_return(commitment),
        "is_public_at_once": commitment.programme.review_mode is ReviewMode.ACKNOWLEDGE,
        "public_from": commitment.programme.launches_on,
        "is_public_programme": commitment.programme.visibility.value == "public",
        "owners": {role.value: commitment.owner(role) for role in OwnerRole},
    }


def commitment_page(organisation: Organisation, commitment: Commitment, today: date) -> dict[str, Any]:
    """Return what the record of a submitted or published commitment shows."""
    entry = commitment.register_entry
    return {
        "organisation": organisation,
        "commitment": commitment,
        "entry": entry,
        "delivery": delivery_status(entry, today) if entry else None,
        "reporting": reporting_status(entry, today) if entry else None,
        "reports": [
            Report(row, outlook_status(row.current.outlook), row.published_version is not None)
            for row in reversed(commitment.check_ins)
        ],
        "reviews": commitment.reviews,
        "owners": {role.value: commitment.owner(role) for role in OwnerRole},
        "open_expectation": next(
            (row for row in commitment.expected_check_ins if row.due_on == commitment.next_due_on), None
        ),
    }


@dataclass(frozen=True)
class Named:
    """A partner as the organisation that named it sees it."""

    partner: Partner
    status: Status
    why_not_ask: str | None


def partner_list(commitment: Commitment, now: datetime) -> list[Named]:
    """Return the partners with their answers, in the order in which they were named."""
    return [Named(row, partner_answer(row.state), row.why_not_ask(now)) for row in commitment.partners]


def _last_return(commitment: Commitment) -> Review | None:
    """Return why it came back, while it is back."""
    if commitment.lifecycle.value != "returned":
        return None
    returns = [
        row for row in commitment.reviews if row.decision is Decision.RETURNED and row.check_in_id is None
    ]
    return returns[-1] if returns else None
