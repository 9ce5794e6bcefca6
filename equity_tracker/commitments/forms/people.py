"""Section 4: who decides, who holds the money, and who joins in."""

from collections.abc import Collection, Mapping, Sequence
from types import MappingProxyType

from equity_tracker.commitments.forms.yes_no import YES_NO
from equity_tracker.commitments.partners import OUTSIDE, Known
from equity_tracker.model import vocabulary
from equity_tracker.web.fields import Choice, Choices, Line, Option, Pick, Rows
from equity_tracker.web.forms import AppForm, RowForm


class PartnerRow(RowForm):
    """One partner. Which organisation is meant is asked only when the register knows one by a like name."""

    name = Line("Name of the organisation", noun="partner", required="Enter the name of the partner")
    organisation = Pick(
        "Which organisation of this register is it?",
        noun="organisation",
        required="Choose the organisation you mean, or none of them",
    )
    role = Pick("Role", vocabulary.PARTNER_ROLES.current(), required="Choose the partner's role")
    contribution = Line("What it contributes", noun="contribution")
    worked_together_before = Pick("Worked together before?", YES_NO, noun="answer", none="Not stated")
    outcome = Line("If so, what came of it?", noun="outcome")

    def offer(self, found: Sequence[Known], stored: Collection[str]) -> None:
        """Offer whom the name may mean. A name that fits one organisation exactly has found it.

        :param stored: organisations that were named before: a new name makes such a choice out of date.
        """
        is_wrong = self.organisation.process_errors or self.organisation.data not in {None, OUTSIDE, *stored}
        if not found and not is_wrong:
            del self.organisation
            return
        self.organisation.offer(
            [
                *(Option(known.slug, known.name) for known in found),
                Option(OUTSIDE, "None of these: keep the name as it is"),
            ]
        )
        is_offered = self.organisation.data in {option.value for option in self.organisation.options}
        if self.organisation.data is None or (not is_offered and self.organisation.data in stored):
            self.organisation.data = found[0].slug if found and found[0].is_exact else None


class EditPeopleForm(AppForm):
    """Section 4. The one who makes it calls `offer_organisations` before it is checked or shown."""

    folded = MappingProxyType({"Where the idea came from": ("idea_sources",)})

    decision_power = Choice(
        "How much do the people it is for decide?", vocabulary.DECISION_POWERS.current(), noun="answer"
    )
    decision_body = Line(
        "The body in which they decide", noun="body", hint="Needed when they share or hold the decision."
    )
    money_holder = Choice("Who holds the money?", vocabulary.MONEY_HOLDERS.current(), noun="answer")
    partners = Rows(
        "Partners",
        PartnerRow,
        one="partner",
        maximum=20,
        blank=1,
        hint="Those in this register are asked to confirm their part when you submit.",
    )
    idea_sources = Choices(
        "Where did the idea come from?",
        vocabulary.IDEA_SOURCES.current(),
        noun="sources",
        hint="Counted over the whole programme, and not public. Name nobody.",
    )

    @property
    def partner_names(self) -> set[str]:
        return {name for row in self.partners.rows if (name := row["name"].data)}

    def offer_organisations(self, known: Mapping[str, Sequence[Known]]) -> None:
        """:param known: for each name, whom it may mean; the names that were stored are among them."""
        stored = {each.slug for found in known.values() for each in found}
        for row in self.partners.rows:
            if isinstance(row, PartnerRow):
                row.offer(known.get(row.name.data or "", ()), stored)

    def check(self) -> None:
        """Shared or community decision-making needs a named body."""
        if self.decision_power.data in {"shared", "community_led"} and not self.decision_body.data:
            self.decision_body.say("Enter the body in which people decide")
