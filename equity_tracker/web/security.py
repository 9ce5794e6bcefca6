"""What holds for every request and every answer, whoever asks: where from, how much, which headers."""

import re
from functools import partial
from urllib.parse import unquote, urlsplit

from flask import Flask, Response, abort, current_app, g, request
from werkzeug.exceptions import HTTPException, SecurityError

MEGABYTE = 1024 * 1024
SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}

SOURCES = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
    "object-src": "'none'",
}
CONTENT_SECURITY_POLICY = "; ".join(f"{name} {sources}" for name, sources in SOURCES.items())
NEVER_ASKED_FOR = ("camera", "display-capture", "geolocation", "microphone", "midi", "payment", "usb")
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{feature}=()" for feature in NEVER_ASKED_FOR),
}
# A page made to be embedded and a file that people sent in need others, and say so in their view.
UNLESS_THE_VIEW_SAYS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Cross-Origin-Resource-Policy": "same-origin",
}
ONLY_BY_TLS = "max-age=63072000; includeSubDomains"


def init_app(app: Flask, public_base_url: str) -> None:
    """Call it before anything else that looks at a request, but for the log."""
    scheme, host = urlsplit(public_base_url).scheme, urlsplit(public_base_url).hostname
    if scheme not in {"http", "https"} or host is None:
        raise ValueError("The public address must start with https:// or http://")
    here = ["127.0.0.1", "localhost"]
    app.config["TRUSTED_HOSTS"] = here if host in here else [host]
    app.config["MAX_CONTENT_LENGTH"] = MEGABYTE
    app.config["MAX_FORM_MEMORY_SIZE"] = MEGABYTE
    app.config["MAX_FORM_PARTS"] = 50
    app.before_request(_refuse_foreign_hosts)
    app.before_request(partial(_refuse_other_sites, scheme))
    app.after_request(partial(_add_headers, scheme))


def local_path_or(target: str | None, default: str) -> str:
    """`target` when it is a page of ours that can be opened, and nothing that a browser reads otherwise."""
    if not target or not re.fullmatch(r"/(?!/)[!-\[\]-~]{0,2000}", target):
        return default
    parts = urlsplit(target)
    path = unquote(parts.path)
    if not path.isprintable() or re.search(r"//|\\|/\.{1,2}(/|$)", path):
        return default
    try:
        current_app.url_map.bind("").match(path, method="GET")
    except HTTPException:
        return default
    return parts._replace(fragment="").geturl()


def _refuse_foreign_hosts() -> Response | None:
    """In plain text: a page would need addresses, which cannot be built for a host that is not ours."""
    if isinstance(request.routing_exception, SecurityError) or "Host" not in request.headers:
        return Response("This address is not served here.\n", status=400, mimetype="text/plain")
    return None


def _refuse_other_sites(scheme: str) -> None:
    """A belt over the form tokens: browsers say truthfully which site a form was sent from.

    Old ones may say nothing. `g.is_from_our_page` is true only of what was said to come from a page of ours.
    """
    if request.method in SAFE_METHODS:
        return
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    here = f"{scheme}://{request.host}"
    if site not in {None, "same-origin", "none"} or origin not in {None, here}:
        abort(403)
    g.is_from_our_page = site == "same-origin" or origin == here


def _add_headers(scheme: str, response: Response) -> Response:
    headers = response.headers
    for name, value in ALWAYS.items():
        headers[name] = value
    for name, value in UNLESS_THE_VIEW_SAYS.items():
        if name not in headers:
            headers[name] = value
    if scheme == "https":
        headers["Strict-Transport-Security"] = ONLY_BY_TLS
    if not headers.get("Cache-Control", "").startswith("public") or "Set-Cookie" in headers:
        headers["Cache-Control"] = "no-store"
    return response
