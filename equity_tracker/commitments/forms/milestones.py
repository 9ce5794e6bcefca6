"""What is said of a milestone once it is public."""

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


class MeetMilestoneForm(AppForm):
    """The day."""

    met_on = Day("On which day was it met?", noun="date", required="Enter the day it was met")
