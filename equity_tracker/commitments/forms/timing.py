"""Section 6: when, and how anybody will know."""

from types import MappingProxyType

from equity_tracker.model.milestone import outside_its_time
from equity_tracker.web.fields import Day, Line, PeriodDay, Prose, Rows
from equity_tracker.web.forms import AppForm, RowForm


class MilestoneRow(RowForm):
    """One milestone."""

    title = Line("What will be done", noun="milestone", required="Enter what will be done")
    planned_on = PeriodDay("By when", required="Enter the date it is planned for")


class EditTimingForm(AppForm):
    """Section 6."""

    folded = MappingProxyType(
        {
            "If your promise is to ask somebody else to act": (
                "ask_addressee",
                "ask",
                "why_us",
                "ask_by",
                "reply_logging",
            )
        }
    )

    starts_on = Day("Start date")
    ends_on = PeriodDay(
        "End date",
        after="starts_on",
        hint="For example, 31 3 2028. Leave out the day or the month if you do not know it.",
    )
    milestones = Rows("Milestones", MilestoneRow, one="milestone", maximum=20, blank=2)
    deliverable = Prose("What will exist at the end that anybody can check?", noun="deliverable", rows=2)
    evidence_source = Prose("Where will the evidence come from?", noun="source", rows=2)
    ask_addressee = Line("Who is asked", noun="addressee")
    ask = Prose("The ask", rows=2)
    why_us = Prose("Why is it for your organisation to ask?", noun="answer", rows=2)
    ask_by = Day("Date of the ask")
    reply_logging = Prose("How will a reply, or none, be put on record?", noun="answer", rows=2)

    def check(self) -> None:
        """Keep each milestone within the time of the commitment; published ones are moved elsewhere."""
        ends = self.ends_on.data if self.is_right("ends_on") else None
        for row in self.milestones.filled_rows if "milestones" in self else ():
            planned = row["planned_on"].data
            where = planned and outside_its_time(planned, self.starts_on.data, ends)
            if where:
                message = f"A milestone cannot lie {where}. Change one of the two dates"
                self.milestones.say_in(row["planned_on"], message)
