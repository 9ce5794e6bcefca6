"""What a partner is asked: whether it takes part, and how it reads the promise itself."""

from equity_tracker.model import vocabulary
from equity_tracker.model.partner import Answer
from equity_tracker.web.fields import Choice, Choices, Option, Prose
from equity_tracker.web.forms import AppForm

NOTHING_SAID = "We say nothing about this"


class AnswerPartnershipForm(AppForm):
    """Whether the organisation takes part as described."""

    answer = Choice(
        "Does your organisation take part as described?",
        (
            Option(Answer.CONFIRMED.value, "Yes, we confirm our part"),
            Option(Answer.DECLINED.value, "No, we do not"),
        ),
        noun="answer",
        required="Choose whether your organisation takes part",
        reveals={Answer.DECLINED.value: "reason"},
    )
    reason = Prose(
        "Why not?",
        noun="reason",
        rows=3,
        required="Enter a reason, so that they know what to change",
        hint="Read by the organisation that named you and by the coordinator. It is never public.",
    )


class GiveReadingForm(AppForm):
    """How the partner reads the promise. Everything can be left out; what is left out agrees to nothing."""

    agrees_on_aim = Choice(
        "Is the aim as you see it?",
        (Option("yes", "Yes, as it is written"), Option("no", "No, we would put it in other words")),
        noun="answer",
        none=NOTHING_SAID,
        reveals={"no": "aim"},
    )
    aim = Prose("The aim in your words", noun="aim", rows=3, required="Enter the aim in your words")
    level = Choice(
        "At which level does it act, as you see it?",
        vocabulary.LEVELS.current(),
        noun="level",
        none=NOTHING_SAID,
    )
    decision_power = Choice(
        "How much do the people it is for decide, as you see it?",
        vocabulary.DECISION_POWERS.current(),
        noun="answer",
        none=NOTHING_SAID,
    )
    upstream_meanings = Choices(
        "In which sense is it “upstream”, if any?", vocabulary.UPSTREAM_MEANINGS.current(), noun="meanings"
    )
    note = Prose("A note to stand beside it", noun="note", rows=3, hint="It is public, with its date.")
