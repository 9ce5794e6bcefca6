"""Where every public page is, for search engines: an index of parts, and what robots may leave alone."""

from collections.abc import Iterator
from datetime import date
from xml.sax.saxutils import escape

from flask import Response, abort, current_app, stream_with_context, url_for
from flask.typing import ResponseReturnValue

from equity_tracker import clock
from equity_tracker.open_data.queries import sitemap
from equity_tracker.open_data.queries.sitemap import Part
from equity_tracker.open_data.views.blueprint import blueprint
from equity_tracker.web.access import loads, public
from equity_tracker.web.public_addresses import public_addresses

NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
BEGINNING = '<?xml version="1.0" encoding="UTF-8"?>\n'
# The pages that are always there.
PAGES = (
    "public.show_home",
    "public.list_programmes",
    "public.list_commitments",
    "public.list_organisations",
    "public.list_statements",
    "public.list_case_studies",
    "public.list_supports",
    "public.show_glossary",
    "public.show_method",
    "public.show_accessibility",
    "public.show_privacy",
    "open_data.show_data",
    "embedding.show_code",
)
# Workspaces and forms: nothing there is for the public.
PRIVATE = ("/o/", "/p/", "/account", "/sign-in", "/forgot-password", "/invitations/", "/files/", "/embed/")


@blueprint.get("/sitemap.xml")
@public
def list_sitemaps() -> ResponseReturnValue:
    """Name the parts that hold anything, with the day each changed last."""
    base_url = current_app.config["SETTINGS"].public_base_url
    lines = [f'{BEGINNING}<sitemapindex xmlns="{NAMESPACE}">\n']
    for part, changed_on in [(Part("pages", 0), None), *sitemap.list_parts(clock.today())]:
        address = base_url + url_for("open_data.show_sitemap", part=part.name)
        lines.append(_entry("sitemap", address, changed_on))
    return _xml([*lines, "</sitemapindex>\n"])


@blueprint.get("/sitemaps/<part>.xml")
@loads(part=sitemap.get_part)
@public
def show_sitemap(part: Part) -> ResponseReturnValue:
    """Name the pages of one part."""
    today = clock.today()
    if part.number and not sitemap.has_anything(part, today):
        abort(404)
    return _xml(stream_with_context(_lines(part, today)))


@blueprint.get("/robots.txt")
@public
def show_robots() -> ResponseReturnValue:
    """Say where the sitemap is, and what is not worth asking for."""
    address = current_app.config["SETTINGS"].public_base_url + url_for("open_data.list_sitemaps")
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in PRIVATE), "", f"Sitemap: {address}", ""]
    return Response("\n".join(lines), mimetype="text/plain")


def _lines(part: Part, today: date) -> Iterator[str]:
    yield f'{BEGINNING}<urlset xmlns="{NAMESPACE}">\n'
    if part.number == 0:
        base_url = current_app.config["SETTINGS"].public_base_url
        yield from (_entry("url", base_url + url_for(endpoint), None) for endpoint in PAGES)
    for path, changed_on in sitemap.iter_pages(part, public_addresses(), today):
        yield _entry("url", path, changed_on)
    yield "</urlset>\n"


def _entry(tag: str, address: str, changed_on: date | None) -> str:
    changed = f"<lastmod>{changed_on.isoformat()}</lastmod>" if changed_on else ""
    return f"<{tag}><loc>{escape(address)}</loc>{changed}</{tag}>\n"


def _xml(lines: Iterator[str] | list[str]) -> Response:
    return Response(lines, mimetype="application/xml")
