"""Valid commitments and check-ins, with few arguments."""

from datetime import date, datetime
from typing import Any

from equity_tracker.extensions import db
from equity_tracker.model.archiving import archive_commitment
from equity_tracker.model.check_in_answers import Answers
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.four_answers import QUESTIONS, OneAnswer
from equity_tracker.model.milestone import Milestone
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.ownership import OwnerRole
from equity_tracker.model.people import User
from equity_tracker.model.programme import Programme
from equity_tracker.model.publishing import publish_commitment

ANSWERS: dict[str, Any] = {
    "delivery": "limited",
    "outlook": "on_track",
    "why": "The clause is agreed with procurement.",
    "what_changed": "The first contract was signed with the clause in it.",
    "level": "conditions",
    "distribution": "universal",
    "next_step": "Sign the second contract.",
    "next_step_on": date(2026, 9, 1),
}
# What either side may answer to the four questions at the end.
FOUR_ANSWERS = {name: OneAnswer("partly", f"Half of it, as to {name}.") for name in QUESTIONS}


def make_draft(
    organisation: Organisation, programme: Programme, *, now: datetime, title: str | None = None
) -> Commitment:
    """Return an empty draft, or one that holds only a title."""
    commitment = Commitment(
        organisation=organisation,
        programme=programme,
        made_by=organisation,
        made_by_name=organisation.name,
        title=title,
        created_at=now,
    )
    db.session.add(commitment)
    return commitment


def make_commitment(
    organisation: Organisation,
    programme: Programme,
    *,
    now: datetime,
    held_by: User | None = None,
    **fields: Any,
) -> Commitment:
    """Return a draft with every required field; give `fields` to differ, `held_by` for an owner's account."""
    commitment = make_draft(organisation, programme, now=now)
    values: dict[str, Any] = {
        "title": "Every cleaning contract pays the real living wage",
        "statement": "From April every new cleaning contract we let will require the real living wage.",
        "kind": "change_rule",
        "domain": "nhs_organisations",
        "inequality": "conditions",
        "determinants": ["money", "work"],
        "mechanisms": ["power_resources"],
        "level": "conditions",
        "distribution": "universal",
        "starts_on": date(2026, 1, 1),
        "ends_on": date(2028, 3, 31),
        "additionality": "new",
    }
    for name, value in (values | fields).items():
        setattr(commitment, name, value)
    db.session.flush()
    commitment.milestones.append(
        Milestone(
            organisation_id=organisation.id,
            programme_id=programme.id,
            title="Clause agreed with both unions",
            planned_on=date(2026, 6, 30),
        )
    )
    name = held_by.name if held_by else "Frances Private"
    commitment.name_owner(OwnerRole.OWNER, "Director of finance", name, person=held_by, today=now.date())
    return commitment


def make_archived(organisation: Organisation, programme: Programme, *, now: datetime) -> Commitment:
    """Return a draft that was set aside."""
    commitment = make_draft(organisation, programme, now=now, title="A promise that came to nothing")
    db.session.flush()
    archive_commitment(commitment, seen=commitment.version, now=now)
    return commitment


def make_published(
    organisation: Organisation, programme: Programme, *, now: datetime, **fields: Any
) -> Commitment:
    """Return a commitment that the public can read."""
    commitment = make_commitment(organisation, programme, now=now, **fields)
    commitment.submit(as_statement_of_intent=False, now=now)
    publish_commitment(commitment, now=now, today=now.date())
    db.session.flush()
    return commitment


def answers(**changes: Any) -> Answers:
    """Return the seven answers of a check-in; give `changes` to differ."""
    return Answers(**(ANSWERS | changes))
