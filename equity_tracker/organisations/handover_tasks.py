"""What an organisation has to do about commitments that came to it: say whether it takes them on."""

from collections.abc import Iterable, Sequence

from equity_tracker.model.dates import long_date
from equity_tracker.model.handover import Handover
from equity_tracker.model.permissions import Permission
from equity_tracker.organisations.worklist import Task, Urgency


def with_handovers(tasks: Sequence[Task], handovers: Iterable[Handover]) -> list[Task]:
    """Add a line for each that has no answer. Within one urgency the order stays."""
    return sorted([*tasks, *(_task(row) for row in handovers)], key=lambda task: task.urgency)


def _task(handover: Handover) -> Task:
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
