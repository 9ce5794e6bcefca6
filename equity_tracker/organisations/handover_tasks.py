"""What an organisation has to do about commitments that came to it: say whether it takes them on, and how."""

from collections.abc import Iterable, Sequence

from equity_tracker.model.amendment import open_amendment
from equity_tracker.model.dates import long_date
from equity_tracker.model.handover import Handover
from equity_tracker.model.permissions import Permission
from equity_tracker.organisations.worklist import Task, Urgency


def with_handovers(tasks: Sequence[Task], handovers: Iterable[Handover]) -> list[Task]:
    """Add a line for each that has no answer, or whose answer announced a change that has not been begun.

    A change that was begun has a line of its own. Within one urgency the order stays.
    """
    added = [
        _answer(row) if row.is_awaited else _change(row)
        for row in handovers
        if row.is_awaited or open_amendment(row.commitment) is None
    ]
    return sorted([*tasks, *added], key=lambda task: task.urgency)


def _answer(handover: Handover) -> Task:
    commitment = handover.commitment
    return Task(
        urgency=Urgency.HANDED_OVER,
        what="Say whether you take it on",
        about=commitment.display_title,
        why=f"{commitment.programme.name}. It came from {handover.from_name}. Your answer is public.",
        when=f"Asked {long_date(handover.asked_on)}",
        permission=Permission.DECIDE_HANDOVER,
        endpoint="succession.decide_handover",
        read_endpoint="commitments.show_commitment",
        arguments={"commitment": commitment.public_id},
    )


def _change(handover: Handover) -> Task:
    commitment = handover.commitment
    return Task(
        urgency=Urgency.HANDED_OVER,
        what="Make the change you announced",
        about=commitment.display_title,
        why=f"{commitment.programme.name}. You accepted it with changes; it still says what"
        f" {handover.from_name} promised.",
        when=f"Accepted {long_date(handover.decided_on)}" if handover.decided_on else "",
        permission=Permission.AMEND_COMMITMENT,
        endpoint="commitments.amend_commitment",
        read_endpoint="commitments.show_commitment",
        arguments={"commitment": commitment.public_id},
    )
