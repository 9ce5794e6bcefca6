"""A measure over time: its baseline, its target and its readings. Import it from `charts`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from equity_tracker.model.dates import MONTHS, long_date
from equity_tracker.model.told_measure import Figure, ToldMeasure
from equity_tracker.web import svg
from equity_tracker.web.svg import Caption, Drawing

WIDTH = 288
LEFT, RIGHT, LABELS = 8, 178, 188
"""The plot, and where the words beside it begin."""
TOP, BOTTOM = 14, 134
LABEL_STEP = 37
SMALL_BAND = 6
"""Numbers of people below this are drawn at one fixed height, whatever they are."""
MOST_DOTS = 12
LABEL_SIZE = 14

Spot = tuple[float, float]


@dataclass(frozen=True)
class _Label:
    """Words beside the plot, and the height that they speak of."""

    y: float
    figure: str
    word: str
    ink: str


class _Scale:
    """Where dates and values are drawn. It knows only what may be printed."""

    def __init__(self, told: ToldMeasure) -> None:
        figures = [figure for figure in (told.baseline, *told.readings) if figure is not None]
        numbers = [*(figure.value for figure in figures), *(target.value for target in told.targets)]
        values = [float(value) for value in numbers if value is not None]
        if any(figure.is_small for figure in figures):
            values += [0, SMALL_BAND]
        self.low, self.high = min(values), max(values)
        if self.low == self.high:
            self.low, self.high = self.low - 1, self.high + 1
        days = [figure.on for figure in figures if figure.on]
        days += [day for target in told.targets for day in (target.by_on, target.set_on) if day]
        self.first, self.last = min(days, default=None), max(days, default=None)

    def x(self, day: date) -> float:
        if self.first is None or self.last is None or self.first == self.last:
            return (LEFT + RIGHT) / 2
        return LEFT + (RIGHT - LEFT) * (day - self.first) / (self.last - self.first)

    def y(self, value: float) -> float:
        return BOTTOM - (BOTTOM - TOP) * (value - self.low) / (self.high - self.low)

    def height(self, figure: Figure) -> float:
        return self.y(SMALL_BAND / 2 if figure.value is None else float(figure.value))


def measure_chart(told: ToldMeasure, *, id_prefix: str) -> Drawing | None:
    """Draw it; None where nothing was measured so far, or only words tell it.

    Lines differ in their dashes, points in their shapes. What got worse than it was ends in a rust diamond.
    """
    if told.kind == "text" or not (told.readings or told.baseline):
        return None
    scale = _Scale(told)
    drawn = [_small_band(scale)] if told.hides_numbers else []
    drawn += _targets(told, scale)
    drawn += _baseline(told, scale)
    drawn += _readings(told, scale)
    drawn += _labels(_spoken_of(told, scale))
    drawn += _dates(scale)
    caption = Caption(f"{told.name}, over time", describe(told), id_prefix)
    return svg.picture("chart-measure", WIDTH, BOTTOM + 30, svg.join(drawn), caption)


def describe(told: ToldMeasure) -> str:
    said = [f"Baseline: {told.baseline_words}"]
    said += [f"Target: {told.target.sentence}"] if told.target else ["No target"]
    said += [f"{long_date(row.on)}: {row.text}" for row in told.readings if row.on] or ["No readings so far"]
    return svg.sentence(said)


def _small_band(scale: _Scale) -> Drawing:
    top = scale.y(SMALL_BAND)
    return svg.rect(
        LEFT, top, RIGHT - LEFT, scale.y(0) - top, fill=svg.TRACK, stroke=svg.EDGE, stroke_dasharray="1 3"
    )


def _targets(told: ToldMeasure, scale: _Scale) -> list[Drawing]:
    """A dashed line that steps where the target was moved, and a diamond at its date."""
    drawn = []
    rows = [row for row in told.targets if row.value is not None]
    for place, row in enumerate(rows):
        start = scale.x(row.set_on) if place and row.set_on else LEFT
        later = rows[place + 1] if place + 1 < len(rows) else None
        end = scale.x(later.set_on) if later and later.set_on else RIGHT
        y = scale.y(float(row.value or 0))
        drop = f"V{scale.y(float(later.value or 0)):.1f}" if later else ""
        drawn.append(
            svg.path(
                f"M{start:.1f} {y:.1f}H{end:.1f}{drop}",
                stroke=svg.INK,
                stroke_width=1.6,
                stroke_dasharray="7 4",
            )
        )
    if rows and (by := rows[-1].by_on):
        x, y = scale.x(by), scale.y(float(rows[-1].value or 0))
        drawn.append(
            svg.path(f"M{x:.1f} {y - 6:.1f}l6 6l-6 6l-6 -6Z", fill="#fff", stroke=svg.INK, stroke_width=1.6)
        )
    return drawn


def _baseline(told: ToldMeasure, scale: _Scale) -> list[Drawing]:
    """A dotted line, and a square on the day it was taken."""
    if told.baseline is None:
        return []
    y = scale.height(told.baseline)
    drawn = []
    if not told.baseline.is_small:
        drawn.append(svg.path(f"M{LEFT} {y:.1f}H{RIGHT}", stroke=svg.SOFT, stroke_dasharray="1.5 3.5"))
    if told.baseline.on is not None:
        x = scale.x(told.baseline.on)
        drawn.append(svg.rect(x - 4, y - 4, 8, 8, fill="#fff", stroke=svg.SOFT, stroke_width=1.8))
    return drawn


def _readings(told: ToldMeasure, scale: _Scale) -> list[Drawing]:
    """A line through the readings, open where a number is hidden; dots, unless there are very many."""
    rows = [row for row in told.readings if row.on is not None]
    spots: list[Spot] = [(scale.x(row.on), scale.height(row)) for row in rows if row.on]
    drawn = [
        svg.path(f"M{x:.1f} {y:.1f}L{next_x:.1f} {next_y:.1f}", stroke=svg.TEAL, stroke_width=2.5)
        for (before, (x, y)), (after, (next_x, next_y)) in pairwise(zip(rows, spots, strict=True))
        if not before.is_small and not after.is_small
    ]
    for place, (row, spot) in enumerate(zip(rows, spots, strict=True)):
        is_last = place == len(rows) - 1
        if is_last or row.is_small or len(rows) <= MOST_DOTS:
            drawn.append(_dot(row, spot, is_last=is_last, has_fallen=is_last and has_regressed(told)))
    return drawn


def _dot(row: Figure, spot: Spot, *, is_last: bool, has_fallen: bool) -> Drawing:
    x, y = spot
    if row.is_small:
        return svg.circle(x, y, 5, fill="none", stroke=svg.TEAL, stroke_width=1.8, stroke_dasharray="3 2.4")
    if has_fallen:
        return svg.path(f"M{x:.1f} {y - 7:.1f}l7 7l-7 7l-7 -7Z", fill=svg.RUST)
    return svg.circle(x, y, 4.5, fill=svg.TEAL if is_last else "#fff", stroke=svg.TEAL, stroke_width=2)


def has_regressed(told: ToldMeasure) -> bool:
    """Say whether the last reading is worse than the baseline; of hidden numbers nothing is said."""
    start, now = told.baseline, told.latest
    if start is None or now is None or start.value is None or now.value is None:
        return False
    return now.value > start.value if told.direction == "down" else now.value < start.value


def _spoken_of(told: ToldMeasure, scale: _Scale) -> list[_Label]:
    labels = []
    target = told.target
    if target is not None and target.value is not None:
        earlier = [row for row in told.targets[:-1] if row.value != target.value]
        word = f"target, was {_short(earlier[-1].text, told)}" if earlier else "target"
        labels.append(_Label(scale.y(float(target.value)), _short(target.text, told), word, svg.INK))
    latest = told.latest
    if latest is not None and latest.on is not None:
        ink = svg.RUST if has_regressed(told) else svg.TEAL
        labels.append(_Label(scale.height(latest), _short(latest.text, told), _month(latest.on), ink))
    if told.baseline is not None:
        figure = _short(told.baseline.text, told)
        labels.append(_Label(scale.height(told.baseline), figure, "baseline", svg.SOFT))
    return labels


def _short(text: str, told: ToldMeasure) -> str:
    """Leave the unit to the words around the chart when it is long, and cut the name of a step."""
    unit = f" {told.unit}" if told.unit else ""
    words = text.removesuffix(unit) if len(unit) > 1 else text
    room = WIDTH - LABELS
    if svg.text_width(words, LABEL_SIZE) * 1.06 <= room:
        return words
    while words and svg.text_width(f"{words}…", LABEL_SIZE) * 1.06 > room:
        words = words[:-1]
    return f"{words.rstrip()}…"


def _labels(labels: Sequence[_Label]) -> list[Drawing]:
    """Beside the heights they speak of, pushed apart where they would run into each other."""
    ordered = sorted(labels, key=lambda label: label.y)
    places: list[float] = []
    free = float(TOP)
    for label in ordered:
        places.append(max(label.y, free))
        free = places[-1] + LABEL_STEP
    limit = float(BOTTOM)
    for place in reversed(range(len(places))):
        places[place] = min(places[place], limit)
        limit = places[place] - LABEL_STEP
    drawn = []
    for label, y in zip(ordered, places, strict=True):
        drawn.append(svg.path(f"M{RIGHT} {label.y:.1f}L{LABELS - 3} {y:.1f}", stroke=svg.EDGE))
        drawn.append(svg.text(LABELS, y + 2, svg.bold(label.figure, label.ink), size=LABEL_SIZE))
        drawn.append(svg.text(LABELS, y + 16, _fitting(label.word), size=13))
    return drawn


def _fitting(word: str) -> str:
    """Shorten what is said below a figure to the room that there is."""
    return word if svg.text_width(word, 13) <= WIDTH - LABELS else "target, moved"


def _dates(scale: _Scale) -> list[Drawing]:
    """The first day and the last, at the ends of the plot."""
    axis = svg.path(f"M{LEFT} {BOTTOM + 8}H{RIGHT}", stroke=svg.LINE)
    if scale.first is None or scale.last is None:
        return [axis]
    first = svg.text(LEFT, BOTTOM + 25, _month(scale.first), size=13)
    if scale.last - scale.first < timedelta(days=31):
        return [axis, first]
    return [axis, first, svg.text(RIGHT, BOTTOM + 25, _month(scale.last), size=13, text_anchor="end")]


def _month(day: date) -> str:
    return f"{MONTHS[day.month][:3]} {day.year}"
