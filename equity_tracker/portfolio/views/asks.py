"""What must change above the organisations: the page, and the file of the same sentences."""

from flask import render_template
from flask.typing import ResponseReturnValue

from equity_tracker.model.permissions import Permission
from equity_tracker.model.programme import Programme
from equity_tracker.portfolio.asks import HEADER, ask_rows
from equity_tracker.portfolio.queries.learning import get_asks
from equity_tracker.portfolio.views.blueprint import blueprint, spreadsheet
from equity_tracker.web.access import requires


@blueprint.route("/p/<programme>/asks")
@requires(get=Permission.VIEW_REGISTERED)
def show_asks(programme: Programme) -> ResponseReturnValue:
    """Show who is asked for what, and by how many."""
    return render_template("portfolio/show_asks.html", programme=programme, asks=get_asks(programme))


@blueprint.route("/p/<programme>/asks.csv")
@requires(get=Permission.VIEW_REGISTERED)
def download_asks(programme: Programme) -> ResponseReturnValue:
    return spreadsheet(programme, "asks", HEADER, ask_rows(get_asks(programme)))
