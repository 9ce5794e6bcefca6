"""What an organisation has to do now, line by line, the most urgent first. The reads are in `queries`."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import IntEnum

from equity_tracker.model.amendment import Amendment
from equity_tracker.model.check_in import CheckIn
from equity_tracker.model.commitment import Commitment, Lifecycle
from equity_tracker.model.dates import long_date
from equity_tracker.model.join_request import JoinRequest
from equity_tracker.model.milestone import Milestone
from equity_tracker.model.ownership import OwnerRole
from equity_tracker.model.partner import Partner
from equity_tracker.model.permissions import Permission
from equity_tracker.model.programme import Participation
from equity_tracker.model.readiness import Section
from equity_tracker.model.review import Decision, Review, decisions_on
from equity_tracker.model.status import Reporting, Status, reporting, reporting_status
from equity_tracker.model.still_in_place import StillInPlace

# As the first reminder: a check-in is on the list from thirty days before it is due.
DUE_SOON_DAYS = 30


class Urgency(IntEnum):
    """In what order the list is read."""

    LATE = 1
    RETURNED = 2
    HANDED_OVER = 3
    NEEDS_OWNER = 4
    DUE_SOON = 5
    MILESTONE_PASSED = 6
    NAMED = 7
    STILL_IN_PLACE = 8
    ASKING = 9
    INVITED = 10
    BEGUN = 11


@dataclass(frozen=True)
class Task:
    """One line: what to do, about what, why, by when; and the page on which those who may can do it."""

    urgency: Urgency
    what: str
    about: str
    why: str
    permission: Permission
    endpoint: str
    arguments: dict[str, str]
    # The page to read for those who may not do it; None when there is nothing to read.
    read_endpoint: str | None = None
    when: str = ""
    status: Status | None = None
    saved_at: datetime | None = None


@dataclass(frozen=True)
class RoundProgress:
    """How many of an organisation's check-ins have come in an open round: n of m, no percentage."""

    programme_name: str
    round_name: str
    due_on: date
    reported: int
    expected: int


@dataclass(frozen=True)
class Waiting:
    """What the list is made of, as the queries return it, each in its own order."""

    due: Sequence[Commitment] = ()
    returned_check_ins: Sequence[CheckIn] = ()
    unfinished: Sequence[Commitment] = ()
    # Published, and given back since by a coordinator who reads after the public.
    returned_texts: Sequence[Commitment] = ()
    unsent_amendments: Sequence[Amendment] = ()
    passed_milestones: Sequence[Milestone] = ()
    needing_owner: Sequence[Commitment] = ()
    asked_again: Sequence[StillInPlace] = ()
    named: Sequence[Partner] = ()
    asking: Sequence[JoinRequest] = ()
    invited: Sequence[Participation] = ()


def worklist(waiting: Waiting, today: date) -> list[Task]:
    """Make the list. Within one urgency the order of the queries stays."""
    tasks = [
        *_due(waiting.due, waiting.returned_check_ins, today),
        *(_returned_check_in(check_in) for check_in in waiting.returned_check_ins),
        *(_unfinished(commitment) for commitment in waiting.unfinished),
        *(_returned_text(commitment) for commitment in waiting.returned_texts),
        *(_amendment(amendment) for amendment in waiting.unsent_amendments),
        *(_needs_owner(commitment) for commitment in waiting.needing_owner),
        *(_milestone(milestone) for milestone in waiting.passed_milestones),
        *(_still_in_place(question) for question in waiting.asked_again),
        *(_named(partner) for partner in waiting.named),
        *(_asking(request) for request in waiting.asking),
        *(_invited(participation) for participation in waiting.invited),
    ]
    return sorted(tasks, key=lambda task: task.urgency)


def _due(commitments: Iterable[Commitment], returned: Iterable[CheckIn], today: date) -> list[Task]:
    """List what is due, but not where a returned check-in is what answers it."""
    answered_by_returned = {
        (check_in.commitment_id, check_in.expected.due_on) for check_in in returned if check_in.expected
    }
    return [
        _check_in(commitment, commitment.next_due_on, today)
        for commitment in commitments
        if commitment.next_due_on and (commitment.id, commitment.next_due_on) not in answered_by_returned
    ]


def _check_in(commitment: Commitment, due_on: date, today: date) -> Task:
    state = reporting(commitment, today)
    is_late = state is not Reporting.DUE
    return Task(
        urgency=Urgency.LATE if is_late else Urgency.DUE_SOON,
        what="Check in",
        about=commitment.display_title,
        why=f"{commitment.programme.name}.{' It can still be sent.' if is_late else ''}",
        when=f"Was due {long_date(due_on)}" if is_late else "",
        status=reporting_status(commitment, today),
        permission=Permission.RECORD_CHECK_IN,
        endpoint="check_ins.record_check_in",
        read_endpoint="commitments.show_commitment",
        arguments={"commitment": commitment.public_id},
    )


def _returned_check_in(check_in: CheckIn) -> Task:
    review = _last_return(row for row in check_in.commitment.reviews if row.check_in_id == check_in.id)
    due_on = check_in.expected.due_on if check_in.expected and check_in.expected.is_outstanding else None
    return Task(
        urgency=Urgency.RETURNED,
        what=f"Correct check-in {check_in.number}",
        about=check_in.commitment.display_title,
        why=_returned_because(review),
        when=f"Due {long_date(due_on)}" if due_on else "Returned",
        permission=Permission.CORRECT_CHECK_IN,
        endpoint="check_ins.correct_check_in",
        read_endpoint="check_ins.show_check_in",
        arguments={"check_in": check_in.public_id},
    )


