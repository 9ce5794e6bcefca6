"""A published commitment as a report tells of it: from its row of the register and its publication."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from equity_tracker.model.dates import Precision, short_date
from equity_tracker.model.status import (
    AS_SOURCED,
    CLOSED,
    NOTHING_YET,
    STALE,
    Status,
    delivery_status,
    is_stale,
    reporting_status,
)
from equity_tracker.model.vocabulary import DELIVERIES, DOMAINS, LEVELS, OUTLOOKS
from equity_tracker.portfolio.gaps import Fact
from equity_tracker.portfolio.standing import (
    Count,
    OrganisationLine,
    Standing,
    TakingPart,
    line_of,
)

# With more commitments than this, what each last check-in says is left to the pages of the register.
MOST_WITH_WORDS = 150


@dataclass(frozen=True)
class LastSaid:
    """The latest published check-in on a commitment, and the one it is compared with."""

    on: date
    delivery: str
    outlook: str
    why: str
    next_step: str
    next_step_on: date | None


@dataclass
class Held:
    """One published commitment, or statement of intent, with all that any part of a report asks of it."""

    organisation_id: int
    organisation: str
    organisation_slug: str
    organisation_kind: str
    public_id: str
    reference: str
    title: str
    is_statement: bool
    fact: Fact
    ends_on: date | None
    ends_precision: str
    first_level: str | None
    confirmed_level: str | None
    first_distribution: str | None
    confirmed_distribution: str | None
    outlook: str | None
    delivery: str | None
    last_reported_on: date | None
    next_due_on: date | None
    grace_until: date | None
    stale_from: date | None
    closed_on: date | None
    close_reason: str | None
    source_status: str | None

    def got(self, today: date) -> str:
        """Say how far delivery had got when last reported; what is too old is not told as if current."""
        if self.delivery is not None:
            return STALE if is_stale(self, today) else self.delivery
        if self.closed_on is not None:
            return CLOSED
        return NOTHING_YET if self.source_status is None else AS_SOURCED

    def standing(self, today: date) -> Standing:
        return Standing(
            organisation_id=self.organisation_id,
            reporting=reporting_status(self, today),
            outlook=delivery_status(self, today),
            delivery=self.delivery,
            close_reason=self.close_reason,
        )


@dataclass(frozen=True)
class HeldLine:
    """One commitment on the page of its organisation."""

    public_id: str
    reference: str
    title: str
    domain: str
    level: str
    ends: str
    outlook: Status
    # How far it had got, in words; empty where nothing that stands was said.
    got: str
    reporting: Status
    last_reported_on: date | None
    # What its last check-in says, and what comes next; empty in a report on very many.
    why: str
    next_step: str


@dataclass(frozen=True)
class OrganisationPage:
    """What one organisation holds in the programme."""

    line: OrganisationLine
    deliveries: tuple[Count, ...]
    commitments: tuple[HeldLine, ...]
    statements: tuple[HeldLine, ...]


def pages_of(
    parts: Sequence[TakingPart], held: Sequence[Held], said: dict[str, LastSaid], today: date
) -> tuple[OrganisationPage, ...]:
    """Make a page for each that takes part, in the order given."""
    by_holder: dict[int, list[Held]] = {}
    for row in held:
        by_holder.setdefault(row.organisation_id, []).append(row)
    told = said if len(held) <= MOST_WITH_WORDS else {}
    return tuple(
        _page(part, by_holder.get(part.organisation_id, []), told, today)
        for part in parts
        if part.joined_on is not None
    )


def holders_of(held: Iterable[Held], today: date) -> list[TakingPart]:
    """Return who holds something published, by name: all that a public report knows of who takes part."""
    found: dict[int, TakingPart] = {}
    for row in held:
        part = found.get(row.organisation_id)
        statements = (part.statements_of_intent if part else 0) + row.is_statement
        found[row.organisation_id] = TakingPart(
            row.organisation_id, row.organisation, row.organisation_kind, today, None, statements
        )
    return list(found.values())


def _page(part: TakingPart, held: Sequence[Held], said: dict[str, LastSaid], today: date) -> OrganisationPage:
    commitments = [row for row in held if not row.is_statement]
    standing = [row.standing(today) for row in commitments]
    lasting = [row.delivery for row in standing if row.has_standing_report and not row.is_closed]
    return OrganisationPage(
        line=line_of(part, standing),
        deliveries=tuple(
            Count(term.label, lasting.count(term.slug)) for term in DELIVERIES if term.slug in lasting
        ),
        commitments=tuple(_line(row, said.get(row.public_id), today) for row in commitments),
        statements=tuple(_line(row, None, today) for row in held if row.is_statement),
    )


def _line(row: Held, said: LastSaid | None, today: date) -> HeldLine:
    got = row.got(today)
    stands = said if row.standing(today).outlook.slug in OUTLOOKS else None
    return HeldLine(
        public_id=row.public_id,
        reference=row.reference,
        title=row.title,
        domain=DOMAINS.label(row.fact.domain),
        level=LEVELS.label(row.fact.level),
        ends=short_date(row.ends_on, Precision(row.ends_precision)) if row.ends_on else "Not stated",
        outlook=row.standing(today).outlook,
        got=DELIVERIES.label(got) if got in DELIVERIES else "",
        reporting=row.standing(today).reporting,
        last_reported_on=row.last_reported_on,
        why=stands.why if stands else "",
        next_step=stands.next_step if stands else "",
    )
