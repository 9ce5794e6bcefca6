"""The form every page's form builds on, and the check of a form's body before it is read."""

import re
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, ClassVar, Self
from urllib.parse import unquote_to_bytes

from flask import request
from werkzeug import Request
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge

from equity_tracker.model.errors import ChangedSince, Refused
from equity_tracker.web.base_field import AppField
from equity_tracker.web.choice_fields import ListField, Option, Term
from equity_tracker.web.row_field import Rows
from equity_tracker.web.row_form import RowForm

__all__ = ["AppForm", "Compared", "RowForm", "TooManyFields", "UnreadableText", "check_body"]

MOST_FIELDS = 1_000


class UnreadableText(BadRequest):
    description = "Some characters could not be read. Type them again"


class TooManyFields(RequestEntityTooLarge):
    description = f"The form has too many answers. The limit is {MOST_FIELDS:,}"


def check_body(request: Request) -> None:
    """Refuse an urlencoded body with too many fields, or with bytes that are not UTF-8.

    Werkzeug's limits do not count such fields; of bad bytes it keeps `%ff` as text, or drops the whole form.
    """
    if request.mimetype != "application/x-www-form-urlencoded":
        return
    if "form" in request.__dict__:
        raise RuntimeError("check_body comes before anything that reads the form")
    body = request.get_data(cache=True, parse_form_data=False)
    if body.count(b"&") >= MOST_FIELDS:
        raise TooManyFields
    try:
        unquote_to_bytes(body).decode("utf-8")
    except UnicodeDecodeError:
        raise UnreadableText from None


@dataclass(frozen=True)
class Compared:
    """One answer as two people gave it."""

    label: str
    theirs: str
    yours: str


@dataclass(frozen=True)
class Fold:
    """Fields under a heading that opens."""

    title: str
    fields: list[AppField]

    @property
    def is_open(self) -> bool:
        """Open what holds something, and what a row was just added to or taken from."""
        return any(
            field.error or not field.is_blank or (isinstance(field, Rows) and field.is_changing)
            for field in self.fields
        )


class AppForm(RowForm):
    """A page's form. Build it with `for_request`; print it with `components/form.html`.

    `form_key` is the single-use key of a form that creates something, `version` that of the record being
    edited; both are only carried here. What the fields hold goes to an action value by value, by name.
    """

    # Answers that most can do without, under one heading each: closed until there is something in them.
    folded: ClassVar[Mapping[str, tuple[str, ...]]] = MappingProxyType({})

    def __init__(
        self,
        formdata: MultiDict[str, str] | None = None,
        values: object = None,
        *,
        prefix: str = "",
        options: Mapping[str, Iterable[Option | Term]] | None = None,
        version: int | None = None,
        form_key: str | None = None,
    ) -> None:
        super().__init__(formdata, values, prefix=prefix)
        for name, terms in (options or {}).items():
            field = self[name]
            if not isinstance(field, ListField):
                raise TypeError(f"{name} has no list of options")
            field.offer(terms)
        self.is_submitted = formdata is not None
        self.is_outdated = False  # until an action finds that somebody else was first
        posted = MultiDict() if formdata is None else formdata
        # A key is spent by the first answer to it, so one that only changed rows is not used again.
        self.form_key = _form_key(None if self.is_changing_rows else posted.get("form_key") or form_key)
        self.version = _version(posted["version"]) if "version" in posted else version

    @classmethod
    def for_request(
        cls,
        values: object = None,
        *,
        prefix: str = "",
        options: Mapping[str, Iterable[Option | Term]] | None = None,
        version: int | None = None,
        form_key: str | None = None,
    ) -> Self:
        """Return the form of the page being asked for.

        `values` is a record or a mapping that fills the form when it is first shown, not once it was sent.
        `options` gives a field the list that depends on who asks: {"owner": [Option("7", "Ada Alder")]}.
        """
        formdata = request.form if request.method == "POST" else None
        return cls(formdata, values, prefix=prefix, options=options, version=version, form_key=form_key)

    @property
    def _unfolded(self) -> list[AppField]:
        under = {name for names in self.folded.values() for name in names}
        return [field for field in self if field.short_name not in under]

    @property
    def plain_fields(self) -> list[AppField]:
        """The fields that stand open on the page, in order; an option's own fields stand below it."""
        return [field for field in self._unfolded if not field.is_revealed]

    @property
    def folds(self) -> list[Fold]:
        """The groups in order. One whose questions do not arise here, and were taken out, is none."""
        asked = {title: [name for name in names if name in self] for title, names in self.folded.items()}
        return [Fold(title, [self[name] for name in names]) for title, names in asked.items() if names]

    @property
    def has_rows(self) -> bool:
        return any(isinstance(field, Rows) for field in self)

    @property
    def is_changing_rows(self) -> bool:
        """Whether a button that adds or removes a row was pressed: nothing is checked or saved yet."""
        return any(isinstance(field, Rows) and field.is_changing for field in self)

    def validate(self, extra_validators: Mapping[str, Sequence[Any]] | None = None) -> bool:
        return not self.is_changing_rows and super().validate(extra_validators)

    def add_error(self, refused: Refused) -> None:
        """Show a refusal of the model at its field, or above the form when it names none of this form's."""
        self.is_outdated = self.is_outdated or isinstance(refused, ChangedSince)
        if refused.field and refused.field in self:
            self[refused.field].say(refused.message)
        else:
            self.form_errors.append(refused.message)

    @property
    def errors_for_summary(self) -> list[tuple[str, str]]:
        """Pairs of an id to go to and a message, in page order; no id when no one field is at fault."""
        found = [("", message) for message in self.form_errors]
        for field in (*self._unfolded, *(field for fold in self.folds for field in fold.fields)):
            if field.error:
                found.append((field.anchor, field.error))
            if isinstance(field, Rows):
                found.extend(field.row_errors)
        return found

    @property
    def typed(self) -> list[tuple[str, str]]:
        """Labels and answers, for a page that shows them again. No passwords."""
        given = [field for field in self.visible_fields if not (field.is_secret or field.is_blank)]
        return [(field.called or field.label.text, field.as_typed) for field in given]

    def compared_with(self, theirs: "AppForm") -> list[Compared]:
        """Put the answers that differ side by side, in the order of the form. No passwords."""
        saved, typed = dict(theirs.typed), dict(self.typed)
        labels = [field.called or field.label.text for field in self.visible_fields]
        return [
            Compared(label, saved.get(label, ""), typed.get(label, ""))
            for label in labels
            if saved.get(label, "") != typed.get(label, "")
        ]


def _form_key(given: str | None) -> str:
    """Return the key, or a fresh one for a form that had none or whose key we did not make."""
    if given and re.fullmatch(r"[A-Za-z0-9_-]{16,40}", given):
        return given
    return secrets.token_urlsafe(16)


def _version(posted: str) -> int:
    """Return the version the form was opened at. One that we did not print is none that was ever stored."""
    return int(posted) if re.fullmatch(r"[0-9]{1,9}", posted) else 0
