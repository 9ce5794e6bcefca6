"""Numbers or records of a report as rows: a CSV file in its archive edition."""

from dataclasses import dataclass
from datetime import date

Cell = str | int | date | None


@dataclass(frozen=True)
class DataTable:
    """A table as data. Its name is a file name without its ending: "delivery-by-domain"."""

    name: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