def _unfinished(commitment: Commitment) -> Task:
    is_returned = commitment.lifecycle is Lifecycle.RETURNED
    review = _last_return(row for row in commitment.reviews if row.check_in_id is None)
    return Task(
        urgency=Urgency.RETURNED if is_returned else Urgency.BEGUN,
        what="Revise and submit again" if is_returned else "Finish registering",
        about=commitment.display_title,
        why=_returned_because(review) if is_returned else "Begun and not submitted. Nobody outside sees it.",
        when="Returned" if is_returned else "Last saved",
        saved_at=None if is_returned else commitment.edited_at or commitment.created_at,
        permission=Permission.EDIT_COMMITMENT,
        endpoint="commitments.show_commitment",
        read_endpoint="commitments.show_commitment",
        arguments={"commitment": commitment.public_id},
    )


def _returned_text(commitment: Commitment) -> Task:
    return Task(
        urgency=Urgency.RETURNED,
        what="Change what is public",
        about=commitment.display_title,
        why=_returned_because(_last_return(decisions_on(commitment))),
        when="Returned",
        permission=Permission.AMEND_COMMITMENT,
        endpoint="commitments.amend_commitment",
        read_endpoint="commitments.show_commitment",
        arguments={"commitment": commitment.public_id},
    )


def _needs_owner(commitment: Commitment) -> Task:
    owner = commitment.owner(OwnerRole.OWNER)
    return Task(
        urgency=Urgency.NEEDS_OWNER,
        what="Name who answers for it",
        about=commitment.display_title,
        why=f"The {owner.job_title} on record has left the organisation." if owner else "Nobody is named.",
        when=f"Since {long_date(owner.left_on)}" if owner and owner.left_on else "",
        permission=Permission.AMEND_COMMITMENT,
        endpoint="commitments.amend_section",
        arguments={"commitment": commitment.public_id, "section": Section.OWNERSHIP.value},
    )


def _amendment(amendment: Amendment) -> Task:
    commitment, is_returned = amendment.commitment, amendment.is_returned
    review = _last_return(row for row in commitment.reviews if row.amendment_number == amendment.number)
    return Task(
        urgency=Urgency.RETURNED if is_returned else Urgency.BEGUN,
        what="Mend the change" if is_returned else "Finish the change",
        about=commitment.display_title,
        why=_returned_because(review) if is_returned else "Begun and not sent. Nobody outside sees it.",
        when="Returned" if is_returned else "Last saved",
        saved_at=None if is_returned else commitment.edited_at,
        permission=Permission.AMEND_COMMITMENT,
        endpoint="commitments.amend_commitment",
        read_endpoint="commitments.show_commitment",
        arguments={"commitment": commitment.public_id},
    )


def _milestone(milestone: Milestone) -> Task:
    return Task(
        urgency=Urgency.MILESTONE_PASSED,
        what="Say what became of a milestone",
        about=milestone.title,
        why=f"{milestone.commitment.display_title}. The date has passed and nothing was reported since.",
        when=f"Planned for {long_date(milestone.revised_on or milestone.planned_on)}",
        permission=Permission.RECORD_CHECK_IN,
        endpoint="check_ins.record_check_in",
        read_endpoint="commitments.show_commitment",
        arguments={"commitment": milestone.commitment.public_id},
    )


def _still_in_place(question: StillInPlace) -> Task:
    commitment = question.commitment
    closed_on = f" Closed {long_date(commitment.closed_on)}." if commitment.closed_on else ""
    return Task(
        urgency=Urgency.STILL_IN_PLACE,
        what="Say whether it is still in place",
        about=commitment.display_title,
        why=f"{commitment.programme.name}.{closed_on} One question, asked a year later.",
        when=f"Asked {long_date(question.due_on)}" if question.due_on else "",
        permission=Permission.ANSWER_STILL_IN_PLACE,
        endpoint="closing.answer_still_in_place",
        read_endpoint="commitments.show_commitment",
        arguments={"commitment": commitment.public_id},
    )


def _named(partner: Partner) -> Task:
    asked_on = long_date(partner.asked_at.date()) if partner.asked_at else ""
    return Task(
        urgency=Urgency.NAMED,
        what=f"{partner.commitment.organisation.name} names you as a partner",
        about=str((partner.shown or {}).get("title") or "a commitment"),
        why="Confirm your part, decline it, or say how you read it.",
        when=f"Asked {asked_on}",
        permission=Permission.ANSWER_PARTNERSHIP,
        endpoint="partnerships.answer_partnership",
        read_endpoint="partnerships.show_partnership",
        arguments={"partnership": partner.public_id},
    )


def _asking(request: JoinRequest) -> Task:
    return Task(
        urgency=Urgency.ASKING,
        what="Answer who asks to join",
        about=request.name,
        why=f"{request.job_title}. Nobody has checked who it is.",
        when=f"Asked {long_date(request.asked_at.date())}",
        permission=Permission.INVITE_MEMBER,
        endpoint="organisations.answer_join_request",
        arguments={"join_request": request.public_id},
    )


def _invited(participation: Participation) -> Task:
    return Task(
        urgency=Urgency.INVITED,
        what="Answer the invitation",
        about=participation.programme.name,
        why="Your organisation is invited to take part in this programme. An admin can answer.",
        when=f"Invited {long_date(participation.invited_on)}" if participation.invited_on else "Invited",
        permission=Permission.EDIT_ORGANISATION,
        endpoint="organisations.join_programme",
        arguments={"participation": participation.programme.slug},
    )


def _last_return(reviews: Iterable[Review]) -> Review | None:
    returned = [row for row in reviews if row.decision is Decision.RETURNED]
    return max(returned, key=lambda row: row.id, default=None)


def _returned_because(review: Review | None) -> str:
    return f"Returned: {review.reason}" if review and review.reason else "Returned by the coordinator."
