"""Changing a published commitment, in the open: what may change, what reason it owes, who reads it when."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from equity_tracker.model.amendment import Amendment, AmendmentState, open_amendment, waiting_amendment
from equity_tracker.model.change import Change
from equity_tracker.model.changes import promise_changes
from equity_tracker.model.commitment import Commitment, Lifecycle
from equity_tracker.model.errors import ChangedSince, Refused
from equity_tracker.model.fingerprint import fingerprint
from equity_tracker.model.people import User
from equity_tracker.model.programme import ReviewMode
from equity_tracker.model.promise_answers import (
    NOBODY,
    Answers,
    References,
    read_answers,
    with_answers,
    write_answers,
)
from equity_tracker.model.public_promise import commitment_payload
from equity_tracker.model.publication import Form, Publication, PublicationKind
from equity_tracker.model.publishing import publish_commitment
from equity_tracker.model.readiness import Requirement, missing
from equity_tracker.model.registering import current_publication

_NOTHING_OPEN = "There is no change here now: a colleague has published it or taken it back."
_CHANGED = "A colleague changed this since you opened it. Read what it says now before you send it."


@dataclass(frozen=True)
class Proposal:
    """What an amendment would make of a commitment."""

    amended: Commitment
    # What the public would read as changed; empty when the change is private, such as a name.
    changes: list[Change]
    lacking: list[Requirement]

    @property
    def is_public(self) -> bool:
        return bool(self.changes)

    @property
    def needs_reason(self) -> bool:
        return any(change.is_goalpost for change in self.changes)


def refuse_unless_amendable(commitment: Commitment) -> None:
    """Refuse to change what is not public yet, what has ended, and what was taken back."""
    if commitment.lifecycle is Lifecycle.CLOSED:
        raise Refused("This commitment is closed. What it said stays as it was.")
    current = _published(commitment)
    if current is not None and current.retracted_on is not None:
        raise Refused("This commitment was taken back. What it said is no longer public.")
    if not commitment.is_published or current is None:
        raise Refused("This commitment is not published yet. Edit its sections instead.")
    commitment.programme.refuse_if_closed()


def working_answers(commitment: Commitment) -> dict[str, Any]:
    """Return what the commitment would say with the change that is open; without one, what it says."""
    amendment = open_amendment(commitment)
    return read_answers(commitment) | (amendment.answers if amendment else {})


def version_of(commitment: Commitment, names: tuple[str, ...] | None = None) -> int:
    """Return what a form about these answers, or about all, carries as the version it was opened at."""
    working = working_answers(commitment)
    return fingerprint({name: working[name] for name in names} if names else working)


def proposal(commitment: Commitment, *, as_statement_of_intent: bool | None = None) -> Proposal:
    """Say what the open change would do, as a statement of intent or as what it is now."""
    amendment = open_amendment(commitment)
    amended = with_answers(commitment, amendment.answers if amendment else {})
    lacking = missing(amended)
    if as_statement_of_intent is None:
        as_statement_of_intent = commitment.is_statement_of_intent
    form = Form.STATEMENT_OF_INTENT if as_statement_of_intent else Form.COMMITMENT
    current = _published(commitment)
    before = (current.payload | {"form": _form(current)}) if current else {}
    return Proposal(
        amended, promise_changes(before, commitment_payload(amended) | {"form": form.value}), lacking
    )


def amend(commitment: Commitment, given: Answers, *, seen: int | None, by: User, now: datetime) -> Answers:
    """Write into the open change what some answers would be, or begin one; return what was new in it.

    Nothing is public yet. A change that waits is taken back by this: its reader would read something else.
    """
    refuse_unless_amendable(commitment)
    working = working_answers(commitment)
    changed = {name: value for name, value in given.items() if value != working[name]}
    if not changed:
        return changed
    if seen != fingerprint({name: working[name] for name in given}):
        raise ChangedSince(_CHANGED)
    public = read_answers(commitment)
    amendment = open_amendment(commitment) or _begin(commitment, by=by, now=now)
    differing = amendment.answers | dict(given)
    amendment.answers = {name: value for name, value in differing.items() if value != public[name]}
    if not amendment.answers:
        amendment.state = AmendmentState.WITHDRAWN
    elif amendment.is_waiting:
        amendment.state = AmendmentState.BEGUN
    commitment.begin_version(now)
    return changed


def send_amendment(
    commitment: Commitment,
    *,
    reason: str | None,
    as_statement_of_intent: bool,
    seen: int | None,
    by: User,
    now: datetime,
    today: date,
    references: References = NOBODY,
) -> Amendment:
    """Publish the open change with its reason, or hand it over where the programme approves first."""
    refuse_unless_amendable(commitment)
    amendment = open_amendment(commitment)
    if amendment is None and as_statement_of_intent != commitment.is_statement_of_intent:
        amendment = _begin(commitment, by=by, now=now)  # A change of nothing but what it is published as.
    if amendment is None or amendment.is_waiting:
        raise ChangedSince(_NOTHING_OPEN if amendment is None else "This change has been sent already.")
    if seen != version_of(commitment):
        raise ChangedSince(_CHANGED)
    proposed = proposal(commitment, as_statement_of_intent=as_statement_of_intent)
    _refuse_unfit(proposed, as_statement_of_intent=as_statement_of_intent)
    if proposed.needs_reason and not reason:
        raise Refused("Enter the reason for the change. It is public", "reason")
    amendment.reason, amendment.as_statement_of_intent = reason, as_statement_of_intent
    amendment.sent_by, amendment.sent_at = by, now
    if proposed.is_public and commitment.programme.review_mode is ReviewMode.APPROVE:
        amendment.state = AmendmentState.WAITING
        commitment.begin_version(now)
        return amendment
    _publish(amendment, now=now, today=today, references=references)
    if proposed.is_public:
        commitment.submitted_at = now  # So it waits to be acknowledged, as it did at first.
    return amendment


def approve_amendment(
    amendment: Amendment, *, now: datetime, today: date, references: References = NOBODY
) -> None:
    """Publish what waited. What has come to lack an answer meanwhile goes back instead."""
    commitment = amendment.commitment
    refuse_unless_amendable(commitment)
    as_intent = amendment.as_statement_of_intent
    proposed = proposal(commitment, as_statement_of_intent=as_intent)
    if proposed.lacking and not as_intent:
        raise Refused(
            f"Since this was sent, {_named(proposed.lacking)} went missing, so it cannot be approved as a"
            " commitment. Return it, and say so.",
            "decision",
        )
    _publish(amendment, now=now, today=today, references=references)


def return_amendment(amendment: Amendment, *, now: datetime) -> None:
    """Give a change back. The reason stands in the review; the public reads what it read before."""
    amendment.state = AmendmentState.RETURNED
    amendment.commitment.begin_version(now)


def withdraw_amendment(commitment: Commitment, *, seen: int | None, now: datetime) -> Amendment:
    """Put back the published text: what was written, waits or came back is dropped."""
    amendment = open_amendment(commitment)
    if amendment is None:
        raise ChangedSince(_NOTHING_OPEN)
    if seen != version_of(commitment):
        raise ChangedSince(_CHANGED)
    amendment.state = AmendmentState.WITHDRAWN
    commitment.begin_version(now)
    return amendment


def changes_to_read(commitment: Commitment) -> list[tuple[list[Change], str | None]]:
    """Return the changes that a coordinator has not decided on yet, each with its reason."""
    waiting = waiting_amendment(commitment)
    if waiting is not None:
        proposed = proposal(commitment, as_statement_of_intent=waiting.as_statement_of_intent)
        return [(proposed.changes, waiting.reason)]
    read_at = max((row.reviewed_at for row in commitment.reviews if row.check_in_id is None), default=None)
    versions = {row.number: row for row in commitment.publications if row.kind is PublicationKind.COMMITMENT}
    published = (
        row
        for row in commitment.amendments
        if row.publication_number in versions and row.sent_at and (read_at is None or row.sent_at > read_at)
    )
    told = []
    for row in published:
        after = versions[row.publication_number or 0]
        told.append((promise_changes(versions[after.number - 1].payload, after.payload), row.reason))
    return told


def _begin(commitment: Commitment, *, by: User, now: datetime) -> Amendment:
    amendment = Amendment(
        number=len(commitment.amendments) + 1,
        state=AmendmentState.BEGUN,
        answers={},
        begun_by_id=by.id,
        begun_at=now,
    )
    commitment.amendments.append(amendment)
    return amendment


def _refuse_unfit(proposed: Proposal, *, as_statement_of_intent: bool) -> None:
    if not proposed.amended.title or not proposed.amended.statement:
        raise Refused("Write the title and the full statement before you publish the change.")
    if proposed.lacking and not as_statement_of_intent:
        raise Refused(
            f"A commitment also needs this: {_named(proposed.lacking)}. Put it back, or choose a statement of"
            " intent",
            "publish_as",
        )


def _named(lacking: list[Requirement]) -> str:
    return "; ".join(requirement.label[0].lower() + requirement.label[1:] for requirement in lacking)


def _publish(amendment: Amendment, *, now: datetime, today: date, references: References) -> None:
    commitment = amendment.commitment
    write_answers(commitment, amendment.answers, references=references, today=today)
    commitment.wants_statement_of_intent = amendment.as_statement_of_intent
    publication = publish_commitment(commitment, now=now, today=today, note=amendment.reason)
    amendment.state = AmendmentState.PUBLISHED
    amendment.publication_number = publication.number if publication else None
    commitment.begin_version(now)


def _published(commitment: Commitment) -> Publication | None:
    return current_publication(commitment, PublicationKind.COMMITMENT, commitment.public_id)


def _form(publication: Publication) -> str:
    form: str = publication.payload.get("form") or (publication.form or Form.STATEMENT_OF_INTENT).value
    return form
