"""What the list of commitments shows around its rows: drawn once with gaps, which each question fills."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any, NamedTuple
from urllib.parse import urlencode

from flask import get_template_attribute, render_template, request, url_for
from markupsafe import Markup, escape

from equity_tracker.public.filters import SORT_LABELS, TITLES, Filters, Sort
from equity_tracker.public.queries.asking import Question
from equity_tracker.public.views.narrowing import number_words
from equity_tracker.web.canonical import canonical_address
from equity_tracker.web.frames import Frame, frame, gaps

LIST = "public.list_commitments"
QUESTIONS_REMEMBERED = 200
# Where a reader can go with a question, each with whether the order matters to it.
_LINKS = {
    "first_url": (LIST, True),
    "narrow_url": ("public.narrow_commitments", True),
    "feed_url": ("public.feed_of_search", False),
    "follow_url": ("following.follow", False),
    "csv_url": ("public.list_commitments_csv", True),
    "xlsx_url": ("public.list_commitments_xlsx", True),
    "json_url": ("public.list_commitments_json", True),
}
Asked = tuple[tuple[str, str], ...]
Drawn = dict[str, Markup]


class Layout(NamedTuple):
    """Which parts a page of the list has, whatever is asked for."""

    sort: Sort
    is_search: bool
    is_first: bool
    is_last: bool


def around(question: Question, lists: Markup, in_all: int, next_cursor: str | None) -> Drawn:
    """Return the HTML of each gap but that of the rows.

    :param lists: the drawn facets.
    """
    asked = tuple(question.filters.parameters())
    return {
        **_of_question(request.root_path, asked, tuple(chosen_words(question))),
        "canonical": escape(canonical_address(asked, "after")),
        "next_url": escape(address_of(asked, after=next_cursor)),
        "results": escape(results_words(in_all).capitalize()),
        "lists": lists,
    }


@lru_cache(QUESTIONS_REMEMBERED)
def _of_question(_root: str, asked: Asked, chosen: Asked) -> Drawn:
    """Draw what is the same on every page of a question.

    :param _root: below which all addresses are.
    """
    queries = {True: urlencode(asked), False: urlencode([pair for pair in asked if pair[0] != "sort"])}
    keep = [pair for pair in asked if pair[0] != "q"]
    q = dict(asked).get("q", "")
    addresses = {name: _joined(url_for(there), queries[ordered]) for name, (there, ordered) in _LINKS.items()}
    return {
        **{name: escape(address) for name, address in addresses.items()},
        "q": escape(q),
        "search": _macro("search")(url_for(LIST), "Search the commitments", q, keep),
        "chosen": _macro("chosen_filters")(chosen),
    }


def framed(layout: Layout, drawn: Drawn) -> Frame:
    """Return the page with gaps for its rows and for what was drawn of the question."""
    return frame(layout, lambda: draw(layout, gaps("rows", *drawn)))


def draw(layout: Layout, drawn: Drawn | dict[str, str], **context: Any) -> str:  # noqa: ANN401 - words for the page
    return render_template(
        "public/list_commitments.html",
        layout=layout,
        order=SORT_LABELS[layout.sort],
        list_url=url_for(LIST),
        **drawn,
        **context,
    )


def results_words(number: int) -> str:
    return f"{number_words(number)} {'result' if number == 1 else 'results'}"


def chosen_words(question: Question, endpoint: str = LIST) -> list[tuple[str, str]]:
    """Return what was chosen, in words, each with the address without it."""
    filters = question.filters
    return [
        (f"{TITLES[name]}: {question.words(name, value)}", address_of(filters.without(name, value), endpoint))
        for name, some in filters.chosen.items()
        for value in some
    ] + ([(f"Search: {filters.q}", address_of(filters.without("q"), endpoint))] if filters.q else [])


def hint(filters: Filters) -> str:
    """Say what to try when nothing is found."""
    if filters.q and not filters.terms:
        return "Words such as “the” and “of” stand everywhere, so a search leaves them out."
    if filters.q:
        return "Try fewer words. Of the last one, the beginning is enough: “hous” finds housing and houses."
    return "Take one of the choices away to see more."


def address_of(asked: Iterable[tuple[str, str]], endpoint: str = LIST, after: str | None = None) -> str:
    # Not by url_for: it takes as long for the words of an address as for the rest of it.
    return _joined(url_for(endpoint), urlencode([*asked, ("after", after)] if after else list(asked)))


def _joined(path: str, query: str) -> str:
    return f"{path}?{query}" if query else path


def _macro(name: str) -> Any:  # noqa: ANN401 - a macro of Jinja's
    return get_template_attribute("components/filters.html", name)
