"""Section 4: who decides, who holds the money, and who joins in."""

from types import MappingProxyType

from equity_tracker.commitments.forms.yes_no import YES_NO
from equity_tracker.model import vocabulary
from equity_tracker.web.fields import Choice, Choices, Line, Pick, Rows
from equity_tracker.web.forms import AppForm, RowForm


class PartnerRow(RowForm):
    """One partner."""

    name = Line("Name of the organisation", noun="partner", required="Enter the name of the partner")
    role = Pick("Role", vocabulary.PARTNER_ROLES.current(), required="Choose the partner's role")
    contribution = Line("What it contributes", noun="contribution")
    worked_together_before = Pick("Worked together before?", YES_NO, noun="answer", none="Not stated")


class EditPeopleForm(AppForm):
    """Section 4."""

    folded = MappingProxyType({"Where the idea came from": ("idea_sources",)})

    decision_power = Choice(
        "How much do the people it is for decide?", vocabulary.DECISION_POWERS.current(), noun="answer"
    )
    decision_body = Line(
        "The body in which they decide", noun="body", hint="Needed when they share or hold the decision."
    )
    money_holder = Choice("Who holds the money?", vocabulary.MONEY_HOLDERS.current(), noun="answer")
    idea_sources = Choices(
        "Where did the idea come from?",
        vocabulary.IDEA_SOURCES.current(),
        noun="sources",
        hint="Counted over the whole programme, and not public. Name nobody.",
    )
    partners = Rows("Partners", PartnerRow, one="partner", maximum=20, blank=1)

    def check(self) -> None:
        """Shared or community decision-making needs a named body."""
        if self.decision_power.data in {"shared", "community_led"} and not self.decision_body.data:
            self.decision_body.say("Enter the body in which people decide")
