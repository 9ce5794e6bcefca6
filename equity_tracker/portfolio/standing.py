"""How a programme's commitments stand on a day, added up: over all of them, by organisation, by round."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from equity_tracker.model.round import RoundState
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
            _line(part, [row for row in rows if row.organisation_id == part.organisation_id])
            for part in parts
            if part.joined_on is not None
        ),
        not_joined=tuple(part.name for part in parts if part.joined_on is None),
    )


def _line(part: TakingPart, rows: Sequence[Standing]) -> OrganisationLine:
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
class ExpectedRow:
    """What one round asked of organisations of one kind, what came, and what came once it was closed."""

    round_id: int
    name: str
    due_on: date
    state: RoundState
    kind: str
    expected: int
    reported: int
    later: int


@dataclass(frozen=True)
class RoundLine:
    """One round: of so many asked for, so many came, so many came after it had closed, the rest did not."""

    name: str
    due_on: date
    is_open: bool
    expected: int
    reported: int
    later: int
    missing: int


@dataclass(frozen=True)
class Response:
    """Who reported, round by round, the oldest first; and by kind of organisation in the last one due."""

    rounds: tuple[RoundLine, ...]
    last_due: str
    by_kind: tuple[RoundLine, ...]


def response_of(rows: Sequence[ExpectedRow], as_of: date) -> Response:
    """Add up, in the order given. Whoever did not report is in every m."""
    ids = list(dict.fromkeys(row.round_id for row in rows))
    due = [row for row in rows if row.due_on < as_of] or rows
    last = [row for row in due if row.round_id == due[-1].round_id]
    by_kind = [_round_line(ORGANISATION_KINDS.label(row.kind), [row]) for row in last]
    return Response(
        rounds=tuple(_of_round([row for row in rows if row.round_id == round_id]) for round_id in ids),
        last_due=last[0].name if last else "",
        by_kind=tuple(sorted(by_kind, key=lambda line: line.name)),
    )


def _of_round(rows: Sequence[ExpectedRow]) -> RoundLine:
    return _round_line(rows[0].name, rows)


def _round_line(name: str, rows: Sequence[ExpectedRow]) -> RoundLine:
    expected = sum(row.expected for row in rows)
    came = sum(row.reported for row in rows)
    later = sum(row.later for row in rows)
    return RoundLine(
        name=name,
        due_on=rows[0].due_on,
        is_open=rows[0].state is RoundState.OPEN,
        expected=expected,
        reported=came - later,
        later=later,
        missing=expected - came,
    )
