"""What a reader says has happened, and what a coordinator decides."""

from collections.abc import Iterable

from equity_tracker.model.suggestion import LONGEST_SUGGESTION, SuggestionState
from equity_tracker.web.fields import Choice, Email, Line, Option, PastDay, Prose, WebAddress
from equity_tracker.web.forms import AppForm
from equity_tracker.web.public_form import PublicForm

_DECISIONS = {
    SuggestionState.PASSED_ON: Option(
        SuggestionState.PASSED_ON, "Pass it to the organisation", "Its people get it by e-mail."
    ),
    SuggestionState.USED: Option(SuggestionState.USED, "It was used", "What it says is now on record here."),
    SuggestionState.SET_ASIDE: Option(SuggestionState.SET_ASIDE, "Set it aside"),
}


class SuggestForm(PublicForm):
    """What happened, and where it can be read. Who wrote it is up to them."""

    purpose = "suggest"

    what = Prose(
        "What has happened?",
        noun="what has happened",
        hint="In a few sentences. Please name no private people.",
        required="Enter what has happened",
        limit=LONGEST_SUGGESTION,
        rows=5,
    )
    url = WebAddress(
        "Where can it be read?",
        noun="web address",
        hint="A web address, such as https://example.org/minutes. Without a source we cannot use it.",
        required="Enter the web address of a source",
    )
    happened_on = PastDay("When was it?", noun="day", required="Enter the day on which it happened")
    name = Line(
        "Your name",
        hint="Optional. The coordinators of the programme see it; nobody else does.",
        autocomplete="name",
    )
    email = Email(
        "Your e-mail address",
        hint="Optional. We tell you what came of it, and then delete your name and address; after 90 days at"
        " the latest.",
    )


class DecideForm(AppForm):
    """What becomes of a suggestion. Which answers there are depends on what has become of it so far."""

    state = Choice("What becomes of it?", noun="answer", required="Choose what becomes of it")
    words = Prose(
        "Words with it",
        noun="words",
        hint="Needed when you set it aside. Whoever reads of your decision by e-mail reads them.",
        limit=1_000,
        rows=3,
    )

    @classmethod
    def asking(cls, choices: Iterable[SuggestionState]) -> "DecideForm":
        return cls.for_request(options={"state": [_DECISIONS[state] for state in choices]})

    def check(self) -> None:
        if self.state.data == SuggestionState.SET_ASIDE and self.words.is_blank:
            self.words.say("Say why it is set aside")
