"""How a programme's commitments stand on a day, added up: over all of them, by organisation, by round."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from equity_tracker.model.round_response import Count as Asked
from equity_tracker.model.round_response import RoundResponse, kinds_of
from equity_tracker.model.status import (
    AS_SOURCED,
    CLOSED,
    NOTHING_YET,
    STALE,
    Reporting,
    Status,
    Tone,
)
from equity_tracker.model.vocabulary import CLOSE_REASONS, DELIVERIES, ORGANISATION_KINDS, OUTLOOKS

ROUNDS_ON_A_SHEET = 4
OWING = (Reporting.OVERDUE, Reporting.NOT_REPORTED, Reporting.NEVER_REPORTED)
_REPORTING = (
    (Reporting.REPORTED, "Reported", Tone.DONE),
    (Reporting.DUE, "Due", Tone.NONE),
    (Reporting.OVERDUE, "Overdue", Tone.WARN),
    (Reporting.NOT_REPORTED, "Not reported", Tone.NONE),
    (Reporting.NEVER_REPORTED, "Never reported", Tone.NONE),
)
_OUTLOOKS = (
    ("on_track", "On track", Tone.GOOD),
    ("at_risk", "At risk", Tone.WARN),
    ("off_track", "Off track", Tone.BAD),
    ("too_early", "Too early to say", Tone.NONE),
    ("not_assessable", "Not assessable", Tone.NONE),
    (STALE, "No recent update", Tone.NONE),
    (NOTHING_YET, "Nothing yet", Tone.NONE),
    (AS_SOURCED, "Only its source says", Tone.DONE),
)


@dataclass(frozen=True)
class Standing:
    """One published commitment by its two lights; `delivery` is how far it had got when last reported."""

    organisation_id: int
    reporting: Status
    outlook: Status
    delivery: str | None
    close_reason: str | None

    @property
    def is_closed(self) -> bool:
        return self.outlook.slug == CLOSED

    @property
    def has_standing_report(self) -> bool:
        """Say whether a report has come that is not too old to stand for today."""
        return self.outlook.slug in OUTLOOKS


@dataclass(frozen=True)
class Count:
    """One of the counts that make up a whole."""

    label: str
    count: int
    tone: Tone = Tone.DONE


@dataclass(frozen=True)
class Decision:
    """Something that waits for the coordinators or their board, in words for one and for many."""

    count: int
    one: str
    many: str

    @property
    def words(self) -> str:
        return self.one if self.count == 1 else self.many


@dataclass(frozen=True)
class InShort:
    """The first page: each commitment once by each light, and statements of intent apart."""

    commitments: int
    organisations: int
    under_way: int
    asked: int
    reported: int
    owing: int
    statements_of_intent: int
    reporting: tuple[Count, ...]
    outlooks: tuple[Count, ...]
    deliveries: tuple[Count, ...]
    closed: tuple[Count, ...]
    decisions: tuple[Decision, ...]


def in_short(
    rows: Sequence[Standing], *, statements_of_intent: int, decisions: Iterable[Decision]
) -> InShort:
    under_way = [row for row in rows if not row.is_closed]
    reporting = Counter(row.reporting.slug for row in under_way)
    outlooks = Counter(row.outlook.slug for row in under_way)
    standing = [row for row in under_way if row.has_standing_report]
    deliveries = Counter(row.delivery for row in standing)
    reasons = Counter(row.close_reason for row in rows if row.is_closed)
    asked = tuple(Count(label, reporting[state.value], tone) for state, label, tone in _REPORTING)
    return InShort(
        commitments=len(rows),
        organisations=len({row.organisation_id for row in rows}),
        under_way=len(under_way),
        asked=sum(part.count for part in asked),
        reported=len(standing),
        owing=sum(reporting[state.value] for state in OWING),
        statements_of_intent=statements_of_intent,
        reporting=asked,
        outlooks=tuple(
            Count(label, outlooks[slug], tone) for slug, label, tone in _OUTLOOKS if outlooks[slug]
        ),
        deliveries=tuple(
            Count(term.label, deliveries[term.slug]) for term in DELIVERIES if deliveries[term.slug]
        ),
        closed=tuple(
            Count(CLOSE_REASONS.label(term.slug), reasons[term.slug])
            for term in CLOSE_REASONS
            if reasons[term.slug]
        ),
        decisions=tuple(row for row in decisions if row.count),
    )


@dataclass(frozen=True)
class TakingPart:
    """An organisation's place in the programme."""

    organisation_id: int
    name: str
    kind: str
    joined_on: date | None
    left_on: date | None
    statements_of_intent: int


