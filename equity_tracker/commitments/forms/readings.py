"""What is said of a public measure: a reading, its correction, a baseline, another target."""

from decimal import Decimal
from typing import Any

from equity_tracker.model.measure import Measure, MeasureKind
from equity_tracker.model.reading import Reading
from equity_tracker.web.fields import Day, DecimalNumber, Option, PeriodDay, Pick, Prose
from equity_tracker.web.forms import AppForm

SENTENCE_LIMIT = 1_000


def _reason(question: str, needed: str, hint: str = "It is shown in public with the change.") -> Prose:
    return Prose(question, noun="reason", required=needed, hint=hint, limit=SENTENCE_LIMIT, rows=2)


# What is said comes first on each page: WTForms orders fields by when they were made.
class _Number(AppForm):
    value = DecimalNumber("Figure", required="Enter the figure")


class _Step(AppForm):
    value = Pick("Step", (), required="Choose the step")


class _Words(AppForm):
    words = Prose("In words", noun="answer", required="Enter what it says", rows=3)


class _Reading(AppForm):
    read_on = Day("On which day was it read?", noun="date", required="Enter the day it was read")
    note = Prose("Anything to know about it", noun="note", limit=SENTENCE_LIMIT, rows=2)


class _Correction(AppForm):
    read_on = Day("On which day was it read?", noun="date", required="Enter the day it was read")
    note = _reason("What was wrong?", "Enter what was wrong")


class _Baseline(AppForm):
    read_on = Day("On which day was it so?", noun="date", required="Enter the day")
    note = Prose("Anything to know about it", noun="comment", limit=SENTENCE_LIMIT, rows=2)


class _Target(AppForm):
    by = PeriodDay("By when?", noun="date")
    reason = _reason("Why is the target moved?", "Enter why the target is moved")


class NumberReadingForm(_Number, _Reading):
    """A reading as a number."""


class StepReadingForm(_Step, _Reading):
    """A reading as a step."""


class WordsReadingForm(_Words, _Reading):
    """A reading in words."""


class NumberCorrectionForm(_Number, _Correction):
    """A correction as a number."""


class StepCorrectionForm(_Step, _Correction):
    """A correction as a step."""


class WordsCorrectionForm(_Words, _Correction):
    """A correction in words."""


class NumberBaselineForm(_Number, _Baseline):
    """A baseline as a number."""


class StepBaselineForm(_Step, _Baseline):
    """A baseline as a step."""


class WordsBaselineForm(_Words, _Baseline):
    """A baseline in words."""


class NumberTargetForm(_Number, _Target):
    """A target as a number."""


class StepTargetForm(_Step, _Target):
    """A target as a step."""


class WordsTargetForm(_Words, _Target):
    """A target in words."""


_FORMS: dict[str, dict[MeasureKind, type[AppForm]]] = {
    "reading": {
        MeasureKind.NUMERIC: NumberReadingForm,
        MeasureKind.SCALE: StepReadingForm,
        MeasureKind.TEXT: WordsReadingForm,
    },
    "correction": {
        MeasureKind.NUMERIC: NumberCorrectionForm,
        MeasureKind.SCALE: StepCorrectionForm,
        MeasureKind.TEXT: WordsCorrectionForm,
    },
    "baseline": {
        MeasureKind.NUMERIC: NumberBaselineForm,
        MeasureKind.SCALE: StepBaselineForm,
        MeasureKind.TEXT: WordsBaselineForm,
    },
    "target": {
        MeasureKind.NUMERIC: NumberTargetForm,
        MeasureKind.SCALE: StepTargetForm,
        MeasureKind.TEXT: WordsTargetForm,
    },
}


def form_about(what: str, measure: Measure, version: int, values: dict[str, Any] | None = None) -> AppForm:
    """Return the form in which this is said of the measure, with its unit or its steps."""
    options = None
    if measure.kind is MeasureKind.SCALE:
        options = {"value": [Option(str(place), step) for place, step in enumerate(measure.scale, start=1)]}
    form = _FORMS[what][measure.kind].for_request(values, options=options, version=version)
    if measure.kind is MeasureKind.NUMERIC:
        field = form["value"]
        if isinstance(field, DecimalNumber):
            field.is_percent = measure.is_percent
        if measure.unit:
            field.label.text = f"Figure, in {measure.unit}"
    return form


def values_of(measure: Measure, reading: Reading) -> dict[str, Any]:
    """Return what fills the form that corrects a reading."""
    value: Any = reading.value
    if measure.kind is MeasureKind.SCALE and reading.value is not None:
        value = str(int(reading.value))
    return {"value": value, "words": reading.words, "read_on": reading.read_on}


def said_in(form: AppForm) -> tuple[Decimal | None, str | None]:
    """Return the figure, or the number of the step; or the words."""
    if "words" in form:
        return None, form["words"].data
    value = form["value"].data
    return (Decimal(value) if value is not None else None), None
