"""The register: the list of published commitments, narrowed by its address, and how to narrow it."""

from datetime import date

from flask import abort, redirect, render_template, request
from flask.typing import ResponseReturnValue

from equity_tracker import clock
from equity_tracker.model.publication import PublicationKind
from equity_tracker.public.directory import named_like, places_like
from equity_tracker.public.filters import TITLES, Filters
from equity_tracker.public.queries import facets, figures, places, publications, register, sizes
from equity_tracker.public.queries.asking import Question, UnknownFilter, read_question
from equity_tracker.public.queries.names import list_former_names
from equity_tracker.public.queries.programmes import list_offered
from equity_tracker.public.views.around import (
    Layout,
    address_of,
    around,
    chosen_words,
    draw,
    framed,
    hint,
    results_words,
)
from equity_tracker.public.views.blueprint import blueprint
from equity_tracker.public.views.excerpts import marker
from equity_tracker.public.views.listing import draw_rows, found_in, listed
from equity_tracker.public.views.narrowing import counted_lists, narrowing_lists
from equity_tracker.web.access import public
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
    layout = Layout(filters.sort, bool(filters.q), after is None, page.next_cursor is None)
    beside = around(question, narrowing_lists(question, list_offered(today)), found.in_all, page.next_cursor)
    if not page.rows:
        without = [] if after else _without(question, today)
        narrows = filters.narrows or not layout.is_first
        return draw(layout, beside, rows="", narrows=narrows, hint=hint(filters), without=without)
    rows = listed(page.rows, today, address_of([]))
    if found.engine:
        rows = found_in(rows, page.rows, marker(found.engine, filters.terms))
    return framed(layout, beside).filled(rows=draw_rows(rows), **beside)


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
        results=results_words(sizes.count_entries(question, today)),
        filters=question.filters,
        lists=counted_lists(question, facets.count_facets(question, today)),
        chosen=chosen_words(question, "public.narrow_commitments"),
    )


def _without(question: Question, today: date) -> list[tuple[str, str, str]]:
    """Say of a question that finds nothing what it would find without each of its parts, and where."""
    filters = question.filters
    return [
        (_in_words(question, name), results_words(number), address_of(filters.without(name)))
        for name, number in sizes.count_without(question, today)
        if number
    ]


def _in_words(question: Question, name: str) -> str:
    filters = question.filters
    if name == "q":
        return f"Search: {filters.q}"
    return f"{TITLES[name]}: {' or '.join(question.words(name, value) for value in filters.answers(name))}"


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
