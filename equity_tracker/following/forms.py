"""What people type who want to follow something."""

from equity_tracker.model.follow import Rhythm
from equity_tracker.web.fields import Choice, Email, Option
from equity_tracker.web.forms import AppForm
from equity_tracker.web.public_form import PublicForm

RHYTHMS = (Option(Rhythm.DAILY, "Each day"), Option(Rhythm.WEEKLY, "Each week, on Monday"))


class FollowForm(PublicForm):
    """An address, and how often."""

    purpose = "follow"

    email = Email(
        "Your e-mail address",
        hint="We keep it to send you these mails, and delete it when you stop.",
        required="Enter your e-mail address",
    )
    rhythm = Choice(
        "How often, if there is something to tell",
        RHYTHMS,
        noun="how often",
        required="Choose how often you want to hear",
    )


class AnswerForm(AppForm):
    """A page with buttons and nothing to fill in."""
