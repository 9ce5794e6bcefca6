"""A measure as pages, papers and charts tell it, read from a publication's payload, old or new.

Everything derived (progress, the chart, the words) is made from what stands here, so that a number that is
not published cannot come back through it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from equity_tracker.model import progress as rules
from equity_tracker.model.dates import Precision, long_date, short_date
from equity_tracker.model.numbers import with_unit

Payload = Mapping[str, Any]

SMALL = "fewer than 6"
SMALL_NOTE = "Numbers of people below 6 are not published, so that nobody can be recognised."
NO_NAME = "Starting point"
NOT_AVAILABLE = "Not available"
NAME_LIMIT = 200


@dataclass(frozen=True)
class Figure:
    """Where a measure stood on a day, in the words that may be printed; `value` only if it may be drawn."""

    text: str
    on: date | None = None
    value: Decimal | None = None
    is_small: bool = False
    note: str | None = None
    number: int | None = None
    is_replaced: bool = False
    # There was none: the note says why.
    is_missing: bool = False
    replaces: date | None = None


@dataclass(frozen=True)
class ToldTarget:
    """Where it should get: as first set, or as revised for a reason."""

    text: str
    by: str
    by_on: date | None = None
    value: Decimal | None = None
    set_on: date | None = None
    reason: str | None = None

    @property
    def sentence(self) -> str:
        return f"{self.text} by {self.by}" if self.by else self.text


@dataclass(frozen=True)
class ToldMeasure:
    """One measure with its baseline, its targets and its readings."""

    id: str
    name: str
    description: str | None
    kind: str
    unit: str | None
    direction: str | None
    scale: tuple[str, ...]
    shape: str | None
    evidence_source: str | None
    baseline: Figure | None
    baseline_words: str
    targets: tuple[ToldTarget, ...]
    # All that were recorded, by their dates; the ones that were corrected are marked.
    all_readings: tuple[Figure, ...]

    @property
    def target(self) -> ToldTarget | None:
        return self.targets[-1] if self.targets else None

    @property
    def readings(self) -> tuple[Figure, ...]:
        """Those that hold and say something. A figure that was not available draws and counts as nothing."""
        return tuple(row for row in self.all_readings if not (row.is_replaced or row.is_missing))

    @property
    def latest(self) -> Figure | None:
        return self.readings[-1] if self.readings else None

    @property
    def hides_numbers(self) -> bool:
        figures = [self.baseline, *self.all_readings]
        return any(figure is not None and figure.is_small for figure in figures)

    @property
    def small_note(self) -> str:
        return SMALL_NOTE

    @property
    def share(self) -> Decimal | None:
        """How far it has come, where that can be told. A hidden number is not here to be reckoned with."""
        if self.kind != "numeric":
            return None
        baseline, target, latest = self.baseline, self.target, self.latest
        return rules.progress(
            baseline.value if baseline else None,
            target.value if target else None,
            latest.value if latest else None,
        )

    @property
    def progress(self) -> str:
        """How far it has come, or why that cannot be told. Words and steps have no distance between them."""
        if self.kind != "numeric":
            return ""
        if self.share is not None:
            return rules.progress_words(self.share)
        missing = rules.what_is_missing(
            has_baseline=self.baseline is not None,
            has_target=self.target is not None,
            has_reading=self.latest is not None,
        )
        if missing:
            return missing
        is_hidden = any(row is not None and row.is_small for row in (self.baseline, self.latest))
        return rules.HIDDEN if is_hidden else rules.SAME_AS_BASELINE


def told_measures(promise: Payload) -> list[ToldMeasure]:
    """Read the measures of a promise; one published before measures had numbers has its texts instead."""
    if "measures" in promise:
        return [_told(row) for row in promise["measures"]]
    name, baseline = promise.get("measure"), promise.get("baseline")
    by = _day(promise.get("baseline_by"))
    if not (name or baseline or by):
        return []
    words = " ".join((name or NO_NAME).split())
    return [
        ToldMeasure(
            id="",
            name=words[:NAME_LIMIT].strip(),
            description=name if len(words) > NAME_LIMIT else None,
            kind="text",
            unit=None,
            direction=None,
            scale=(),
            shape=None,
            evidence_source=None,
            baseline=Figure(baseline) if baseline else None,
            baseline_words=_baseline_words(Figure(baseline) if baseline else None, None, by),
            targets=(),
            all_readings=(),
        )
    ]


def _told(row: Payload) -> ToldMeasure:
    baseline = _baseline(row)
    comment = row["baseline_comment"] if row["kind"] != "text" else None
    return ToldMeasure(
        id=row["id"],
        name=row["name"],
        description=row["description"],
        kind=row["kind"],
        unit=row["unit"],
        direction=row["direction"],
        scale=tuple(row["scale"]),
        shape=row["shape"],
        evidence_source=row["evidence_source"],
        baseline=baseline,
        baseline_words=_baseline_words(baseline, comment, _day(row["baseline_by"])),
        targets=tuple(_target(target, row) for target in row["targets"]),
        all_readings=_readings(row),
    )


def _baseline(row: Payload) -> Figure | None:
    on = _day(row["baseline_on"])
    if row["kind"] == "text":
        return Figure(row["baseline_comment"], on) if row["baseline_comment"] else None
    if row["baseline"] is None and not row["baseline_is_small"]:
        return None
    return _figure(row, row["baseline"], on, is_small=row["baseline_is_small"])


def _baseline_words(baseline: Figure | None, comment: str | None, by: date | None) -> str:
    said = []
    if baseline is not None:
        said.append(f"{baseline.text}, {long_date(baseline.on)}" if baseline.on else baseline.text)
    elif by is not None:
        said.append(f"Not known yet; promised by {long_date(by)}")
    if comment:
        said.append(comment)
    return ". ".join(said) or "Not stated"


def _target(target: Payload, row: Payload) -> ToldTarget:
    value = Decimal(target["value"]) if target["value"] is not None else None
    by = _day(target["by"])
    return ToldTarget(
        text=target["words"] or (figure_text(row, value) if value is not None else "Not stated"),
        by=short_date(by, Precision(target["by_precision"])) if by else "",
        by_on=by,
        value=value,
        set_on=_day(target["set_on"]),
        reason=target["reason"],
    )


def _readings(row: Payload) -> tuple[Figure, ...]:
    dates = {reading["number"]: _day(reading["on"]) for reading in row["readings"]}
    replaced = {reading["replaces"] for reading in row["readings"]}
    figures = [
        replace(
            _reading(row, reading),
            on=dates[reading["number"]],
            note=reading["note"],
            number=reading["number"],
            is_replaced=reading["number"] in replaced,
            replaces=dates.get(reading["replaces"]),
        )
        for reading in row["readings"]
    ]
    return tuple(sorted(figures, key=lambda figure: (figure.on or date.min, figure.number or 0)))


def _reading(row: Payload, reading: Payload) -> Figure:
    if reading["words"] is not None:
        return Figure(reading["words"])
    if reading["value"] is None and not reading["value_is_small"]:
        return Figure(NOT_AVAILABLE, is_missing=True)
    return _figure(row, reading["value"], None, is_small=reading["value_is_small"])


def _figure(row: Payload, value: str | None, on: date | None, *, is_small: bool) -> Figure:
    if is_small:
        return Figure(f"{SMALL} {row['unit'] or ''}".strip(), on, is_small=True)
    number = Decimal(value) if value is not None else None
    return Figure(figure_text(row, number) if number is not None else "Not stated", on, number)


def figure_text(row: Payload, value: Decimal) -> str:
    """Print a number with its unit, or the words of a step."""
    if row["kind"] == "scale":
        return step_text(row["scale"], value)
    return with_unit(value, row["unit"])


def step_text(scale: Sequence[str], value: Decimal) -> str:
    place = int(value)
    return scale[place - 1] if 1 <= place <= len(scale) else f"Step {place}"


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None
