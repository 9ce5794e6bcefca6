"""What people may type when they assess a check-in, and when they reply."""

from equity_tracker.model import vocabulary
from equity_tracker.web.fields import Choice, Prose
from equity_tracker.web.forms import AppForm


class AssessCheckInForm(AppForm):
    """The same two questions that the organisation answered, and why."""

    delivery = Choice(
        "How much has been done, as you see it?",
        vocabulary.DELIVERIES.current(),
        noun="answer",
        required="Choose how much has been done",
    )
    outlook = Choice(
        "What do you expect?",
        vocabulary.OUTLOOKS.current(),
        noun="outlook",
        required="Choose what you expect",
    )
    reason = Prose(
        "In a sentence, why?",
        noun="reason",
        required="Enter a sentence that says why",
        hint="What you read or heard. This is public.",
        limit=1_000,
        rows=3,
    )


class ReplyForm(AppForm):
    """The organisation's reply to it."""

    words = Prose(
        "Your reply",
        required="Enter your reply",
        hint="It is public, with its date, beside the assessment.",
        limit=5_000,
        rows=6,
    )
