"""What differs between the measures and milestones of one publication and the next, in the public's words."""

from collections.abc import Mapping
from typing import Any

from equity_tracker.model.change import Change
from equity_tracker.model.dates import long_date
from equity_tracker.model.told_measure import Figure, ToldMeasure, told_measures
from equity_tracker.model.told_milestone import ToldMilestone, told_milestones
from equity_tracker.model.vocabulary import MEASURE_SHAPES, NOT_STATED_LABEL

Payload = Mapping[str, Any]
NONE = "none"


def measure_changes(before: Payload, after: Payload) -> list[Change]:
    """List what was changed of the measures: the goalposts. Readings only add to what is known."""
    told_before, told_after = told_measures(before), told_measures(after)
    # Known by their ids; those published before there were ids are known by their names.
    is_named = not all(measure.id for measure in told_before)
    old, new = ({m.name if is_named else m.id: m for m in told} for told in (told_before, told_after))
    changes = []
    for key in {**old, **new}:
        was, now = old.get(key), new.get(key)
        if was is None or now is None:
            named = (was or now).name  # type: ignore[union-attr]  # one of the two is there
            changes.append(
                Change(f"Measure “{named}”", _whole(was), _whole(now), is_long=True, is_goalpost=True)
            )
        else:
            changes += _within(was, now)
    return [change for change in changes if change.before != change.after]


def _within(was: ToldMeasure, now: ToldMeasure) -> list[Change]:
    return [
        Change("Measure", was.name, now.name, is_long=True, is_goalpost=True),
        Change(f"What “{now.name}” means", was.description or NONE, now.description or NONE, is_long=True),
        Change(f"Target of “{now.name}”", _target(was), _target(now), is_goalpost=True),
        Change(f"Baseline of “{now.name}”", was.baseline_words, now.baseline_words, is_long=True),
        Change(f"Shape of “{now.name}”", MEASURE_SHAPES.label(was.shape), MEASURE_SHAPES.label(now.shape)),
    ]


def _whole(measure: ToldMeasure | None) -> str:
    if measure is None:
        return NONE
    return f"baseline: {measure.baseline_words}; target: {_target(measure)}"


def _target(measure: ToldMeasure) -> str:
    return measure.target.sentence if measure.target else NOT_STATED_LABEL


def readings_added(before: Payload, after: Payload) -> list[str]:
    """Tell the readings that came between the two, the corrected ones with what they replace."""
    known = {measure.id: {row.number for row in measure.all_readings} for measure in told_measures(before)}
    return [
        _reading(measure, row)
        for measure in told_measures(after)
        for row in sorted(measure.all_readings, key=lambda row: row.number or 0)
        if row.number not in known.get(measure.id, set())
    ]


def _reading(measure: ToldMeasure, row: Figure) -> str:
    on = f" on {long_date(row.on)}" if row.on else ""
    told = f"{measure.name}: {row.text}{on}"
    if row.is_missing and row.note:
        told += f" ({row.note.rstrip('.')})"
    if row.replaces is not None:
        told += f", which corrects the reading of {long_date(row.replaces)}"
    return told


def milestone_changes(before: Payload, after: Payload) -> list[Change]:
    """Milestones are known by their titles: one with a new title is new. To meet one changes nothing."""
    old = {row.title: row for row in told_milestones(before)}
    new = {row.title: row for row in told_milestones(after)}
    changes = [
        Change(f"Milestone “{title}”", _due(old.get(title)), _due(new.get(title)), is_goalpost=True)
        for title in {**old, **new}
    ]
    return [change for change in changes if change.before != change.after]


def _due(row: ToldMilestone | None) -> str:
    return f"by {row.due}" if row else NONE


def milestones_met(before: Payload, after: Payload) -> list[str]:
    """Tell the milestones that were met between the two, and how that was against the plan."""
    already = {row.title for row in told_milestones(before) if row.met_on}
    return [
        f"{row.title} ({row.slippage[0].lower()}{row.slippage[1:]})"
        for row in told_milestones(after)
        if row.met_on and row.title not in already
    ]
