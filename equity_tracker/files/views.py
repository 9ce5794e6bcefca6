"""Fetching a file. Everything that comes back with it keeps a browser from doing more than saving it."""

import unicodedata
from urllib.parse import quote

from flask import Blueprint, Response, current_app, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from equity_tracker import clock
from equity_tracker.adapters.storage import Storage
from equity_tracker.files import queries
from equity_tracker.model.people import User
from equity_tracker.model.stored_file import StoredFile
from equity_tracker.web.access import anyone, loads

blueprint = Blueprint("files", __name__)

# Whatever is in it, it runs nothing, loads nothing and stands alone (security headers add nosniff, no-store).
POLICY = "default-src 'none'; sandbox; frame-ancestors 'none'"


def _load(person: User | None, public_id: str) -> StoredFile:
    return queries.get_file(person, public_id, clock.today())


@blueprint.get("/files/<file>")
@loads(file=_load)
@anyone("GET")
def download_file(file: StoredFile) -> ResponseReturnValue:
    """Hand out a file to whoever may read it: the public while it is published, or those it was sent to."""
    response = Response(mimetype=file.kind.content_type)
    response.headers["Content-Disposition"] = _saved_as(file.name)
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["Cache-Control"] = "no-store"
    if request.method == "HEAD":
        response.content_length = file.size
        response.headers["Accept-Ranges"] = "bytes"
        return response
    storage = Storage.from_url(current_app.config["SETTINGS"].storage_url)
    try:
        response.set_data(storage.get(file.storage_key))
    except FileNotFoundError:
        current_app.logger.exception("The bytes of file %s are gone", file.public_id)
        raise NotFound from None
    return response.make_conditional(request, accept_ranges=True, complete_length=file.size)


def _saved_as(name: str) -> str:
    """Name the file in any alphabet (RFC 6266), with plain letters beside it for old programs."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    plain = "".join(letter for letter in plain if letter.isalnum() or letter in " .-_()").strip()
    if plain == name:
        return f'attachment; filename="{plain}"'
    if plain.startswith("."):
        plain = f"file{plain}"
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
