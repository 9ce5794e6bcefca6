"""Delivery and outlook: every commitment once by each light, by how far it has got, and by domain."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from equity_tracker.model.status import AS_SOURCED, CLOSED, NOTHING_YET, STALE, Reporting, Tone
from equity_tracker.model.vocabulary import DELIVERIES, DOMAINS, NOT_STATED, NOT_STATED_LABEL
from equity_tracker.portfolio.held import Held
from equity_tracker.portfolio.standing import Count

# The words and the order of the programme's public page.
_REPORTING = (
    (Reporting.REPORTED.value, "Reported", Tone.DONE),
    (Reporting.DUE.value, "Due", Tone.NONE),
    (Reporting.OVERDUE.value, "Overdue", Tone.WARN),
    (Reporting.NOT_REPORTED.value, "Not reported", Tone.NONE),
    (Reporting.NEVER_REPORTED.value, "Never reported", Tone.NONE),
    (Reporting.NOT_ASKED.value, "Not asked yet", Tone.NONE),
    (Reporting.CLOSED.value, "Closed", Tone.DONE),
)
_OUTLOOKS = (
    ("on_track", "On track", Tone.GOOD),
    ("at_risk", "At risk", Tone.WARN),
    ("off_track", "Off track", Tone.BAD),
    ("too_early", "Too early to say", Tone.NONE),
    ("not_assessable", "Not assessable", Tone.NONE),
    (STALE, "No recent update", Tone.NONE),
    (NOTHING_YET, "Nothing reported yet", Tone.NONE),
    (CLOSED, "Closed", Tone.DONE),
    (AS_SOURCED, "As judged by the source", Tone.NONE),
)
_DELIVERIES = (
    *((term.slug, term.label, Tone.DONE) for term in DELIVERIES),
    (STALE, "No recent update", Tone.NONE),
    (NOTHING_YET, "Nothing reported yet", Tone.NONE),
    (CLOSED, "Closed without a report", Tone.NONE),
    (AS_SOURCED, "As judged by the source", Tone.NONE),
)
_NOT_ASKED = {Reporting.NOT_ASKED.value, Reporting.CLOSED.value}


@dataclass(frozen=True)
class DomainLights:
    """One domain: how many commitments have each outlook, in the order of `Lights.outlooks`."""

    label: str
    counts: tuple[int, ...]
    total: int


@dataclass(frozen=True)
class Lights:
    """The commitments of a programme by both lights, closed ones too; answers of nobody are left out."""

    commitments: int
    asked: int
    owing_nothing: int
    reporting: tuple[Count, ...]
    outlooks: tuple[Count, ...]
    deliveries: tuple[Count, ...]
    # What outside sources say of records that came from them, in their words; statements of intent too.
    sources: tuple[Count, ...]
    domains: tuple[DomainLights, ...]
    # Of the period: how many check-ins came, on how many commitments.
    check_ins: int
    reported_on: int


def lights_of(held: Sequence[Held], today: date, *, check_ins: int, reported_on: int) -> Lights:
    rows = [(row, row.standing(today)) for row in held if not row.is_statement]
    reporting = Counter(state.reporting.slug for _, state in rows)
    outlooks = Counter(state.outlook.slug for _, state in rows)
    sources = Counter(row.source_status for row in held if row.source_status)
    shown = [(slug, label) for slug, label, _ in _OUTLOOKS if outlooks[slug]]
    return Lights(
        commitments=len(rows),
        asked=sum(number for slug, number in reporting.items() if slug not in _NOT_ASKED),
        owing_nothing=reporting[Reporting.REPORTED.value],
        reporting=_counts(_REPORTING, reporting),
        outlooks=_counts(_OUTLOOKS, outlooks),
        deliveries=_counts(_DELIVERIES, Counter(row.got(today) for row, _ in rows)),
        sources=tuple(Count(words, number, Tone.NONE) for words, number in sorted(sources.items())),
        domains=_domains([(row.fact.domain, state.outlook.slug) for row, state in rows], shown),
        check_ins=check_ins,
        reported_on=reported_on,
    )


def _counts(labels: Iterable[tuple[str, str, Tone]], counts: Counter[str]) -> tuple[Count, ...]:
    return tuple(Count(label, counts[slug], tone) for slug, label, tone in labels if counts[slug])


def _domains(
    pairs: Sequence[tuple[str | None, str]], shown: Sequence[tuple[str, str]]
) -> tuple[DomainLights, ...]:
    """Each commitment is of one domain, so these add up to all; *not stated* is a row too."""
    counts = Counter((domain or NOT_STATED, slug) for domain, slug in pairs)
    labels = [*((term.slug, term.label) for term in DOMAINS), (NOT_STATED, NOT_STATED_LABEL)]
    rows = [
        DomainLights(label, cells := tuple(counts[domain, slug] for slug, _ in shown), sum(cells))
        for domain, label in labels
    ]
    return tuple(row for row in rows if row.total)
