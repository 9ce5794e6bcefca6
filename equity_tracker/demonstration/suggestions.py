"""What readers suggested about the commitments of Fairer Harbour, and what its coordinator made of it."""

from dataclasses import dataclass
from datetime import timedelta

from equity_tracker.demonstration.cast import Cast
from equity_tracker.demonstration.timeline import Moment
from equity_tracker.extensions import db
from equity_tracker.model.suggestion import Suggestion, SuggestionState

PROGRAMME = "fairer-harbour"


@dataclass(frozen=True)
class Told:
    """One suggestion: so many days ago, and what has become of it."""

    commitment: str
    days_ago: int
    what: str
    url: str
    becomes: tuple[SuggestionState, ...] = ()
    words: str | None = None
    name: str | None = None
    email: str | None = None


TOLD = (
    Told(
        "boiler-prescription",
        40,
        "The evaluation of the first winter has been published by the university.",
        "https://harbour-university.example.org/boilers/evaluation",
        (SuggestionState.PASSED_ON, SuggestionState.USED),
        "It stands in the latest check-in, with a link. Thank you.",
    ),
    Told(
        "board-equity-data",
        33,
        "A newspaper writes that the board has stopped looking at these figures.",
        "https://harbour-echo.example.org/board-figures",
        (SuggestionState.SET_ASIDE,),
        "The minutes of the same month show the figures on the agenda.",
    ),
    Told(
        "welfare-advice-clinic",
        16,
        "The advice clinic at the Quayside surgery now opens on Saturdays as well.",
        "https://quayside-surgery.example.org/news/saturdays",
        (SuggestionState.PASSED_ON,),
        "Is this part of what you promised? If so, please say so in your next check-in.",
    ),
    Told(
        "money-follows-need",
        5,
        "The new allocation formula was put out to consultation on the council’s site.",
        "https://harbour-council.example.org/consultations/allocation",
    ),
    Told(
        "living-wage-contracts",
        2,
        "The board papers of last month list the cleaning contract that was let in the spring. It pays the"
        " real living wage, which this page does not say yet.",
        "https://harbour-icb.example.org/board/papers",
        name="Nia Newcomer",
        email="nia.newcomer@example.org",
    ),
)


def add_suggestions(cast: Cast, moment: Moment) -> None:
    """Put them into the queue, and decide on those that are old enough."""
    coordinator = cast.coordinator(PROGRAMME)
    for number, told in enumerate(TOLD, start=1):
        commitment = cast.commitments[told.commitment]
        sent_at = moment.now - timedelta(days=told.days_ago)
        suggestion = Suggestion(
            organisation_id=commitment.organisation_id,
            programme_id=commitment.programme_id,
            commitment_id=commitment.id,
            form_key=f"demonstration-{number:03}",
            what=told.what,
            url=told.url,
            happened_on=(sent_at - timedelta(days=6)).date(),
            name=told.name,
            email=told.email,
            sent_at=sent_at,
            state=SuggestionState.NEW,
        )
        for days, state in enumerate(told.becomes, start=1):
            suggestion.become(state, told.words, by=coordinator, now=sent_at + timedelta(days=days))
        db.session.add(suggestion)
