"""What a round asked for and what came: counted over all, by kind, by organisation, against another round."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from equity_tracker.model.organisation import sort_name
from equity_tracker.model.round_response import Count
from equity_tracker.model.round_snapshot import CAME_IN, OUTCOMES, Outcome
from equity_tracker.model.status import Tone
from equity_tracker.model.vocabulary import DELIVERIES, LEVELS, ORGANISATION_KINDS, OUTLOOKS, Vocabulary

_TONES = {"on_track": Tone.GOOD, "at_risk": Tone.WARN, "off_track": Tone.BAD}
_OUTCOME_TONES = {Outcome.REPORTED: Tone.DONE, Outcome.LATE: Tone.WARN}


@dataclass(frozen=True)
class InRound:
    """One check-in that a round asked for, as it stood when the round closed, or stands while it is open."""

    commitment_id: str
    reference: str
    title: str
    organisation_id: str
    organisation: str
    organisation_kind: str
    outcome: Outcome
    due_on: date
    reported_on: date | None
    delivery: str | None
    outlook: str | None
    level: str | None

    @property
    def came_in(self) -> bool:
        return self.outcome in CAME_IN

    @property
    def kind_label(self) -> str:
        return ORGANISATION_KINDS.label(self.organisation_kind)

    @property
    def outcome_label(self) -> str:
        return OUTCOMES[self.outcome]

    @property
    def delivery_label(self) -> str:
        return DELIVERIES.label(self.delivery) if self.delivery else ""

    @property
    def outlook_label(self) -> str:
        return OUTLOOKS.label(self.outlook) if self.outlook else ""

    @property
    def level_label(self) -> str:
        return LEVELS.label(self.level) if self.level else ""


@dataclass(frozen=True)
class Part:
    """One of the counts that make up a whole."""

    label: str
    count: int
    tone: Tone = Tone.DONE


@dataclass(frozen=True)
class KindLine:
    """One kind of organisation: what was asked of it, and what came."""

    label: str
    count: Count


@dataclass(frozen=True)
class OrganisationLine:
    """One organisation: what was asked of it, what came, and the outlooks it then gave."""

    name: str
    kind: str
    count: Count
    outlooks: tuple[Part, ...]


@dataclass(frozen=True)
class Said:
    """What the reports of the round said, each once. Nothing is said for those that did not come."""

    reports: int
    outlooks: tuple[Part, ...]
    deliveries: tuple[Part, ...]
    levels: tuple[Part, ...]


@dataclass(frozen=True)
class Step:
    """An outlook in the round before, the outlook in this one, and how many commitments went that way."""

    before: str
    now: str
    count: int


@dataclass(frozen=True)
class Against:
    """How a round compares with the one before it."""

    name: str
    due_on: date
    total: Count
    # Of the commitments that both asked about.
    asked_by_both: int
    reported_in_both: int
    same_outlook: int
    steps: tuple[Step, ...]
    reported_again: int
    fell_silent: int
    asked_first: int
    no_longer_asked: int


def count_of(rows: Iterable[InRound]) -> Count:
    """Count who did not report in what was expected; what is settled is counted apart."""
    outcomes = Counter(row.outcome for row in rows)
    came_in = sum(outcomes[outcome] for outcome in CAME_IN)
    return Count(
        expected=came_in + outcomes[Outcome.NOT_REPORTED],
        reported=came_in,
        late=outcomes[Outcome.LATE],
        settled=outcomes[Outcome.SETTLED],
    )


def outcomes_of(count: Count) -> tuple[Part, ...]:
    """Say of each that was expected what came of it: in time, late, or not."""
    numbers = {
        Outcome.REPORTED: count.reported - count.late,
        Outcome.LATE: count.late,
        Outcome.NOT_REPORTED: count.expected - count.reported,
    }
    labels = OUTCOMES | {Outcome.REPORTED: "Reported in time"}
    return tuple(
        Part(labels[outcome], number, _OUTCOME_TONES.get(outcome, Tone.NONE))
        for outcome, number in numbers.items()
    )


def kinds_of(rows: Sequence[InRound]) -> tuple[KindLine, ...]:
    """Count by kind of organisation, in the order of labels."""
    found = {row.organisation_kind for row in rows}
    lines = [
        KindLine(
            ORGANISATION_KINDS.label(kind), count_of(row for row in rows if row.organisation_kind == kind)
        )
        for kind in found
    ]
    return tuple(sorted(lines, key=lambda line: line.label.casefold()))


def organisations_of(rows: Sequence[InRound]) -> tuple[OrganisationLine, ...]:
    """Return a line for each, in the order of names."""
    return tuple(
        OrganisationLine(
            name=held[0].organisation,
            kind=ORGANISATION_KINDS.label(held[0].organisation_kind),
            count=count_of(held),
            outlooks=_parts(OUTLOOKS, (row.outlook for row in held if row.came_in)),
        )
        for held in by_organisation(rows)
    )


def by_organisation(rows: Iterable[InRound]) -> list[list[InRound]]:
    """Gather what each holds, in the order of names and then of titles."""
    found: dict[tuple[str, str], list[InRound]] = {}
    for row in sorted(rows, key=lambda row: (row.title.casefold(), row.commitment_id)):
        found.setdefault((sort_name(row.organisation), row.organisation_id), []).append(row)
    return [found[key] for key in sorted(found)]


def said_of(rows: Sequence[InRound]) -> Said:
    came = [row for row in rows if row.came_in]
    return Said(
        reports=len(came),
        outlooks=_parts(OUTLOOKS, (row.outlook for row in came)),
        deliveries=_parts(DELIVERIES, (row.delivery for row in came)),
        levels=_parts(LEVELS, (row.level for row in came)),
    )


def against(
    rows: Sequence[InRound], before: Sequence[InRound], *, name: str, due_on: date, total: Count
) -> Against:
    """Compare commitment by commitment. What either round no longer counts is asked by neither."""
    now = {row.commitment_id: row for row in rows if row.outcome is not Outcome.SETTLED}
    then = {row.commitment_id: row for row in before if row.outcome is not Outcome.SETTLED}
    both = [(then[key], row) for key, row in now.items() if key in then]
    twice = [(was.outlook, row.outlook) for was, row in both if was.came_in and row.came_in]
    steps = Counter((was, now) for was, now in twice if was != now)
    order = {slug: place for place, slug in enumerate(OUTLOOKS.slugs)}
    return Against(
        name=name,
        due_on=due_on,
        total=total,
        asked_by_both=len(both),
        reported_in_both=len(twice),
        same_outlook=sum(was == now for was, now in twice),
        steps=tuple(
            Step(OUTLOOKS.label(was), OUTLOOKS.label(now), steps[was, now])
            for was, now in sorted(
                steps, key=lambda pair: (order.get(pair[0] or "", -1), order.get(pair[1] or "", -1))
            )
        ),
        reported_again=sum(row.came_in and not was.came_in for was, row in both),
        fell_silent=sum(was.came_in and not row.came_in for was, row in both),
        asked_first=len(now) - len(both),
        no_longer_asked=len(then) - len(both),
    )


def _parts(words: Vocabulary, slugs: Iterable[str | None]) -> tuple[Part, ...]:
    counts, otherwise = Counter(slugs), Tone.NONE if words is OUTLOOKS else Tone.DONE
    return tuple(
        Part(term.label, counts[term.slug], _TONES.get(term.slug, otherwise))
        for term in words
        if counts[term.slug]
    )
