"""What people may type at the end of a commitment: the close-out, the four answers, a reply, a reason."""

from equity_tracker.model import vocabulary
from equity_tracker.model.close_out import MAY_HAVE_A_NEW_HOME, NEEDS_A_NEW_HOME, is_reference
from equity_tracker.model.four_answers import NOT_KNOWN, QUESTIONS
from equity_tracker.model.still_in_place import NEEDS_A_NOTE
from equity_tracker.model.vocabulary import CLOSE_OUT_ANSWERS, CLOSE_OUT_QUESTIONS
from equity_tracker.web.evidence_row import EvidenceRow
from equity_tracker.web.fields import Choice, Line, Option, Prose, Rows, WebAddress
from equity_tracker.web.forms import AppForm
from equity_tracker.web.text_fields import START_WITH_HTTPS

MOST_EVIDENCE = 10
SENTENCE_LIMIT = 1_000
ADDRESS_LIMIT = 2_000
_ANSWERS = [Option(term.slug, term.label) for term in CLOSE_OUT_ANSWERS.current()]
_WHY = "Enter a sentence that says why"
_WHERE = "Enter where the work goes on: a web address, or the reference of a commitment"


def _question(name: str) -> Choice:
    """Ask one of the four questions."""
    term = CLOSE_OUT_QUESTIONS.get(name)
    return Choice(
        term.label,
        _ANSWERS,
        noun="answer",
        hint=term.definition,
        required=f"Choose an answer: {term.label[:1].lower()}{term.label[1:]}",
        inline=True,
    )


def _sentence(name: str) -> Prose:
    label = CLOSE_OUT_QUESTIONS.get(name).short_label
    return Prose(f"{label}: in a sentence, why?", noun="sentence", limit=SENTENCE_LIMIT, rows=2)


class NewHome(WebAddress):
    """Where the work goes on: a link that a stranger may follow, or a reference such as FH-0017."""

    input_type = "text"
    no_address = f"{START_WITH_HTTPS}, or a reference like FH-0017"

    def read(self, typed: str) -> str | None:
        reference = typed.strip().upper()
        return reference if is_reference(reference) else super().read(typed)

    def too_long(self, length: int) -> str:
        """It may be something else than an address, so say how long it is."""
        return Line.too_long(self, length)


class FourAnswersForm(AppForm):
    """The rule that the answers of both sides share."""

    def check(self) -> None:
        for name in QUESTIONS:
            answer, because = self[name], self[f"{name}_because"]
            if self.is_right(name) and answer.data != NOT_KNOWN and because.is_blank:
                because.say(_WHY)


class CloseCommitmentForm(FourAnswersForm):
    """Why it closes, what happened, and what was learned."""

    reason = Choice(
        "Why does it close?",
        vocabulary.CLOSE_REASONS.current(),
        noun="reason",
        required="Choose why it closes",
        reveals=dict.fromkeys(sorted(MAY_HAVE_A_NEW_HOME), "new_home"),
    )
    new_home = NewHome(
        "Where does the work go on?",
        noun="address",
        limit=ADDRESS_LIMIT,
        hint="A web address, or the reference of another commitment here, such as FH-0017.",
    )
    what_happened = Prose(
        "What happened?",
        noun="account",
        required="Enter what happened",
        hint="What was done and what was not, as you would tell somebody it was promised to.",
    )
    lessons = Prose("What did you learn?", noun="lessons", rows=3, hint="Optional. What would you do again?")
    worked_as_described = Choice(
        "Did it work like that?",
        _ANSWERS,
        noun="answer",
        required="Choose whether it worked like that",
        inline=True,
    )
    how_it_worked = Prose("In a sentence, how did it work?", noun="sentence", limit=SENTENCE_LIMIT, rows=2)
    met = _question("met")
    met_because = _sentence("met")
    funded = _question("funded")
    funded_because = _sentence("funded")
    effect = _question("effect")
    effect_because = _sentence("effect")
    appropriate = _question("appropriate")
    appropriate_because = _sentence("appropriate")
    evidence = Rows(
        "Evidence",
        EvidenceRow,
        one="piece of evidence",
        noun="pieces of evidence",
        maximum=MOST_EVIDENCE,
        blank=1,
    )

    def check(self) -> None:
        super().check()
        if self.reason.data in NEEDS_A_NEW_HOME and self.new_home.is_blank:
            self.new_home.say(_WHERE)
        if "how_it_worked" in self:
            worked, how = self["worked_as_described"], self["how_it_worked"]
            if self.is_right("worked_as_described") and worked.data != NOT_KNOWN and how.is_blank:
                how.say("Enter a sentence that says how it worked")


class CloseWithoutMechanismForm(CloseCommitmentForm):
    """Of a commitment that never said how it was to work, nobody asks whether it worked like that."""

    worked_as_described = None  # type: ignore[assignment]  # WTForms' way to leave a field out
    how_it_worked = None  # type: ignore[assignment]


def _correction() -> Prose:
    return Prose(
        "What did you correct, and why?",
        noun="reason",
        required="Enter what you corrected, and why",
        hint="It is shown with the correction.",
        limit=SENTENCE_LIMIT,
        rows=2,
    )


class CorrectCloseOutForm(CloseCommitmentForm):
    """The same answers, as they were given, and why they are given again."""

    correction = _correction()


class CorrectWithoutMechanismForm(CloseWithoutMechanismForm):
    """The same, where nobody said how it was to work."""

    correction = _correction()


class AssessCloseOutForm(FourAnswersForm):
    """The coordinators' own answers to the four questions."""

    met = _question("met")
    met_because = _sentence("met")
    funded = _question("funded")
    funded_because = _sentence("funded")
    effect = _question("effect")
    effect_because = _sentence("effect")
    appropriate = _question("appropriate")
    appropriate_because = _sentence("appropriate")
    reason = Prose(
        "What are your answers based on?",
        noun="reason",
        required="Enter what your answers are based on",
        hint="What you read or heard, and where you see it otherwise than the organisation. This is public.",
        rows=4,
    )


class ReplyToAssessmentForm(AppForm):
    """The organisation's reply."""

    words = Prose(
        "Your reply",
        required="Enter your reply",
        hint="It stands beside the coordinators’ answers, with its date.",
        limit=5_000,
        rows=6,
    )


class RetractForm(AppForm):
    """Why something is taken back."""

    reason = Prose(
        "Why should it not have been published?",
        noun="reason",
        required="Enter why it should not have been published",
        hint="This is public. Do not repeat here what must not be read.",
        limit=SENTENCE_LIMIT,
        rows=3,
    )


class ConfirmForm(AppForm):
    """A page whose only answer is its button."""


class AnswerStillInPlaceForm(AppForm):
    """The one question of the year after."""

    answer = Choice(
        "Is it still in place?",
        vocabulary.STILL_IN_PLACE.current(),
        noun="answer",
        required="Choose an answer",
    )
    note = Prose(
        "What has become of it?",
        noun="note",
        hint="Needed if it has changed or was reversed.",
        limit=5_000,
        rows=4,
    )
    url = WebAddress("A link that shows it", noun="web address", hint="Optional.")

    def check(self) -> None:
        if self.answer.data in NEEDS_A_NOTE and self.note.is_blank:
            self.note.say("Enter what has changed since it closed")
