"""What people may type when they check in: seven required answers, the rest if there is more to say."""

from equity_tracker.model import vocabulary
from equity_tracker.model.vocabulary import SYSTEM_CODES, THEMES
from equity_tracker.web.fields import Choice, Choices, Day, Line, Option, Pick, Prose, Rows, Tick, WebAddress
from equity_tracker.web.forms import AppForm, RowForm

MOST_EVIDENCE = 10
SENTENCE_LIMIT = 1_000


def _themes(direction: str) -> list[Option]:
    """Return what may help or hinder. Each has its one sentence; the sources stand in the glossary."""
    terms = (*THEMES.current(), *SYSTEM_CODES.under(direction))
    return [Option(term.slug, term.label, hint=term.definition) for term in terms]


class EvidenceRow(RowForm):
    """One link to something that shows it."""

    title = Line("Title", required="Enter a title for the evidence")
    url = WebAddress("Web address", required="Enter the web address of the evidence")
    kind = Pick(
        "Kind of evidence", vocabulary.EVIDENCE_KINDS.current(), required="Choose the kind of evidence"
    )
    strength = Pick(
        "What stands behind it",
        # A link that shows nothing is no evidence.
        [term for term in vocabulary.EVIDENCE_STRENGTHS.current() if term.slug != "none"],
        noun="answer",
        required="Choose what stands behind it",
    )
    is_private = Tick("Keep this link private", hint="Only your organisation and the coordinators see it.")


class RecordCheckInForm(AppForm):
    """The seven answers (level and distribution are confirmed as one), then what is optional.

    The outlook has no default, and what was written last time is shown beside the form, never in it.
    """

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
    evidence = Rows("Evidence", EvidenceRow, one="link", noun="links", maximum=MOST_EVIDENCE, blank=1)
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


class RecordOnBehalfForm(RecordCheckInForm):
    """The same answers, entered by a coordinator: how they know, and why the organisation does not."""

    source = Line(
        "How do you know?",
        noun="source",
        required="Enter how you know",
        hint="Such as: by telephone with the policy lead, 3 May. This is public, so name posts, not people.",
        limit=200,
    )
    on_behalf_reason = Prose(
        "Why do you enter it for them?",
        noun="reason",
        required="Enter why you enter it for them",
        hint="The organisation and your colleagues read it. It is never public.",
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
