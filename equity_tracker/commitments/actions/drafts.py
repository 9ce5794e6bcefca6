"""What people do with a commitment before it is public: register, edit, submit."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from equity_tracker.commitments import emails
from equity_tracker.commitments.actions import partners
from equity_tracker.commitments.actions.log import record
from equity_tracker.commitments.actions.references import find_references
from equity_tracker.commitments.queries.commitments import list_programmes
from equity_tracker.commitments.sections import SECTION_FIELDS, write_section
from equity_tracker.extensions import db
from equity_tracker.model.activity import ActivityKind
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.copying import copy_answers
from equity_tracker.model.errors import Refused
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.people import User
from equity_tracker.model.programme import Programme, ReviewMode
from equity_tracker.model.publishing import publish_commitment
from equity_tracker.model.readiness import Section, missing


def register_commitment(
    organisation: Organisation,
    programme: Programme,
    *,
    title: str,
    copy_of: Commitment | None = None,
    by: User,
    now: datetime,
    today: date,
) -> Commitment:
    """Begin a draft, empty or with the answers of an earlier commitment."""
    programme.refuse_if_closed()
    if programme not in list_programmes(organisation):
        raise Refused("Your organisation does not take part in this programme.", "programme")
    commitment = Commitment(
        organisation=organisation,
        programme=programme,
        made_by=organisation,
        made_by_name=organisation.name,
        title=title,
        created_at=now,
        created_by_id=by.id,
        edited_at=now,
    )
    db.session.add(commitment)
    db.session.flush()
    after = {"title": title}
    if copy_of is not None:
        copy_answers(copy_of, commitment, today=today)
        after["copy_of"] = copy_of.public_id
    record(ActivityKind.COMMITMENT_REGISTERED, commitment, by=by, now=now, after=after)
    return commitment


def edit_section(
    commitment: Commitment,
    section: Section,
    values: Mapping[str, Any],
    *,
    version: int | None,
    by: User,
    now: datetime,
    today: date,
) -> None:
    """Save one section of a draft, unless somebody saved the commitment since this person opened it."""
    commitment.refuse_unless_editable()
    commitment.refuse_if_changed(version)
    before = section_values(commitment, section)
    references = find_references(commitment.organisation, values)
    write_section(commitment, section, values, references=references, today=today)
    after = section_values(commitment, section)
    changed = {name for name in after if before[name] != after[name]}
    if not changed:
        return
    commitment.begin_version(now)
    record(
        ActivityKind.COMMITMENT_EDITED,
        commitment,
        by=by,
        now=now,
        before={name: before[name] for name in sorted(changed)},
        after={name: after[name] for name in sorted(changed)},
    )


def edit_draft(
    commitment: Commitment,
    by_section: Mapping[Section, Mapping[str, Any]],
    *,
    version: int,
    by: User,
    now: datetime,
    today: date,
) -> None:
    """Save several sections of a draft at once, unless somebody saved it since this version was read."""
    commitment.refuse_unless_editable()
    commitment.refuse_if_changed(version)
    for section, values in by_section.items():
        edit_section(commitment, section, values, version=commitment.version, by=by, now=now, today=today)
    db.session.flush()


def section_values(commitment: Commitment, section: Section) -> dict[str, Any]:
    """Return what a section says now, as plain values."""
    return {name: read(commitment) for name, read in SECTION_FIELDS[section].items()}


def submit_commitment(
    commitment: Commitment,
    *,
    as_statement_of_intent: bool,
    version: int | None,
    by: User,
    now: datetime,
    today: date,
) -> None:
    """Hand over the text that was read. Where the programme only acknowledges, it is public at once."""
    commitment.programme.refuse_if_closed()
    commitment.refuse_if_changed(version)
    if not as_statement_of_intent and missing(commitment):
        raise Refused(
            "Some answers that a commitment needs are missing. Add them, or submit a statement of intent.",
            "publish_as",
        )
    commitment.submit(as_statement_of_intent=as_statement_of_intent, now=now)
    record(ActivityKind.COMMITMENT_SUBMITTED, commitment, by=by, now=now)
    if commitment.programme.review_mode is ReviewMode.ACKNOWLEDGE:
        publish_commitment(commitment, now=now, today=today)
        record(ActivityKind.COMMITMENT_PUBLISHED, commitment, by=by, now=now)
    partners.ask_partners(commitment, by=by, now=now)
    emails.tell_coordinators_of_submission(commitment, by=by, now=now)
    db.session.flush()
