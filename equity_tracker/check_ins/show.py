"""What the pages of checking in show, gathered for their templates."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from equity_tracker.check_ins.answers import version_in_words
from equity_tracker.model.check_in import CheckIn, CheckInVersion
from equity_tracker.model.check_in_assessment import check_in_assessment_payload, latest_assessment
from equity_tracker.model.check_in_draft import CheckInDraft
from equity_tracker.model.checking_in import (
    NothingChangedOffer,
    last_check_in,
    offer_nothing_changed,
    open_expectation,
)
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.errors import Refused
from equity_tracker.model.flags import flags
from equity_tracker.model.launching import launch_in_words
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.programme import Programme, ReviewMode, Visibility
from equity_tracker.model.public_answers import answers_payload
from equity_tracker.model.retracting import check_in_retraction
from equity_tracker.model.review import Decision, Review
from equity_tracker.model.status import (
    Reporting,
    Shape,
    Status,
    Tone,
    delivery_status,
    is_stale,
    reporting,
    reporting_status,
)
from equity_tracker.model.told_answers import ToldAnswers, told_answers
from equity_tracker.model.told_assessment import ToldAssessment, told_assessment

RETURNED = Status("returned", "Returned to you", Tone.WARN, Shape.TRIANGLE)
_ASKED = {Reporting.DUE, Reporting.OVERDUE, Reporting.NOT_REPORTED, Reporting.NEVER_REPORTED}


@dataclass(frozen=True)
class Due:
    """One commitment that somebody should report on, and what came back, if that is why."""

    commitment: Commitment
    state: Status
    returned: CheckIn | None
    # What is being written on it, and where that is.
    draft: CheckInDraft | None = None
    progress: Status | None = None


@dataclass(frozen=True)
class Said:
    """One version of a check-in in words."""

    version: CheckInVersion
    answers: list[tuple[str, str]]
    more: ToldAnswers


def due(commitments: Iterable[Commitment], returned: Iterable[CheckIn], today: date) -> list[Due]:
    """Return what waits for a report: what came back first, then in the order given."""
    by_commitment = {check_in.commitment_id: check_in for check_in in returned}
    rows = []
    for commitment in commitments:
        came_back = by_commitment.get(commitment.id)
        state = RETURNED if came_back else _due_state(commitment, today)
        if state is not None:
            rows.append(Due(commitment, state, came_back))
    return sorted(rows, key=lambda row: row.returned is None)


def _due_state(commitment: Commitment, today: date) -> Status | None:
    entry = commitment.register_entry
    if entry is None:
        return None
    if reporting(entry, today) in _ASKED:
        return reporting_status(entry, today)
    return delivery_status(entry, today) if is_stale(entry, today) else None


def said(version: CheckInVersion) -> Said:
    more = told_answers(answers_payload(version, hides_private=False))
    return Said(version, version_in_words(version), more)


def form_page(organisation: Organisation, commitment: Commitment, today: date) -> dict[str, Any]:
    """Return what stands above and beside the form: what is known, so that nobody is asked for it again."""
    last = last_check_in(commitment)
    expected = open_expectation(commitment)
    return {
        "organisation": organisation,
        "commitment": commitment,
        "last": last,
        "last_said": said(last.current) if last else None,
        "note": last_note(last) if last else None,
        "expected": expected,
        "is_late": expected is not None and today > expected.due_on,
        "offer": _offer(commitment, today),
        "publicity": publicity(commitment.programme, today),
    }


def _offer(commitment: Commitment, today: date) -> NothingChangedOffer | None:
    try:
        return offer_nothing_changed(commitment, today)
    except Refused:
        return None


def reviews_of(check_in: CheckIn) -> list[Review]:
    return [row for row in check_in.commitment.reviews if row.check_in_id == check_in.id]


def last_note(check_in: CheckIn) -> Review | None:
    """Return the reviewer's last word on a check-in, if there is one."""
    notes = [row for row in reviews_of(check_in) if row.reason]
    return notes[-1] if notes else None


def last_return(check_in: CheckIn) -> Review | None:
    """Return why a check-in came back, while it is back."""
    returns = [row for row in reviews_of(check_in) if row.decision is Decision.RETURNED]
    return returns[-1] if check_in.is_returned and returns else None


def check_in_page(organisation: Organisation, check_in: CheckIn, today: date) -> dict[str, Any]:
    """Return what the organisation's own page of a check-in shows."""
    returned = last_return(check_in)
    return {
        "organisation": organisation,
        "commitment": check_in.commitment,
        "check_in": check_in,
        "said": said(check_in.current),
        "earlier": [said(version) for version in reversed(check_in.versions[:-1])],
        "standing": standing(check_in, today),
        "retraction": check_in_retraction(check_in),
        "returned": returned,
        "reviews": [row for row in reviews_of(check_in) if row is not returned],
        "flags": flags(check_in),
        "assessed": _assessed(check_in),
        "may_reply": check_in.assessments
        and not check_in.assessments[-1].reply
        and not check_in.is_retracted,
        "entry": check_in.commitment.register_entry,
        "is_public": check_in.published_version is not None
        and check_in.commitment.programme.is_public(today),
    }


def _assessed(check_in: CheckIn) -> ToldAssessment | None:
    latest = latest_assessment(check_in)
    return told_assessment(check_in_assessment_payload(latest)) if latest else None


def publicity(programme: Programme, today: date) -> str:
    """Say, before it is sent, who will read it and from when."""
    if programme.visibility is Visibility.INTERNAL:
        return (
            f"{programme.name} is not public. Your organisation and the people who run the programme "
            "can read your answers, and nobody else."
        )
    launch = ""
    if programme.launches_on is not None and not programme.is_public(today):
        launch = f", but not before the programme is launched on {launch_in_words(programme)}"
    if programme.review_mode is ReviewMode.APPROVE:
        return (
            f"The coordinators of {programme.name} read your answers first. "
            f"They become public when a coordinator approves them{launch}."
        )
    return (
        f"Your answers become public as soon as you send them{launch}. "
        f"The coordinators of {programme.name} acknowledge them afterwards."
    )


def standing(check_in: CheckIn, today: date) -> str:
    """Say where a check-in stands: with whom it is, and what of it the public reads."""
    programme = check_in.commitment.programme
    meanwhile = (
        f" Until then, version {check_in.published_version} stays public." if check_in.published else ""
    )
    if check_in.is_retracted:
        return "It was taken back. Nobody outside reads it, and it does not count as reported."
    if check_in.is_returned:
        return f"It came back to you. Correct it and send it again.{meanwhile}"
    if check_in.is_waiting:
        return (
            f"The coordinators of {programme.name} review it. "
            f"It becomes public when a coordinator approves it.{meanwhile}"
        )
    if programme.visibility is Visibility.INTERNAL:
        return f"Your organisation and the people who run {programme.name} can read it, and nobody else."
    if not programme.is_public(today):
        on = f" on {launch_in_words(programme)}," if programme.launches_on else ""
        return f"It becomes public{on} when {programme.name} is launched."
    return "It is public now."
