"""Puts a year in review together from what each commitment did in it, and counts it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from equity_tracker.model.report_choice import Choice
from equity_tracker.model.reporting import STALE_MONTHS
from equity_tracker.model.status import Tone
from equity_tracker.model.vocabulary import (
    DELIVERIES,
    INEQUALITIES,
    LEVELS,
    NOT_STATED_LABEL,
    OUTLOOKS,
)
from equity_tracker.reports.annual_statement import (
    AnnualStatement,
    ClosedPromise,
    EvidenceNamed,
    HelpAsked,
    PromiseInYear,
    YearCounts,
)
from equity_tracker.reports.brand import Brand
from equity_tracker.reports.composing import Payload, day, definitions, evidence_lines, period
from equity_tracker.reports.lines import ChartPart
from equity_tracker.reports.year_of_one import YearOfOne


@dataclass(frozen=True)
class Whose:
    """Whose year it is, and what was asked for."""

    organisation: str
    choice: Choice
    brand: Brand | None = None
    signatory: str | None = None
    attributions: tuple[str, ...] = ()
    statements_of_intent: int = 0


def compose_year(whose: Whose, years: Sequence[YearOfOne]) -> AnnualStatement:
    """Order the commitments by title, and tell the year under the sections that were asked for."""
    held = sorted(
        (year for year in years if year.is_in_it),
        key=lambda year: (year.says["title"].casefold(), year.public_id),
    )
    wants = whose.choice.wants
    evidence = [(year.says["reference"], row) for year in held for row in year.evidence()]
    addresses = list(dict.fromkeys(row["url"] for _, row in evidence)) if wants("evidence") else []
    closed = _sorted(year.closing() for year in held)
    milestones = [row for year in held for row in year.milestones()]
    readings = [row for year in held for row in year.readings()]
    changed = sorted((row for year in held for row in year.changes()), key=lambda row: row.on)
    missed = sorted((row for year in held for row in year.missed()), key=lambda row: row.on)
    promises = tuple(_promise(year) for year in held)
    return AnnualStatement(
        choice=whose.choice,
        organisation=whose.organisation,
        brand=whose.brand,
        signatory=whose.signatory,
        programmes=tuple(sorted({row.programme for row in promises})),
        attributions=whose.attributions,
        counts=YearCounts(
            before=sum(not row.is_new for row in promises),
            new=sum(row.is_new for row in promises),
            closed=len(closed),
            under_way=sum(row.closed_on is None for row in promises),
            statements_of_intent=whose.statements_of_intent,
            check_ins=sum(len(row.check_ins) for row in promises),
            reported=sum(row.reported for row in promises),
            asked=sum(row.asked for row in promises),
            missed=len(missed),
            milestones_met=len(milestones),
            readings=len(readings),
            changed=len(changed),
            evidence=len(set(addresses_of(evidence))),
            confirmed=sum(year.confirmed_level is not None for year in held),
            lower=sum(year.moved < 0 for year in held),
            higher=sum(year.moved > 0 for year in held),
        ),
        promises=promises,
        missed=tuple(missed) if wants("missed") else (),
        reached=tuple(sorted([*milestones, *readings], key=lambda row: row.on)) if wants("reached") else (),
        changed=tuple(changed) if wants("changed") else (),
        closed=tuple(closed) if wants("closed") else (),
        closed_reasons=_reasons(closed),
        levels=_parts(Counter(year.says["level"] for year in held), _LEVELS),
        inequalities=_parts(Counter(year.says["inequality"] for year in held), _INEQUALITIES),
        help=_help(held) if wants("help") else (),
        evidence=_evidence(evidence, addresses),
        addresses=tuple(addresses),
        stale_months=STALE_MONTHS,
        definitions=definitions(),
    )


_LEVELS = [(term.slug, term.label) for term in sorted(LEVELS, key=lambda term: term.number or 0)]
_INEQUALITIES = [(term.slug, term.label) for term in INEQUALITIES]


def _parts(counted: Counter[str | None], terms: Sequence[tuple[str, str]]) -> tuple[ChartPart, ...]:
    """Count by term; whoever did not say is counted too."""
    parts = [ChartPart(label, counted[slug], Tone.DONE) for slug, label in terms]
    return (*parts, ChartPart(NOT_STATED_LABEL, counted[None], Tone.NONE))


def addresses_of(evidence: Iterable[tuple[str, Payload]]) -> Iterable[str]:
    return (row["url"] for _, row in evidence)


def _reasons(closed: Sequence[ClosedPromise]) -> tuple[ChartPart, ...]:
    counted = Counter(row.reason for row in closed)
    return tuple(ChartPart(reason, counted[reason], Tone.DONE) for reason in sorted(counted))


def _sorted(rows: Iterable[ClosedPromise | None]) -> list[ClosedPromise]:
    return sorted((row for row in rows if row is not None), key=lambda row: row.on)


def _help(held: Sequence[YearOfOne]) -> tuple[HelpAsked, ...]:
    return tuple(sorted((row for year in held for row in year.help()), key=lambda row: row.on))


def _evidence(evidence: Sequence[tuple[str, Payload]], addresses: Sequence[str]) -> tuple[EvidenceNamed, ...]:
    return tuple(
        dict.fromkeys(
            EvidenceNamed(reference, line)
            for reference, row in evidence
            for line in evidence_lines([row], addresses)
        )
    )


def _promise(year: YearOfOne) -> PromiseInYear:
    says, last, rounds = year.says, year.latest, year.rounds()
    return PromiseInYear(
        public_id=year.public_id,
        reference=says["reference"],
        title=says["title"],
        statement=says["statement"],
        programme=says["programme_name"],
        made_by=says["made_by_name"],
        made_on=day(says["made_on"]),
        ends=period(day(says["ends_on"]), says["ends_precision"]),
        is_new=year.is_new,
        closed_on=year.closed_on,
        reported=rounds.reported,
        asked=rounds.asked,
        check_ins=tuple(date.fromisoformat(said["submitted_on"]) for said in year.check_ins),
        outlook=OUTLOOKS.label(last["outlook"]) if last else None,
        delivery=DELIVERIES.label(last["delivery"]) if last else None,
        said_on=day(last["submitted_on"]) if last else None,
        why=last["why"] if last else None,
        first_level=LEVELS.label(year.first_level),
        level=LEVELS.label(year.confirmed_level or says["level"]),
        moved=_moved(year.moved),
        next_step=last["next_step"] if last else None,
        next_step_on=day(last["next_step_on"]) if last else None,
        marking=year.marking,
    )


def _moved(steps: int) -> str:
    return "" if steps == 0 else "Drift: lower" if steps < 0 else "Deepened: higher"
