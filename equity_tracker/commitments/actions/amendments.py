"""What people do to change a published commitment: write the change, send it, take it back."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from equity_tracker.commitments import emails
from equity_tracker.commitments.actions.log import record
from equity_tracker.commitments.actions.partners import ask_partners
from equity_tracker.commitments.actions.references import find_references
from equity_tracker.commitments.sections import given_answers
from equity_tracker.extensions import db
from equity_tracker.model import amending
from equity_tracker.model.activity import ActivityKind
from equity_tracker.model.amendment import Amendment
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.naming_partners import refuse_self_and_twice
from equity_tracker.model.people import User
from equity_tracker.model.promise_answers import read_answers
from equity_tracker.model.readiness import Section


def amend_section(
    commitment: Commitment,
    section: Section,
    values: Mapping[str, Any],
    *,
    seen: int | None,
    by: User,
    now: datetime,
) -> None:
    """Save what one section of a published commitment would say. The public reads what it read before."""
    before = amending.working_answers(commitment)
    references = find_references(commitment.organisation, values)
    given = given_answers(section, values, references.organisations)
    if section is Section.PEOPLE:
        refuse_self_and_twice(commitment, given["partners"])
    changed = amending.amend(commitment, given, seen=seen, by=by, now=now)
    if changed:
        was = {name: before[name] for name in sorted(changed)}
        after = dict(sorted(changed.items()))
        record(ActivityKind.AMENDMENT_EDITED, commitment, by=by, now=now, before=was, after=after)


def send_amendment(
    commitment: Commitment,
    *,
    reason: str | None,
    as_statement_of_intent: bool,
    seen: int | None,
    by: User,
    now: datetime,
    today: date,
) -> Amendment:
    """Publish the change with its reason; where the programme approves first, hand it over."""
    before = read_answers(commitment)
    amendment = amending.send_amendment(
        commitment,
        reason=reason,
        as_statement_of_intent=as_statement_of_intent,
        seen=seen,
        by=by,
        now=now,
        today=today,
        references=find_references(commitment.organisation, amending.working_answers(commitment)),
    )
    was = {name: before[name] for name in sorted(amendment.answers)}
    after = {**amendment.answers, "reason": reason}
    kind = ActivityKind.AMENDMENT_SENT if amendment.is_waiting else ActivityKind.COMMITMENT_AMENDED
    record(kind, commitment, by=by, now=now, before=was, after=after)
    if not amendment.is_waiting:
        ask_partners(commitment, by=by, now=now)
    if amendment.is_waiting or amendment.publication_number is not None:
        emails.tell_coordinators_of_amendment(commitment, amendment, by=by, now=now)
    db.session.flush()
    return amendment


def withdraw_amendment(commitment: Commitment, *, seen: int | None, by: User, now: datetime) -> None:
    """Drop the change, so that the published text stands alone again."""
    amendment = amending.withdraw_amendment(commitment, seen=seen, now=now)
    record(ActivityKind.AMENDMENT_WITHDRAWN, commitment, by=by, now=now, before=dict(amendment.answers))
