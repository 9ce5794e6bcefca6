"""What every report has in common: a frozen dataclass that says all of it, and how it is kept.

A report is gathered once. What was gathered is stored as JSON, and each file of it (PDF, archive edition,
CSV, JSON) and its preview are made from that alone, so they cannot differ, and it can be printed again.
"""

import hashlib
import json
from collections.abc import Sequence
from decimal import Decimal
from typing import Any, ClassVar, Protocol, TypeVar

from cattrs.preconf.json import make_converter

from equity_tracker.model.data_table import DataTable
from equity_tracker.model.report_choice import Choice, ReportKind

__all__ = ["Content", "DataTable", "ReportContent", "content_hash", "from_json", "to_json"]


class ReportContent(Protocol):
    """What a kind of report is: a frozen dataclass of plain values, tuples, dates and enums."""

    kind: ClassVar[ReportKind]
    # Slug and title of each section that may be left out, in the order of print.
    sections: ClassVar[Sequence[tuple[str, str]]]
    # Raise it when the printed form changes: public reports are made anew then.
    layout: ClassVar[int]

    @property
    def choice(self) -> Choice:
        """What was asked for."""

    @property
    def template(self) -> str:
        """The template that lays it out; it extends reports/record/base.html."""

    @property
    def title(self) -> str:
        """Whom or what it is about: the h1 of its cover."""

    def tables(self) -> Sequence[DataTable]:
        """Everything counted or listed in it, as data."""


Content = TypeVar("Content", bound=ReportContent)

_CONVERTER = make_converter(forbid_extra_keys=True)
_CONVERTER.register_unstructure_hook(Decimal, str)
_CONVERTER.register_structure_hook(Decimal, lambda written, _: Decimal(written))


def to_json(content: ReportContent) -> str:
    """Write down what a report says: the same content gives the same text."""
    return json.dumps(_CONVERTER.unstructure(content), sort_keys=True, ensure_ascii=False)


def from_json(written: str, kind: type[Content]) -> Content:
    """Read back what `to_json` wrote. Raises an exception group of cattrs when it is not of that kind."""
    return _CONVERTER.structure(json.loads(written), kind)


def content_hash(content: ReportContent) -> str:
    """SHA-256 of what it says and of its printed form, whenever it is made.

    The day it was asked for as of is no part of it: a report that says the same need not be made anew.
    """
    said: dict[str, Any] = _CONVERTER.unstructure(content)
    choice = content.choice
    said["choice"] |= {"as_of": None}
    if choice.period.until == choice.as_of:
        said["choice"]["period"] |= {"until": None}
    written = json.dumps({"layout": content.layout, "said": said}, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(written.encode()).hexdigest()
