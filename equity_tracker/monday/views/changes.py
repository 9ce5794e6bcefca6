"""What changed since a day that the coordinator picks, in one screen."""

from dataclasses import dataclass
from datetime import date, timedelta

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from equity_tracker import clock
from equity_tracker.model.dates import long_date
from equity_tracker.model.permissions import Permission
from equity_tracker.model.programme import Programme
from equity_tracker.monday.columns import CHANGES, GROUP_LABELS
from equity_tracker.monday.queries import changes as queries
from equity_tracker.monday.since import monday_before
from equity_tracker.monday.views.blueprint import blueprint
from equity_tracker.web.access import requires
from equity_tracker.web.csv_files import csv_response

MOST_SHOWN = 50
EARLIEST = date(2000, 1, 1)


@dataclass(frozen=True)
class Day:
    """A day to begin from that is one click away."""

    words: str
    on: date


@blueprint.route("/changes")
@requires(get=Permission.VIEW_REGISTERED)
def list_changes(programme: Programme) -> ResponseReturnValue:
    """Show what changed, grouped by what happened. Which day was picked is in the address, nowhere else."""
    today = clock.today()
    since = _since(today)
    found = queries.list_changes(programme, since=since, most=MOST_SHOWN + 1)
    return render_template(
        "monday/list_changes.html",
        programme=programme,
        since=since,
        today=today,
        days=_days(programme, today),
        groups={group: rows[:MOST_SHOWN] for group, rows in found.items()},
        cut={group for group, rows in found.items() if len(rows) > MOST_SHOWN},
        labels=GROUP_LABELS,
        csv_url=url_for(".list_changes_csv", programme=programme.slug, since=since.isoformat()),
    )


@blueprint.route("/changes.csv")
@requires(get=Permission.VIEW_REGISTERED)
def list_changes_csv(programme: Programme) -> ResponseReturnValue:
    """Give every change since the same day as a file."""
    today = clock.today()
    rows = queries.all_changes(programme, since=_since(today))
    return csv_response("changes", CHANGES.header, map(CHANGES.cells, rows), today)


def _since(today: date) -> date:
    """Read the day that was picked. What is no day, or not yet, begins with the Monday before."""
    try:
        picked = date.fromisoformat(request.args.get("since", ""))
    except ValueError:
        return monday_before(today)
    return picked if EARLIEST <= picked <= today else monday_before(today)


def _days(programme: Programme, today: date) -> list[Day]:
    monday = monday_before(today)
    days = [
        Day(f"Monday {long_date(monday)}", monday),
        Day("four weeks ago", today - timedelta(days=28)),
    ]
    round_ = queries.last_closed_round(programme)
    if round_ is not None and round_.closed_at is not None:
        days.append(Day(f"the day {round_.name} closed", clock.local_date(round_.closed_at)))
    return days
