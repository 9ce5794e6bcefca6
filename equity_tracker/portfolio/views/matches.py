"""Who could help whom: the themes, both sides of each, and the words of an introduction."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from equity_tracker.model.permissions import Permission
from equity_tracker.model.programme import Programme
from equity_tracker.model.vocabulary import Term
from equity_tracker.portfolio.introduction import choices, introduce
from equity_tracker.portfolio.matches import HEADER, match_rows
from equity_tracker.portfolio.queries.learning import list_matches
from equity_tracker.portfolio.queries.themes import get_theme
from equity_tracker.portfolio.views.blueprint import blueprint, spreadsheet
from equity_tracker.web.access import loads, requires


@blueprint.route("/p/<programme>/matches")
@requires(get=Permission.VIEW_REGISTERED)
def show_matches(programme: Programme) -> ResponseReturnValue:
    """Show the themes on which somebody could help somebody else."""
    return render_template(
        "portfolio/show_matches.html", programme=programme, matches=list_matches(programme)
    )


@blueprint.route("/p/<programme>/matches/<theme>")
@loads(theme=get_theme)
@requires(get=Permission.VIEW_REGISTERED)
def show_match(programme: Programme, theme: Term) -> ResponseReturnValue:
    """Show both sides of a theme, and an introduction of two that were chosen."""
    match = next((row for row in list_matches(programme) if row.slug == theme.slug), None)
    needing, giving = request.args.get("needing", ""), request.args.get("giving", "")
    written = match and introduce(
        match,
        needing,
        giving,
        programme=programme.name,
        coordinating_body=programme.coordinating_body.name,
    )
    return render_template(
        "portfolio/show_match.html",
        programme=programme,
        theme=theme,
        match=match,
        needing=choices(match.needing) if match else [],
        giving=choices(match.giving) if match else [],
        chosen=(needing, giving),
        introduction=written,
        is_asked=bool(needing or giving),
    )


@blueprint.route("/p/<programme>/matches.csv")
@requires(get=Permission.VIEW_REGISTERED)
def download_matches(programme: Programme) -> ResponseReturnValue:
    return spreadsheet(programme, "who-could-help-whom", HEADER, match_rows(list_matches(programme)))
