"""What is private is in no public report: not in its data, not in what is printed, not on its page."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from equity_tracker.adapters.storage import Storage
from equity_tracker.extensions import db
from equity_tracker.jobs.report_kinds import KINDS
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.people import User
from equity_tracker.model.programme import Programme
from equity_tracker.model.register import RegisterEntry
from equity_tracker.model.report import Edition, Report
from equity_tracker.model.report_choice import Choice, Period, ReportKind
from equity_tracker.reports import actions
from equity_tracker.reports.asking import Subject
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
    return issued(queued(organisation, edition), app)


def issued(report: Report, app: Flask) -> tuple[Report, str]:
    """Issue a report, and return it with what was printed."""
    printed: list[str] = []

    def note(html: str, _made_at: object) -> bytes:
        printed.append(html)
        return blank()

    storage = Storage.from_url(app.config["SETTINGS"].storage_url)
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


def subject_of(kind: ReportKind, planted: World) -> Subject:
    if kind is ReportKind.PROGRAMME_REPORT:
        return db.session.scalars(select(Programme).where(Programme.id == planted.programme.id)).one()
    if kind is ReportKind.ANNUAL_STATEMENT:
        return db.session.scalars(select(Organisation).where(Organisation.id == planted.alder.id)).one()
    public = select(RegisterEntry.commitment_id).where(
        RegisterEntry.organisation_id == planted.alder.id, RegisterEntry.public_from.is_not(None)
    )
    found = select(Commitment).where(
        Commitment.organisation_id == planted.alder.id,
        Commitment.programme_id == planted.programme.id,
        Commitment.id.in_(public),
    )
    return db.session.scalars(found.order_by(Commitment.id)).first() or planted.alder


@pytest.mark.parametrize(
    "kind", [ReportKind.ANNUAL_STATEMENT, ReportKind.COMMITMENT_RECORD, ReportKind.PROGRAMME_REPORT]
)
def test_nor_does_a_public_report_of_another_kind(
    as_: As, planted: World, app: Flask, kind: ReportKind
) -> None:
    today = NOW.date()
    subject = subject_of(kind, planted)
    choice = Choice(kind, Edition.PUBLIC, today, Period(today, today - timedelta(days=365)))
    asked = actions.request(choice, subject=subject, by=None, now=NOW)
    db.session.commit()
    report, printed = issued(asked, app)

    assert "Every cleaning contract pays the real living wage" in printed
    assert [text.count(MARKER) for text in (report.data or "", printed, report.title)] == [0, 0, 0]
    assert MARKER not in page_of(as_, report)


def test_the_page_of_an_internal_one_tells_nothing_of_what_it_holds(
    as_: As, organisation: Organisation, app: Flask
) -> None:
    report, printed = made(organisation, Edition.INTERNAL, app)

    assert MARKER in printed, "the internal edition holds what is private, so there is something to keep"
    assert MARKER not in page_of(as_, report)
    assert str(report.number) not in as_(None).get("reports.list_issued").main
