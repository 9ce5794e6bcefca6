"""The form that narrows the register: with counts on a page of its own, and without beside every list."""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from flask import get_template_attribute
from markupsafe import Markup

from equity_tracker.public.counting import EXACT_UP_TO
from equity_tracker.public.filters import FACETS, LABELS, SORT_LABELS, TITLES, Question, Sort
from equity_tracker.public.queries.facets import Answer

# Of each facet, on its own: its list is the same whatever is chosen of the others.
LISTS_REMEMBERED = 500
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
    offered = [("programme", programmes), *_OFFERED]
    groups = [_plain_group(name, options, filters.answers(name)) for name, options in offered]
    # Of what has no list here, what was chosen can still be taken away.
    for name in TITLES:
        if name not in LABELS and name != "programme" and name in filters.chosen:
            some = filters.answers(name)
            groups.append(
                _plain_group(name, tuple((each, question.words(name, each)) for each in some), some)
            )
    return _lists(filters.sort, groups)


_OFFERED = [(facet.name, tuple(facet.labels.items())) for facet in FACETS]


@lru_cache(LISTS_REMEMBERED)
def _plain_group(name: str, options: Options, chosen: tuple[str, ...]) -> Markup:
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