@dataclass(frozen=True)
class OrganisationLine:
    """One organisation in brief: what it holds, and how that stands."""

    name: str
    kind: str
    left_on: date | None
    commitments: int
    closed: int
    statements_of_intent: int
    asked: int
    reported: int
    outlooks: tuple[Count, ...]


@dataclass(frozen=True)
class Organisations:
    """All who took part, and who was invited and has not joined."""

    lines: tuple[OrganisationLine, ...]
    not_joined: tuple[str, ...]


def organisations_of(parts: Sequence[TakingPart], rows: Sequence[Standing]) -> Organisations:
    """Tell of each in the order given."""
    return Organisations(
        lines=tuple(
            line_of(part, [row for row in rows if row.organisation_id == part.organisation_id])
            for part in parts
            if part.joined_on is not None
        ),
        not_joined=tuple(part.name for part in parts if part.joined_on is None),
    )


def line_of(part: TakingPart, rows: Sequence[Standing]) -> OrganisationLine:
    """Count what one organisation holds."""
    under_way = [row for row in rows if not row.is_closed]
    outlooks = Counter(row.outlook.slug for row in under_way)
    return OrganisationLine(
        name=part.name,
        kind=ORGANISATION_KINDS.label(part.kind),
        left_on=part.left_on,
        commitments=len(rows),
        closed=len(rows) - len(under_way),
        statements_of_intent=part.statements_of_intent,
        asked=sum(row.reporting.slug != Reporting.NOT_ASKED.value for row in under_way),
        reported=sum(row.has_standing_report for row in under_way),
        outlooks=tuple(
            Count(label, outlooks[slug], tone) for slug, label, tone in _OUTLOOKS if outlooks[slug]
        ),
    )


@dataclass(frozen=True)
class RoundLine:
    """One round: what it asked for and what came, all together and for each of `Response.kinds`."""

    name: str
    due_on: date
    is_open: bool
    total: Asked
    kinds: tuple[Asked, ...]


@dataclass(frozen=True)
class Response:
    """Who reported, round by round, the oldest first, and by kind of organisation."""

    rounds: tuple[RoundLine, ...]
    kinds: tuple[str, ...]

    @property
    def beside_one_another(self) -> tuple[tuple[RoundLine, ...], ...]:
        """The rounds in parts that are no wider than a sheet of paper."""
        starts = range(0, len(self.rounds), ROUNDS_ON_A_SHEET)
        return tuple(self.rounds[start : start + ROUNDS_ON_A_SHEET] for start in starts)


def response_of(rows: Sequence[RoundResponse]) -> Response:
    """Say what the page and the file of the rounds say; how many of a kind were late is in the file."""
    kinds = kinds_of(rows, ORGANISATION_KINDS)
    return Response(
        rounds=tuple(
            RoundLine(
                name=row.round.name,
                due_on=row.due_on,
                is_open=not row.is_final,
                total=row.total,
                kinds=tuple(_without_late(row.kinds.get(kind, Asked())) for kind, _ in kinds),
            )
            for row in rows
        ),
        kinds=tuple(label for _, label in kinds),
    )


def _without_late(count: Asked) -> Asked:
    return Asked(count.expected, count.reported)
