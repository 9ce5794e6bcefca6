"""Commitments that have lost, or may lose, somebody or something they stand on."""

from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from equity_tracker import clock
from equity_tracker.model.permissions import Permission
from equity_tracker.model.programme import Programme
from equity_tracker.monday.columns import ORPHAN_LABELS, ORPHANS
from equity_tracker.monday.kinds import OrphanKind
from equity_tracker.monday.queries import orphans as queries
from equity_tracker.monday.views.blueprint import blueprint
from equity_tracker.web.access import requires
from equity_tracker.web.csv_files import csv_response
from equity_tracker.web.pagination import PAGE_SIZE, cut, read_cursor


@blueprint.route("/orphans")
@requires(get=Permission.VIEW_REGISTERED)
def list_orphans(programme: Programme) -> ResponseReturnValue:
    """Show what is missing from each commitment, and who is there to ring."""
    today = clock.today()
    kind = _kind()
    after = read_cursor(request.args.get("after"), queries.SHAPE)
    found = queries.list_orphans(programme, kind, today=today, most=PAGE_SIZE + 1, after=after)
    page = cut(found, lambda row: row.place)
    total, counts = queries.count_orphans(programme, today=today)
    chosen: dict[str, Any] = {"programme": programme.slug, "kind": kind}
    return render_template(
        "monday/list_orphans.html",
        programme=programme,
        rows=page.rows,
        count=counts[kind] if kind else total,
        counts=counts,
        kind=kind,
        kinds=ORPHAN_LABELS,
        first_url=url_for(".list_orphans", **chosen) if after else None,
        next_url=url_for(".list_orphans", after=page.next_cursor, **chosen) if page.next_cursor else None,
        csv_url=url_for(".list_orphans_csv", **chosen),
    )


@blueprint.route("/orphans.csv")
@requires(get=Permission.VIEW_REGISTERED)
def list_orphans_csv(programme: Programme) -> ResponseReturnValue:
    """Give every row of the same list as a file."""
    today = clock.today()
    rows = queries.all_orphans(programme, today=today, kind=_kind())
    return csv_response("orphans", ORPHANS.header, map(ORPHANS.cells, rows), today)


def _kind() -> OrphanKind | None:
    word = request.args.get("kind", "")
    return OrphanKind(word) if word in set(OrphanKind) else None
