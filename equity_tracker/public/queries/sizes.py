"""How many rows a question has, up to a limit: of one, of several at once, and without its parts."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import CompoundSelect, func, literal, select, union_all

from equity_tracker.public.counting import EXACT_UP_TO
from equity_tracker.public.filters import Question
from equity_tracker.public.queries.conditions import TODAY, Narrowing, conditions, narrowing, visible
from equity_tracker.public.queries.tables import Entry, read

STATEMENTS_REMEMBERED = 200
CAP = EXACT_UP_TO + 1


def count_entries(question: Question, today: date) -> int:
    """Count the rows of a question, up to one more than is told."""
    return count_each([question], today, CAP)[0]


def count_without(question: Question, today: date) -> list[tuple[str, int]]:
    """Return how many rows there would be without each facet that is chosen, and without the search."""
    names = [*question.filters.chosen, *(["q"] if question.filters.q else [])]
    sizes = count_each([without(question, name) for name in names], today, CAP) if names else []
    return list(zip(names, sizes, strict=True))


def without(question: Question, name: str) -> Question:
    """Take a facet away from a question, with all of its answers, or the search."""
    filters = question.filters
    if name == "q":
        return replace(question, filters=replace(filters, q=""))
    chosen = {facet: some for facet, some in filters.chosen.items() if facet != name}
    ids = {facet: some for facet, some in question.ids.items() if facet != name}
    return replace(question, filters=replace(filters, chosen=chosen), ids=ids)


def count_each(questions: Sequence[Question], today: date, limit: int) -> list[int]:
    """Count the rows of several questions, up to a limit. Where two ask for the same, it has one value."""
    asked = [narrowing(question) for question in questions]
    values: dict[str, Any] = {"today": today}
    for _, own in asked:
        values |= own
    rows = read(_sized(tuple(narrower for narrower, _ in asked), limit), values)
    return [row.number for row in sorted(rows, key=lambda row: row.place)]


@lru_cache(STATEMENTS_REMEMBERED)
def _sized(asked: tuple[Narrowing, ...], limit: int) -> CompoundSelect[Any]:
    rows = [select(Entry.id).where(visible(TODAY), *conditions(narrower)).limit(limit) for narrower in asked]
    return union_all(
        *(
            select(
                literal(place).label("place"),
                select(func.count()).select_from(some.subquery()).scalar_subquery().label("number"),
            )
            for place, some in enumerate(rows)
        )
    )
