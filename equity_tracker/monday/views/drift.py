"""The drift ledger: how far each commitment has moved since it was first published, and the way it went."""

from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from equity_tracker import clock
from equity_tracker.model.dates import MONTHS
from equity_tracker.model.flags import FlagKind
from equity_tracker.model.permissions import Permission
from equity_tracker.model.programme import Programme
from equity_tracker.monday.columns import DRIFT
from equity_tracker.monday.queries import drift as queries
from equity_tracker.monday.queries.drift import Moved
from equity_tracker.monday.sentences import MOVE_HINTS, MOVE_LABELS
from equity_tracker.monday.views.blueprint import blueprint
from equity_tracker.web.access import requires
from equity_tracker.web.charts import LevelPoint, level_line
from equity_tracker.web.csv_files import csv_response
from equity_tracker.web.pagination import PAGE_SIZE, cut, read_cursor

FIRST_SHOWN = 10


@blueprint.route("/drift")
@requires(get=Permission.VIEW_REGISTERED)
def list_drift(programme: Programme) -> ResponseReturnValue:
    """Show the first of each way to move, or one way page by page."""
    kind = _kind()
    after = read_cursor(request.args.get("after"), queries.SHAPE) if kind else None
    counts = queries.count_moves(programme)
    next_cursor = None
    shown: list[tuple[FlagKind, Any]] = []
    for one in (kind,) if kind else queries.LEDGER:
        if counts[one]:
            most = (PAGE_SIZE if kind else FIRST_SHOWN) + 1
            page = cut(queries.list_moves(programme, one, most=most, after=after), lambda row: row.place)
            next_cursor = page.next_cursor
            rows = page.rows if kind else page.rows[:FIRST_SHOWN]
            shown.append((one, [(row, _chart(row)) for row in rows]))
    chosen: dict[str, Any] = {"programme": programme.slug, "kind": kind}
    return render_template(
        "monday/list_drift.html",
        programme=programme,
        shown=shown,
        counts=counts,
        kind=kind,
        kinds=MOVE_LABELS,
        hints=MOVE_HINTS,
        first_url=url_for(".list_drift", **chosen) if after else None,
        next_url=url_for(".list_drift", after=next_cursor, **chosen) if kind and next_cursor else None,
        csv_url=url_for(".list_drift_csv", **chosen),
    )


@blueprint.route("/drift.csv")
@requires(get=Permission.VIEW_REGISTERED)
def list_drift_csv(programme: Programme) -> ResponseReturnValue:
    """Give every row of the same ledger as a file."""
    rows = queries.all_moves(programme, _kind())
    return csv_response("drift", DRIFT.header, map(DRIFT.cells, rows), clock.today())


def _kind() -> FlagKind | None:
    word = request.args.get("kind", "")
    return FlagKind(word) if word in set(queries.LEDGER) else None


def _chart(row: Moved) -> Any:  # noqa: ANN401 - a drawing
    if row.kind is FlagKind.NARROWED:
        return None  # Not the level has moved, but who it is for.
    points = [LevelPoint(f"{MONTHS[day.month][:3]} {day:%y}", level) for day, level in row.levels]
    return level_line(
        points,
        title=f"Level of action of “{row.title}” over time",
        id_prefix=f"{row.kind.value}-{row.commitment_id}",
    )
