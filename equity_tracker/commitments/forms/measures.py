"""The measures of a draft: first what is measured and how it is told, then a short page for each kind."""

from types import MappingProxyType

from equity_tracker.commitments.forms.yes_no import YES_NO
from equity_tracker.model import vocabulary
from equity_tracker.model.measure import MeasureKind
from equity_tracker.model.numbers import PERCENT
from equity_tracker.web.base_field import AppField
from equity_tracker.web.fields import (
    Choice,
    Day,
    DecimalNumber,
    Line,
    Option,
    PeriodDay,
    Prose,
    WholeNumber,
)
from equity_tracker.web.forms import AppForm

UNIT_LIMIT = 40
FEWEST_STEPS, MOST_STEPS = 2, 10
STEP_LIMIT = 100
KINDS = (
    Option(MeasureKind.NUMERIC.value, "A number", "Contracts, days, pounds, a percentage."),
    Option(MeasureKind.SCALE.value, "A step on a scale", "Such as: refused, in talks, agreed, signed."),
    Option(MeasureKind.TEXT.value, "Words", "What people say, or what a rule says. As good as a number."),
)
DIRECTIONS = (Option("up", "More is better"), Option("down", "Less is better"))
_NAME = "What will you measure?"
_NAME_NEEDED = "Enter what you will measure"


class AddMeasureForm(AppForm):
    """What is measured, and how it is told."""

    name = Line(_NAME, noun="measure", required=_NAME_NEEDED, hint="For example, contracts with the clause.")
    kind = Choice("How will you tell it?", KINDS, noun="answer", required="Choose how you will tell it")


def _target_needs_its_figure(form: AppForm, target: AppField) -> None:
    if not form["target_by"].is_blank and target.is_blank:
        target.say("Enter the target, or leave out its date")


def _baseline_needs_its_figure(form: AppForm, baseline: AppField) -> None:
    if not form["baseline_on"].is_blank and baseline.is_blank:
        baseline.say("Enter where it stands, or leave out the date")


class NumericMeasureForm(AppForm):
    """A number with its unit."""

    folded = MappingProxyType(
        {
            "No baseline yet, and other details": (
                "baseline_by",
                "baseline_comment",
                "description",
                "evidence_source",
            )
        }
    )

    name = Line(_NAME, noun="measure", required=_NAME_NEEDED)
    unit = Line("Unit", hint="For example: contracts, days, % or £ million.", limit=UNIT_LIMIT, width=20)
    direction = Choice("Which way is better?", DIRECTIONS, noun="direction", inline=True)
    counts_people = Choice(
        "Does the number count people?",
        YES_NO,
        noun="answer",
        required="Choose whether the number counts people",
        inline=True,
        hint="If so, numbers below 6 are shown to your organisation only.",
    )
    shape = Choice("Whom does it look at?", vocabulary.MEASURE_SHAPES.current(), noun="answer")
    baseline = DecimalNumber("Where does it stand today?", noun="baseline", unit="unit")
    baseline_on = Day("On which day was that?", noun="date")
    target = DecimalNumber("Where should it get?", noun="target", unit="unit")
    target_by = PeriodDay("By when?", noun="date")
    baseline_by = Day("If it is not known yet: when will it be?", noun="date")
    baseline_comment = Prose("Anything to know about the baseline", noun="comment", rows=2)
    description = Prose("What exactly is counted", noun="description", rows=2)
    evidence_source = Prose("Where the figures come from", noun="source", rows=2)

    def check(self) -> None:
        _baseline_needs_its_figure(self, self["baseline"])
        _target_needs_its_figure(self, self["target"])
        if self["unit"].data == PERCENT and self["counts_people"].data == "yes":
            self["counts_people"].say("Choose No: a percentage is no number of people")


class ScaleMeasureForm(AppForm):
    """Steps in the organisation's own words, each told by its number."""

    folded = MappingProxyType(
        {
            "No baseline yet, and other details": (
                "baseline_by",
                "baseline_comment",
                "description",
                "evidence_source",
            )
        }
    )

    name = Line(_NAME, noun="measure", required=_NAME_NEEDED)
    scale = Prose(
        "The steps, from the first to the best, one on each line",
        noun="steps",
        required="Enter the steps, one on each line",
        limit=(STEP_LIMIT + 1) * MOST_STEPS,
        rows=5,
    )
    baseline = WholeNumber(
        "At which step does it stand today?",
        noun="number of the step",
        hint="1 for the first line.",
        minimum=1,
        width=2,
    )
    baseline_on = Day("On which day was that?", noun="date")
    target = WholeNumber("Which step should it get to?", noun="number of the step", minimum=1, width=2)
    target_by = PeriodDay("By when?", noun="date")
    shape = Choice("Whom does it look at?", vocabulary.MEASURE_SHAPES.current(), noun="answer")
    baseline_by = Day("If it is not known yet: when will it be?", noun="date")
    baseline_comment = Prose("Anything to know about the baseline", noun="comment", rows=2)
    description = Prose("What the steps mean", noun="description", rows=2)
    evidence_source = Prose("Where you will see it", noun="source", rows=2)

    def check(self) -> None:
        steps = steps_of(self["scale"].data or "")
        if not FEWEST_STEPS <= len(steps) <= MOST_STEPS:
            self["scale"].say(f"Enter {FEWEST_STEPS} to {MOST_STEPS} steps, one on each line")
        elif too_long := next((step for step in steps if len(step) > STEP_LIMIT), None):
            self["scale"].say(f"A step must be {STEP_LIMIT} characters or fewer. One has {len(too_long):,}")
        for name in ("baseline", "target"):
            place = self[name].data
            if steps and place is not None and place > len(steps):
                self[name].say(f"Enter the number of a step, 1 to {len(steps)}")
        _baseline_needs_its_figure(self, self["baseline"])
        _target_needs_its_figure(self, self["target"])


class TextMeasureForm(AppForm):
    """What will be told in words."""

    folded = MappingProxyType({"Other details": ("description", "evidence_source")})

    name = Line(_NAME, noun="measure", required=_NAME_NEEDED)
    baseline_comment = Prose("Where does it stand today?", noun="answer", rows=2)
    baseline_on = Day("On which day was that?", noun="date")
    baseline_by = Day("If it is not known yet: when will it be?", noun="date")
    target_words = Prose("Where should it get?", noun="target", rows=2)
    target_by = PeriodDay("By when?", noun="date")
    shape = Choice("Whom does it look at?", vocabulary.MEASURE_SHAPES.current(), noun="answer")
    description = Prose("What exactly is meant", noun="description", rows=2)
    evidence_source = Prose("Where you will hear or read it", noun="source", rows=2)

    def check(self) -> None:
        _baseline_needs_its_figure(self, self["baseline_comment"])
        _target_needs_its_figure(self, self["target_words"])


class RemoveMeasureForm(AppForm):
    """A button."""


def steps_of(text: str) -> list[str]:
    """Return the steps of a scale: one on each line that is not empty."""
    return [line.strip() for line in text.splitlines() if line.strip()]


MEASURE_FORMS: dict[MeasureKind, type[AppForm]] = {
    MeasureKind.NUMERIC: NumericMeasureForm,
    MeasureKind.SCALE: ScaleMeasureForm,
    MeasureKind.TEXT: TextMeasureForm,
}
