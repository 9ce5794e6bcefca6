"""The register: the list of published commitments, narrowed by its address, and how to narrow it."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple
from urllib.parse import urlencode

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup, escape

from equity_tracker import clock
from equity_tracker.model.publication import PublicationKind
from equity_tracker.public.directory import named_like, places_like
from equity_tracker.public.filters import SORT_LABELS, TITLES, Filters
from equity_tracker.public.queries import facets, figures, places, publications, register, sizes
from equity_tracker.public.queries.asking import Question, UnknownFilter, read_question
from equity_tracker.public.queries.names import list_former_names
from equity_tracker.public.queries.programmes import list_offered
from equity_tracker.public.views.blueprint import blueprint
from equity_tracker.public.views.excerpts import marker
from equity_tracker.public.views.listing import draw_rows, found_in, listed
from equity_tracker.public.views.narrowing import counted_lists, narrowing_lists, number_words
from equity_tracker.web.access import public
from equity_tracker.web.canonical import canonical_address
from equity_tracker.web.frames import frame, gaps
from equity_tracker.web.pagination import PAGE_SIZE, cut, read_cursor


@blueprint.get("/commitments")
@public
def list_commitments() -> ResponseReturnValue:
    """Show one page of the register."""
    today = clock.today()
    try:
        question = read_question(request.args.to_dict(flat=False), today)
    except UnknownFilter as unknown:
        return unknown_filter(unknown)
    filters = question.filters
    if wanted := request.args.get("by", "").strip():
        return _choose_organisation(wanted, filters, today)
    if wanted := request.args.get("where", "").strip():
        return _choose_place(wanted, filters, today)
    if any("" in values for values in request.args.listvalues()):
        return redirect(address_of(filters.parameters()))
    after = read_cursor(request.args.get("after"), register.cursor_shape(filters.sort))
    if after is not None and not str(after[0]).isprintable():
        abort(400)
    found = register.read_page(question, today, after=after, limit=PAGE_SIZE + 1)
    page = cut(found.rows, lambda row: register.cursor_key(filters.sort, row))
    rows = listed(page.rows, today, address_of([]))
    around = Around(
        asked=tuple(filters.parameters()),
        chosen=tuple(_chosen(question)),
        lists=narrowing_lists(question, list_offered(today)),
        results=_results(found.in_all),
        is_first=after is None,
        is_last=page.next_cursor is None,
    )
    canonical = canonical_address(around.asked, "after")
    if not rows:
        without = [] if after else _without(question, today)
        return _draw(around, filters, rows="", canonical=canonical, without=without)
    drawn = frame(around, lambda: _draw(around, filters, **gaps("canonical", "rows", "next_url")))
    if found.engine:
        rows = found_in(rows, page.rows, marker(found.engine, filters.terms))
    return drawn.filled(
        canonical=escape(canonical),
        rows=draw_rows(rows),
        next_url=escape(address_of(around.asked, after=page.next_cursor)),
    )


class Around(NamedTuple):
    """All that the list of commitments shows beside its rows."""

    asked: tuple[tuple[str, str], ...]
    chosen: tuple[tuple[str, str], ...]
    lists: Markup
    results: str
    is_first: bool
    is_last: bool


def _draw(around: Around, filters: Filters, **context: Any) -> str:  # noqa: ANN401 - words for the page
    """Draw a page of the list, or what is around its rows.

    :param filters: those of `around.asked`.
    """
    asked, unordered = filters.parameters(), filters.without("sort")
    return render_template(
        "public/list_commitments.html",
        around=around,
        filters=filters,
        sorts=SORT_LABELS,
        hint=_hint(filters),
        list_url=address_of([]),
        first_url=address_of(asked),
        narrow_url=address_of(asked, "public.narrow_commitments"),
        follow_url=address_of(unordered, "following.follow"),
        feed_url=address_of(unordered, "public.feed_of_search"),
        file_url=lambda kind: address_of(asked, f"public.list_commitments_{kind}"),
        **context,
    )


@blueprint.get("/commitments/narrow")
@public
def narrow_commitments() -> ResponseReturnValue:
    """Show what each way to narrow the list would leave. To count costs more than to list."""
    today = clock.today()
    try:
        question = read_question(request.args.to_dict(flat=False), today)
    except UnknownFilter as unknown:
        return unknown_filter(unknown)
    return render_template(
        "public/narrow_commitments.html",
        list_url=address_of([]),
        results_url=address_of(question.filters.parameters()),
        results=_results(sizes.count_entries(question, today)),
        filters=question.filters,
        lists=counted_lists(question, facets.count_facets(question, today)),
        chosen=_chosen(question, "public.narrow_commitments"),
    )


def _results(number: int) -> str:
    return f"{number_words(number)} {'result' if number == 1 else 'results'}"


def _hint(filters: Filters) -> str:
    """Say what to try when nothing is found."""
    if filters.q and not filters.terms:
        return "Words such as “the” and “of” stand everywhere, so a search leaves them out."
    if filters.q:
        return "Try fewer words. Of the last one, the beginning is enough: “hous” finds housing and houses."
    return "Take one of the choices away to see more."


def _chosen(question: Question, endpoint: str = "public.list_commitments") -> list[tuple[str, str]]:
    """Return what was chosen, in words, each with the address without it."""
    filters = question.filters
    return [
        (f"{TITLES[name]}: {question.words(name, value)}", address_of(filters.without(name, value), endpoint))
        for name, some in filters.chosen.items()
        for value in some
    ] + ([(f"Search: {filters.q}", address_of(filters.without("q"), endpoint))] if filters.q else [])


def _without(question: Question, today: date) -> list[tuple[str, str, str]]:
    """Say of a question that finds nothing what it would find without each of its parts, and where."""
    filters = question.filters
    return [
        (_in_words(question, name), _results(number), address_of(filters.without(name)))
        for name, number in sizes.count_without(question, today)
        if number
    ]


def _in_words(question: Question, name: str) -> str:
    filters = question.filters
    if name == "q":
        return f"Search: {filters.q}"
    return f"{TITLES[name]}: {' or '.join(question.words(name, value) for value in filters.answers(name))}"


def address_of(
    parameters: Sequence[tuple[str, str]], endpoint: str = "public.list_commitments", after: str | None = None
) -> str:
    asked = [*parameters, ("after", after)] if after else parameters
    # Not by url_for: it takes as long for the words of an address as for the rest of it.
    return f"{url_for(endpoint)}?{urlencode(asked)}" if asked else url_for(endpoint)


def _choose_organisation(wanted: str, filters: Filters, today: date) -> ResponseReturnValue:
    """Find the organisation whose name was typed. No list has room for all names."""
    holders = {row.organisation_id for row in figures.count_by_organisation(today)}
    known = publications.list_current(PublicationKind.ORGANISATION, today)
    payloads = [row.payload for row in known if row.organisation_id in holders]
    found = named_like(wanted, payloads, list_former_names(today))
    return _choose("organisation", wanted, [(row["slug"], row["name"]) for row in found], filters)


def _choose_place(wanted: str, filters: Filters, today: date) -> ResponseReturnValue:
    found = places_like(wanted, places.list_places(today).items())
    return _choose("place", wanted, found, filters)


def _choose(noun: str, wanted: str, found: list[tuple[str, str]], filters: Filters) -> ResponseReturnValue:
    """Go on with the one that fits what was typed; ask when several do, and say so when none does."""
    choices = [(name, address_of(filters.with_answer(noun, slug))) for slug, name in found]
    if len(choices) == 1:
        return redirect(choices[0][1])
    return render_template(
        "public/choose_answer.html",
        noun=noun,
        wanted=wanted,
        choices=choices,
        back_url=address_of(filters.without(noun)),
    )


def unknown_filter(unknown: UnknownFilter) -> ResponseReturnValue:
    return render_template("public/unknown_filter.html", title=unknown.title, value=unknown.value), 400
