"""The form of one commitment: who decided where power is claimed, its figures, and what the round asks."""

from collections.abc import Sequence
from typing import Any, TypeVar

from equity_tracker.check_ins.beside import met_field
from equity_tracker.check_ins.figures import BECAUSE, ON, VALUE, field_name
from equity_tracker.check_ins.forms import FIGURES, RecordCheckInForm, who_decided
from equity_tracker.check_ins.round_questions import field_name as round_field_name
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.dates import long_date
from equity_tracker.model.measure import Measure, MeasureKind
from equity_tracker.model.milestone import Milestone
from equity_tracker.model.power import claims_power
from equity_tracker.model.public_measure import measure_payload
from equity_tracker.model.round_question import ANSWER_LIMIT, YES_OR_NO, QuestionKind, RoundQuestion
from equity_tracker.model.told_measure import told_measures
from equity_tracker.model.vocabulary import DECISION_POWERS
from equity_tracker.web.fields import Choice, Day, DecimalNumber, Line, Option, Pick, Prose

AnyForm = TypeVar("AnyForm", bound=RecordCheckInForm)
SENTENCE_LIMIT = 1_000
MILESTONES = "Milestones that were met"


class Percentage(DecimalNumber):
    """A figure in percent."""

    is_percent = True


def asked_about(form: type[AnyForm], commitment: Commitment, *, said: str | None = None) -> type[AnyForm]:
    """Return the form with the question of power, if it is claimed or was answered (`said`) before."""
    claimed = commitment.decision_power
    asks = claims_power(claimed) or said is not None
    power = who_decided(DECISION_POWERS.label(claimed).lower()) if asks else None
    return type(form.__name__, (form,), {"decision_power": power})


def taking_figures(
    form: type[AnyForm], measures: Sequence[Measure], *, shows_last: bool = True
) -> type[AnyForm]:
    """Return the form with a figure, its day and a reason why there is none, for each measure.

    :param shows_last: whether whoever fills it in may read the figure before, which may be a small number.
    """
    if not measures:
        return form
    fields: dict[str, Any] = {}
    for measure in measures:
        fields |= {
            field_name(measure, VALUE): _value(measure, _last(measure) if shows_last else ""),
            field_name(measure, ON): Day(
                "On which day was it so?", noun="date of the figure", hint="Leave it empty for today."
            ),
            field_name(measure, BECAUSE): Line("Not available? Say why", noun="reason"),
        }
    folded = {**form.folded, FIGURES: tuple(fields)}
    return type(form.__name__, (form,), fields | {"folded": folded, "measures": tuple(measures)})


def taking_milestones(form: type[AnyForm], milestones: Sequence[Milestone]) -> type[AnyForm]:
    """Return the form with a day for each milestone that is not met yet."""
    if not milestones:
        return form
    fields: dict[str, Any] = {
        met_field(row): Day(
            row.title,
            noun="date it was met",
            hint=f"Planned for {row.now_planned}. Enter the day it was met, or leave it empty.",
        )
        for row in milestones
    }
    folded = {**form.folded, MILESTONES: tuple(fields)}
    return type(form.__name__, (form,), fields | {"folded": folded})


def _value(measure: Measure, hint: str) -> object:
    if measure.kind is MeasureKind.TEXT:
        return Prose("In words", noun="answer", hint=hint, limit=SENTENCE_LIMIT, rows=2)
    if measure.kind is MeasureKind.SCALE:
        steps = [Option(str(place), step) for place, step in enumerate(measure.scale, start=1)]
        return Pick("Step", steps, hint=hint)
    label = f"Figure, in {measure.unit}" if measure.unit else "Figure"
    return (Percentage if measure.is_percent else DecimalNumber)(label, noun="figure", hint=hint)


def _last(measure: Measure) -> str:
    """Say where it stood last, so that nobody has to look it up."""
    [told] = told_measures({"measures": [measure_payload(measure, hides_small=False)]})
    if told.latest is not None and told.latest.on is not None:
        return f"Last: {told.latest.text}, {long_date(told.latest.on)}."
    return f"No figure so far. Baseline: {told.baseline_words}." if told.baseline else "No figure so far."


def asking_also(form: type[AnyForm], questions: Sequence[RoundQuestion]) -> type[AnyForm]:
    """Return the form with the questions of the round after the seven."""
    if not questions:
        return form
    return type(form.__name__, (form,), {round_field_name(row): _question(row) for row in questions})


def _question(question: RoundQuestion) -> object:
    if question.kind is QuestionKind.TEXT:
        field: Any = Prose(
            question.words,
            noun="answer",
            hint=_hint(question),
            required=_required(question),
            limit=ANSWER_LIMIT,
            rows=2,
        )
    else:
        is_list = question.kind is QuestionKind.CHOICE
        offered = [(choice, choice) for choice in question.choices] if is_list else YES_OR_NO.items()
        field = Choice(
            question.words,
            [Option(value, label) for value, label in offered],
            noun="answer",
            hint=_hint(question),
            required=_required(question),
            inline=not is_list,
            none="" if question.is_required else "No answer",
        )
    # Fields stand in the order of this number: after the seven, before what is optional on the page.
    field.creation_counter = RecordCheckInForm.next_step_on.creation_counter + question.number / 10
    return field


def _required(question: RoundQuestion) -> str | None:
    return f"Answer the question “{question.words}”" if question.is_required else None


def _hint(question: RoundQuestion) -> str:
    """Say who reads it, since the seven are all public."""
    read_by = (
        "" if question.is_public else "Read by the coordinators and your organisation, and never public."
    )
    optional = "" if question.is_required else "You can leave this out."
    return " ".join(filter(None, (question.hint, optional, read_by)))
