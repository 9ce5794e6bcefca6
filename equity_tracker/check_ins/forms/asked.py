"""The form of one commitment: who decided is asked where power is claimed, and a figure for each measure."""

from collections.abc import Sequence
from typing import Any, TypeVar

from equity_tracker.check_ins.figures import BECAUSE, ON, VALUE, field_name
from equity_tracker.check_ins.forms import FIGURES, RecordCheckInForm, who_decided
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.dates import long_date
from equity_tracker.model.measure import Measure, MeasureKind
from equity_tracker.model.power import claims_power
from equity_tracker.model.public_measure import measure_payload
from equity_tracker.model.told_measure import told_measures
from equity_tracker.model.vocabulary import DECISION_POWERS
from equity_tracker.web.fields import Day, DecimalNumber, Line, Option, Pick, Prose

AnyForm = TypeVar("AnyForm", bound=RecordCheckInForm)
SENTENCE_LIMIT = 1_000


class Percentage(DecimalNumber):
    """A figure in percent."""

    is_percent = True


def asked_about(form: type[AnyForm], commitment: Commitment, *, said: str | None = None) -> type[AnyForm]:
    """Return the form with the question of power, if it is claimed or was answered (`said`) before."""
    claimed = commitment.decision_power
    asks = claims_power(claimed) or said is not None
    power = who_decided(DECISION_POWERS.label(claimed).lower()) if asks else None
    return type(form.__name__, (form,), {"decision_power": power})


def taking_figures(form: type[AnyForm], measures: Sequence[Measure]) -> type[AnyForm]:
    """Return the form with a figure, its day and a reason why there is none, for each measure."""
    if not measures:
        return form
    fields: dict[str, Any] = {}
    for measure in measures:
        fields |= {
            field_name(measure, VALUE): _value(measure),
            field_name(measure, ON): Day(
                "On which day was it so?", noun="date of the figure", hint="Leave it empty for today."
            ),
            field_name(measure, BECAUSE): Line("Not available? Say why", noun="reason"),
        }
    folded = {**form.folded, FIGURES: tuple(fields)}
    return type(form.__name__, (form,), fields | {"folded": folded, "measures": tuple(measures)})


def _value(measure: Measure) -> object:
    hint = _last(measure)
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
