"""Files that come with a form: kept before the form is judged, so that a refusal of anything else loses none.

What is kept is known by its id from then on, in a hidden field where the file was. So a form holds text only,
however often it comes back.
"""

import functools
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock
from typing import IO, Any, Protocol

from flask import Flask, current_app, g, has_request_context, make_response, request
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy import select
from werkzeug.datastructures import FileStorage, ImmutableMultiDict, MultiDict

from equity_tracker import clock
from equity_tracker.extensions import db
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.errors import Refused
from equity_tracker.model.file_kind import MEGABYTE
from equity_tracker.model.stored_file import Place, StoredFile
from equity_tracker.web.access import access_of, decide_early

# Three files of the limit at once. A form with rows has many parts, each of few letters.
MOST_AT_ONCE = 32 * MEGABYTE
MOST_PARTS = 1_000
MOST_FILES = 10
# A request that has files looked into keeps a thread for as long as that takes. Of a process's eight so many
# may, and one person's one at a time; whoever comes then is asked to come back, and the others serve pages.
MOST_FORMS = 3
_DESK = "file_desk"
_INPUT = re.compile(r"[a-z_]+-[0-9]{1,2}-file")
_TO_BE_MENDED = 422
_COME_BACK = {429, 503}
_BY_WEIGHT = (_TO_BE_MENDED, 413, 429, 503)
COME_BACK_AFTER = 30
BUSY = "Many files are being checked at the moment. Choose it again in a minute"
YOURS_ARE_CHECKED = "Other files of yours are still being checked. Choose this one again in a minute"
TOO_MANY = f"Choose no more than {MOST_FILES} files at once"
View = Callable[..., ResponseReturnValue]

_senders: set[int] = set()
_lock = Lock()


class Desk(Protocol):
    """Where files are taken in."""

    def patience(self) -> Any:  # noqa: ANN401 - only handed back
        """Begin to count how long the files of one form wait, all together."""

    def take_in(
        self,
        place: Place,
        name: str,
        data: IO[bytes],
        *,
        patience: Any,  # noqa: ANN401 - what `patience` gave
        by_id: int,
        now: datetime,
    ) -> str:
        """Keep a file and return its public id, or refuse it. Ends in a transaction of its own."""


@dataclass
class Uploads:
    """What came with this request, and what is kept for the commitment it is about."""

    about: Commitment
    refused: dict[str, str] = field(default_factory=dict)
    # What the answer says when the form comes back for the sake of a file.
    status: int = _TO_BE_MENDED
    _known: dict[str, StoredFile] | None = None

    def note(self, status: int) -> None:
        """Let the answer say what weighs most."""
        self.status = max(self.status, status, key=_BY_WEIGHT.index)

    @property
    def known(self) -> Mapping[str, StoredFile]:
        if self._known is None:
            rows = db.session.scalars(
                select(StoredFile).where(
                    StoredFile.organisation_id == self.about.organisation_id,
                    StoredFile.commitment_id == self.about.id,
                )
            )
            self._known = {row.public_id: row for row in rows}
        return self._known


def init_app(app: Flask, desk: Desk) -> None:
    """Call it before anything that reads a form."""
    app.extensions[_DESK] = desk
    app.before_request(_allow_more)


def takes_files(view: View) -> View:
    """Let the view's form send files about the commitment it is loaded with. Stands above `creates_once`."""

    @functools.wraps(view)
    def with_files(**arguments: Any) -> ResponseReturnValue:  # noqa: ANN401 - passed through
        if request.method == "POST" and (chosen := chosen_files()):
            arguments = _keep_all(chosen, arguments)
        else:
            g.uploads = Uploads(_about(arguments))
        response = make_response(view(**arguments))
        if response.status_code == _TO_BE_MENDED:
            response.status_code = g.uploads.status
            if g.uploads.status in _COME_BACK:
                response.headers["Retry-After"] = str(COME_BACK_AFTER)
        return response

    with_files.takes_files = True  # type: ignore[attr-defined]
    return with_files


def takes_large_body(most: int) -> Callable[[View], View]:
    """Let anybody's form of this view be of so many bytes; the view keeps no file of it."""

    def declare(view: View) -> View:
        view.most_bytes = most  # type: ignore[attr-defined]
        return view

    return declare


