"""The blueprint that these pages are registered on, and how a list of theirs is handed out as a file."""

from collections.abc import Iterable, Sequence

from flask import Blueprint, Response

from equity_tracker import clock
from equity_tracker.model import csv_file
from equity_tracker.model.programme import Programme
from equity_tracker.portfolio.standing import RoundLine
from equity_tracker.web.charts import ResponseBar, response_bars, shade
from equity_tracker.web.svg import Drawing

blueprint = Blueprint("portfolio", __name__)
blueprint.add_app_template_global(shade, "shade")


@blueprint.app_template_global("round_chart")
def draw_rounds(lines: Sequence[RoundLine]) -> Drawing:
    """Draw the rounds of a paper as the public page draws them."""
    bars = [
        ResponseBar(
            f"{line.name}, still open" if line.is_open else line.name,
            line.total.reported,
            line.total.expected,
        )
        for line in lines
    ]
    return response_bars(bars, title="Reported, round by round", id_prefix="response")


def spreadsheet(
    programme: Programme, what: str, header: Sequence[str], rows: Iterable[Sequence[str]]
) -> Response:
    """Hand out a list as a file, named after the programme and the day."""
    response = Response("".join(csv_file.lines(header, rows)), mimetype="text/csv")
    name = f"{programme.slug}-{what}-{clock.today().isoformat()}.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
