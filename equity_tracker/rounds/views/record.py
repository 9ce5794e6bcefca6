"""The record of a closed round, to take away."""

from flask import Response, stream_with_context
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from equity_tracker.model import csv_file
from equity_tracker.model.permissions import Permission
from equity_tracker.model.programme import Programme
from equity_tracker.model.round import Round
from equity_tracker.model.vocabulary import ORGANISATION_KINDS
from equity_tracker.programmes.queries.rounds import get_round
from equity_tracker.rounds.queries.record import find_snapshot
from equity_tracker.rounds.record import HEADER, cells
from equity_tracker.rounds.views.blueprint import blueprint
from equity_tracker.web.access import loads, requires


@blueprint.route("/<reporting_round>/as-closed.csv")
@loads(reporting_round=get_round)
@requires(get=Permission.VIEW_REGISTERED)
def download_record(programme: Programme, reporting_round: Round) -> ResponseReturnValue:
    """Hand out what was expected and what came, as it stood when the round closed."""
    snapshot = find_snapshot(reporting_round)
    if snapshot is None:
        raise NotFound
    rows = [cells(row, ORGANISATION_KINDS.label(row.organisation_kind)) for row in snapshot.rows]
    name = f"{programme.slug}-round-{reporting_round.number}-as-closed.csv"
    return Response(
        stream_with_context(csv_file.lines(HEADER, rows)),
        mimetype="text/csv",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
