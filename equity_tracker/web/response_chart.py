"""How many of those asked have reported, round by round. Import it from `charts`, with the others."""

from collections.abc import Sequence
from dataclasses import dataclass

from equity_tracker.model.round_snapshot import FEWEST_FOR_A_SHARE
from equity_tracker.web import svg
from equity_tracker.web.svg import Caption, Drawing

WIDTHS = (("wide", 800), ("narrow", 288))
STEP = 50


@dataclass(frozen=True)
class ResponseBar:
    """One round: how many were expected, and how many came."""

    label: str
    reported: int
    expected: int

    @property
    def words(self) -> str:
        return f"{self.label}: {self.reported} of {self.expected}"


def response_bars(bars: Sequence[ResponseBar], *, title: str, id_prefix: str) -> Drawing:
    """Draw a bar for each round against all that it expected; the counts alone where they are few."""
    said = svg.sentence(bar.words for bar in bars)
    drawn = []
    for name, width in WIDTHS:
        inside = svg.join(_row(place * STEP, width, bar) for place, bar in enumerate(bars))
        caption = Caption(title, said, f"{id_prefix}-{name}")
        drawn.append(svg.picture(f"chart-{name}", width, max(len(bars) * STEP - 8, 1), inside, caption))
    return svg.join(drawn)


def _row(top: float, width: int, bar: ResponseBar) -> Drawing:
    counted = svg.text(0, top + 15, svg.bold(f"{bar.reported} of {bar.expected}") + f"  {bar.label}")
    if bar.expected < FEWEST_FOR_A_SHARE:
        return counted
    drawn = counted + svg.rect(0.5, top + 22.5, width - 1, 13, fill="#fff", stroke=svg.LINE)
    if bar.reported:
        drawn += svg.rect(0, top + 22, bar.reported / bar.expected * width, 14, fill=svg.TEAL)
    return drawn
