"""What the pages of one commitment show, gathered for their templates."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from equity_tracker.commitments.answers import Answers, answers_of
from equity_tracker.commitments.prompts import shown_prompts
from equity_tracker.commitments.reading import panel_for
from equity_tracker.model.amendment import open_amendment
from equity_tracker.model.archiving import may_be_archived
from equity_tracker.model.check_in import CheckIn
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.dates import PartialDate
from equity_tracker.model.handover import awaited_handover
from equity_tracker.model.launching import launch_in_words
from equity_tracker.model.measure import Measure
from equity_tracker.model.milestone import Milestone, outside_its_time
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.ownership import OwnerRole
from equity_tracker.model.partner import Partner
from equity_tracker.model.programme import Programme, ReviewMode
from equity_tracker.model.prompts import PROMPTED, dismissed_on
from equity_tracker.model.public_measure import measure_payload, milestone_payload, signs_payload
from equity_tracker.model.public_promise import commitment_payload
from equity_tracker.model.publication import Publication
from equity_tracker.model.readiness import (
    SECTION_TITLES,
    Section,
    SectionState,
    missing,
    section_states,
)
from equity_tracker.model.retracting import retraction_of
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
from equity_tracker.model.told_measure import ToldMeasure, told_measures
from equity_tracker.model.told_milestone import ToldMilestone, told_milestone, told_milestones

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
    answers: Answers


@dataclass(frozen=True)
class Report:
    """One check-in as the organisation sees it."""

    check_in: CheckIn
    outlook: Status
    is_public: bool


@dataclass(frozen=True)
class CanBe:
    """What may be done about a commitment at its end, whoever may do it."""

    closed: bool
    corrected: bool
    replied_to: bool
    asked: bool
    retracted: bool
    taken_up: bool


@dataclass(frozen=True)
class Listed:
    """A published commitment in the organisation's list, with its two lights."""

    commitment: Commitment
    delivery: Status
    reporting: Status


def is_taken_back(commitment: Commitment) -> bool:
    """Say whether it was published, and is not any more: it stands with what is not public."""
    return commitment.register_entry is not None and commitment.register_entry.retracted_on is not None


def listed(commitments: Sequence[Commitment], today: date) -> list[Listed]:
    """Return the published ones with their lights, in the order given."""
    return [
        Listed(row, delivery_status(row.register_entry, today), reporting_status(row.register_entry, today))
        for row in commitments
        if row.register_entry is not None
    ]


def signs(commitment: Commitment) -> dict[str, Any]:
    """Return its measures and milestones as the organisation's own pages tell them, small numbers too."""
    payload = signs_payload(commitment, hides_small=False)
    return {"measures": told_measures(payload), "milestones": told_milestones(payload)}


def tell_measure(measure: Measure) -> ToldMeasure:
    [told] = told_measures({"measures": [measure_payload(measure, hides_small=False)]})
    return told


def tell_milestone(milestone: Milestone) -> ToldMilestone:
    return told_milestone(milestone_payload(milestone))


def task_list(organisation: Organisation, commitment: Commitment, today: date) -> dict[str, Any]:
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
                answers_of(commitment, section),
            )
            for section in Section
        ],
        "lacking": lacking,
        "dismissed": dismissed_on(commitment),
        "places": PROMPTED,
        "returned": _last_return(commitment),
        "may_be_archived": may_be_archived(commitment),
        "is_public_at_once": commitment.programme.review_mode is ReviewMode.ACKNOWLEDGE,
        "public_from": _launch_to_come(commitment.programme, today),
        "is_public_programme": commitment.programme.visibility.value == "public",
        "owners": {role.value: commitment.owner(role) for role in OwnerRole},
        "panel": panel_for(commitment_payload(commitment), prompts=shown_prompts(commitment)),
        "astray": astray(commitment, commitment.starts_on, commitment.ends_period),
        **signs(commitment),
    }


def astray(
    commitment: Commitment, starts_on: date | None, ends: PartialDate | None
) -> list[tuple[Milestone, str]]:
    """Return the milestones that are still to be met outside these dates, and where each lies."""
    to_come = [row for row in commitment.milestones if row.actual_on is None]
    found = [(row, outside_its_time(row.now_planned, starts_on, ends)) for row in to_come]
    return [(row, where) for row, where in found if where]


def _launch_to_come(programme: Programme, today: date) -> str | None:
    is_to_come = programme.launches_on is not None and not programme.is_public(today)
    return launch_in_words(programme) if is_to_come else None


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
        "retraction": _retraction(commitment),
        "can_be": _can_be(commitment, today),
        "reviews": commitment.reviews,
        "amendment": open_amendment(commitment),
        "owners": {role.value: commitment.owner(role) for role in OwnerRole},
        "panel": panel_for(commitment_payload(commitment)),
        **signs(commitment),
        "handover": awaited_handover(commitment),
        "open_expectation": next(
            (row for row in commitment.expected_check_ins if row.due_on == commitment.next_due_on), None
        ),
    }


def _retraction(commitment: Commitment) -> Publication | None:
    """Return when and why it was taken back, while it is."""
    return retraction_of(commitment) if commitment.is_retracted else None


def _can_be(commitment: Commitment, today: date) -> CanBe:
    is_open = not commitment.programme.is_closed
    question = commitment.still_in_place if commitment.is_closed else None
    return CanBe(
        closed=commitment.is_published and is_open,
        corrected=commitment.is_closed and is_open,
        replied_to=commitment.is_closed and bool(commitment.assessments),
        asked=is_open and question is not None and question.due_on is not None and question.due_on <= today,
        retracted=commitment.is_published or commitment.is_closed,
        taken_up=commitment.is_retracted and is_open,
    )


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
    """Return why it came back, until it is submitted again; also when it was archived meanwhile."""
    if not commitment.is_editable:
        return None
    returns = [
        row for row in commitment.reviews if row.decision is Decision.RETURNED and row.check_in_id is None
    ]
    return returns[-1] if returns else None
