"""A check-in that is not sent yet, in words: where it is, what of it will be public, and when."""

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from equity_tracker.check_ins.show import Due
from equity_tracker.model.change import Change
from equity_tracker.model.changes import check_in_changes
from equity_tracker.model.check_in import CheckIn
from equity_tracker.model.check_in_answers import Answers
from equity_tracker.model.check_in_draft import CheckInDraft
from equity_tracker.model.checking_in import last_check_in, open_expectation
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.dates import long_date
from equity_tracker.model.people import User
from equity_tracker.model.programme import ReviewMode, Visibility
from equity_tracker.model.public_record import Payload, check_in_payload
from equity_tracker.model.publication import Publication, PublicationKind
from equity_tracker.model.status import Shape, Status, Tone, outlook_status
from equity_tracker.model.stored_file import StoredFile
from equity_tracker.model.told_answers import ToldAnswers, told_answers

STARTED = Status("started", "Started, not sent", Tone.NONE, Shape.RING)
WAITING = Status("waiting", "Waiting for signature", Tone.WARN, Shape.SQUARE)
NOT_DUE = Status("not_due", "Not due", Tone.NONE, Shape.RING)
GIVEN_BACK = Status("given_back", "Given back to be changed", Tone.WARN, Shape.TRIANGLE)


@dataclass(frozen=True)
class Correction:
    """What a later version says differently, and why."""

    on: date
    reason: str | None
    changes: Sequence[Change]


@dataclass(frozen=True)
class Told:
    """A report as the public's line of time shows it."""

    on: date
    what: str
    status: Status | None
    report: Payload
    more: ToldAnswers
    kind: PublicationKind = PublicationKind.CHECK_IN
    text: str | None = None
    note: str | None = None
    changes: Sequence[object] = field(default_factory=tuple)
    corrections: Sequence[Correction] = field(default_factory=tuple)


def progress(draft: CheckInDraft) -> Status:
    """Say in one tag where it is."""
    if draft.is_waiting:
        return WAITING
    if draft.is_returned:
        return GIVEN_BACK
    keeper = draft.keeper
    return Status("with", f"With {keeper.name}", Tone.NONE, Shape.RING) if keeper else STARTED


def with_drafts(
    rows: Iterable[Due], commitments: Iterable[Commitment], drafts: Iterable[CheckInDraft]
) -> list[Due]:
    """Say of each row where its draft is, and add what is being written though nothing asks for it."""
    by_commitment = {draft.commitment_id: draft for draft in drafts}
    told = []
    for row in rows:
        draft = by_commitment.pop(row.commitment.id, None)
        told.append(replace(row, draft=draft, progress=progress(draft)) if draft else row)
    for commitment in commitments:
        draft = by_commitment.get(commitment.id)
        if draft is not None:
            told.append(Due(commitment, NOT_DUE, None, draft, progress(draft)))
    return told


def in_public(
    commitment: Commitment,
    answers: Answers,
    files: Mapping[int, StoredFile],
    *,
    by: User | None,
    now: datetime,
    today: date,
) -> Told:
    """Return the report as it would be told, made by what publishes. None of it is part of the record."""
    expected, last = open_expectation(commitment), last_check_in(commitment)
    check_in = _not_stored(commitment, number=last.number + 1 if last else 1, submitted_on=today)
    if expected is not None:
        check_in.expected, check_in.round = expected, expected.round
    return _told(_payload_of(check_in, answers, files, commitment, by=by, now=now))


def corrected_in_public(
    check_in: CheckIn,
    answers: Answers,
    files: Mapping[int, StoredFile],
    *,
    reason: str,
    by: User | None,
    now: datetime,
    today: date,
) -> Told:
    """Return a check-in as it would be told once it is corrected, with what was said before."""
    commitment = check_in.commitment
    shown = _not_stored(commitment, number=check_in.number, submitted_on=check_in.submitted_on)
    if check_in.expected is not None:
        shown.expected = check_in.expected
    if check_in.round is not None:
        shown.round = check_in.round
    payload = _payload_of(shown, answers, files, commitment, by=by, now=now)
    stands = [(row.happened_on, row.note, row.payload) for row in _published(check_in)]
    said = [*stands, (today, reason, payload)]
    corrections = [
        Correction(on, note, check_in_changes(before, after))
        for (_, _, before), (on, note, after) in itertools.pairwise(said)
    ]
    return replace(_told(payload), corrections=corrections[::-1])


