"""Setting a draft aside, and taking it up again."""

from equity_tracker.web.fields import Prose
from equity_tracker.web.forms import AppForm


class ArchiveCommitmentForm(AppForm):
    """Why, if anyone wants to know later."""

    note = Prose(
        "Why is it set aside?",
        noun="note",
        hint="Your organisation reads it here, and nobody else.",
        limit=1_000,
        rows=3,
    )


class ResumeCommitmentForm(AppForm):
    """A page whose only answer is its button."""
