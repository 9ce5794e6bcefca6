"""Changing a published commitment: its sections as they may change now, and the reason for the change."""

from equity_tracker.commitments.forms.sections import SECTION_FORMS
from equity_tracker.commitments.forms.timing import EditTimingForm
from equity_tracker.model.readiness import Section
from equity_tracker.web.fields import Choice, Option, Prose
from equity_tracker.web.forms import AppForm


class AmendTimingForm(EditTimingForm):
    """Section 6 without the milestones: a published date is never overwritten, a new one stands beside it."""

    milestones = None  # type: ignore[assignment]


AMENDED_FORMS: dict[Section, type[AppForm]] = SECTION_FORMS | {Section.TIMING: AmendTimingForm}


class SendAmendmentForm(AppForm):
    """The last step: as what it is published, and why it changed."""

    publish_as = Choice(
        "From now on this is",
        (
            Option("commitment", "A commitment"),
            Option("statement_of_intent", "A statement of intent", hint="It is counted apart."),
        ),
        noun="form",
        required="Choose what it is published as",
    )
    reason = Prose(
        "Why does it change?",
        noun="reason",
        hint="Public: it stands beside the change for as long as the register does. Name nobody.",
        limit=2_000,
        rows=3,
    )


class WithdrawAmendmentForm(AppForm):
    """A page whose only answer is its button."""
