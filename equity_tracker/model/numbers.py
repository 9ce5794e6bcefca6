"""Numbers as people read them: 1,200; 3.5; 40%; £2.6 million. And as the database keeps them."""

from decimal import Decimal

from sqlalchemy import Numeric
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

PERCENT = "%"
DECIMALS, PERCENT_DECIMALS = 4, 2
LARGEST = Decimal(1_000_000_000)
_BEFORE_THE_NUMBER = ("£", "€", "$")
_NO_PLAIN_PLURAL = ("ss", "us", "is", "ies", "ves", "xes", "ches", "shes")


class ExactNumber(TypeDecorator[Decimal]):
    """A number with up to four decimals. SQLite's floats of 15 digits give all 14 back."""

    impl = Numeric(14, DECIMALS, asdecimal=False)
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> Decimal | float | None:
        if value is None or dialect.name != "sqlite":
            return value
        return float(value)

    def process_result_value(self, value: object, dialect: Dialect) -> Decimal | None:  # noqa: ARG002 - SQLAlchemy's signature
        return None if value is None else Decimal(f"{value:.{DECIMALS}f}").normalize()


def bare(value: Decimal) -> str:
    """Write the number without separators, as publications keep it: 1200, 3.5."""
    return f"{value.normalize() + 0:f}"


def plain_number(value: Decimal) -> str:
    """Write 1,200 or 3.5, never 1.2E+3 or 3.50."""
    return f"{value.normalize() + 0:,f}"


def with_unit(value: Decimal, unit: str | None) -> str:
    """Write the number with its unit: 40%, 12 contracts, £2.6 million."""
    number = plain_number(value)
    if not unit:
        return number
    if unit == PERCENT:
        return f"{number}%"
    if unit.startswith(_BEFORE_THE_NUMBER):
        sign, rest = ("-" if value < 0 else ""), unit[1:].strip()
        return f"{sign}{unit[0]}{number.removeprefix('-')}{f' {rest}' if rest else ''}"
    return f"{number} {_one(unit) if abs(value) == 1 else unit}"


def _one(unit: str) -> str:
    """Say 1 contract and 1 person; a plural that we cannot be sure of stays as it was typed."""
    if unit == "people":
        return "person"
    is_plain_plural = unit.endswith("s") and not unit.endswith(_NO_PLAIN_PLURAL)
    return unit.removesuffix("s") if is_plain_plural else unit
