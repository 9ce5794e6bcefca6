"""What helps and what hinders: the two heat maps, the notes behind them, and the files of both."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from equity_tracker.model.permissions import Permission
from equity_tracker.model.programme import Programme
from equity_tracker.model.vocabulary import DOMAINS, NOT_STATED, Term
from equity_tracker.portfolio.queries.learning import get_themes
from equity_tracker.portfolio.queries.said import list_themes
from equity_tracker.portfolio.queries.themes import get_theme
from equity_tracker.portfolio.said import ThemeSaid
from equity_tracker.portfolio.themes import (
    COUNTS_HEADER,
    HELPS,
    HINDERS,
    NOTES_HEADER,
    WAYS,
    count_rows,
    note_rows,
)
from equity_tracker.portfolio.views.blueprint import blueprint, spreadsheet
from equity_tracker.web.access import loads, requires


@blueprint.route("/p/<programme>/themes")
@requires(get=Permission.VIEW_REGISTERED)
def show_themes(programme: Programme) -> ResponseReturnValue:
    """Show which themes hinder and help, domain by domain."""
    return render_template(
        "portfolio/show_themes.html", programme=programme, themes=get_themes(programme), ways=WAYS
    )


@blueprint.route("/p/<programme>/themes/<theme>")
@loads(theme=get_theme)
@requires(get=Permission.VIEW_REGISTERED)
def show_theme(programme: Programme, theme: Term) -> ResponseReturnValue:
    """Show who said what about a theme, narrowed to one way and one domain when asked."""
    way, domain = request.args.get("way", ""), request.args.get("domain", "")
    said = [row for row in list_themes(programme) if row.theme == theme.slug]
    return render_template(
        "portfolio/show_theme.html",
        programme=programme,
        theme=theme,
        said=[row for row in said if _points(row, way) and _is_in(row, domain)],
        all=len(said),
        way=WAYS.get(way),
        domain=DOMAINS.label(domain) if domain in DOMAINS or domain == NOT_STATED else None,
    )


@blueprint.route("/p/<programme>/themes.csv")
@requires(get=Permission.VIEW_REGISTERED)
def download_themes(programme: Programme) -> ResponseReturnValue:
    """Hand out the counts of both heat maps."""
    return spreadsheet(programme, "themes", COUNTS_HEADER, count_rows(get_themes(programme)))


@blueprint.route("/p/<programme>/themes/notes.csv")
@requires(get=Permission.VIEW_REGISTERED)
def download_notes(programme: Programme) -> ResponseReturnValue:
    """Hand out every note, with what is private marked as such."""
    return spreadsheet(programme, "theme-notes", NOTES_HEADER, note_rows(list_themes(programme)))


def _points(row: ThemeSaid, way: str) -> bool:
    """A word that is none of ours narrows nothing."""
    return {HELPS: row.helps, HINDERS: row.hinders}.get(way, True)


def _is_in(row: ThemeSaid, domain: str) -> bool:
    if domain not in DOMAINS and domain != NOT_STATED:
        return True
    return (row.source.domain or NOT_STATED) == domain