def look_among(commitment: Commitment) -> Uploads:
    """Let forms of this request name the files kept for this commitment, where the view takes none itself."""
    if g.get("uploads") is None:
        g.uploads = Uploads(commitment)
    uploads: Uploads = g.uploads
    return uploads


def find_kept(public_id: str) -> StoredFile | None:
    """Return a file that this form may name: one kept for the commitment that it is about."""
    uploads = _uploads()
    return uploads.known.get(public_id) if uploads is not None else None


def refusal_of(name: str) -> str | None:
    """Say why the file that came in this input is not kept."""
    uploads = _uploads()
    return uploads.refused.get(name) if uploads is not None else None


def _uploads() -> Uploads | None:
    return g.get("uploads") if has_request_context() else None


def _allow_more() -> None:
    """Let a form with files be larger, once it is known that who sends it is let in. Nobody else's is read.

    What is no larger than any form goes the usual way, on which what was typed is shown again.
    """
    view = current_app.view_functions.get(request.endpoint or "")
    request.max_content_length = getattr(view, "most_bytes", request.max_content_length)
    if request.method != "POST" or not getattr(view, "takes_files", False):
        return
    request.max_form_parts = MOST_PARTS
    if request.content_length is None or request.content_length > current_app.config["MAX_CONTENT_LENGTH"]:
        decide_early()
        request.max_content_length = MOST_AT_ONCE


def _about(arguments: Mapping[str, Any]) -> Commitment:
    commitment: Commitment = arguments.get("commitment") or arguments["check_in"].commitment
    return commitment


def chosen_files() -> dict[str, FileStorage]:
    """Return the files by the names of their inputs. One left alone sends a file without a name."""
    return {name: file for name, file in request.files.items() if file.filename and _INPUT.fullmatch(name)}


def _keep_all(chosen: Mapping[str, FileStorage], arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Keep each file, put its id into the form in its place, and load the arguments anew.

    No transaction is open while a file is looked into, so that a slow one holds up nobody.
    """
    about, by_id = _about(arguments), current_user.id
    place, uploads = Place.of(about), Uploads(about)
    ids = {name: value.public_id for name, value in arguments.items() if name != "organisation"}
    desk: Desk = current_app.extensions[_DESK]
    form = MultiDict(request.form)
    db.session.commit()
    patience = desk.patience()
    with _place_of(by_id) as why_none:
        for number, (name, file) in enumerate(chosen.items()):
            form.poplist(name)
            try:
                if why_none is not None:
                    raise why_none
                if number >= MOST_FILES:
                    raise Refused(TOO_MANY)
                form[name] = desk.take_in(
                    place,
                    file.filename or "",
                    file.stream,
                    patience=patience,
                    by_id=by_id,
                    now=clock.now(),
                )
            except Refused as refused:
                uploads.refused[name] = refused.message
                uploads.note(getattr(refused, "status", _TO_BE_MENDED))
    request.form = ImmutableMultiDict(form)
    again = _load_again(arguments, ids)
    uploads.about = _about(again)
    g.uploads = uploads
    return again


class NoPlace(Refused):
    """Its file was not looked at: too many are. The text of the form is as good as before."""

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message)
        self.status = status


@contextmanager
def _place_of(person: int) -> Iterator[NoPlace | None]:
    """Take one of the few places for a form with files; or say why there is none."""
    with _lock:
        if person in _senders:
            why = NoPlace(YOURS_ARE_CHECKED, 429)
        elif len(_senders) >= MOST_FORMS:
            why = NoPlace(BUSY, 503)
        else:
            why = None
            _senders.add(person)
    try:
        yield why
    finally:
        if why is None:
            with _lock:
                _senders.discard(person)


def _load_again(arguments: Mapping[str, Any], ids: Mapping[str, str]) -> dict[str, Any]:
    access = access_of(current_app, request.endpoint or "")
    loaders = access.loaders if access is not None else {}
    organisation = arguments["organisation"]
    return {"organisation": organisation} | {
        name: loaders[name](organisation, public_id) for name, public_id in ids.items()
    }
