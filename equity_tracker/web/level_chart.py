"""The level of action over time. Import it from `charts`, with the others."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import groupby, pairwise

from equity_tracker.model.vocabulary import LEVELS
from equity_tracker.web import svg
from equity_tracker.web.svg import Caption, Drawing

WIDTH = 288
AXIS = 118
"""Where the dates begin, clear of the longest level name."""
STEP = 25
"""From one level to the next."""
MOST_RUNS = 8
"""Of reports that say the same; more have no room beside each other."""
NO_REPORT = "No report"

Spot = tuple[float, float]


@dataclass(frozen=True)
class LevelPoint:
    """The level confirmed at one moment, or None where a report was due and none came."""

    label: str
    level: int | None


@dataclass(frozen=True)
class _Run:
    """Reports in a row that say the same: the first and the last are drawn, the others lie on the line."""

    first: LevelPoint
    last: LevelPoint

    @property
    def words(self) -> str:
        span = self.first.label
        if self.last.label != span:
            span += f" to {self.last.label}"
        return f"{span}: {_name(self.first.level)}"


def level_line(points: Sequence[LevelPoint], *, title: str, id_prefix: str, description: str = "") -> Drawing:
    """The line stops where a report is missing. A level lower than the first ends it in a rust diamond.

    Of a long history it draws the first report and those that came last, with what they say in words.
    """
    runs = _runs(points)
    if len(runs) > MOST_RUNS:
        runs = [_Run(points[0], points[0]), *runs[1 - MOST_RUNS :]]
    said = description or svg.sentence(run.words for run in runs)
    return _drawn(tuple(_ends(runs)), Caption(title, said, id_prefix))


def _runs(points: Sequence[LevelPoint]) -> list[_Run]:
    runs: list[_Run] = []
    for _, same in groupby(points, key=lambda point: point.level):
        first, *others = same
        runs.append(_Run(first, others[-1] if others else first))
    return runs


def _ends(runs: Sequence[_Run]) -> Iterator[LevelPoint]:
    for run in runs:
        yield run.first
        if run.last is not run.first:
            yield run.last


@lru_cache(512)
def _drawn(points: tuple[LevelPoint, ...], caption: Caption) -> Drawing:
    reported = [place for place, point in enumerate(points) if point.level is not None]
    levels: list[int | None] = [*reversed(range(len(LEVELS)))]
    if len(reported) < len(points):
        levels.append(None)
    along = (WIDTH - AXIS - 20) / max(len(points) - 1, 1)
    spots = [(AXIS + place * along, _height(levels, point.level)) for place, point in enumerate(points)]
    fell_to = _fell_to([points[place].level for place in reported])
    drawn = [
        _row(level, _height(levels, level), is_end=level is not None and level == fell_to) for level in levels
    ]
    drawn += _steps(points, spots)
    for place, (point, spot) in enumerate(zip(points, spots, strict=True)):
        is_last = reported[-1:] == [place]
        drawn.append(_mark(spot, point.level, is_last=is_last, has_fallen=is_last and fell_to is not None))
    foot = len(levels) * STEP + 16
    drawn += _dates(points, spots, foot)
    return svg.picture("chart-level", WIDTH, foot + 6, svg.join(drawn), caption)


def _name(level: int | None) -> str:
    if level is None:
        return NO_REPORT
    term = LEVELS.numbered(level)
    return term.short_label or term.label


def _height(levels: Sequence[int | None], level: int | None) -> float:
    return levels.index(level) * STEP + 12


def _fell_to(levels: Sequence[int | None]) -> int | None:
    match levels:
        case [int(first), *_, int(last)] if last < first:
            return last
    return None


@cache
def _row(level: int | None, y: float, *, is_end: bool) -> Drawing:
    if is_end:
        name = svg.text(0, y + 5, svg.bold(_name(level), svg.RUST), size=15)
    else:
        name = svg.text(0, y + 5, _name(level), size=15)
    return name if level is None else svg.path(f"M{AXIS - 14} {y}H{WIDTH}", stroke=svg.LINE) + name


def _steps(points: Sequence[LevelPoint], spots: Sequence[Spot]) -> list[Drawing]:
    return [
        svg.path(f"M{x:.1f} {y}L{next_x:.1f} {next_y}", stroke=svg.TEAL, stroke_width=2.5)
        for (before, (x, y)), (after, (next_x, next_y)) in pairwise(zip(points, spots, strict=True))
        if before.level is not None and after.level is not None
    ]


def _mark(spot: Spot, level: int | None, *, is_last: bool, has_fallen: bool) -> Drawing:
    x, y = spot
    if level is None:
        return svg.circle(x, y, 5.5, fill="none", stroke=svg.SOFT, stroke_width=1.8, stroke_dasharray="3 2.4")
    if has_fallen:
        return svg.path(f"M{x:.1f} {y - 8}l8 8l-8 8l-8 -8Z", fill=svg.RUST)
    return svg.circle(x, y, 5.5, fill=svg.TEAL if is_last else "#fff", stroke=svg.TEAL, stroke_width=2.5)


def _dates(points: Sequence[LevelPoint], spots: Sequence[Spot], y: float) -> list[Drawing]:
    """As many dates as have room, the last one always."""
    drawn: list[Drawing] = []
    free = float(WIDTH)
    for point, (x, _) in reversed(list(zip(points, spots, strict=True))):
        half = svg.text_width(point.label, 14) / 2
        middle = min(x, WIDTH - half)
        if middle + half <= free:
            drawn.append(svg.text(middle, y, point.label, size=14, text_anchor="middle"))
            free = middle - half - 5
    return drawn
