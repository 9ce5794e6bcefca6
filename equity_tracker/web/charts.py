"""Small pictures of counts and dates, the same in a page and in a PDF.

Each says in words what it shows, labels directly, and needs no colour to be read. How to draw is in `svg`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from equity_tracker.model.dates import MONTHS, long_date, months_between
from equity_tracker.model.status import Tone
from equity_tracker.model.told_milestone import ToldMilestone
from equity_tracker.web import svg
from equity_tracker.web.level_chart import LevelPoint, level_line
from equity_tracker.web.measure_chart import measure_chart
from equity_tracker.web.response_chart import ResponseBar, response_bars
from equity_tracker.web.svg import Caption, Drawing

__all__ = [
    "LevelPoint",
    "MilestoneMark",
    "Part",
    "ResponseBar",
    "level_line",
    "measure_chart",
    "milestone_marks",
    "response_bars",
    "shade",
    "stacked_bar",
    "time_bar",
    "time_used",
]

WIDE, NARROW = 800, 288
"""Drawn for a column of 800 px or so and for a telephone; the stylesheet shows one of the two."""

FILLS = {
    Tone.DONE: svg.FRAME,
    Tone.GOOD: "#2f7553",
    Tone.WARN: "#e0a63a",
    Tone.BAD: "#a83626",
    Tone.NONE: "#c3d0da",
}
ON_DARK = {Tone.DONE, Tone.GOOD, Tone.BAD}

GAP, LEAST = 3, 5
"""Between two parts of a bar, and the least that a part takes so that it is seen."""
BETWEEN_LABELS = 14

FEWEST_MONTHS = 3
"""A shorter time is told in days."""


@dataclass(frozen=True)
class Part:
    """One of the counts that make up a whole."""

    label: str
    count: int
    tone: Tone


@dataclass(frozen=True)
class MilestoneMark:
    """A milestone by the date it is due."""

    label: str
    on: date
    is_met: bool


def milestone_marks(steps: Sequence[ToldMilestone]) -> list[MilestoneMark]:
    """Return milestones as they stand on the bar of time, by the dates that hold now."""
    return [MilestoneMark(step.title, step.due.on, step.met_on is not None) for step in steps]


def shade(count: int, maximum: int) -> int:
    """How dark a cell of a table of counts is, 0 to 4. A small table stays pale: one is never the darkest."""
    return min(4, -(-4 * count // max(maximum, 4)))


def stacked_bar(parts: Sequence[Part], *, title: str, id_prefix: str, description: str = "") -> Drawing:
    """Parts of a whole, in their order, each with its count and its word."""
    said = description or svg.sentence(f"{part.label}: {part.count}" for part in parts)
    labels = sum(_label_width(part) + BETWEEN_LABELS for part in parts)
    has_room = labels <= WIDE and any(part.count for part in parts)

    def draw(width: int) -> tuple[float, Drawing]:
        return _stack(parts) if width == WIDE and has_room else _rows(parts, width)

    return _both_widths(draw, Caption(title, said, id_prefix))


def _stack(parts: Sequence[Part]) -> tuple[float, Drawing]:
    shown = [part for part in parts if part.count]
    edges = _segments([part.count for part in shown])
    starts = _spread([left for left, _ in edges], [_label_width(part) for part in shown])
    leaders = _leaders([left for left, _ in edges], starts)
    foot = 74 if leaders else 62
    labels = [_label(*row, foot) for row in zip(shown, edges, starts, strict=True)]
    drawn = svg.join([*labels, *leaders])
    none = [part.label for part in parts if not part.count]
    if not none:
        return foot + 8, drawn
    return foot + 34, drawn + svg.text(0, foot + 28, f"None: {', '.join(none)}")


def _label(part: Part, edges: tuple[float, float], start: float, foot: float) -> Drawing:
    """A segment and its words. A segment too small for its count leaves it to them."""
    left, right = edges
    drawn = _bar(left, 0, right - left, 40, part.tone)
    if right - left < svg.text_width(str(part.count), 20) + 20:
        return drawn + _counted(start, foot, part)
    colour = "#fff" if part.tone in ON_DARK else svg.INK
    count = svg.text(left + 10, 27, svg.bold(str(part.count), colour), size=20)
    return drawn + count + svg.text(start, foot, part.label)


def _leaders(lefts: Sequence[float], starts: Sequence[float]) -> list[Drawing]:
    """Lines to the labels that were pushed along, each at its own height so that none crosses another."""
    pushed = [(left, start) for left, start in zip(lefts, starts, strict=True) if abs(left - start) > 1]
    rightwards = [pair for pair in reversed(pushed) if pair[1] > pair[0]]
    leftwards = [pair for pair in pushed if pair[1] < pair[0]]
    return [
        svg.path(f"M{left + 1:.1f} 43V{46 + 12 * place / len(way):.1f}H{start + 1:.1f}V60", stroke=svg.EDGE)
        for way in (rightwards, leftwards)
        for place, (left, start) in enumerate(way)
    ]


def _segments(counts: Sequence[int]) -> list[tuple[float, float]]:
    """Left and right edges. What the smallest parts get beyond their share is taken from the others."""
    room = WIDE - GAP * (len(counts) - 1)
    each = room / sum(counts)
    small = [count for count in counts if count * each < LEAST]
    each_other = (room - LEAST * len(small)) / (sum(counts) - sum(small))
    edges, left = [], 0.0
    for count in counts:
        right = left + (LEAST if count * each < LEAST else count * each_other)
        edges.append((left, right))
        left = right + GAP
    return edges


def _spread(wanted: Sequence[float], widths: Sequence[float]) -> list[float]:
    """Where the labels start: under their own segments where there is room, else pushed along the row.

    1. Left to right, each label clears the one before. 2. Right to left, each clears the edge or the next.
    """
    starts: list[float] = []
    free = 0.0
    for want, own in zip(wanted, widths, strict=True):
        starts.append(max(want, free))
        free = starts[-1] + own + BETWEEN_LABELS
    limit = float(WIDE)
    for place in reversed(range(len(starts))):
        starts[place] = min(starts[place], limit - widths[place])
        limit = starts[place] - BETWEEN_LABELS
    return starts


def _rows(parts: Sequence[Part], width: int) -> tuple[float, Drawing]:
    """One bar below another, each against the whole: for narrow pages and for many or long labels."""
    total = sum(part.count for part in parts) or 1
    drawn = []
    for place, part in enumerate(parts):
        top = place * 46
        drawn.append(_counted(0, top + 15, part))
        drawn.append(svg.rect(0.5, top + 22.5, width - 1, 11, fill="#fff", stroke=svg.LINE))
        if part.count:
            drawn.append(_bar(0, top + 22, max(part.count / total * width, LEAST), 12, part.tone))
    return len(parts) * 46 - 10, svg.join(drawn)


def _counted(x: float, y: float, part: Part) -> Drawing:
    return svg.text(x, y, svg.bold(str(part.count)) + f" {part.label}")


def _label_width(part: Part) -> float:
    return svg.text_width(f"{part.count} {part.label}")


def _bar(x: float, y: float, width: float, height: float, tone: Tone) -> Drawing:
    """Light fills get an edge, so that they stand out from white paper as well."""
    if tone in ON_DARK:
        return svg.rect(x, y, width, height, rx=1.5, fill=FILLS[tone])
    return svg.rect(x + 0.5, y + 0.5, width - 1, height - 1, rx=1.5, fill=FILLS[tone], stroke=svg.EDGE)


def time_bar(
    start_on: date, end_on: date, today: date, milestones: Sequence[MilestoneMark] = (), *, id_prefix: str
) -> Drawing:
    """Time used against time given, with the milestones where they fall."""
    title = [time_used(start_on, end_on, today)]
    if milestones:
        noun = "milestone" if len(milestones) == 1 else "milestones"
        title.append(f"{sum(mark.is_met for mark in milestones)} of {len(milestones)} {noun} met")
    said = [f"From {long_date(start_on)} to {long_date(end_on)}"]
    said += [
        f"{mark.label}, {long_date(mark.on)}: {'met' if mark.is_met else 'not met'}" for mark in milestones
    ]

    top = 20 if milestones else 0

    def draw(width: int) -> tuple[float, Drawing]:
        days = max((end_on - start_on).days, 1)
        drawn = svg.rect(0.5, top + 0.5, width - 1, 13, rx=1.5, fill=svg.TRACK, stroke=svg.EDGE)
        if today > start_on:
            drawn += _bar(0, top, min((today - start_on).days / days, 1) * width, 14, Tone.DONE)
        for mark in milestones:
            drawn += _milestone(min(max((mark.on - start_on).days / days * width, 7), width - 7), mark)
        foot = top + 34
        drawn += svg.text(0, foot, _month(start_on)) + svg.text(
            width, foot, _month(end_on), text_anchor="end"
        )
        if width == WIDE:
            middle = svg.text(WIDE / 2, foot, ", ".join(title), svg.INK, text_anchor="middle")
            return foot + 8, drawn + middle
        lines = [svg.text(0, foot + 24 + 21 * place, line, svg.INK) for place, line in enumerate(title)]
        return foot + 10 + 21 * len(lines), drawn + svg.join(lines)

    return _both_widths(draw, Caption(", ".join(title), svg.sentence(said), id_prefix))


def time_used(start_on: date, end_on: date, today: date) -> str:
    """Such as "18 of 24 months used"; a short time is told in days."""
    after = end_on + timedelta(days=1)
    given, used, unit = months_between(start_on, after), months_between(start_on, today), "months"
    if given < FEWEST_MONTHS:
        given, used, unit = (after - start_on).days, (today - start_on).days, "days"
    if today > end_on:
        return f"All {given} {unit} used"
    return f"{max(used, 0)} of {given} {unit} used"


def _milestone(x: float, mark: MilestoneMark) -> Drawing:
    """A filled diamond when met, a hollow one when not, on a stem through the bar."""
    stem = svg.path(f"M{x:.1f} 14V38", stroke=svg.INK, stroke_width=2)
    fill = svg.INK if mark.is_met else "#fff"
    return stem + svg.path(f"M{x:.1f} 1.5l6 6l-6 6l-6 -6Z", fill=fill, stroke=svg.INK, stroke_width=1.5)


def _month(day: date) -> str:
    return f"{MONTHS[day.month][:3]} {day.year}"


def _both_widths(draw: Callable[[int], tuple[float, Drawing]], caption: Caption) -> Drawing:
    drawn = []
    for name, width in (("wide", WIDE), ("narrow", NARROW)):
        height, inside = draw(width)
        own = replace(caption, id_prefix=f"{caption.id_prefix}-{name}")
        drawn.append(svg.picture(f"chart-{name}", width, height, inside, own))
    return svg.join(drawn)
