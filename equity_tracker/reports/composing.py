"""Puts a status report together from records, counts them, and finds the words for how they stand."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from equity_tracker.model.dates import Precision, short_date
from equity_tracker.model.evidence_words import evidence_title
from equity_tracker.model.publication import Form
from equity_tracker.model.report_choice import Choice
from equity_tracker.model.reporting import STALE_MONTHS
from equity_tracker.model.status import (
    AS_SOURCED,
    NOTHING_YET,
    STALE,
    DeliveryFacts,
    Reporting,
    ReportingFacts,
    Tone,
    delivery_status,
    reporting_status,
)
from equity_tracker.model.told_answers import told_answers
from equity_tracker.model.told_handover import answer_in_full
from equity_tracker.model.told_measure import told_measures
from equity_tracker.model.told_milestone import told_milestones
from equity_tracker.model.vocabulary import (
    CLOSE_REASONS,
    DELIVERIES,
    DOMAINS,
    EVIDENCE_KINDS,
    EVIDENCE_STRENGTHS,
    LEVELS,
    OUTLOOKS,
    REPORTING_STATUSES,
)
from equity_tracker.reports.brand import Brand
from equity_tracker.reports.light_notes import delivery_note, reporting_note
from equity_tracker.reports.lines import (
    MOST_IN_FULL,
    ChartPart,
    CommitmentLine,
    Definition,
    DraftLine,
    EvidenceLine,
    Happening,
    LatestCheckIn,
    Summary,
)
from equity_tracker.reports.status_report import StatusReport

Payload = Mapping[str, Any]

_REPORTING_PARTS = (
    (Reporting.REPORTED, "Reported", Tone.DONE),
    (Reporting.DUE, "Due", Tone.NONE),
    (Reporting.OVERDUE, "Overdue", Tone.WARN),
    (Reporting.NOT_REPORTED, "Not reported", Tone.NONE),
    (Reporting.NEVER_REPORTED, "Never reported", Tone.NONE),
)
_DELIVERY_PARTS = (
    ("on_track", "On track", Tone.GOOD),
    ("at_risk", "At risk", Tone.WARN),
    ("off_track", "Off track", Tone.BAD),
    ("too_early", "Too early to say", Tone.NONE),
    ("not_assessable", "Not assessable", Tone.NONE),
    (STALE, "No recent update", Tone.NONE),
    (NOTHING_YET, "Nothing reported yet", Tone.NONE),
    (AS_SOURCED, "Only its source says", Tone.DONE),
)
_DEFINED = ("reported", "due", "overdue", "not_reported", "never_reported")


class Facts(ReportingFacts, DeliveryFacts, Protocol):
    """What the register keeps of a commitment for its two lights."""

    public_id: str
    form: Form


ON_BEHALF = "Entered by the coordinators on behalf of the organisation"


@dataclass(frozen=True)
class Record:
    """One commitment with its last check-in, as whoever reads the edition may see them."""

    facts: Facts
    payload: Payload
    check_in: Payload | None
    marking: str = ""
    check_in_marking: str = ""


@dataclass(frozen=True)
class Subject:
    """Whose report it is, and what was asked for."""

    organisation: str
    choice: Choice
    brand: Brand | None = None
    # The words that the sources of imported records ask for.
    attributions: tuple[str, ...] = ()


def compose(
    subject: Subject,
    records: Sequence[Record],
    drafts: Sequence[DraftLine] = (),
    happened: Sequence[Happening] = (),
) -> StatusReport:
    """Order the records by title, count them, and number the addresses of their evidence."""
    choice = subject.choice
    ordered = sorted(records, key=lambda row: (row.payload["title"].casefold(), row.facts.public_id))
    commitments = [row for row in ordered if row.facts.form is Form.COMMITMENT]
    # What is not to be printed in full needs no evidence, and no addresses of it.
    is_condensed = len(commitments) > MOST_IN_FULL
    addresses = [] if is_condensed or not choice.wants("under-way") else _addresses(ordered)
    under_way = _lines([row for row in commitments if row.facts.closed_on is None], addresses, choice.as_of)
    all_closed = [row for row in commitments if row.facts.closed_on is not None]
    statements = [row for row in ordered if row.facts.form is Form.STATEMENT_OF_INTENT]
    reasons = Counter(row.facts.close_reason for row in all_closed)
    closed = [row for row in all_closed if choice.period.holds(row.facts.closed_on)]
    return StatusReport(
        choice=choice,
        organisation=subject.organisation,
        brand=subject.brand,
        programmes=tuple(
            sorted({row.payload["programme_name"] for row in ordered} | {row.programme for row in drafts})
        ),
        attributions=subject.attributions,
        summary=_summary(under_way, len(all_closed), len(statements), reasons),
        under_way=under_way if choice.wants("under-way") or choice.wants("standing") else (),
        closed=_lines(closed, addresses, choice.as_of) if choice.wants("closed") else (),
        statements=_lines(statements, addresses, choice.as_of) if choice.wants("statements") else (),
        drafts=tuple(drafts) if choice.wants("drafts") else (),
        draft_count=len(drafts),
        happened=tuple(happened),
        is_condensed=is_condensed,
        addresses=tuple(addresses),
        stale_months=STALE_MONTHS,
        definitions=definitions(),
    )


def _summary(
    under_way: Sequence[CommitmentLine], closed: int, statements: int, reasons: Mapping[str | None, int]
) -> Summary:
    """Count each commitment once by each light. Those nobody was asked about are in neither n nor m."""
    reporting = Counter(line.reporting.slug for line in under_way)
    delivery = Counter(line.delivery.slug for line in under_way)
    latest = [line.latest for line in under_way if line.latest is not None]
    asked = tuple(ChartPart(label, reporting[state.value], tone) for state, label, tone in _REPORTING_PARTS)
    return Summary(
        commitments=len(under_way) + closed,
        under_way=len(under_way),
        asked=sum(part.count for part in asked),
        reported=sum(line.has_standing_report for line in under_way),
        owing=sum(line.is_owing for line in under_way),
        statements_of_intent=statements,
        reporting=asked,
        delivery=tuple(ChartPart(label, delivery[slug], tone) for slug, label, tone in _DELIVERY_PARTS),
        closed=tuple(
            ChartPart(CLOSE_REASONS.label(slug), count, Tone.DONE)
            for slug, count in sorted(reasons.items(), key=lambda pair: CLOSE_REASONS.label(pair[0]))
        ),
        checked_in=len(latest),
        says_who_has_not=sum(bool(row.who_has_not_benefited) for row in latest),
    )


def _lines(records: Sequence[Record], addresses: Sequence[str], as_of: date) -> tuple[CommitmentLine, ...]:
    return tuple(commitment_line(record, addresses, as_of) for record in records)


def commitment_line(record: Record, addresses: Sequence[str], as_of: date) -> CommitmentLine:
    facts, payload = record.facts, record.payload
    source = payload["imported"] or {}
    return CommitmentLine(
        public_id=facts.public_id,
        reference=payload["reference"],
        title=payload["title"],
        statement=payload["statement"],
        programme=payload["programme_name"],
        made_by=payload["made_by_name"],
        made_on=day(payload["made_on"]),
        ends=period(day(payload["ends_on"]), payload["ends_precision"]),
        domain=DOMAINS.label(payload["domain"]),
        level=LEVELS.label(payload["level"]),
        owner=payload["owners"].get("owner", ""),
        delivery=delivery_status(facts, as_of),
        delivery_note=delivery_note(facts, record.check_in, as_of),
        reporting=reporting_status(facts, as_of),
        reporting_note=reporting_note(facts, as_of),
        due_on=facts.next_due_on,
        last_reported_on=facts.last_reported_on,
        closed_on=facts.closed_on,
        close_note=payload["close_note"],
        judged_by=source.get("source_assessor"),
        milestones=tuple(told_milestones(payload)),
        measures=tuple(told_measures(payload)),
        latest=latest_check_in(record.check_in, addresses, record.check_in_marking)
        if record.check_in
        else None,
        marking=record.marking,
        taken_on=answer_in_full(payload),
    )


def latest_check_in(check_in: Payload, addresses: Sequence[str], marking: str) -> LatestCheckIn:
    return LatestCheckIn(
        number=check_in["number"],
        submitted_on=date.fromisoformat(check_in["submitted_on"]),
        round_name=check_in["round"],
        was_late=check_in["was_late"],
        delivery=DELIVERIES.label(check_in["delivery"]),
        outlook=OUTLOOKS.label(check_in["outlook"]),
        why=check_in["why"],
        what_changed=check_in["what_changed"],
        nothing_changed=check_in["nothing_changed"],
        next_step=check_in["next_step"],
        next_step_on=day(check_in["next_step_on"]),
        who_has_not_benefited=check_in["who_has_not_benefited"],
        evidence=evidence_lines(check_in["evidence"], addresses),
        more=(more := told_answers(check_in)),
        elsewhere_number=_number_of(more.reported_elsewhere, addresses),
        marking=marking or (ON_BEHALF if check_in.get("on_behalf") else ""),
    )


def evidence_lines(rows: Iterable[Payload], addresses: Sequence[str]) -> tuple[EvidenceLine, ...]:
    """Tell pieces of evidence with the numbers of their addresses; none where addresses are left out."""
    return tuple(
        EvidenceLine(
            title=evidence_title(row),
            url=row["url"],
            kind=EVIDENCE_KINDS.label(row["kind"]),
            strength=EVIDENCE_STRENGTHS.label(row["strength"]),
            is_public=row.get("is_public", True),
            link_number=addresses.index(row["url"]) + 1,
        )
        for row in rows
        if addresses
    )


def _number_of(elsewhere: Payload | None, addresses: Sequence[str]) -> int | None:
    return addresses.index(elsewhere["url"]) + 1 if elsewhere and addresses else None


def _addresses(records: Sequence[Record]) -> list[str]:
    """Return each address once, in the order the report comes to it: under way, closed, statements."""

    def place(record: Record) -> tuple[bool, bool]:
        return record.facts.form is Form.STATEMENT_OF_INTENT, record.facts.closed_on is not None

    urls = [
        row["url"]
        for record in sorted(records, key=place)
        if record.check_in
        for row in (*record.check_in["evidence"], record.check_in.get("reported_elsewhere"))
        if row
    ]
    return list(dict.fromkeys(urls))


def definitions() -> tuple[Definition, ...]:
    """Return the words of the two lights, and what they mean."""
    return (
        *(_definition(REPORTING_STATUSES.get(slug)) for slug in _DEFINED),
        *(_definition(term) for term in OUTLOOKS),
    )


def _definition(term: Any) -> Definition:  # noqa: ANN401 - a vocabulary's Term
    return Definition(term.label, term.definition)


def day(value: str | date | None) -> date | None:
    """Read a date as publications keep it."""
    return date.fromisoformat(value) if isinstance(value, str) else value


def period(value: date | None, precision: str) -> str:
    """Tell as much of a date as is known, or that nobody has said."""
    return short_date(value, Precision(precision)) if value else "Not stated"
