"""Who has not reported: what is owed, who to ring, and what was tried."""

from itertools import groupby
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from equity_tracker import clock
from equity_tracker.model.permissions import Permission
from equity_tracker.model.programme import Programme
from equity_tracker.model.vocabulary import ORGANISATION_KINDS
from equity_tracker.monday.columns import NOT_REPORTED, STATE_LABELS
from equity_tracker.monday.queries import not_reported as queries
from equity_tracker.monday.queries.not_reported import Narrowing
from equity_tracker.monday.views.blueprint import blueprint
from equity_tracker.web.access import requires
from equity_tracker.web.csv_files import csv_response
from equity_tracker.web.pagination import PAGE_SIZE, cut, read_cursor


@blueprint.route("/not-reported")
@requires(get=Permission.VIEW_REGISTERED)
def list_not_reported(programme: Programme) -> ResponseReturnValue:
    """Show the check-ins that have not come, by organisation."""
    today = clock.today()
    narrowing = _narrowing()
    after = read_cursor(request.args.get("after"), queries.SHAPE)
    found = queries.list_unreported(programme, narrowing, today=today, most=PAGE_SIZE + 1, after=after)
    page = cut(found, lambda row: row.place)
    chosen: dict[str, Any] = {"round": narrowing.round_id, "kind": narrowing.kind}
    return render_template(
        "monday/list_not_reported.html",
        programme=programme,
        today=today,
        groups=[
            (rows[0], rows)
            for rows in (list(rows) for _, rows in groupby(page.rows, key=lambda row: row.organisation_slug))
        ],
        count=queries.count_unreported(programme, narrowing, today=today),
        rounds=queries.list_rounds_owed(programme, today=today),
        kinds=[
            (kind, ORGANISATION_KINDS.label(kind))
            for kind in queries.list_kinds_owing(programme, today=today)
        ],
        states=STATE_LABELS,
        to_write_to=any(row.contact.may_be_nudged(today) for row in page.rows),
        narrowing=narrowing,
        is_narrowed=narrowing != Narrowing(),
        first_url=url_for(".list_not_reported", programme=programme.slug, **chosen) if after else None,
        next_url=(
            url_for(".list_not_reported", programme=programme.slug, after=page.next_cursor, **chosen)
            if page.next_cursor
            else None
        ),
        csv_url=url_for(".list_not_reported_csv", programme=programme.slug, **chosen),
    )


@blueprint.route("/not-reported.csv")
@requires(get=Permission.VIEW_REGISTERED)
def list_not_reported_csv(programme: Programme) -> ResponseReturnValue:
    """Give every row of the same list as a file."""
    today = clock.today()
    rows = queries.all_unreported(programme, _narrowing(), today=today)
    return csv_response("not-reported", NOT_REPORTED.header, map(NOT_REPORTED.cells, rows), today)


def _narrowing() -> Narrowing:
    """Read what the list is narrowed to. What cannot be the name of anything narrows nothing."""
    round_id, kind = request.args.get("round", ""), request.args.get("kind", "")
    return Narrowing(
        round_id=round_id if round_id and round_id.isprintable() else None,
        kind=kind if kind in ORGANISATION_KINDS else None,
    )
