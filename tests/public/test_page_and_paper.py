"""The public page of a programme and its board paper are drawn by the same code."""

from datetime import timedelta

from bs4 import BeautifulSoup, Tag
from flask import Flask

from equity_tracker.extensions import db
from equity_tracker.model.publishing import publish_round
from equity_tracker.model.round import ExpectedCheckIn, Round
from equity_tracker.model.round_snapshot import take_snapshot
from equity_tracker.portfolio.actions.board_paper import gather_programme_report
from equity_tracker.web import charts
from equity_tracker.web.report_pages import fill_report
from tests.conftest import NOW
from tests.public.register_rows import TODAY
from tests.reports.records import ask, paper_of, promise, say
from tests.support.client import CheckingClient
from tests.support.people import World

PAPER_BARS = {"inequality", "response"}


def drawings(document: str) -> dict[str, Tag]:
    """Return each chart as it is drawn where there is room, by what its ids begin with."""
    wide = BeautifulSoup(document, "html5lib").select("svg.chart-wide")
    return {str(picture["aria-labelledby"]).removesuffix("-wide-title"): picture for picture in wide}


def test_page_and_paper_draw_the_same_picture_of_the_same_counts(
    reader: CheckingClient, public_world: World
) -> None:
    rows = [promise(public_world, f"Promise {number}") for number in range(7)]
    rows.append(promise(public_world, "Promise of care", inequality="care"))
    round_ = ask(public_world, rows, TODAY - timedelta(days=60))
    for commitment in rows[:5]:
        say(public_world, commitment, TODAY - timedelta(days=61))
    _close(round_, [row for commitment in rows for row in commitment.expected_check_ins])

    page = reader.get("public.show_programme", slug="fairer-shore")
    paper = fill_report(gather_programme_report(public_world.programme, paper_of(TODAY)))
    on_page, on_paper = drawings(page.response.text), drawings(paper)

    assert set(on_paper) >= PAPER_BARS
    for name in PAPER_BARS:
        assert str(on_page[name]) == str(on_paper[name])
    assert "5 of 8" in on_page["response"].get_text()


def test_the_templates_of_papers_are_handed_the_functions_of_the_pages(app: Flask) -> None:
    assert app.jinja_env.globals["stacked_bar"] is charts.stacked_bar
    assert app.jinja_env.globals["measure_chart"] is charts.measure_chart
    assert app.jinja_env.globals["shade"] is charts.shade


def _close(round_: Round, expected: list[ExpectedCheckIn]) -> None:
    round_.close(expected, now=NOW)
    snapshot = take_snapshot(round_, expected, now=NOW, today=TODAY)
    db.session.add_all([snapshot, publish_round(round_, snapshot, now=NOW, today=TODAY)])
    db.session.commit()
