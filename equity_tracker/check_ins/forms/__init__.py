"""What people may type when they check in: seven required answers, the rest if there is more to say."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from equity_tracker.check_ins.figures import BECAUSE, ON, VALUE, field_name
from equity_tracker.check_ins.forms.rows import (
    MOST_ASKS,
    MOST_HELP,
    MOST_THEMES,
    SENTENCE_LIMIT,
    AskRow,
    HelpRow,
    ThemeRow,
)
from equity_tracker.model import vocabulary
from equity_tracker.model.measure import Measure
from equity_tracker.model.told_answers import theme_label
from equity_tracker.web import evidence_row
from equity_tracker.web.base_field import AppField
from equity_tracker.web.fields import Choice, Day, Line, Pick, Prose, Rows, Tick, WebAddress
from equity_tracker.web.forms import AppForm

MOST_EVIDENCE = 10
FIGURES = "Figures"


def who_decided(claimed: str) -> Choice:
    """Ask for the power that can be shown, which may be less than what is claimed."""
    return Choice(
        "Who decided, as far as you can show?",
        vocabulary.DECISION_POWERS.current(),
        noun="answer",
        hint=f"You claim: {claimed}. Less is worth saying too: it is then shown as claimed, not evidenced.",
        none="Leave this out",
    )


@dataclass(frozen=True)
class FigureFields:
    """What is asked about one measure."""

    measure: Measure
    value: AppField
    on: AppField
    because: AppField

    def check(self) -> None:
        """A figure and a reason why there is none exclude each other; a day alone says nothing."""
        if not self.value.is_blank and not self.because.is_blank:
            self.because.say("Give the figure or say why there is none, not both")
        elif not self.on.is_blank and self.value.is_blank and self.because.is_blank:
            self.value.say("Enter the figure, or clear its date")


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
    themes = Rows(
        "What helped or hindered", ThemeRow, one="theme", noun="themes", maximum=MOST_THEMES, blank=1
    )
    asks = Rows(
        "What must change above you, and who can change it",
        AskRow,
        one="change",
        noun="changes",
        maximum=MOST_ASKS,
        blank=1,
    )
    help = Rows(
        "Help wanted or offered", HelpRow, one="kind of help", noun="rows", maximum=MOST_HELP, blank=1
    )
    decision_power = who_decided("nothing so far")
    evidence = Rows(
        "Evidence",
        EvidenceRow,
        one="piece of evidence",
        noun="pieces of evidence",
        maximum=MOST_EVIDENCE,
        blank=1,
    )
    elsewhere_title = Line(
        "Where else do you report on this?",
        noun="title of the other report",
        hint="For example in an annual report. What is written there need not be written here.",
    )
    elsewhere_url = WebAddress("Web address of the other report")

    folded: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "What helped, what hindered, and what must change above you": ("themes", "asks"),
        "Help from others, or for them": ("help",),
        "Who decided": ("decision_power",),
        "Reported elsewhere": ("elsewhere_title", "elsewhere_url"),
    }

    # The measures that a figure is asked for; see `forms.asked`.
    measures: ClassVar[tuple[Measure, ...]] = ()

    def __init__(self, *given: Any, **settings: Any) -> None:  # noqa: ANN401 - as every form of ours
        super().__init__(*given, **settings)
        for row in self.figure_fields:
            name = row.measure.name
            row.value.called, row.on.called = name, f"{name}: day"
            row.because.called = f"{name}: not available"

    @property
    def figure_fields(self) -> list[FigureFields]:
        return [
            FigureFields(
                row, self[field_name(row, VALUE)], self[field_name(row, ON)], self[field_name(row, BECAUSE)]
            )
            for row in self.measures
        ]

    def check(self) -> None:
        """Refuse what does not go together: within the themes, the other report, and each figure."""
        self._check_themes()
        self._check_elsewhere()
        for row in self.figure_fields:
            row.check()

    def _check_themes(self) -> None:
        right = [row.data for row in self.themes.filled_rows if not row.errors]
        named = Counter((row["theme"], row["direction"]) for row in right)
        for (theme, _), times in named.items():
            if times > 1:
                self.themes.say(f"{theme_label(theme)} is there twice. Put both sentences into one row")

    def _check_elsewhere(self) -> None:
        if self.elsewhere_title.data and not self.elsewhere_url.data:
            self.elsewhere_url.say("Enter the web address of the other report")
        if self.elsewhere_url.data and not self.elsewhere_title.data:
            self.elsewhere_title.say("Enter the title of the other report")


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

    @property
    def errors_for_summary(self) -> list[tuple[str, str]]:
        """List what is wrong in the order of the page, on which the reason stands last."""
        return sorted(super().errors_for_summary, key=lambda found: found[0] == self.reason.anchor)


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
