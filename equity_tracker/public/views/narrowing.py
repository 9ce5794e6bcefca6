"""The form that narrows the register: with counts on a page of its own, and without beside every list."""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from flask import get_template_attribute
from markupsafe import Markup

from equity_tracker.public.counting import EXACT_UP_TO
from equity_tracker.public.filters import LABELS, SORT_LABELS, TITLES, Question, Sort
from equity_tracker.public.queries.facets import Answer

CHOICES_REMEMBERED = 200
# These are open to begin with: what most readers ask first.
OPEN = {"domain", "outlook", "reporting"}

Options = tuple[tuple[str, str], ...]


class Choice(NamedTuple):
    """One answer of a facet as the form shows it."""

    value: str
    label: str
    number: str
    is_chosen: bool


def number_words(number: int) -> str:
    """Print a count that stops: 1,000, and then more than that."""
    return f"{number:,}" if number <= EXACT_UP_TO else f"more than {EXACT_UP_TO:,}"


def narrowing_lists(question: Question, programmes: Options) -> Markup:
    """Draw all facets without counts, once for equal choices. What is typed is not theirs.

    :param programmes: the slug and the name of each, in order.
    """
    filters = question.filters
    offered = tuple(filters.answers(name) for name in ("programme", *LABELS))
    others = tuple(
        (name, tuple((value, question.words(name, value)) for value in filters.answers(name)))
        for name in TITLES
        if name not in LABELS and name != "programme" and name in filters.chosen
    )
    return _draw(offered, others, filters.sort, programmes)


@lru_cache(CHOICES_REMEMBERED)
def _draw(
    chosen: tuple[tuple[str, ...], ...],
    others: tuple[tuple[str, Options], ...],
    sort: Sort,
    programmes: Options,
) -> Markup:
    groups = [_group("programme", programmes, chosen[0]), *map(_group_of_ours, LABELS, chosen[1:])]
    # Of what has no list here, what was chosen can still be taken away.
    groups += [_group(name, options, [value for value, _ in options]) for name, options in others]
    return _lists(sort, groups)


@lru_cache(CHOICES_REMEMBERED)
def _group_of_ours(name: str, chosen: tuple[str, ...]) -> Markup:
    """Draw a facet whose answers are ours by itself: it is the same whatever is chosen of the others."""
    return _group(name, tuple(LABELS[name].items()), chosen)


def _group(name: str, options: Options, chosen: Sequence[str]) -> Markup:
    choices = [Choice(value, label, "", value in chosen) for value, label in options]
    return _macro("narrowing_group")(name, TITLES[name], choices, is_open=bool(chosen) or name in OPEN)


@lru_cache
def _order(sort: Sort) -> Markup:
    return _macro("narrowing_order")(SORT_LABELS, sort)


def _lists(sort: Sort, groups: Sequence[Markup]) -> Markup:
    return _macro("narrowing_lists")(_order(sort), groups)


def _macro(name: str) -> Callable[..., Markup]:
    drawn: Callable[..., Markup] = get_template_attribute("public/_narrowing.html", name)
    return drawn


def counted_lists(question: Question, counts: Mapping[str, Sequence[Answer]]) -> Markup:
    """Draw all facets with what each answer would leave."""
    names = ("programme", *(name for name in TITLES if name != "programme"))
    groups = [_counted_group(question, name, counts[name]) for name in names if counts.get(name)]
    return _lists(question.filters.sort, groups)


def _counted_group(question: Question, name: str, answers: Sequence[Answer]) -> Markup:
    chosen = question.filters.answers(name)
    choices = [
        Choice(answer.value, answer.label, number_words(answer.number), answer.value in chosen)
        for answer in answers
    ]
    return _macro("narrowing_group")(name, TITLES[name], choices, is_open=True)
