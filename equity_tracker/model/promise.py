"""What a commitment says: the answers of the seven sections, as columns."""

from datetime import date

from sqlalchemy import JSON, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from equity_tracker.model.base import term
from equity_tracker.model.dates import PartialDate, Precision

# What a list holds in rows that were there before its question was.
EMPTY = text("'[]'")


class Promise:
    """The text of a promise. `None` in a field means *not stated*; lists hold vocabulary slugs."""

    # 1. The promise
    title: Mapped[str | None] = mapped_column(String(200))
    statement: Mapped[str | None] = mapped_column(Text)
    kind: Mapped[str | None] = mapped_column(term())
    domain: Mapped[str | None] = mapped_column(term())
    other_domains: Mapped[list[str]] = mapped_column(JSON, default=list)
    recommendation_areas: Mapped[list[str]] = mapped_column(JSON, default=list)
    other_recommendation_area: Mapped[str | None] = mapped_column(String(200))
    marmot_principles: Mapped[list[str]] = mapped_column(JSON, default=list, server_default=EMPTY)
    core20plus5: Mapped[list[str]] = mapped_column(JSON, default=list, server_default=EMPTY)
    anchor_areas: Mapped[list[str]] = mapped_column(JSON, default=list, server_default=EMPTY)
    source_url: Mapped[str | None] = mapped_column(String(2000))
    approved_by: Mapped[str | None] = mapped_column(String(200))
    approved_on: Mapped[date | None]
    also_registered_at: Mapped[str | None] = mapped_column(String(2000))
    # 2. The inequality
    inequality: Mapped[str | None] = mapped_column(term())
    determinants: Mapped[list[str]] = mapped_column(JSON, default=list)
    rationale: Mapped[str | None] = mapped_column(Text)
    mechanisms: Mapped[list[str]] = mapped_column(JSON, default=list)
    how_it_works: Mapped[str | None] = mapped_column(Text)
    population: Mapped[str | None] = mapped_column(Text)
    benefits_own_staff: Mapped[bool | None]
    excluding_system: Mapped[str | None] = mapped_column(Text)
    setting: Mapped[str | None] = mapped_column(String(200))
    place: Mapped[str | None] = mapped_column(String(200))
    professions: Mapped[list[str]] = mapped_column(JSON, default=list, server_default=EMPTY)
    # One that the list of professions does not have, in words.
    profession: Mapped[str | None] = mapped_column(String(200))
    # 3. The action
    level: Mapped[str | None] = mapped_column(term())
    actor_position: Mapped[str | None] = mapped_column(term())
    reach: Mapped[str | None] = mapped_column(term())
    distribution: Mapped[str | None] = mapped_column(term())
    how_inequality_shrinks: Mapped[str | None] = mapped_column(Text)
    upstream_meanings: Mapped[list[str]] = mapped_column(JSON, default=list)
    # 4. People and power
    decision_power: Mapped[str | None] = mapped_column(term())
    decision_body: Mapped[str | None] = mapped_column(String(200))
    money_holder: Mapped[str | None] = mapped_column(term())
    # Where the idea came from is counted over a programme and never shown of one commitment.
    idea_sources: Mapped[list[str]] = mapped_column(JSON, default=list, server_default=EMPTY)
    # 5. Ownership
    sponsor_statement: Mapped[str | None] = mapped_column(Text)
    forum: Mapped[str | None] = mapped_column(String(200))
    resources: Mapped[str | None] = mapped_column(Text)
    funding_source: Mapped[str | None] = mapped_column(term())
    funding_ends_on: Mapped[date | None]
    # 6. When and how we will know
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    ends_precision: Mapped[str] = mapped_column(String(10), default="day")
    deliverable: Mapped[str | None] = mapped_column(Text)
    evidence_source: Mapped[str | None] = mapped_column(Text)
    ask_addressee: Mapped[str | None] = mapped_column(String(200))
    ask: Mapped[str | None] = mapped_column(Text)
    why_us: Mapped[str | None] = mapped_column(Text)
    ask_by: Mapped[date | None]
    reply_logging: Mapped[str | None] = mapped_column(Text)
    # 7. What is new
    additionality: Mapped[str | None] = mapped_column(term())
    counterfactual: Mapped[str | None] = mapped_column(Text)

    @property
    def ends_period(self) -> PartialDate | None:
        """The end date, as exactly as it is known."""
        if self.ends_on is None:
            return None
        return PartialDate(self.ends_on, Precision(self.ends_precision))

    @ends_period.setter
    def ends_period(self, period: PartialDate | None) -> None:
        self.ends_on = period.on if period else None
        self.ends_precision = period.precision.value if period else Precision.DAY.value
