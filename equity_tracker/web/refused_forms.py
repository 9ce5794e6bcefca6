"""What a refused form held: to be copied by whoever typed it and, where that is safe, sent again."""

from dataclasses import dataclass
from urllib.parse import quote

from flask import current_app, g, request
from flask_login import current_user
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import HTTPException

from equity_tracker.web import csrf, form_keys
from equity_tracker.web.access import Surface, access_of
from equity_tracker.web.forms import MOST_FIELDS
from equity_tracker.web.security import local_path_or
from equity_tracker.web.text import show_again
from equity_tracker.web.uploads import chosen_files

# What our forms carry beside the answers.
_CARRIED = {csrf.FIELD, form_keys.FIELD, "version", "draft"}
_FORMS = {"application/x-www-form-urlencoded", "multipart/form-data"}
TO_CHOOSE_AGAIN = ", to be chosen again"
_SECRET = ("password", "token", "code")
_IN_QUERIES = "=&%+!$'()*,/:;?@"


@dataclass(frozen=True)
class SendAgain:
    """The same form under a token of now, to the address it was sent to.

    `sender` is the name of whoever is signed in. Without a token the form is for people who are, and nobody
    is: pressed once they have signed in elsewhere, it leads to this page again, then with a token.
    """

    action: str
    fields: tuple[tuple[str, str], ...]
    csrf_token: str
    sender: str

    @property
    def needs_sign_in(self) -> bool:
        return not self.csrf_token


def typed_values() -> list[tuple[str, str]]:
    """Return labels and answers, without secrets; what cannot be shown becomes a mark."""
    return [
        (name.replace("_", " ").replace("-", " ").capitalize(), show_again(value))
        for name, value in _fields()
        if value.strip() and name not in _CARRIED and not _is_secret(name)
    ]


def held_a_secret() -> bool:
    return any(_is_secret(name) for name, _ in _fields())


def own_page() -> str:
    """Return the address of the page that the form stood on; nothing when no page has the form's address."""
    return local_path_or(_own_address(), "")


def send_again() -> SendAgain | None:
    """Offer to send an expired form again, unless that might send what its reader neither sees nor meant.

    The token was refused, so nothing but the browser's word says where the form came from. That word has to
    be there: an old browser says nothing of a form that another site has filled in and sent.
    """
    if not (g.get("is_from_our_page", False) and _can_be_carried()):
        return None
    try:
        return _send_again()
    except SQLAlchemyError:
        return None  # The page must come even when the database is away.


def _send_again() -> SendAgain | None:
    access = access_of(current_app, request.endpoint or "")
    if access is None or request.method not in access.permissions:
        return None
    is_open = access.surface is Surface.ANYONE or current_user.is_authenticated
    return SendAgain(
        action=_own_address(),
        fields=tuple((name, value) for name, value in _fields() if name != csrf.FIELD),
        csrf_token=csrf.csrf_token() if is_open else "",
        sender=current_user.name if current_user.is_authenticated else "",
    )


def _can_be_carried() -> bool:
    """Whether hidden fields can hold all of it, and exactly. A password or a NUL they cannot.

    Nor a file, which nobody's word lets us keep: its name goes along instead, and the form asks for it again.
    """
    fields = _fields()
    return (
        request.method == "POST"
        and request.mimetype in _FORMS
        and bool(typed_values())  # Otherwise nothing is lost, and nobody could read what the button does.
        and not held_a_secret()
        and len([name for name, _ in fields if name != csrf.FIELD]) < MOST_FIELDS
        and all(show_again(part) == part for field in fields for part in field)
    )


def _fields() -> list[tuple[str, str]]:
    if request.method in {"GET", "HEAD"}:
        return []
    try:
        files = {name: f"{file.filename}{TO_CHOOSE_AGAIN}" for name, file in chosen_files().items()}
        typed = [(name, value) for name, value in request.form.items(multi=True) if name not in files]
        return [*typed, *files.items()]
    except HTTPException:  # Its body was refused unread.
        return []


def _is_secret(name: str) -> bool:
    return name not in _CARRIED and any(word in name.casefold() for word in _SECRET)


def _own_address() -> str:
    """Return where the form was sent, written so that it cannot lead to another site."""
    path = "/" + quote(request.path.lstrip("/"))
    query = quote(request.query_string, safe=_IN_QUERIES)
    return f"{path}?{query}" if query else path
