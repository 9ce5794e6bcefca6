"""What the forms hold on its way to the actions, and back into them."""

from collections.abc import Mapping
from typing import Any

from equity_tracker.model.close_out import CloseOut, Details
from equity_tracker.model.evidence_rows import link_from, row_of
from equity_tracker.model.four_answers import QUESTIONS, FourAnswers, OneAnswer


def four_answers_from(values: Mapping[str, Any]) -> FourAnswers:
    return {name: OneAnswer(values[name], values[f"{name}_because"]) for name in QUESTIONS}


def details_from(values: Mapping[str, Any]) -> Details:
    """Read what a complete form holds beside the reason and what happened."""
    return Details(
        lessons=values["lessons"],
        new_home=values["new_home"],
        worked_as_described=values.get("worked_as_described"),
        how_it_worked=values.get("how_it_worked"),
        four=four_answers_from(values),
        evidence=tuple(link_from(row) for row in values["evidence"]),
    )


def values_to_correct(close_out: CloseOut) -> dict[str, Any]:
    """Fill everything, as it was given."""
    details = close_out.details
    values: dict[str, Any] = {
        "reason": close_out.reason,
        "what_happened": close_out.what_happened,
        "lessons": details.lessons,
        "new_home": details.new_home,
        "worked_as_described": details.worked_as_described,
        "how_it_worked": details.how_it_worked,
        "evidence": [row_of(link) for link in details.evidence],
    }
    return values | values_of_four(details.four)


def values_of_four(four: FourAnswers) -> dict[str, str | None]:
    values: dict[str, str | None] = {}
    for name, one in four.items():
        values |= {name: one.answer, f"{name}_because": one.because}
    return values
