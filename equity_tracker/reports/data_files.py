"""What a report says as data: the files that go along in its archive edition."""

from collections.abc import Iterator
from dataclasses import dataclass

from equity_tracker.model.csv_file import lines
from equity_tracker.reports.content import ReportContent, to_json


@dataclass(frozen=True)
class DataFile:
    """One of them."""

    name: str
    media_type: str
    title: str
    data: bytes


def data_files(content: ReportContent) -> Iterator[DataFile]:
    """Yield all of it as JSON, from which it can be printed again, and each of its tables as CSV."""
    yield DataFile("report.json", "application/json", "All that this report says", to_json(content).encode())
    for table in content.tables():
        rows = (["" if cell is None else str(cell) for cell in row] for row in table.rows)
        yield DataFile(
            f"{table.name}.csv", "text/csv", table.title, "".join(lines(table.columns, rows)).encode()
        )
