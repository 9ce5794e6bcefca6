"""Our forms, filled by programs: JSON in and out of the same fields, so that every rule stands once.

A term is given by its code, under the name that programs read it by: `domain_code`. Files, passwords and what
goes round unseen are no part of it.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from werkzeug.datastructures import MultiDict

from equity_tracker.model.dates import PartialDate, Precision
from equity_tracker.model.vocabulary import ALL
from equity_tracker.web.base_field import AppField, InputField
from equity_tracker.web.choice_fields import Choices, ListField, Tick
from equity_tracker.web.date_fields import PARTS, DateInput, Day, PeriodDay
from equity_tracker.web.number_fields import DecimalNumber, WholeNumber
from equity_tracker.web.row_field import ROW_NUMBERS, Rows
from equity_tracker.web.row_form import RowForm
from equity_tracker.web.text_fields import TextField

Faults = dict[str, list[str]]
NOT_FOR_PROGRAMS = {"file", "hidden", "password"}
NOT_ASKED = "This question does not arise with your other answers."
_CODES = frozenset(term.slug for words in ALL.values() for term in words)
_YES_NO = {"yes", "no"}
_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_PERIOD = re.compile(r"([0-9]{4})(?:-(?:Q([1-4])|([0-9]{2})(?:-([0-9]{2}))?))?")


class _Wrong(ValueError):
    """A value of the wrong kind: what to give instead."""


def name_of(field: AppField) -> str:
    """Return what programs call a field."""
    name = field.short_name.replace("-", "_")
    return f"{name}_code" if _is_coded(field) else name


def fields_of(form: RowForm) -> dict[str, AppField]:
    return {
        name_of(field): field
        for field in form
        if field.is_for_programs and field.kind not in NOT_FOR_PROGRAMS
    }


def inputs(form: RowForm, given: Mapping[str, Any]) -> tuple[MultiDict[str, str], Faults]:
    """Return what a browser would have sent for these values, and what is wrong with their kinds.

    :param form: not filled, with its options.
    """
    sent: MultiDict[str, str] = MultiDict()
    faults: Faults = {}
    for name, text in _read(form, given, "", faults):
        sent.add(name, text)
    return sent, faults


def values_of(form: RowForm) -> dict[str, Any]:
    """Return what a form holds, by the names that programs give it under."""
    return {name: _value(field) for name, field in fields_of(form).items()}


def faults_of(form: RowForm, given: Mapping[str, Any], path: str = "") -> Faults:
    """Return what is wrong, by field; a row's fields are named with its place: `evidence.0.title`."""
    found: Faults = {}
    for name, field in fields_of(form).items():
        where = f"{path}{name}"
        messages = list(getattr(field, "_own_errors", ())) if isinstance(field, Rows) else field.errors
        if messages:
            found[where] = [str(message) for message in messages[:1]]
        elif not field.is_asked and given.get(name) not in (None, "", []):
            found[where] = [NOT_ASKED]
        if isinstance(field, Rows):
            for place, row in enumerate(field.filled_rows):
                found |= faults_of(row, {}, f"{where}.{place}.")
    return found


def schema_of(form: RowForm, *, needed: bool) -> dict[str, Any]:
    """Describe what may be sent, as JSON Schema.

    :param needed: whether the form's required fields have to be sent; otherwise nothing has to.
    """
    fields = fields_of(form)
    described = {
        "type": "object",
        "properties": {name: _schema(field) for name, field in fields.items()},
        "additionalProperties": False,
    }
    required = [name for name, field in fields.items() if field.required is not None]
    return described | {"required": required} if needed and required else described


def _is_coded(field: AppField) -> bool:
    if not isinstance(field, ListField) or _is_yes_no(field):
        return False
    return bool(field.options) and all(option.value in _CODES for option in field.options)


def _is_yes_no(field: AppField) -> bool:
    return isinstance(field, ListField) and {option.value for option in field.options} == _YES_NO


def _read(form: RowForm, given: Mapping[str, Any], path: str, faults: Faults) -> Iterator[tuple[str, str]]:
    fields = fields_of(form)
    for name, value in given.items():
        where = f"{path}{name}"
        if name not in fields:
            faults[where] = ["There is no such field here."]
        elif value is None or value == "":
            continue
        else:
            try:
                yield from _inputs_of(fields[name], value, f"{where}.", faults)
            except _Wrong as wrong:
                faults[where] = [str(wrong)]


def _inputs_of(field: AppField, value: Any, path: str, faults: Faults) -> Iterator[tuple[str, str]]:  # noqa: ANN401 - JSON
    if isinstance(field, Rows):
        yield from _of_rows(field, value, path, faults)
    elif isinstance(field, DateInput):
        yield from ((f"{field.name}-{part}", text) for part, text in _parts(field, value).items())
    elif isinstance(field, Tick):
        if not isinstance(value, bool):
            raise _Wrong("Give true or false.")
        yield from [(field.name, "y")] if value else []
    elif isinstance(field, Choices):
        yield from ((field.name, text) for text in _texts(value))
    else:
        yield field.name, _text(field, value)