def _not_stored(commitment: Commitment, *, number: int, submitted_on: date) -> CheckIn:
    return CheckIn(
        organisation_id=commitment.organisation_id,
        programme_id=commitment.programme_id,
        number=number,
        submitted_on=submitted_on,
        is_returned=False,
    )


def _payload_of(
    check_in: CheckIn,
    answers: Answers,
    files: Mapping[int, StoredFile],
    commitment: Commitment,
    *,
    by: User | None,
    now: datetime,
) -> Payload:
    version = check_in.add_version(answers, by=by, now=now)  # type: ignore[arg-type]  # not to be stored
    for row in version.evidence:
        row.stand_for(files)
    return check_in_payload(check_in, version, commitment.programme)


def _published(check_in: CheckIn) -> list[Publication]:
    """Return the versions of it that were published and not taken back, the first first."""
    rows = [
        row
        for row in check_in.commitment.publications
        if row.kind is PublicationKind.CHECK_IN and row.subject_id == check_in.public_id
    ]
    return sorted((row for row in rows if row.retracted_on is None), key=lambda row: row.number)


def last_in_public(commitment: Commitment, today: date) -> Told | None:
    """Return what the public reads of the last check-in; None when it reads nothing of it."""
    last = last_check_in(commitment)
    if last is None or not commitment.programme.is_public(today):
        return None
    current = [row for row in _published(last) if row.is_current]
    return _told(current[-1].payload) if current else None


def _told(payload: Payload) -> Told:
    what = f"Check-in {payload['number']}"
    what += f", {payload['round']}" if payload["round"] else ""
    what += ", late" if payload["was_late"] else ""
    on = date.fromisoformat(payload["submitted_on"])
    return Told(on, what, outlook_status(payload["outlook"]), payload, told_answers(payload))


def kept_private(rows: Iterable[Any]) -> list[tuple[str, str]]:
    """Return what of a form's lists of rows is marked as private: the list's label and what was typed.

    :param rows: the fields of the form; those that are no list of rows are passed over.
    """
    return [
        (f"{rows_field.label.text}: {rows_field.row_title(row)}", _typed_in(row))
        for rows_field in rows
        if rows_field.kind == "rows"
        for row in rows_field.filled_rows
        if "is_private" in row and row["is_private"].data
    ]


def _typed_in(row: Any) -> str:  # noqa: ANN401 - a form's row; this module knows no forms
    part = getattr(row, "private_part", "")
    said = [
        one
        for one in row.visible_fields
        if one.short_name != "is_private" and part in {"", one.short_name} and not one.is_blank
    ]
    return ", ".join(one.as_typed for one in said)


def when_public(
    commitment: Commitment, today: date, *, awaits_signature: bool, place: str = "your organisation"
) -> str:
    """Say on which day the public can read it, and who signs and reviews it before.

    :param place: what the organisation is called to whoever reads this.
    """
    programme = commitment.programme
    first = f"An approver or an admin of {place} signs it first. " if awaits_signature else ""
    if programme.visibility is Visibility.INTERNAL:
        return (
            f"{first}This will not be public: {place} and the people who run {programme.name} "
            "can read it, and nobody else."
        )
    launch = programme.launches_on
    is_later = launch is not None and launch > today
    if programme.review_mode is ReviewMode.APPROVE:
        until = f", and not before {long_date(launch)}" if is_later and launch else ""
        return f"{first}This will be public after review by the coordinators of {programme.name}{until}."
    if is_later and launch:
        return f"{first}This will be public on {long_date(launch)}, when {programme.name} is launched."
    sent = "the day it is signed" if awaits_signature else f"{long_date(today)}, as soon as it is sent"
    return f"{first}This will be public on {sent}."
