"""What a coordinator may type on the Monday lists."""

from equity_tracker.model.nudge import SUBJECT_LIMIT, TEXT_LIMIT
from equity_tracker.web.fields import Choices, Line, Prose
from equity_tracker.web.forms import AppForm


class NudgeForm(AppForm):
    """A message to one or more organisations. What it asks for is added for each of them."""

    organisations = Choices(
        "Who to write to",
        noun="organisations",
        minimum=1,
        outside="Choose organisations from the list: one of them has reported, was written to today, or has"
        " nobody who can be written to",
    )
    subject = Line("Subject", noun="subject", required="Enter a subject", limit=SUBJECT_LIMIT)
    text = Prose(
        "Message",
        noun="message",
        required="Enter a message",
        hint="It begins with “Hello” and the name. Below it stand the commitments with their due dates, a"
        " link to each form, and your name and address for questions.",
        limit=TEXT_LIMIT,
        rows=10,
    )


class LookForm(AppForm):
    """What a coordinator makes of a flag."""

    note = Prose(
        "What did you find?",
        noun="note",
        required="Enter what you found",
        hint="For the coordinators and observers of this programme. It is not public, and it changes nothing "
        "of the record.",
        limit=1_000,
        rows=4,
    )