def _of_rows(field: Rows, value: Any, path: str, faults: Faults) -> Iterator[tuple[str, str]]:  # noqa: ANN401 - JSON
    if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
        raise _Wrong("Give a list of objects.")
    if len(value) > min(field.maximum, ROW_NUMBERS):
        raise _Wrong(f"Give no more than {field.maximum} {field.noun.bare}.")
    for place, row in enumerate(value):
        blank = field.row_form(None, None, prefix=f"{field.name}-{place}-")
        sent = list(_read(blank, row, f"{path}{place}.", faults))
        if not sent and not any(name.startswith(f"{path}{place}.") for name in faults):
            faults[f"{path}{place}"] = ["This row says nothing. Leave it out."]
        yield from sent


def _parts(field: DateInput, value: Any) -> dict[str, str]:  # noqa: ANN401 - JSON
    """Return what would be typed into the inputs of a date."""
    is_exact = isinstance(field, Day)
    shape = _DAY if is_exact else _PERIOD
    match = shape.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        forms = "2026-05-03" if is_exact else "2026-05-03, 2026-05, 2026-Q2 or 2026"
        raise _Wrong(f"Give a date like {forms}.")
    if is_exact:
        return dict(zip(PARTS, (match[3], match[2], match[1]), strict=True))
    last = 3 * int(match[2]) if match[2] else 0
    month = f"{last - 2}-{last}" if last else match[3] or ""
    return {"day": match[4] or "", "month": month, "year": match[1]}


def _texts(value: Any) -> Iterable[str]:  # noqa: ANN401 - JSON
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise _Wrong("Give a list of texts.")
    return value


def _text(field: AppField, value: Any) -> str:  # noqa: ANN401 - JSON
    if _is_yes_no(field):
        if not isinstance(value, bool):
            raise _Wrong("Give true or false.")
        return "yes" if value else "no"
    if isinstance(field, DecimalNumber | WholeNumber) and isinstance(value, Decimal):
        return format(value, "f") if value.is_finite() and abs(value.adjusted()) < 30 else str(value)  # noqa: PLR2004 - as long as a number of ours may be
    if not isinstance(value, str):
        raise _Wrong("Give a text.")
    return value


def _value(field: AppField) -> Any:  # noqa: ANN401 - JSON
    data = field.data
    if isinstance(field, Rows):
        return [values_of(row) for row in field.filled_rows]
    if isinstance(field, PeriodDay):
        return _period(data) if data else None
    if isinstance(data, date):
        return data.isoformat()
    if _is_yes_no(field):
        return None if data is None else data == "yes"
    if isinstance(field, InputField):
        return field.text or None
    return list(data) if isinstance(data, list | tuple) else data


def _period(value: PartialDate) -> str:
    on = value.on
    return {
        Precision.DAY: on.isoformat(),
        Precision.MONTH: f"{on:%Y-%m}",
        Precision.QUARTER: f"{on.year}-Q{on.month // 3}",
        Precision.YEAR: str(on.year),
    }[value.precision]


def _schema(field: AppField) -> dict[str, Any]:
    parts = (field.label.text, field.hint)
    about = " ".join(part if part.endswith(("?", ".")) else f"{part}." for part in parts if part)
    if isinstance(field, Rows):
        rows = schema_of(field.row_form(None, None), needed=True)
        return {"type": "array", "maxItems": field.maximum, "items": rows, "description": about}
    if isinstance(field, Choices):
        return {"type": "array", "uniqueItems": True, "items": _one_of(field), "description": about}
    if isinstance(field, Tick) or _is_yes_no(field):
        return {"type": ["boolean", "null"], "description": about}
    if isinstance(field, ListField):
        offered = _one_of(field)
        return offered | {"type": ["string", "null"], "enum": [*offered["enum"], None], "description": about}
    if isinstance(field, DecimalNumber | WholeNumber):
        return {"type": ["number", "string", "null"], "description": about}
    return _schema_of_text(field, about)


def _schema_of_text(field: AppField, about: str) -> dict[str, Any]:
    described: dict[str, Any] = {"type": ["string", "null"], "description": about}
    if isinstance(field, Day):
        return described | {"pattern": f"^{_DAY.pattern}$", "examples": ["2026-05-03"]}
    if isinstance(field, PeriodDay):
        return described | {"pattern": f"^{_PERIOD.pattern}$", "examples": ["2027-03-31", "2027-Q1"]}
    return described | {"maxLength": field.limit} if isinstance(field, TextField) else described


def _one_of(field: ListField) -> dict[str, Any]:
    return {"type": "string", "enum": [option.value for option in field.options]}
