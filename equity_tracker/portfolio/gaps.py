"""Where a programme's commitments are aimed, and where there are none: the same for page, file and paper."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from equity_tracker.model.counting import (
    ADDITIONAL,
    Matrix,
    counted_by,
    matrix,
    n_of_m,
    total,
    with_not_stated,
)
from equity_tracker.model.horizon import UNDER_ONE
from equity_tracker.model.status import Tone
from equity_tracker.model.vocabulary import (
    ACTOR_POSITIONS,
    ADDITIONALITIES,
    DISTRIBUTIONS,
    INEQUALITIES,
    NOT_STATED,
    TIME_HORIZONS,
    Vocabulary,
)

CARE_ONLY = (
    "This portfolio is about care only: no commitment acts on the conditions that people live and work in."
)


@dataclass(frozen=True)
class Fact:
    """What is counted of one commitment; None is *not stated*."""

    domain: str | None
    level: str | None
    inequality: str | None
    additionality: str | None
    actor_position: str | None
    distribution: str | None
    horizon: str | None
    is_closed: bool
    number: int = 1


@dataclass(frozen=True)
class Share:
    """How many gave one answer, and the slug that narrows the list to them."""

    slug: str
    label: str
    count: int

    @property
    def tone(self) -> Tone:
        """No answer is better than another: only silence is drawn paler."""
        return Tone.NONE if self.slug == NOT_STATED else Tone.DONE


@dataclass(frozen=True)
class Spread:
    """How the commitments answer one question; the counts add up to all of them."""

    name: str
    title: str
    sentence: str
    shares: tuple[Share, ...]


@dataclass(frozen=True)
class Portfolio:
    """What a programme's organisations have committed to, counted."""

    commitments: int
    closed: int
    statements_of_intent: int
    additional: int
    domains: Matrix
    positions: Matrix
    empty_cells: int
    empty_domains: tuple[str, ...]
    spreads: tuple[Spread, ...]

    def spread(self, name: str) -> Spread:
        return next(row for row in self.spreads if row.name == name)


def portfolio_of(facts: Sequence[Fact], statements_of_intent: int) -> Portfolio:
    """Count them. Each commitment is in each table once, whether or not it answers its question."""
    domains = matrix(facts)
    counts = [
        count for row in domains.rows for level, count in row.cells if NOT_STATED not in {row.domain, level}
    ]
    return Portfolio(
        commitments=total(facts),
        closed=total(fact for fact in facts if fact.is_closed),
        statements_of_intent=statements_of_intent,
        additional=_additional(facts),
        domains=domains,
        positions=matrix(facts, "actor_position", ACTOR_POSITIONS),
        empty_cells=counts.count(0),
        empty_domains=tuple(row.label for row in domains.rows if not row.total),
        spreads=(
            _spread(facts, "inequality", "Which inequality", INEQUALITIES, _about_inequality(facts)),
            _spread(facts, "horizon", "How long they run", TIME_HORIZONS, _about_horizon(facts)),
            _spread(facts, "additionality", "What is new", ADDITIONALITIES, _about_what_is_new(facts)),
            _spread(facts, "distribution", "Who they are meant to reach", DISTRIBUTIONS, _about_reach(facts)),
        ),
    )


def _spread(facts: Sequence[Fact], name: str, title: str, words: Vocabulary, sentence: str) -> Spread:
    """Name every answer that is offered, also when nobody gave it: care is never shown without conditions."""
    counts = counted_by(facts, name)
    offered = with_not_stated(words, set(counts))
    return Spread(name, title, sentence, tuple(Share(slug, label, counts[slug]) for slug, label in offered))


def _additional(facts: Iterable[Fact]) -> int:
    """Continued, required by law and not sure are honest answers, and not additional."""
    return total(fact for fact in facts if fact.additionality in ADDITIONAL)


def _about_inequality(facts: Sequence[Fact]) -> str:
    counts, m = counted_by(facts, "inequality"), total(facts)
    on_conditions = counts["conditions"] + counts["both"]
    if counts["care"] and not on_conditions:
        return CARE_ONLY
    return (
        f"On the conditions that people live and work in: {n_of_m(on_conditions, m)},"
        f" {counts['both']:,} of them on care as well. On care only: {counts['care']:,}."
    )


def _about_horizon(facts: Sequence[Fact]) -> str:
    counts = counted_by(facts, "horizon")
    stated = total(facts) - counts[NOT_STATED]
    if not stated:
        return "None says both when it starts and when it is to be done."
    return f"To be done in under a year: {n_of_m(counts[UNDER_ONE], stated)} whose dates are stated."


def _about_what_is_new(facts: Sequence[Fact]) -> str:
    said = f"New, expanded or brought forward: {n_of_m(_additional(facts), total(facts))}."
    return f"{said} What continues, is required by law or is not sure is welcome, and counted apart."


def _about_reach(facts: Sequence[Fact]) -> str:
    counts = counted_by(facts, "distribution")
    for_all = counts["universal"] + counts["proportionate"]
    targeted = counts["targeted_place"] + counts["targeted_group"]
    return (
        f"For everybody: {n_of_m(for_all, total(facts))}, {counts['proportionate']:,} of them with more where"
        f" need is greater. For chosen places or groups only: {targeted:,}."
    )


ALL = "All"
HEADER = ("Table", "Row", "Column", "Commitments")


def portfolio_rows(portfolio: Portfolio) -> list[tuple[str, str, str, str]]:
    """Return every number of the page, one to a row, as the file holds them."""
    rows = [
        ("In all", "Commitments", "", portfolio.commitments),
        ("In all", "Commitments, of which closed", "", portfolio.closed),
        ("In all", "New, expanded or brought forward", "", portfolio.additional),
        ("In all", "Statements of intent, counted apart", "", portfolio.statements_of_intent),
        ("In all", "Combinations of domain and level without any", "", portfolio.empty_cells),
    ]
    for title, table in (
        ("Domain and level", portfolio.domains),
        ("Position and level", portfolio.positions),
    ):
        levels = dict(table.columns)
        for row in table.rows:
            rows += [(title, row.label, levels[level], count) for level, count in row.cells]
            rows.append((title, row.label, ALL, row.total))
        rows += [(title, ALL, levels[level], count) for level, count in table.totals]
        rows.append((title, ALL, ALL, table.total))
    rows += [(row.title, part.label, "", part.count) for row in portfolio.spreads for part in row.shares]
    return [(table, row, column, str(count)) for table, row, column, count in rows]
