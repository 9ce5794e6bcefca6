"""Which version of a public page a reader has: told with every one, and not sent again while it is true.

A page is as it was while nothing public has changed, the day is the same (lights change at midnight) and so
is the program that draws it.
"""

import hashlib
from datetime import UTC, datetime, time
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from flask import Flask, Response, current_app, g, request
from werkzeug.http import http_date

from equity_tracker import clock, publication_counter
from equity_tracker.extensions import db
from equity_tracker.web import access

DRAWN_BY = ("equity_tracker", "templates")
# A date has no parts of a second: one that has just begun may still bring another change.
SETTLED_AFTER = 2


def init_app(app: Flask, root: Path) -> None:
    """Register this after the gate, which finds what is not there."""
    app.config["BUILD"], app.config["BUILT_AT"] = _build(root)
    app.before_request(_send_nothing_again)
    app.after_request(_tell_version)


def _send_nothing_again() -> Response | None:
    g.version = None
    declared = access.access_of(current_app, request.endpoint or "")
    if declared is None or declared.surface is not access.Surface.PUBLIC:
        return None
    g.version = etag, changed_at = _version()
    if request.if_none_match:
        is_known = request.if_none_match.contains_weak(etag)
    else:
        since = request.if_modified_since
        is_known = since is not None and _is_settled(changed_at) and since >= changed_at
    return Response(status=304) if is_known else None


def _tell_version(response: Response) -> Response:
    """Say it of what may be kept, unless the view knows a better one."""
    if g.get("version") is None or not response.headers.get("Cache-Control", "").startswith("public"):
        return response
    if response.status_code in {200, 304} and "ETag" not in response.headers:
        etag, changed_at = g.version
        response.headers["ETag"] = f'W/"{etag}"'
        if _is_settled(changed_at):
            response.headers["Last-Modified"] = http_date(changed_at)
    return response


def _version() -> tuple[str, datetime]:
    """Return the tag of this address, and the second in which anything behind it changed last."""
    counter = publication_counter.read_once(db.session)
    today = clock.today()
    build, built_at = current_app.config["BUILD"], current_app.config["BUILT_AT"]
    midnight = datetime.combine(today, time(), ZoneInfo(clock.HOME_ZONE)).astimezone(UTC)
    changed_at = max(counter.counted_at, midnight, built_at).replace(microsecond=0)
    address = f"{request.path}?{request.query_string.decode('latin-1')}"
    # With the moment, since a database that was put back counts to the same number again.
    seen = f"{counter.number} {counter.counted_at} {today} {build} {address}"
    return hashlib.sha256(seen.encode(errors="surrogatepass")).hexdigest()[:24], changed_at


def _is_settled(moment: datetime) -> bool:
    return (clock.now() - moment).total_seconds() >= SETTLED_AFTER


@cache
def _build(root: Path) -> tuple[str, datetime]:
    """Return a hash of all that draws pages, and when the last of it was put here."""
    files = sorted(
        path
        for folder in DRAWN_BY
        for path in (root / folder).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    )
    whole = hashlib.sha256()
    for path in files:
        whole.update(f"{path.relative_to(root)}\0".encode())
        whole.update(path.read_bytes())
    newest = max(path.stat().st_mtime for path in files)
    return whole.hexdigest()[:12], datetime.fromtimestamp(newest, UTC)
