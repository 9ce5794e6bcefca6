"""What is said of a milestone once it is public."""

from equity_tracker.model.milestone import Milestone
from equity_tracker.web.fields import Day, PeriodDay, Prose
from equity_tracker.web.forms import AppForm


class ReviseMilestoneForm(AppForm):
    """Another date, and why."""

    revised_on = PeriodDay("By when is it planned now?", noun="date", required="Enter the new date")
    reason = Prose(
        "Why is it moved?",
        noun="reason",
        required="Enter why it is moved",
        hint="It is shown in public with the change.",
        limit=1_000,
        rows=2,
    )
    # The one that is moved: see `about`.
    milestone: Milestone | None = None

    @classmethod
    def about(cls, milestone: Milestone) -> "ReviseMilestoneForm":
        form = cls.for_request(version=milestone.commitment.version)
        form.milestone = milestone
        return form

    def check(self) -> None:
        to = self.revised_on.data
        if self.milestone is not None and to is not None and (why_not := self.milestone.why_not(to)):
            self.revised_on.say(why_not)


class MeetMilestoneForm(AppForm):
    """The day."""

    met_on = Day("On which day was it met?", noun="date", required="Enter the day it was met")
