"""What people may type in a review, of one or of several at once."""

from wtforms.form import BaseForm
from wtforms.validators import StopValidation

from equity_tracker.programmes.ticked import Ticked, ticked_from
from equity_tracker.web.fields import Choice, Choices, Option, Prose
from equity_tracker.web.forms import AppForm

ACCEPTED, RETURNED = "accepted", "returned"


class ReviewForm(AppForm):
    """One decision, and its reason when something goes back."""

    decision = Choice(
        "Your decision",
        noun="decision",
        required="Choose what you decide",
        reveals={RETURNED: "reason"},
    )
    reason = Prose(
        "Reason",
        required="Enter the reason",
        hint="Say what would have to change. The organisation reads it; it is never public.",
        limit=5_000,
        rows=4,
    )


class Ticks(Choices):
    """What was ticked in a list that may have changed since: whoever handles it finds out what is gone."""

    def check(self, form: BaseForm) -> None:  # noqa: ARG002 - as in the base class
        if any(ticked_from(value) is None for value in self.data):
            raise StopValidation(self.not_in_list)


class ReviewTogetherForm(AppForm):
    """Several that were read, to be acknowledged or approved at once."""

    ticked = Ticks("What you have read", noun="submissions", required="Choose what you have read")

    def items(self) -> list[Ticked]:
        found = (ticked_from(value) for value in self.ticked.data)
        return [row for row in found if row is not None]


def decision_options(*, is_public: bool) -> list[Option]:
    """Return what a coordinator may decide: to approve what is not public yet, to acknowledge what is."""
    if is_public:
        return [
            Option(ACCEPTED, "Acknowledge", hint="You have read it; it is public already."),
            Option(
                RETURNED,
                "Return with a reason",
                hint="It stays public, and the organisation reads the reason.",
            ),
        ]
    return [
        Option(ACCEPTED, "Approve", hint="It is published at once."),
        Option(
            RETURNED,
            "Return with a reason",
            hint="It goes back to the organisation to be changed.",
        ),
    ]
