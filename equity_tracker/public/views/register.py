"""The register: the list of published commitments, narrowed by its address, and the same rows as a file."""

from datetime import date
from urllib.parse import urlencode

from flask import (
    Response,
    abort,
    current_app,
    redirect,
    render_template,
    request,
    stream_with_context,
    url_for,
)
from flask.typing import ResponseReturnValue

from equity_tracker import clock
from equity_tracker.model.publication import PublicationKind
from equity_tracker.public.columns import About
from equity_tracker.public.counting import EXACT_UP_TO
from equity_tracker.public.csv_rows import csv_lines
from equity_tracker.public.directory import named_like
from equity_tracker.public.filters import SORT_LABELS, TITLES, Filters, Parameters
from equity_tracker.public.queries import figures, publications, register
from equity_tracker.public.queries.asking import Question, UnknownFilter, read_question
from equity_tracker.public.queries.programmes import list_offered
from equity_tracker.public.views.blueprint import blueprint
from equity_tracker.public.views.listing import listed
from equity_tracker.public.views.narrowing import narrowing_lists
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
        return _unknown(unknown)
    filters = question.filters
    if wanted := request.args.get("by", "").strip():
        return _choose_organisation(wanted, filters, today)
    if "" in request.args.values():
        return redirect(_address(filters.parameters()))
    after = read_cursor(request.args.get("after"), register.cursor_shape(filters.sort))
    if after is not None and not str(after[0]).isprintable():
        abort(400)
    found = register.read_page(question, today, after=after, limit=PAGE_SIZE + 1)
    page = cut(found.rows, lambda row: register.cursor_key(filters.sort, row))
    list_url = _address([])
    return render_template(
        "public/list_commitments.html",
        list_url=list_url,
        rows=listed(page.rows, today, list_url),
        count=found.in_all,
        exact_up_to=EXACT_UP_TO,
        filters=filters,
        sorts=SORT_LABELS,
        narrowing_lists=narrowing_lists(filters, list_offered(found.programmes, today)),
        chosen=_chosen(question),
        first_url=_address(filters.parameters()) if after else None,
        next_url=_address(filters.parameters(), after=page.next_cursor) if page.next_cursor else None,
        follow_url=_address(filters.without("sort"), "following.follow"),
        feed_url=_address(filters.without("sort"), "public.feed_of_search"),
        csv_url=_address(filters.parameters(), "public.list_commitments_csv"),
    )


@blueprint.get("/commitments.csv")
@public
def list_commitments_csv() -> ResponseReturnValue:
    """Give every row of the same question, as a file that is sent while it is read."""
    today = clock.today()
    try:
        question = read_question(request.args.to_dict(flat=False), today)
    except UnknownFilter as unknown:
        return _unknown(unknown)
    address = current_app.config["SETTINGS"].public_base_url + url_for("public.list_commitments")
    lines = csv_lines(register.iter_entries(question, today), About(today, address))
    return Response(
        stream_with_context(lines),
        mimetype="text/csv",
        headers={"Content-Disposition": f'attachment; filename="commitments-{today.isoformat()}.csv"'},
    )


def _chosen(question: Question) -> list[tuple[str, str]]:
    """Return what was chosen, in words, each with the address without it."""
    filters = question.filters
    return [
        (f"{TITLES[name]}: {question.words(name, value)}", _address(filters.without(name, value)))
        for name, some in filters.chosen.items()
        for value in some
    ] + ([(f"Search: {filters.q}", _address(filters.without("q")))] if filters.q else [])


def _address(
    parameters: Parameters, endpoint: str = "public.list_commitments", after: str | None = None
) -> str:
    asked = [*parameters, ("after", after)] if after else parameters
    # Not by url_for: it takes as long for the words of an address as for the rest of it.
    return f"{url_for(endpoint)}?{urlencode(asked)}" if asked else url_for(endpoint)


def _choose_organisation(wanted: str, filters: Filters, today: date) -> ResponseReturnValue:
    """Find the organisation whose name was typed; ask when several fit. No list has room for all names."""
    holders = {row.organisation_id for row in figures.count_by_organisation(today)}
    known = publications.list_current(PublicationKind.ORGANISATION, today)
    found = named_like(wanted, [row.payload for row in known if row.organisation_id in holders])
    others = filters.without("organisation")
    choices = [(payload["name"], _address([*others, ("organisation", payload["slug"])])) for payload in found]
    if len(choices) == 1:
        return redirect(choices[0][1])
    return render_template(
        "public/choose_organisation.html", wanted=wanted, choices=choices, back_url=_address(others)
    )


def _unknown(unknown: UnknownFilter) -> ResponseReturnValue:
    return render_template("public/unknown_filter.html", title=unknown.title, value=unknown.value), 400
