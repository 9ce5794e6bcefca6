"""What is private is in no public report: not in its data, not in what is printed, not on its page."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from equity_tracker.adapters.storage import Storage
from equity_tracker.extensions import db
from equity_tracker.jobs.report_kinds import KINDS
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.people import User
from equity_tracker.model.report import Edition, Report
from equity_tracker.reports.job import Press, make_report
from equity_tracker.web.report_pages import fill_report
from tests.conftest import NOW
from tests.reports.conftest import blank
from tests.reports.records import queued
from tests.support.client import CheckingClient
from tests.support.people import World
from tests.support.planting import MARKER

As = Callable[[User | None], CheckingClient]


def made(organisation: Organisation, edition: Edition, app: Flask) -> tuple[Report, str]:
    """Issue a status report, and return it with what was printed."""
    printed: list[str] = []

    def note(html: str, _made_at: object) -> bytes:
        printed.append(html)
        return blank()

    storage = Storage.from_url(app.config["SETTINGS"].storage_url)
    report = queued(organisation, edition)
    press = Press(fill_report, note, storage, KINDS, "https://register.example.org")
    assert make_report(report.id, NOW, press) == "done"
    db.session.expire_all()
    return report, printed[0]


def page_of(as_: As, report: Report) -> str:
    return as_(None).get("reports.show_issued", issued=report.number).response.text


@pytest.fixture
def organisation(planted: World) -> Organisation:
    return db.session.scalars(select(Organisation).where(Organisation.id == planted.alder.id)).one()


def test_a_public_report_holds_nothing_private(as_: As, organisation: Organisation, app: Flask) -> None:
    report, printed = made(organisation, Edition.PUBLIC, app)

    assert "commitment" in printed
    assert [text.count(MARKER) for text in (report.data or "", printed, report.title)] == [0, 0, 0]
    assert MARKER not in page_of(as_, report)
    assert MARKER not in as_(None).get("reports.list_issued").response.text


def test_the_page_of_an_internal_one_tells_nothing_of_what_it_holds(
    as_: As, organisation: Organisation, app: Flask
) -> None:
    report, printed = made(organisation, Edition.INTERNAL, app)

    assert MARKER in printed, "the internal edition holds what is private, so there is something to keep"
    assert MARKER not in page_of(as_, report)
    assert report.number not in as_(None).get("reports.list_issued").main
