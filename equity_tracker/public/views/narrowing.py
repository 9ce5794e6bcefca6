"""The lists that narrow the register, drawn once for equal choices: they have a hundred options."""

from functools import lru_cache

from flask import get_template_attribute
from markupsafe import Markup

from equity_tracker.public.filters import FACETS, SORT_LABELS, Filters, Sort

CHOICES_REMEMBERED = 200

Options = tuple[tuple[str, str], ...]
_OFFERED = [(facet.name, facet.title, tuple(facet.labels.items())) for facet in FACETS]


def narrowing_lists(filters: Filters, programmes: Options) -> Markup:
    """Draw the lists with what was chosen in them. What is typed is not theirs, and not remembered.

    :param programmes: the slug and the name of each, in order.
    """
    names = ("programme", *(name for name, _, _ in _OFFERED))
    return _draw(tuple(filters.answers(name) for name in names), filters.sort, programmes)


@lru_cache(CHOICES_REMEMBERED)
def _draw(chosen: tuple[tuple[str, ...], ...], sort: Sort, programmes: Options) -> Markup:
    offered = [("programme", "Programme", programmes), *_OFFERED]
    lists = [(*about, value) for about, value in zip(offered, chosen, strict=True)]
    draw = get_template_attribute("public/_narrowing.html", "narrowing_lists")
    drawn: Markup = draw(lists, SORT_LABELS, sort)
    return drawn
