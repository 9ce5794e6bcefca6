"""A form of our fields: what an option reveals follows that option, and rules between fields come along."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from werkzeug.datastructures import MultiDict
from wtforms import Form

from equity_tracker.web.base_field import AppField
from equity_tracker.web.choice_fields import ListField


class RowForm(Form):
    """The fields of one row of `Rows`; `AppForm` adds what a whole page's form needs."""

    row_number = 0
    row_name = ""

    if TYPE_CHECKING:

        def __iter__(self) -> Iterator[AppField]: ...
        def __getitem__(self, name: str) -> AppField: ...

    def __init__(
        self,
        formdata: MultiDict[str, str] | None = None,
        values: object = None,
        *,
        prefix: str = "",
    ) -> None:
        """Fill the form from what was posted; or from `values`, a record or a mapping, when nothing was."""
        if isinstance(values, Mapping):
            super().__init__(formdata, data=values, prefix=prefix)
        else:
            super().__init__(formdata, obj=values, prefix=prefix)
        self._lists = [field for field in self if isinstance(field, ListField)]
        for field in self._lists:
            field.revealed = {name: self[name] for name in field.reveals.values()}
            for revealed in field.revealed.values():
                revealed.is_revealed = True

    @property
    def visible_fields(self) -> list[AppField]:
        return [field for field in self if field.kind != "hidden"]

    @property
    def is_blank(self) -> bool:
        return all(field.is_blank for field in self.visible_fields)

    def check(self) -> None:
        """Override for rules between fields. Use `field.say("…")`; a field's own fault comes before it.

        It runs beside whatever is wrong with single fields, so that all of it is told at once. Where a value
        that could not be read would say something untrue of another, ask `is_right` first.
        """

    def is_right(self, *names: str) -> bool:
        """Whether these fields could be read and say what they must by themselves, so that they compare."""
        return not any(self[name].errors for name in names)

    def validate(self, extra_validators: Mapping[str, Sequence[Any]] | None = None) -> bool:
        for field in self._lists:
            # An answer that is refused does not say what it opens. Nothing is saved, so nothing is forgotten.
            is_unclear = not field.validate(self)
            for name, revealed in field.revealed.items():
                revealed.ask(is_asked=field.opens(name), is_kept=is_unclear)
        super().validate(extra_validators)
        self.check()
        return not self.errors
