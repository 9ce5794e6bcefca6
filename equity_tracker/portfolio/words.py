"""The glossary of a programme report: only the words that occur in it."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from equity_tracker.model.vocabulary import (
    ACTOR_POSITIONS,
    ADDITIONALITIES,
    ADDRESSEES,
    CLOSE_REASONS,
    DELIVERIES,
    DISTRIBUTIONS,
    DOMAINS,
    INEQUALITIES,
    LEVELS,
    OUTLOOKS,
    REGISTER,
    REPORTING_STATUSES,
    SYSTEM_CODES,
    THEMES,
    TIME_HORIZONS,
    Vocabulary,
)
from equity_tracker.model.words_used import WordsUsed, words_used
from equity_tracker.portfolio.held import Held

Occurring = tuple[str, Vocabulary, Sequence[str | None]]
_OF_THE_PORTFOLIO = (
    ("Position acted from", ACTOR_POSITIONS, "actor_position"),
    ("Which inequality", INEQUALITIES, "inequality"),
    ("What is new", ADDITIONALITIES, "additionality"),
    ("Time horizon", TIME_HORIZONS, "horizon"),
    ("Who they are meant to reach", DISTRIBUTIONS, "distribution"),
)


def words_of(parts: Mapping[str, Any], held: Sequence[Held], today: date) -> tuple[WordsUsed, ...]:
    """Define what the parts that are printed say of the commitments that they tell of.

    :param parts: the parts that were asked for, by slug.
    """
    return words_used(_occurring(parts, [row for row in held if not row.is_statement], today))


def _occurring(parts: Mapping[str, Any], held: Sequence[Held], today: date) -> Iterator[Occurring]:
    standing = [row.standing(today) for row in held]
    yield "The register", REGISTER, _of_the_register(parts)
    yield "Reporting", REPORTING_STATUSES, [row.reporting.slug for row in standing]
    yield "Outlook", OUTLOOKS, [row.outlook.slug for row in standing]
    # The first page says how far those with a report that stands have got.
    yield (
        "Delivery",
        DELIVERIES,
        [row.delivery for row in standing if row.has_standing_report or row.is_closed],
    )
    yield "How a commitment ended", CLOSE_REASONS, [row.close_reason for row in standing if row.is_closed]
    if parts.keys() & {"lights", "portfolio", "themes", "pages"}:
        yield "Domain", DOMAINS, [row.fact.domain for row in held]
    if parts.keys() & {"portfolio", "pages", "drift"}:
        confirmed = [row.confirmed_level for row in held] if "drift" in parts else []
        yield "Level of action", LEVELS, [row.fact.level for row in held] + confirmed
    if "portfolio" in parts:
        for title, words, name in _OF_THE_PORTFOLIO:
            yield title, words, [getattr(row.fact, name) for row in held]
    if parts.keys() & {"themes", "matches"}:
        named = list(_themes(parts))
        yield "Themes", THEMES, named
        yield "Themes: what the system does", SYSTEM_CODES, named
    if "asks" in parts:
        yield "Who could change it", ADDRESSEES, [row.slug for row in parts["asks"].addressees]


def _themes(parts: Mapping[str, Any]) -> Iterator[str]:
    if "themes" in parts:
        yield from (row.slug for heat in parts["themes"].maps for row in heat.rows)
    yield from (match.slug for match in parts.get("matches") or ())


def _of_the_register(parts: Mapping[str, Any]) -> Sequence[str]:
    """The nouns that every report uses, and those of some of its parts."""
    said = ["commitment", "statement_of_intent", "check_in", "round"]
    return [*said, "drift", "deepened"] if "drift" in parts else said
