"""The form that narrows the register: with counts on a page of its own, and without beside every list."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from flask import get_template_attribute
from markupsafe import Markup

from equity_tracker.public.counting import EXACT_UP_TO
from equity_tracker.public.filters import FACETS, LABELS, SORT_LABELS, TITLES, Question, Sort
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


class Group(NamedTuple):
    """One facet as the form shows it."""

    name: str
    title: str
    choices: Sequence[Choice]
    is_open: bool


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
    offered = [("programme", programmes), *((facet.name, tuple(facet.labels.items())) for facet in FACETS)]
    groups = [_group(name, options, some) for (name, options), some in zip(offered, chosen, strict=True)]
    # Of what has no list here, what was chosen can still be taken away.
    groups += [_group(name, options, [value for value, _ in options]) for name, options in others]
    draw = get_template_attribute("public/_narrowing.html", "narrowing_lists")
    drawn: Markup = draw(groups, SORT_LABELS, sort)
    return drawn


def _group(name: str, options: Options, chosen: Sequence[str]) -> Group:
    choices = [Choice(value, label, "", value in chosen) for value, label in options]
    return Group(name, TITLES[name], choices, bool(chosen) or name in OPEN)


def counted_lists(question: Question, counts: Mapping[str, Sequence[Answer]]) -> Markup:
    """Draw all facets with what each answer would leave."""
    groups = [
        Group(
            name,
            TITLES[name],
            [
                Choice(
                    answer.value,
                    answer.label,
                    number_words(answer.number),
                    answer.value in question.filters.answers(name),
                )
                for answer in counts[name]
            ],
            is_open=bool(question.filters.answers(name)) or name in OPEN,
        )
        for name in ("programme", *(name for name in TITLES if name != "programme"))
        if counts.get(name)
    ]
    draw = get_template_attribute("public/_narrowing.html", "narrowing_lists")
    drawn: Markup = draw(groups, SORT_LABELS, question.filters.sort)
    return drawn
