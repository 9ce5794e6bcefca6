"""The first step and the last: what is asked to begin a commitment, and to submit it."""

from equity_tracker.web.fields import Choice, Line, Option, Pick
from equity_tracker.web.forms import AppForm


class RegisterCommitmentForm(AppForm):
    """The first step: which programme, and a title to find it by."""

    programme = Pick(
        "Programme",
        required="Choose the programme this is for",
        outside="Choose one of the programmes your organisation takes part in",
    )
    title = Line(
        "What will be different, in everyday words",
        noun="title",
        required="Enter a title for the commitment",
        hint="For example: every cleaning contract pays the real living wage. You can change it later.",
    )
    copy_of = Pick(
        "Start from an earlier commitment",
        noun="commitment",
        none="No, begin with empty answers",
        outside="Choose one of your organisation's commitments",
        hint="Its answers are carried over, but for its own words, dates, steps, measures and source.",
    )


class SubmitCommitmentForm(AppForm):
    """The last step."""

    publish_as = Choice(
        "Submit it as",
        (
            Option("commitment", "A commitment"),
            Option(
                "statement_of_intent", "A statement of intent", hint="It is published, and counted apart."
            ),
        ),
        noun="form",
        required="Choose what to submit it as",
    )
