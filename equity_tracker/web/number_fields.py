"""Fields that take a number, with commas as thousands separators: whole ones, and ones with decimals."""

import re
from decimal import Decimal
from typing import Unpack

from wtforms.form import BaseForm
from wtforms.validators import StopValidation

from equity_tracker.model.numbers import DECIMALS, LARGEST, PERCENT, PERCENT_DECIMALS, plain_number
from equity_tracker.web.base_field import InputField, Settings, sentence

WHOLE_NUMBER_LIMIT = 1_000_000_000
LIKE_A_NUMBER = "Enter a number, like 1,200"
LIKE_A_PERCENTAGE = "Enter a percentage from 0 to 100, with up to 2 decimals"
_WHOLE = r"-?([0-9]+|[0-9]{1,3}(,[0-9]{3})+)"


class WholeNumber(InputField):
    """A whole number, which may be typed with commas as thousands separators."""

    kind = "line"
    input_type = "text"
    inputmode = "numeric"
    spellcheck = "false"
    autocomplete: str | None = None
    data: int | None

    def __init__(
        self,
        label: str,
        *,
        minimum: int = 0,
        maximum: int = WHOLE_NUMBER_LIMIT,
        width: int | None = 10,
        **settings: Unpack[Settings],
    ) -> None:
        super().__init__(label, **settings)
        self.minimum = minimum
        self.maximum = maximum
        self.width = width

    def to_text(self, value: object) -> str:
        return f"{value:,}" if isinstance(value, int) else ""

    def read(self, typed: str) -> int | None:
        text = typed.strip().replace("\N{MINUS SIGN}", "-")
        if not text:
            return None
        if not re.fullmatch(_WHOLE, text):
            raise ValueError(_what_is_wrong_with(text))
        sign, digits = ("-" if text[0] == "-" else ""), text.replace(",", "").lstrip("-0")
        if sign and not digits:
            raise ValueError(LIKE_A_NUMBER)
        # Its length is judged first: int() refuses to read thousands of digits.
        if len(digits) > len(str(self.maximum)) or int(digits or "0") > self.maximum:
            raise ValueError(f"The number is too large. The limit is {self.maximum:,}")
        number = int(f"{sign}{digits or 0}")
        if number < self.minimum:
            raise ValueError(f"{sentence(self.noun.the)} must be {self.minimum:,} or more")
        return number


class DecimalNumber(InputField):
    """A number that may have decimals. Where the unit is %, it is a percentage.

    The unit is known beforehand (`is_percent`), or typed in the same form (`unit` names that field).
    """

    kind = "line"
    input_type = "text"
    inputmode = "decimal"
    spellcheck = "false"
    autocomplete: str | None = None
    data: Decimal | None
    is_percent = False

    def __init__(
        self, label: str, *, unit: str = "", width: int | None = 10, **settings: Unpack[Settings]
    ) -> None:
        super().__init__(label, **settings)
        self.unit = unit
        self.width = width
        self.has_percent_sign = False

    def to_text(self, value: object) -> str:
        return plain_number(value) if isinstance(value, Decimal) else ""

    def read(self, typed: str) -> Decimal | None:
        text = typed.strip().replace("\N{MINUS SIGN}", "-")
        self.has_percent_sign = text.endswith(PERCENT)
        text = text.removesuffix(PERCENT).rstrip()
        if not text:
            return None
        if not re.fullmatch(rf"{_WHOLE}(\.[0-9]+)?", text):
            is_number = re.fullmatch(r"-?[0-9]+([.,][0-9]+)+", text)
            raise ValueError("Use a full stop for decimals" if is_number else LIKE_A_NUMBER)
        digits = text.replace(",", "")
        # Its length is judged first, so that nobody makes us count with thousands of digits.
        if len(digits.lstrip("-0").partition(".")[0]) > len(str(LARGEST)):
            raise ValueError(f"The number is too large. The limit is {LARGEST:,}")
        number = Decimal(digits)
        if digits.startswith("-") and not number:
            raise ValueError(LIKE_A_NUMBER)
        if abs(number) > LARGEST:
            raise ValueError(f"The number is too large. The limit is {LARGEST:,}")
        return number

    def check(self, form: BaseForm) -> None:
        number = self.data
        if number is None:
            return
        is_percent = self.is_percent or (bool(self.unit) and form[self.unit].data == PERCENT)
        decimals = max(0, -int(number.normalize().as_tuple().exponent))
        if is_percent:
            if not 0 <= number <= 100 or decimals > PERCENT_DECIMALS:  # noqa: PLR2004 - per cent
                raise StopValidation(LIKE_A_PERCENTAGE)
        elif self.has_percent_sign:
            raise StopValidation(LIKE_A_NUMBER)
        elif decimals > DECIMALS:
            raise StopValidation(f"Enter a number with up to {DECIMALS} decimals")


def _what_is_wrong_with(text: str) -> str:
    if re.fullmatch(r"-?[0-9]+\.[0-9]+", text):
        return "Enter a whole number, like 1,200"
    if re.fullmatch(r"-?[0-9]+([.,][0-9]+)+", text):
        return "Use a full stop for decimals"
    return LIKE_A_NUMBER
