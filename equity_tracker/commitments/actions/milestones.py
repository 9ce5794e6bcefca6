"""What people do with the milestones of a published commitment: move one with a reason, or say it was met."""

from datetime import date

from equity_tracker.commitments.actions.readings import Signing, open_for_updates, publish
from equity_tracker.model.activity import ActivityKind
from equity_tracker.model.dates import PartialDate, long_date
from equity_tracker.model.milestone import Milestone


def revise_milestone(milestone: Milestone, to: PartialDate, *, reason: str, signing: Signing) -> None:
    """Move its date. What was planned before stays on record."""
    open_for_updates(milestone.commitment, signing)
    before = {"milestone": milestone.title, "by": str(milestone.now_planned)}
    milestone.revise(to, reason=reason, who=signing.by, today=signing.today)
    after = {"milestone": milestone.title, "by": str(to), "reason": reason}
    publish(
        ActivityKind.MILESTONE_REVISED,
        milestone.commitment,
        signing,
        note=reason,
        before=before,
        after=after,
    )


def meet_milestone(milestone: Milestone, met_on: date, *, signing: Signing) -> None:
    """Say on which day it was met."""
    open_for_updates(milestone.commitment, signing)
    milestone.meet(met_on, today=signing.today)
    publish(
        ActivityKind.MILESTONE_MET,
        milestone.commitment,
        signing,
        after={"milestone": milestone.title, "met": long_date(met_on)},
    )
