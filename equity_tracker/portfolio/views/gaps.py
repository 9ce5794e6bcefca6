"""Where the commitments are aimed: the page, and the file of the same counts."""

from flask import render_template
from flask.typing import ResponseReturnValue

from equity_tracker import clock
from equity_tracker.model.permissions import Permission
from equity_tracker.model.programme import Programme
from equity_tracker.portfolio.gaps import HEADER, portfolio_rows
from equity_tracker.portfolio.queries.commitments import get_portfolio
from equity_tracker.portfolio.views.blueprint import blueprint, spreadsheet
from equity_tracker.web.access import requires


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
