"""The form that narrows the register, drawn once for equal questions: it has a hundred options."""

from functools import lru_cache

from flask import get_template_attribute
from markupsafe import Markup

from equity_tracker.public.filters import FACETS, SORT_LABELS, Filters

FORMS_REMEMBERED = 100

_OFFERED = [(facet.name, facet.title, list(facet.labels.items())) for facet in FACETS]


@lru_cache(FORMS_REMEMBERED)
def narrowing(filters: Filters, programmes: tuple[tuple[str, str], ...]) -> Markup:
    """Draw the form with what was chosen.

    :param programmes: the slug and the name of each, in order.
    """
    draw = get_template_attribute("public/_narrowing.html", "narrowing")
    drawn: Markup = draw(filters, programmes, _OFFERED, SORT_LABELS)
    return drawn
