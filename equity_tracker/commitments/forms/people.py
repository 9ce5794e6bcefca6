"""Section 4: who decides, who holds the money, and who joins in."""

from equity_tracker.model import vocabulary
from equity_tracker.web.fields import Choice, Line, Option, Pick, Rows
from equity_tracker.web.forms import AppForm, RowForm

YES_NO = (Option("yes", "Yes"), Option("no", "No"))


class PartnerRow(RowForm):
    """One partner."""

    name = Line("Name of the organisation", noun="partner", required="Enter the name of the partner")
    role = Pick("Role", vocabulary.PARTNER_ROLES.current(), required="Choose the partner's role")
    contribution = Line("What it contributes", noun="contribution")
    worked_together_before = Pick("Worked together before?", YES_NO, noun="answer", none="Not stated")


class EditPeopleForm(AppForm):
    """Section 4."""

    decision_power = Choice(
        "How much do the people it is for decide?", vocabulary.DECISION_POWERS.current(), noun="answer"
    )
    decision_body = Line(
        "The body in which they decide", noun="body", hint="Needed when they share or hold the decision."
    )
    money_holder = Choice("Who holds the money?", vocabulary.MONEY_HOLDERS.current(), noun="answer")
    partners = Rows("Partners", PartnerRow, one="partner", maximum=20, blank=1)

    def check(self) -> None:
        """Shared or community decision-making needs a named body."""
        if self.decision_power.data in {"shared", "community_led"} and not self.decision_body.data:
            self.decision_body.say("Enter the body in which people decide")
