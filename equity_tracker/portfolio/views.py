"""Pages of what a programme holds together: where it is aimed, and the file of the same counts."""

from collections.abc import Iterable, Sequence

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from equity_tracker import clock
from equity_tracker.model import csv_file
from equity_tracker.model.permissions import Permission
from equity_tracker.model.programme import Programme
from equity_tracker.portfolio.gaps import HEADER, portfolio_rows
from equity_tracker.portfolio.queries.commitments import get_portfolio
from equity_tracker.web.access import requires
from equity_tracker.web.charts import shade

blueprint = Blueprint("portfolio", __name__)
blueprint.add_app_template_global(shade, "shade")


@blueprint.route("/p/<programme>/portfolio")
@requires(get=Permission.VIEW_REGISTERED)
def show_portfolio(programme: Programme) -> ResponseReturnValue:
    """Show where the published commitments are aimed, and where there are none."""
    return render_template(
        "portfolio/show_portfolio.html",
        programme=programme,
        portfolio=get_portfolio(programme),
        today=clock.today(),
    )


@blueprint.route("/p/<programme>/portfolio.csv")
@requires(get=Permission.VIEW_REGISTERED)
def download_portfolio(programme: Programme) -> ResponseReturnValue:
    """Hand out the counts of the page, one to a row."""
    return spreadsheet(programme, "portfolio", HEADER, portfolio_rows(get_portfolio(programme)))


def spreadsheet(
    programme: Programme, what: str, header: Sequence[str], rows: Iterable[Sequence[str]]
) -> Response:
    """Hand out a list as a file, named after the programme and the day."""
    response = Response("".join(csv_file.lines(header, rows)), mimetype="text/csv")
    name = f"{programme.slug}-{what}-{clock.today().isoformat()}.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
