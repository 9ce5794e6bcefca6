"""What people may type when they check in: seven required answers, the rest if there is more to say."""

from equity_tracker.model import vocabulary
from equity_tracker.model.vocabulary import SYSTEM_CODES, THEMES
from equity_tracker.web import evidence_row
from equity_tracker.web.fields import Choice, Choices, Day, Email, Option, Pick, Prose, Rows, Tick
from equity_tracker.web.forms import AppForm

MOST_EVIDENCE = 10
SENTENCE_LIMIT = 1_000


def _themes(direction: str) -> list[Option]:
    """Return what may help or hinder. Each has its one sentence; the sources stand in the glossary."""
    terms = (*THEMES.current(), *SYSTEM_CODES.under(direction))
    return [Option(term.slug, term.label, hint=term.definition) for term in terms]


class EvidenceRow(evidence_row.EvidenceRow):
    """A link or a file that shows it, for everybody or for few."""

    is_private = Tick("Keep this private", hint="Only your organisation and the coordinators see it.")


class RecordCheckInForm(AppForm):
    """The seven answers (level and distribution are confirmed as one), then what is optional.

    The outlook has no default, and what was written last time is shown beside the form, never in it.
    """

    # Of the draft that the page was opened on; nothing when there was none.
    stamp = ""

    delivery = Choice(
        "How much has been done?",
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
    why = Prose(
        "In one sentence, why?",
        noun="reason",
        required="Enter a sentence that says why",
        limit=SENTENCE_LIMIT,
        rows=2,
    )
    what_changed = Prose(
        "What has changed since last time?",
        noun="text",
        required="Enter what has changed since last time",
        hint="Since the last check-in, or since it was published. Less than hoped is worth saying too.",
    )
    level = Pick(
        "What the action changes now", vocabulary.LEVELS.current(), noun="level", required="Choose the level"
    )
    distribution = Pick(
        "Who it reaches now",
        vocabulary.DISTRIBUTIONS.current(),
        noun="answer",
        required="Choose who it reaches",
    )
    next_step = Prose(
        "What is the next step?",
        noun="next step",
        required="Enter the next step",
        limit=SENTENCE_LIMIT,
        rows=2,
    )
    next_step_on = Day(
        "When will the next step be done?",
        noun="date of the next step",
        required="Enter the date of the next step",
    )
    who_has_not_benefited = Prose("Who has not benefited so far?", noun="answer", rows=2)
    evidence = Rows(
        "Evidence",
        EvidenceRow,
        one="piece of evidence",
        noun="pieces of evidence",
        maximum=MOST_EVIDENCE,
        blank=1,
    )
    helped_by = Choices("What helped?", _themes("helping"), noun="answers")
    hindered_by = Choices("What hindered?", _themes("hindering"), noun="answers")


class CorrectCheckInForm(RecordCheckInForm):
    """The same answers, as they were given, and why they are given again."""

    reason = Prose(
        "What did you correct, and why?",
        noun="reason",
        required="Enter what you corrected, and why",
        hint="It is shown with the correction.",
        limit=SENTENCE_LIMIT,
        rows=2,
    )


class ConfirmNothingChangedForm(AppForm):
    """One signed click."""


class ExplainNothingChangedForm(AppForm):
    """The second time running, with a sentence."""

    why = Prose(
        "In one sentence, why has nothing changed?",
        noun="reason",
        required="Enter a sentence that says why nothing has changed",
        limit=SENTENCE_LIMIT,
        rows=2,
    )


class HandOverForm(AppForm):
    """Who goes on with it."""

    to = Choice("Who goes on with it?", noun="colleague", required="Choose a colleague")
    note = Prose("A note to them", limit=SENTENCE_LIMIT, rows=3, hint="It stands in the e-mail they get.")


class AskByLinkForm(AppForm):
    """Whom to send a link."""

    email = Email(
        "Their e-mail address",
        required="Enter the e-mail address of the person you ask",
        noun="the e-mail address",
        autocomplete="off",
    )
    note = Prose("A note to them", limit=SENTENCE_LIMIT, rows=3, hint="It stands in the e-mail they get.")


class GiveBackForm(AppForm):
    """Why it is not signed yet."""

    reason = Prose(
        "What should be changed before you sign?",
        noun="reason",
        required="Enter what should be changed",
        hint="Whoever wrote it reads this in an e-mail and above the form.",
        limit=SENTENCE_LIMIT,
        rows=3,
    )


class ConfirmForm(AppForm):
    """A page that asks only whether to go on."""

    stamp = ""
