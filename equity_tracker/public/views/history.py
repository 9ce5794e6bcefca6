"""What the page of a commitment has no room for: everything that happened to it, and all its evidence."""

from collections import Counter

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue

from equity_tracker import clock
from equity_tracker.public.evidence import evidence
from equity_tracker.public.queries import publications
from equity_tracker.public.timeline import outline
from equity_tracker.public.views.blueprint import blueprint
from equity_tracker.public.views.commitments import Found, current_promise, find
from equity_tracker.web.access import loads, public

YEARS_FROM = 60
"""A history of more entries is told one year at a time."""


@blueprint.get("/commitments/<public_id>/<slug>/history")
@loads(public_id=publications.readable, slug=publications.readable)
@public
def show_history(public_id: str, slug: str) -> ResponseReturnValue:
    """Show everything that happened to a commitment, newest first; a long history year by year."""
    today = clock.today()
    found = find(public_id, slug, today)
    if not isinstance(found, Found):
        return found
    told = publications.list_told(public_id, today)
    entries = outline(told)
    years = Counter(row.on.year for row in entries)
    is_long = len(entries) > YEARS_FROM
    year = _year(request.args.get("year"), years) if is_long else None
    return render_template(
        "public/show_history.html",
        public_id=public_id,
        entry=found.entry,
        promise=current_promise(told).payload,
        years=years if is_long else {},
        year=year,
        count=len(entries),
        events=[row.tell() for row in entries if year in {None, row.on.year}],
    )


@blueprint.get("/commitments/<public_id>/<slug>/evidence")
@loads(public_id=publications.readable, slug=publications.readable)
@public
def list_evidence(public_id: str, slug: str) -> ResponseReturnValue:
    """List all the public evidence about a commitment in one place."""
    today = clock.today()
    found = find(public_id, slug, today)
    if not isinstance(found, Found):
        return found
    told = publications.list_told(public_id, today)
    return render_template(
        "public/list_evidence.html",
        public_id=public_id,
        entry=found.entry,
        promise=current_promise(told).payload,
        evidence=evidence(told),
    )


def _year(asked: str | None, years: Counter[int]) -> int:
    """Return the year that was asked for, or the last in which something happened."""
    if asked is None:
        return max(years)
    found = next((year for year in years if str(year) == asked), None)
    if found is None:
        abort(404)
    return found
