"""The pages of the open data, and its files."""

from flask import Response, abort, current_app, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from equity_tracker import clock
from equity_tracker.adapters.storage import Storage
from equity_tracker.open_data import package, reading
from equity_tracker.open_data.package import DESCRIBING, LICENCE
from equity_tracker.open_data.queries import releases
from equity_tracker.open_data.queries.releases import Offered
from equity_tracker.open_data.tables import FORMAT, FORMAT_CHANGES, TABLES, Table
from equity_tracker.open_data.views.blueprint import blueprint
from equity_tracker.open_data.writing import JSON_NAME, ZIP_NAME
from equity_tracker.web.access import as_typed, loads, public

# Whatever is in a file, a browser that opens it runs nothing and loads nothing.
FILE_POLICY = "default-src 'none'; sandbox; frame-ancestors 'none'"
SHOWN_AT_FIRST = 10
RETRY_AFTER = "60"


@blueprint.get("/data")
@public
def show_data() -> ResponseReturnValue:
    """Show the current release with all that describes it, and the earlier ones."""
    offered = releases.list_offered(clock.today())
    return render_template(
        "open_data/show_data.html",
        current=offered[0] if offered else None,
        earlier=offered[1:],
        shown_at_first=SHOWN_AT_FIRST,
        tables=TABLES.values(),
        names={"zip": ZIP_NAME, "json": JSON_NAME, "describing": DESCRIBING},
        package=package,
        licence=LICENCE,
        format=FORMAT,
        format_changes=FORMAT_CHANGES,
    )


@blueprint.get("/data/dictionary/<table>")
@loads(table=releases.get_table)
@public
def show_table(table: Table) -> ResponseReturnValue:
    """Show what every column of a table says."""
    latest = releases.find_latest(clock.today())
    return render_template(
        "open_data/show_table.html",
        table=table,
        latest=latest.release if latest and not latest.is_withheld else None,
        tables=list(TABLES.values()),
    )


@blueprint.get("/data/latest/<name>")
@loads(name=as_typed)
@public
def find_latest(name: str) -> ResponseReturnValue:
    """Lead to a file of the newest release."""
    latest = releases.find_latest(clock.today())
    if latest is None or not _is_file(name):
        abort(404)
    version = latest.release.version
    return redirect(url_for("open_data.download_file", version=version, name=name), code=302)


@blueprint.get("/data/<version>/<name>")
@loads(version=as_typed, name=as_typed)
@public
def download_file(version: str, name: str) -> ResponseReturnValue:
    """Hand out a release, or one file of it."""
    offered = releases.find_offered(version, clock.today())
    if offered is None or not _is_file(name):
        abort(404)
    if offered.is_withheld:
        page = render_template("open_data/show_withheld.html", release=offered.release)
        return page, 503, {"Retry-After": RETRY_AFTER}
    return _file(offered, name)


def _is_file(name: str) -> bool:
    return name.rpartition(".")[2].lower() in reading.TYPES


def _file(offered: Offered, name: str) -> Response:
    release = offered.release
    storage = Storage.from_url(current_app.config["SETTINGS"].storage_url)
    try:
        source = storage.open(release.file_key or "")
    except FileNotFoundError:
        current_app.logger.exception("The bytes of release %s of the open data are gone", release.version)
        abort(404)
    is_whole = name == ZIP_NAME
    part = reading.whole(source, release.size or 0) if is_whole else reading.member(source, name)
    if part is None:
        abort(404)
    response = Response(part.parts, content_type=reading.content_type(name))
    response.content_length = part.size
    response.set_etag(f"{release.file_hash}-{name}")
    response.headers["Content-Disposition"] = f'attachment; filename="{_saved_as(release.version, name)}"'
    response.headers["Content-Security-Policy"] = FILE_POLICY
    # Programs on other sites may read what anybody may read; no cookie is ever looked at here.
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def _saved_as(version: str | None, name: str) -> str:
    stem, _, kind = name.rpartition(".")
    return name if name in DESCRIBING else f"{stem}-{version}.{kind}"
