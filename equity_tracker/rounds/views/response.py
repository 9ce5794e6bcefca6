"""Response rates over the rounds, as a page and as a file."""

from flask import Response, render_template, stream_with_context
from flask.typing import ResponseReturnValue

from equity_tracker.model import csv_file
from equity_tracker.model.permissions import Permission
from equity_tracker.model.programme import Programme
from equity_tracker.model.round_response import HEADER, cells, kinds_of
from equity_tracker.model.vocabulary import ORGANISATION_KINDS
from equity_tracker.rounds.queries.response import list_responses
from equity_tracker.rounds.views.blueprint import blueprint
from equity_tracker.web.access import requires
from equity_tracker.web.charts import ResponseBar, response_bars

MOST_BESIDE_ONE_ANOTHER = 4


@blueprint.route("/response")
@requires(get=Permission.VIEW_PROGRAMME)
def show_response(programme: Programme) -> ResponseReturnValue:
    """Show how many of those asked have reported, round by round and by kind of organisation."""
    rows = list_responses(programme)
    asked = [row for row in rows if row.total.expected]
    bars = [ResponseBar(row.round.name, row.total.reported, row.total.expected) for row in asked]
    return render_template(
        "rounds/show_response.html",
        programme=programme,
        rows=rows,
        recent=rows[: -MOST_BESIDE_ONE_ANOTHER - 1 : -1],
        kinds=kinds_of(rows, ORGANISATION_KINDS),
        chart=response_bars(bars, title="Reported, round by round", id_prefix="response") if bars else None,
    )


@blueprint.route("/response.csv")
@requires(get=Permission.VIEW_PROGRAMME)
def download_response(programme: Programme) -> ResponseReturnValue:
    """Hand out the same counts as a file."""
    rows = list_responses(programme)
    lines = csv_file.lines(HEADER, cells(rows, kinds_of(rows, ORGANISATION_KINDS)))
    return Response(
        stream_with_context(lines),
        mimetype="text/csv",
        headers={"Content-Disposition": f'attachment; filename="{programme.slug}-response.csv"'},
    )
