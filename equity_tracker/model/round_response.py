"""Response rates: n of m, with everybody who did not report in the m. No share of fewer than six."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from equity_tracker.model.counting import percent
from equity_tracker.model.round import Round, RoundState

HEADER = ("Round", "Due on", "State", "Kind of organisation", "Expected", "Reported", "Late", "Not counted")
ALL = "All"


@dataclass(frozen=True)
class Count:
    """What was expected, what came of it, and what the round no longer counts."""

    expected: int = 0
    reported: int = 0
    late: int = 0
    settled: int = 0

    @property
    def percent(self) -> int | None:
        return percent(self.reported, self.expected)

    @property
    def words(self) -> str:
        if not self.expected:
            return "None asked"
        share = f" ({self.percent}%)" if self.percent is not None else ""
        return f"{self.reported} of {self.expected}{share}"


@dataclass(frozen=True)
class RoundResponse:
    """One round's response, all together and by the kind that each organisation was of when it closed."""

    round: Round
    total: Count
    kinds: Mapping[str, Count] = field(default_factory=dict)

    @property
    def is_final(self) -> bool:
        return self.round.state is RoundState.CLOSED

    @property
    def due_on(self) -> date:
        return self.round.due_on


def response_of(round_: Round, kinds: Mapping[str, Mapping[str, int]]) -> RoundResponse:
    """Add the kinds up: each expected check-in is of one kind."""
    counts = {kind: Count(**said) for kind, said in kinds.items()}
    total = Count(
        expected=sum(row.expected for row in counts.values()),
        reported=sum(row.reported for row in counts.values()),
        late=sum(row.late for row in counts.values()),
        settled=sum(row.settled for row in counts.values()),
    )
    return RoundResponse(round_, total, counts)


def kinds_of(rows: Sequence[RoundResponse], labels: Any) -> list[tuple[str, str]]:  # noqa: ANN401 - a vocabulary
    """Return the kinds that any round asked, by their labels in alphabetical order."""
    found = {kind for row in rows for kind in row.kinds}
    return sorted(((kind, labels.label(kind)) for kind in found), key=lambda pair: pair[1].casefold())


def cells(rows: Sequence[RoundResponse], kinds: Sequence[tuple[str, str]]) -> Iterator[list[str]]:
    """Yield the lines of the file: each round as a whole, then kind by kind."""
    for row in rows:
        parts = [(ALL, row.total), *((label, row.kinds.get(kind, Count())) for kind, label in kinds)]
        for label, count in parts:
            numbers = (count.expected, count.reported, count.late, count.settled)
            yield [
                row.round.name,
                row.due_on.isoformat(),
                row.round.state.value,
                label,
                *(str(number) for number in numbers),
            ]
