"""What the pages about registered commitments show, gathered for their templates."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from equity_tracker.model.amending import changes_to_read
from equity_tracker.model.amendment import Amendment, waiting_amendment
from equity_tracker.model.check_in import CheckIn, CheckInVersion
from equity_tracker.model.check_in_assessment import check_in_assessment_payload, latest_assessment
from equity_tracker.model.commitment import Commitment, Lifecycle
from equity_tracker.model.flags import flags
from equity_tracker.model.handover import awaited_handover
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.ownership import OwnerRole
from equity_tracker.model.partner import Partner
from equity_tracker.model.people import User
from equity_tracker.model.prompts import PROMPTED, dismissed_on, prompts_on
from equity_tracker.model.public_answers import answers_payload
from equity_tracker.model.public_measure import signs_payload
from equity_tracker.model.retracting import check_in_retraction, retraction_of
from equity_tracker.model.review import (
    Review,
    awaits_decision,
    decision_on_check_in,
    decisions_on,
    may_review,
    review_version,
)
from equity_tracker.model.status import (
    Reporting,
    Status,
    delivery_status,
    outlook_status,
    reporting_status,
)
from equity_tracker.model.told_answers import ToldAnswers, told_answers
from equity_tracker.model.told_assessment import ToldAssessment, told_assessment
from equity_tracker.model.told_measure import told_measures
from equity_tracker.model.told_milestone import told_milestones
from equity_tracker.programmes.registered import GoneBack, Registered
from equity_tracker.programmes.ticked import CHECK_IN, COMMITMENT, Ticked

REPORTING_LABELS = {
    Reporting.REPORTED: "Reported",
    Reporting.DUE: "Due",
    Reporting.OVERDUE: "Overdue",
    Reporting.NOT_REPORTED: "Not reported",
    Reporting.NEVER_REPORTED: "Never reported",
    Reporting.NOT_ASKED: "Not asked yet",
    Reporting.CLOSED: "Closed",
}

_GONE_BACK = {GoneBack.CHANGE: "A change to it was returned", GoneBack.TEXT: "Its text was returned"}

# Where organisation and partner read these two differently, a coordinator may want to look.
TO_LOOK_AT = {"level", "decision_power"}


@dataclass(frozen=True)
class Listed:
    """A registered commitment in the list; the two lights only once it is published."""

    commitment: Commitment
    gone_back: str | None
    delivery: Status | None
    reporting: Status | None


@dataclass(frozen=True)
class Waiting:
    """Something to acknowledge or approve."""

    title: str
    organisation: Organisation
    what: str
    decision: str
    since: datetime
    box: Ticked
    is_own: bool
    is_on_behalf: bool = False

    @property
    def check_in_id(self) -> str | None:
        return self.box.public_id if self.box.kind == CHECK_IN else None

    @property
    def commitment_id(self) -> str | None:
        return self.box.public_id if self.box.kind == COMMITMENT else None


@dataclass(frozen=True)
class Said:
    """One version of a check-in, with its optional answers in words."""

    version: CheckInVersion
    outlook: Status
    more: ToldAnswers


@dataclass(frozen=True)
class Report:
    """A check-in in the list under its commitment."""

    check_in: CheckIn
    version: CheckInVersion
    outlook: Status
    stands: str


def listed(rows: Sequence[Registered], today: date) -> list[Listed]:
    """Return the rows of the list, in the order given. What was taken back has no lights."""
    shown = [(row, row.commitment.register_entry) for row in rows]
    standing = [(row, entry if entry and not entry.retracted_on else None) for row, entry in shown]
    return [
        Listed(
            row.commitment,
            _GONE_BACK[row.gone_back] if row.gone_back else None,
            delivery_status(entry, today) if entry else None,
            reporting_status(entry, today) if entry else None,
        )
        for row, entry in standing
    ]


def waiting(
    commitments: Sequence[Commitment],
    check_ins: Sequence[CheckIn],
    submitters: Mapping[str, int | None],
    *,
    reader: User,
) -> list[Waiting]:
    """Return what waits, the longest first, with what the box beside it posts."""
    rows = [
        Waiting(
            title=row.display_title,
            organisation=row.organisation,
            what="Commitment" if change is None else "Change to a commitment",
            decision="To acknowledge" if _is_public(row) else "To approve",
            since=(change and change.sent_at) or row.submitted_at or row.created_at,
            box=Ticked(COMMITMENT, row.public_id, review_version(row)),
            is_own=submitters.get(row.public_id) == reader.id,
        )
        for row in commitments
        for change in [_change_to_read(row)]
    ]
    rows += [
        Waiting(
            title=row.commitment.display_title,
            organisation=row.commitment.organisation,
            what=f"Check-in {row.number}",
            decision="To acknowledge" if row.published_version == row.current.number else "To approve",
            since=row.current.submitted_at,
            box=Ticked(CHECK_IN, row.public_id, row.current.number),
            is_own=not all(may_review(reader, person) for person in row.current.speakers),
            is_on_behalf=row.current.on_behalf is not None,
        )
        for row in check_ins
    ]
    return sorted(rows, key=lambda row: row.since)


def _is_public(commitment: Commitment) -> bool:
    """Say whether what there is to decide about is public already."""
    return commitment.is_published and waiting_amendment(commitment) is None


def _change_to_read(commitment: Commitment) -> Amendment | None:
    """Return the change that is to be decided about: one that waits, or the one that was published last."""
    waits = waiting_amendment(commitment)
    published = [row for row in commitment.amendments if row.publication_number is not None]
    return waits or (published[-1] if published else None)


def commitment_page(
    commitment: Commitment, submitter: User | None, *, reader: User, today: date
) -> dict[str, Any]:
    """Return what the page of one registered commitment shows.

    A text that was returned is being rewritten: until it is submitted again, it is its organisation's own.
    """
    entry = commitment.register_entry
    is_waiting = awaits_decision(commitment) and not commitment.programme.is_closed
    # Small numbers of people are shown inside the organisation only.
    signs = signs_payload(commitment)
    return {
        "commitment": commitment,
        "handover": awaited_handover(commitment),
        "entry": entry,
        "is_public": entry is not None and entry.public_from is not None and entry.public_from <= today,
        "delivery": delivery_status(entry, today) if entry else None,
        "reporting": reporting_status(entry, today) if entry else None,
        "retraction": retraction_of(commitment),
        "read_differently": [
            row.name for row in commitment.partners if TO_LOOK_AT & set(_differs_on(row, commitment))
        ],
        "is_being_rewritten": commitment.lifecycle is Lifecycle.RETURNED,
        "owners": {role.value: commitment.owner(role) for role in OwnerRole},
        "measures": told_measures(signs),
        "milestones": told_milestones(signs),
        "reports": [_report(row) for row in reversed(commitment.check_ins)],
        "decisions": list(reversed(decisions_on(commitment))),
        "prompts": prompts_on(commitment),
        "dismissed": dismissed_on(commitment),
        "places": PROMPTED,
        "submitter": submitter,
        "is_waiting": is_waiting,
        "is_own": not may_review(reader, submitter),
        "has_waiting_change": waiting_amendment(commitment) is not None,
        "changes_to_read": changes_to_read(commitment) if is_waiting else [],
    }


def _differs_on(partner: Partner, commitment: Commitment) -> list[str]:
    if partner.reading is None:
        return []
    claim = {"level": commitment.level, "decision_power": commitment.decision_power}
    return partner.reading.differs_on(claim)


def check_in_page(check_in: CheckIn, *, reader: User) -> dict[str, Any]:
    """Return what the page of one check-in shows: the latest version, and what it replaced."""
    version = check_in.current
    is_back = check_in.is_returned or check_in.is_retracted
    is_decided = decision_on_check_in(check_in) is not None or is_back
    return {
        "check_in": check_in,
        "commitment": check_in.commitment,
        "retraction": check_in_retraction(check_in),
        "said": _said(version),
        "flags": flags(check_in),
        "stands": _stands(check_in),
        "earlier": [_said(row) for row in reversed(check_in.versions[:-1])],
        "decisions": _decisions_about(check_in),
        "assessed": _assessed(check_in),
        "is_waiting": not is_decided and not check_in.commitment.programme.is_closed,
        "is_own": not all(may_review(reader, person) for person in version.speakers),
    }


def _assessed(check_in: CheckIn) -> ToldAssessment | None:
    latest = latest_assessment(check_in)
    return told_assessment(check_in_assessment_payload(latest)) if latest else None


def _said(version: CheckInVersion) -> Said:
    more = told_answers(answers_payload(version, hides_private=False))
    return Said(version, outlook_status(version.outlook), more)


def _report(check_in: CheckIn) -> Report:
    version = check_in.current
    return Report(check_in, version, outlook_status(version.outlook), _stands(check_in))


def _stands(check_in: CheckIn) -> str:
    """Say where a check-in stands on its way to the public."""
    if check_in.is_retracted:
        return "Retracted"
    if check_in.is_returned:
        return "Returned to the organisation"
    if check_in.published_version == check_in.current.number:
        return "Published"
    return "Waiting for approval"


def _decisions_about(check_in: CheckIn) -> list[Review]:
    about = [row for row in check_in.commitment.reviews if row.check_in_id == check_in.id]
    return list(reversed(about))
