"""The status reports that anyone may fetch, by organisation."""

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from equity_tracker import clock
from equity_tracker.public.views.blueprint import blueprint
from equity_tracker.reports.queries import MOST_IN_FULL, list_newest_public
from equity_tracker.web.access import public
from equity_tracker.web.pagination import PAGE_SIZE, cut, read_cursor


@blueprint.get("/reports")
@public
def list_reports() -> ResponseReturnValue:
    """Show the newest public report of each organisation, with the day it tells of."""
    after = read_cursor(request.args.get("after"), (str, int))
    found = list_newest_public(clock.today(), after=after, limit=PAGE_SIZE + 1)
    page = cut(found, lambda row: (row.sort_name, row.id))
    here = "public.list_reports"
    return render_template(
        "public/list_reports.html",
        reports=page.rows,
        most_in_full=MOST_IN_FULL,
        first_url=url_for(here) if after else None,
        next_url=url_for(here, after=page.next_cursor) if page.next_cursor else None,
    )
