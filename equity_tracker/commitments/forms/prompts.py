"""What comes with a click on *Dismiss*: which prompt, and a reason if there is one."""

from equity_tracker.web.fields import Hidden, Line
from equity_tracker.web.forms import AppForm


class _Words(Hidden):
    """The phrases of a prompt, which are longer than a line."""

    limit = 1_000


class DismissPromptForm(AppForm):
    """The prompt is named by its answer, its family and the words it was raised by."""

    answer = Hidden()
    family = Hidden()
    words = _Words()
    section = Hidden()
    reason = Line(
        "Reason (optional)", noun="reason", hint="Your colleagues can read it. The coordinator cannot."
    )
