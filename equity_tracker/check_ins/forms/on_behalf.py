"""What coordinators say when they enter a check-in on behalf of an organisation."""

from equity_tracker.check_ins.forms import RecordCheckInForm
from equity_tracker.check_ins.forms.rows import SENTENCE_LIMIT
from equity_tracker.web.fields import Line, Prose


class RecordOnBehalfForm(RecordCheckInForm):
    """The same answers, entered by a coordinator: how they know, and why the organisation does not."""

    source = Line(
        "How do you know?",
        noun="source",
        required="Enter how you know",
        hint="Such as: by telephone with the policy lead, 3 May. This is public, so name posts, not people.",
        limit=200,
    )
    on_behalf_reason = Prose(
        "Why do you enter it for them?",
        noun="reason",
        required="Enter why you enter it for them",
        hint="The organisation and your colleagues read it. It is never public.",
        limit=SENTENCE_LIMIT,
        rows=2,
    )

    @property
    def errors_for_summary(self) -> list[tuple[str, str]]:
        """List what is wrong in the order of the page, on which these two stand last."""
        last = {self.source.anchor, self.on_behalf_reason.anchor}
        return sorted(super().errors_for_summary, key=lambda found: found[0] in last)
