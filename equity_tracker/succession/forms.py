"""What people may type when an organisation has ended, and when another answers for what came from it."""

from equity_tracker.model import vocabulary
from equity_tracker.web.fields import Choice, Choices, PastDay, Pick, Prose, WebAddress
from equity_tracker.web.forms import AppForm


class RecordSuccessionForm(AppForm):
    """Who follows an organisation, since when, by which source, and with which commitments."""

    successor = Pick(
        "Which organisation follows it?",
        noun="organisation",
        hint="Those that take part in this programme now.",
        required="Choose the organisation that follows it",
        outside="Choose an organisation that takes part in this programme now",
    )
    kind = Choice(
        "What became of it?",
        vocabulary.ORGANISATION_CHANGES.current(),
        noun="answer",
        required="Choose what became of it",
    )
    effective_on = PastDay("Since when?", noun="day", required="Enter the day from which this holds")
    source_url = WebAddress(
        "Where can it be read?",
        noun="web address",
        hint="The order, the announcement or the minutes. It stands on the public page of each commitment.",
        required="Enter the web address of a source",
    )
    note = Prose(
        "Anything readers should know", hint="Optional. It is public.", noun="note", limit=1_000, rows=3
    )
    commitments = Choices(
        "Which commitments go to it?",
        noun="commitments",
        minimum=1,
        hint="All of them, unless its work was shared out. Those you leave here can go to another.",
        outside="Choose commitments from the list: one of them was handed over since you opened the page",
    )


class DecideHandoverForm(AppForm):
    """Whether the new holder takes a commitment on."""

    decision = Choice(
        "Your answer",
        vocabulary.HANDOVER_DECISIONS.current(),
        noun="answer",
        required="Choose whether you take it on",
    )
    reason = Prose(
        "What will be different, and why?",
        noun="reason",
        hint="Needed if you accept it with changes, or decline. It is public, without your name.",
        limit=2_000,
        rows=4,
    )
