"""What is on a card, in words: the same for a picture, an embedded card and the text beside them."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from html import escape
from typing import Any

from equity_tracker.model.dates import Precision, long_date, short_date
from equity_tracker.model.publication import Form
from equity_tracker.model.status import (
    AS_SOURCED,
    CLOSED,
    NOTHING_YET,
    STALE,
    Reporting,
    Status,
    delivery_status,
    reporting_status,
)
from equity_tracker.model.vocabulary import OUTLOOKS, PUBLICATION_FORMS

# The delivery light, as lists and charts put it in words.
DELIVERY_WORDS = {term.slug: term.label for term in OUTLOOKS} | {
    STALE: "No recent update",
    NOTHING_YET: "Nothing reported yet",
    CLOSED: "Closed",
    AS_SOURCED: "As judged by the source",
}
REPORTING_WORDS = {
    Reporting.REPORTED: "Reported",
    Reporting.DUE: "Due",
    Reporting.OVERDUE: "Overdue",
    Reporting.NOT_REPORTED: "Not reported",
    Reporting.NEVER_REPORTED: "Never reported",
    Reporting.NOT_ASKED: "Not asked yet",
    Reporting.CLOSED: "Closed",
}


@dataclass(frozen=True)
class CommitmentCard:
    """One commitment: the promise first, by whom, by when, and the two lights."""

    public_id: str
    slug: str
    number: int
    kicker: str
    title: str
    by: str
    held_by: str | None
    when: str
    delivery: Status
    # The day on which the organisation said so; None where no outlook of its own is shown.
    said_on: date | None
    reporting: Status
    programme: str

    @property
    def alternative(self) -> str:
        """Say in one sentence what a picture of it shows."""
        return (
            f"{self.kicker}: “{self.title}”. {self.by}. {self.when}. Delivery: {self.delivery.label}."
            f" Reporting: {self.reporting.label}."
        )


def commitment_card(row: Any, today: date) -> CommitmentCard:  # noqa: ANN401 - a database row, by name
    is_moved = row.made_by_name != row.organisation_name
    delivery = delivery_status(row, today)
    return CommitmentCard(
        public_id=row.public_id,
        slug=row.slug,
        number=row.number,
        kicker=f"{PUBLICATION_FORMS.label(row.form.value)} {row.reference}",
        title=row.title,
        by=f"Promised by {row.made_by_name}",
        held_by=row.organisation_name if is_moved else None,
        when=_when(row.ends_on, row.ends_precision),
        delivery=delivery,
        said_on=row.last_reported_on if delivery.slug in OUTLOOKS else None,
        reporting=reporting_status(row, today),
        programme=row.programme_name,
    )


def _when(ends_on: date | None, precision: str) -> str:
    if ends_on is None:
        return "With no date by which it is to be done"
    return f"To be done by {short_date(ends_on, Precision(precision))}"


@dataclass(frozen=True)
class ProgrammeCard:
    """One programme: how many commitments, how many reported, how it is going. Two lights, never merged."""

    slug: str
    name: str
    coordinator: str
    commitments: int
    statements_of_intent: int
    last_round: str | None
    delivery: tuple[tuple[str, int], ...]
    reporting: tuple[tuple[str, int], ...]
    closed: str | None

    @property
    def counted(self) -> str:
        return f"{self.commitments:,} {'commitment' if self.commitments == 1 else 'commitments'}"

    @property
    def intents(self) -> str:
        words = "statement" if self.statements_of_intent == 1 else "statements"
        return f"{self.statements_of_intent:,} {words} of intent, counted apart"

    @property
    def alternative(self) -> str:
        said = [f"{self.name}: {self.counted}", self.closed, self.last_round, _listed(self.delivery)]
        return ". ".join(words for words in said if words) + "."


def programme_card(payload: Any, lights: Iterable[Any], rounds: list[Any]) -> ProgrammeCard:  # noqa: ANN401 - a payload
    """Put a programme's public facts and counts on a card.

    :param lights: rows with form, both lights and a number; of statements of intent only the number is told.
    """
    rows = list(lights)
    commitments = [row for row in rows if row.form is Form.COMMITMENT]
    closed_on = payload["closed_on"]
    return ProgrammeCard(
        slug=payload["slug"],
        name=payload["name"],
        coordinator=payload["coordinating_body_name"],
        commitments=sum(row.number for row in commitments),
        statements_of_intent=sum(row.number for row in rows if row.form is not Form.COMMITMENT),
        last_round=_last_round(rounds),
        delivery=_counts(commitments, "outlook", DELIVERY_WORDS),
        reporting=_counts(commitments, "reporting", REPORTING_WORDS),
        closed=f"Closed on {long_date(date.fromisoformat(closed_on))}" if closed_on else None,
    )


def frame_code(address: str, title: str, height: int) -> str:
    """Return what people copy into their own page. Nothing in a title can end it early."""
    return (
        f'<iframe src="{escape(address)}" title="{escape(title)}" width="100%" height="{height}"'
        ' loading="lazy" referrerpolicy="no-referrer"></iframe>'
    )


def _last_round(rounds: list[Any]) -> str | None:
    if not rounds:
        return None
    last = rounds[-1].payload
    due_on = long_date(date.fromisoformat(last["due_on"]))
    return f"{last['reported']:,} of {last['expected']:,} reported in the last round, due by {due_on}"


def _counts(rows: Iterable[Any], light: str, words: dict[Any, str]) -> tuple[tuple[str, int], ...]:
    counted: Counter[str] = Counter()
    for row in rows:
        counted[getattr(row, light)] += row.number
    return tuple((label, counted[slug]) for slug, label in words.items() if counted[slug])


def _listed(counts: Iterable[tuple[str, int]]) -> str:
    return ", ".join(f"{label} {number:,}" for label, number in counts)
