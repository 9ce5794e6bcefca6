"""What of a form can be read already, while somebody is still filling it in."""

from typing import Any

from werkzeug.datastructures import MultiDict

from equity_tracker.web.base_field import AppField
from equity_tracker.web.fields import Choices, Rows
from equity_tracker.web.forms import AppForm, RowForm


def readable_answers(form_class: type[AppForm], typed: MultiDict[str, str]) -> dict[str, Any]:
    """Read each answer that is right by itself. What is not counts as not given yet, without a word."""
    form = form_class(typed)
    RowForm.validate(form)  # Also while a row is being added, when the page itself checks nothing.
    return {field.short_name: _readable(field) for field in form}


def _readable(field: AppField) -> Any:  # noqa: ANN401 - an answer of any kind
    if isinstance(field, Rows):
        return [row.data for row in field.filled_rows if not row.errors]
    if isinstance(field, Choices):
        offered = {option.value for option in field.options}
        return [value for value in field.picked if value in offered]
    return None if field.errors else field.data
