"""A list of small forms inside a form, such as milestones. Rows are added and removed without a script."""

import re
from collections.abc import Iterable, Sequence
from typing import Any, Unpack

from werkzeug.datastructures import MultiDict
from wtforms.form import BaseForm
from wtforms.utils import unset_value

from equity_tracker.web.base_field import AppField, Settings, sentence
from equity_tracker.web.row_form import RowForm

ROW_NUMBERS = 100  # that the names of a row's inputs may carry; removed rows leave gaps


class Rows(AppField):
    """Any number of rows of one sub-form. Rows left blank are ignored; clearing a row removes it.

    `data` is a list with one dict for each filled row. The noun is plural; `one` is its singular.
    """

    kind = "rows"

    def __init__(
        self,
        label: str,
        row_form: type[RowForm],
        *,
        one: str,
        minimum: int = 0,
        maximum: int = 10,
        blank: int = 1,
        **settings: Unpack[Settings],
    ) -> None:
        super().__init__(label, **settings)
        self.row_form = row_form
        self.one = one
        self.minimum = minimum
        self.maximum = maximum
        self.blank = blank
        self.rows: list[RowForm] = []
        self.is_changing = False
        self._own_errors: list[str] = []

    def process(  # type: ignore[override]  # WTForms is given Werkzeug's kind of formdata only
        self,
        formdata: MultiDict[str, str] | None,
        data: object = unset_value,
        extra_filters: Sequence[Any] | None = None,
    ) -> None:
        super().process(None, None if data is unset_value else data, extra_filters)
        self.rows, self.is_changing = [], False
        if formdata is None:
            self._fill(self.object_data or ())
        else:
            self._read(formdata)

    def process_data(self, value: object) -> None:
        """Leave `data` alone: it is what the rows hold."""

    def _fill(self, values: Iterable[object]) -> None:
        for value in values:
            self._add_row(value)
        wanted = max(len(self.rows) + 1 if self.rows else self.blank, self.minimum, 1)
        while len(self.rows) < wanted and self.can_add:
            self._add_row()

    def _read(self, formdata: MultiDict[str, str]) -> None:
        input_name = re.compile(re.escape(self.name) + "-(0|[1-9][0-9]?)-.+", re.DOTALL)
        numbers = {int(match[1]) for match in map(input_name.fullmatch, formdata) if match}
        removed = formdata.getlist("remove_row")
        taken_off = [name for name in formdata.getlist("remove_file") if name.startswith(f"{self.name}-")]
        if taken_off:
            formdata = MultiDict(
                (name, value) for name, value in formdata.items(multi=True) if name not in taken_off
            )
        kept = [number for number in sorted(numbers) if f"{self.name}-{number}" not in removed]
        is_removing, is_adding = len(kept) < len(numbers), self.name in formdata.getlist("add_row")
        self.rows = [self._row(number, formdata) for number in kept]
        self.is_changing = is_adding or is_removing or bool(taken_off)
        if not self.rows or (is_adding and self.can_add):
            self._add_row()
        # So that someone who pressed a button without a script is not left at the top of the page.
        self.rows[-1].visible_fields[0].autofocus = is_adding
        self.autofocus = is_removing
        for row in self.rows:
            for field in row:
                field.autofocus = field.autofocus or field.name in taken_off

    def _add_row(self, value: object = None) -> None:
        self.rows.append(self._row(self._next_number, None, value))

    def _row(self, number: int, formdata: MultiDict[str, str] | None, value: object = None) -> RowForm:
        row = self.row_form(formdata, value, prefix=f"{self.name}-{number}-")
        row.row_number, row.row_name = number, f"{self.name}-{number}"
        return row

    @property
    def _next_number(self) -> int:
        return 1 + max((row.row_number for row in self.rows), default=-1)

    @property
    def can_add(self) -> bool:
        return len(self.rows) < self.maximum and self._next_number < ROW_NUMBERS

    @property
    def filled_rows(self) -> list[RowForm]:
        return [row for row in self.rows if not row.is_blank]

    @property
    def data(self) -> list[dict[str, Any]]:
        return [row.data for row in self.filled_rows]

    @property
    def is_blank(self) -> bool:
        return not self.filled_rows

    @property
    def as_typed(self) -> str:
        return "; ".join(
            ", ".join(field.as_typed for field in row.visible_fields if not field.is_blank)
            for row in self.filled_rows
        )

    @property
    def error(self) -> str | None:
        """The message about the list as a whole; the rows' own messages stand at their fields."""
        return self._own_errors[0] if self._own_errors else None

    @property
    def anchor(self) -> str:
        return self.rows[0].visible_fields[0].anchor

    def row_title(self, row: RowForm) -> str:
        return f"{sentence(self.one)} {self.rows.index(row) + 1}"

    @property
    def row_errors(self) -> list[tuple[str, str]]:
        """Pairs of an id and a message that says which row it is about."""
        return [
            (field.anchor, f"{self.row_title(row)}: {field.error}")
            for row in self.rows
            for field in row
            if field.error
        ]

    def say(self, message: str) -> None:
        super().say(message)
        self._own_errors = [*self._own_errors, message]

    def say_in(self, field: AppField, message: str) -> None:
        """Add a message found elsewhere at a field of one of the rows."""
        field.say(message)
        self.errors = [*self.errors, message]

    def validate(self, form: BaseForm, extra_validators: Any = ()) -> bool:  # noqa: ANN401 - as in WTForms
        super().validate(form, extra_validators)
        self._own_errors = list(self.errors)
        if not self.is_asked:
            return True
        filled = self.filled_rows
        if filled and len(filled) < self.minimum:
            self.say(f"Give at least {self.minimum} {self.noun.bare}")
        if len(filled) > self.maximum:
            self.say(f"Give no more than {self.maximum} {self.noun.bare}. You have given {len(filled)}")
        for row in filled:
            row.validate()
        self.errors = [*self._own_errors, *(message for _, message in self.row_errors)]
        return not self.errors
