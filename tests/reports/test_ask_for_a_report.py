"""Choosing period, edition and sections of a report, seeing it first, and asking for it."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from equity_tracker.extensions import db
from equity_tracker.model.people import User
from equity_tracker.model.publishing import publish_programme
from equity_tracker.model.report import LEASE, Edition, Report, ReportKind
from equity_tracker.model.round import RoundState
from equity_tracker.reports.actions import claim_report
from equity_tracker.reports.annual_statement import AnnualStatement
from equity_tracker.reports.content import from_json
from equity_tracker.reports.job import Press, make_report
from equity_tracker.reports.queries import list_posts
from equity_tracker.web import report_pages
from tests.conftest import NOW
from tests.reports.records import TODAY, make_public, promise, queued
from tests.support.client import CheckingClient
from tests.support.factories.commitment import make_draft
from tests.support.factories.programme import make_round
from tests.support.page import FilledForm, Page
from tests.support.people import World

As = Callable[[User | None], CheckingClient]
MAKE, SEE = "Make the report", "See a preview"
PARTS = {"standing": "Where each stands", "closed": "Closed commitments"}


def reports() -> list[Report]:
    statement = select(Report).order_by(Report.id).execution_options(every_organisation=True)
    return list(db.session.scalars(statement))


def open_form(browser: CheckingClient) -> Page:
    return browser.get("reports.new_report", organisation="alder-trust", kind="status_report")


@pytest.fixture
def parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a status report have two sections that may be left out."""
    monkeypatch.setattr(report_pages, "sections_of", lambda _kind: PARTS)


def test_it_is_asked_for_as_chosen(world: World, as_: As, cora: User, press: Press, parts: None) -> None:
    promise(world, "A promise")
    make_public(world.alder)
    db.session.commit()

    form = open_form(as_(cora)).form(MAKE)
    page = form.fill(
        edition="public", since__day=1, since__month=1, since__year=2025,
        until__day=31, until__month=12, until__year=2025, sections=["closed"],
    ).submit()  # fmt: skip

    (report,) = reports()
    assert (report.kind, report.edition) == (ReportKind.STATUS_REPORT, Edition.PUBLIC)
    assert (report.since, report.until, report.as_of) == (date(2025, 1, 1), date(2025, 12, 31), TODAY)
    assert (report.sections, report.requested_by) == (["closed"], cora)
    assert page.fact("Looks back on") == "1 January 2025 to 31 December 2025"
    make_report(report.id, NOW, press)
    done = as_(cora).get("reports.show_report", organisation="alder-trust", report=report.public_id)
    assert done.link("ET-2026-00001").follow().heading == "ET-2026-00001"


def test_all_sections_and_no_dates_are_everything_until_today(as_: As, cora: User, parts: None) -> None:
    open_form(as_(cora)).form(MAKE).submit()

    (report,) = reports()
    assert (report.edition, report.sections, report.since, report.until) == (Edition.INTERNAL, [], None, None)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"until__day": 7, "until__month": 4, "until__year": 2026}, "not in the future"),
        ({"since__day": 7, "since__month": 4, "since__year": 2026}, "not after the last one"),
        ({"sections": []}, "Choose at least one section"),
        ({"edition": "public"}, "Nothing of it is public yet"),
    ],
)
def test_what_cannot_be_is_said_and_not_asked_for(
    *, as_: As, cora: User, parts: None, given: dict[str, Any], said: str
) -> None:
    page = open_form(as_(cora)).form(MAKE).fill(**given).submit(expected=422)

    assert said in page.main
    assert reports() == []


def test_the_preview_shows_what_would_be_printed_and_asks_for_nothing(
    world: World, as_: As, cora: User, parts: None
) -> None:
    promise(world, "A public promise")
    make_public(world.alder)
    make_draft(world.alder, world.programme, now=NOW, title="A draft of ours")
    db.session.commit()

    form = open_form(as_(cora))
    page = form.form(SEE).submit()
    assert page.heading == "Alder Trust"
    assert "A draft of ours" in page.text
    assert "asset:" not in str(page.soup)
    assert page.response.headers["Cache-Control"] == "no-store"
    public = form.form(SEE).fill(edition="public").submit()
    assert "A public promise" in public.text
    assert "A draft of ours" not in public.text
    assert reports() == []
    assert "to be made" in form.form(MAKE).submit().main, "the form is as good after a preview"


def test_the_preview_is_for_those_who_may_ask(world: World, as_: As, cora: User) -> None:
    named: dict[str, Any] = {"organisation": "alder-trust", "kind": "status_report", "edition": "internal"}

    as_(cora).get("reports.preview_report", **named)
    as_(world.vic).get("reports.preview_report", **named, expected=403)
    for person in (world.eve, world.paula, world.olga):
        as_(person).get("reports.preview_report", **named, expected=404)
    as_(None).get("reports.preview_report", **named, expected=302)
    as_(cora).get("reports.preview_report", **named | {"edition": "secret"}, expected=400)
    as_(cora).get("reports.preview_report", **named | {"kind": "programme_report"}, expected=404)
    as_(cora).get("reports.new_report", organisation="alder-trust", kind="nonsense", expected=404)


def test_a_coordinator_chooses_too(world: World, as_: As, paula: User) -> None:
    promise(world, "A promise")
    db.session.add(publish_programme(world.programme, None, now=NOW, today=TODAY))
    db.session.commit()
    here: dict[str, Any] = {"programme": "fairer-shore", "kind": "programme_report"}
    page = as_(paula).get("reports.new_programme_report", **here)

    seen = as_(paula).get("reports.preview_programme_report", **here, edition="internal", most_queries=60)
    assert seen.heading == "Fairer Shore"
    assert page.form(MAKE).submit().heading == "Programme report as at 6 April 2026"
    as_(world.otto).get("reports.preview_programme_report", **here, edition="internal", expected=403)
    as_(world.other_paula).get("reports.new_programme_report", **here, expected=404)


def test_the_public_reads_nothing_of_a_round_before_it_has_closed(world: World, as_: As, paula: User) -> None:
    make_round(world.programme, number=1, due_on=TODAY + timedelta(days=200))
    round_ = make_round(world.programme, number=2, due_on=TODAY, state=RoundState.OPEN)
    db.session.add(publish_programme(world.programme, None, now=NOW, today=TODAY))
    db.session.commit()
    here: dict[str, Any] = {"programme": "fairer-shore", "kind": "round_report"}
    page = as_(paula).get("reports.new_programme_report", **here)

    assert "Round 1" not in page.main, "what has asked nobody has nothing to report"
    asked = page.form(MAKE).fill(about=round_.public_id, edition="public").submit(expected=422)
    assert "Nothing of it is public yet" in asked.text
    assert reports() == []
    assert page.form(MAKE).fill(about=round_.public_id).submit().heading.startswith("Round report")


def test_the_page_says_how_many_come_before_it_and_when_it_is_begun(
    world: World, as_: As, cora: User
) -> None:
    for place in (world.birch, world.alder):
        queued(place, requested_by=cora)
    report = reports()[-1]
    named: dict[str, Any] = {"organisation": "alder-trust", "report": report.public_id}

    assert "1 report will be made before it" in as_(cora).get("reports.show_report", **named).main
    claim_report(report.id, NOW + LEASE - timedelta(minutes=1))
    db.session.commit()
    assert "It is being made" in as_(cora).get("reports.show_report", **named).main


def test_an_annual_statement_names_the_post_that_signs_it(
    world: World, as_: As, cora: User, press: Press
) -> None:
    promise(world, "A public promise")
    make_public(world.alder)
    db.session.commit()
    (post, *_) = list_posts(world.alder, TODAY)

    def form(button: str) -> FilledForm:
        page = as_(cora).get("reports.new_report", organisation="alder-trust", kind="annual_statement")
        return page.form(button)

    assert f"Post {post}" in form(SEE).fill(signatory=post).submit().text
    form(MAKE).fill(signatory=post).submit()
    form(MAKE).submit()

    signed, unsigned = reports()
    assert (signed.signatory, unsigned.signatory) == (post, None)
    assert make_report(signed.id, NOW, press) == "done"
    db.session.refresh(signed)
    assert from_json(str(signed.data), AnnualStatement).signatory == post


def test_only_an_annual_statement_is_signed(world: World, as_: As, cora: User) -> None:
    promise(world, "A public promise")
    make_public(world.alder)
    db.session.commit()

    assert "Which post signs it?" not in open_form(as_(cora)).main


def test_a_post_that_is_published_no_longer_signs_nothing(world: World, press: Press) -> None:
    report = queued(world.alder, kind=ReportKind.ANNUAL_STATEMENT, signatory="Head of Nothing")

    assert make_report(report.id, NOW, press) == "refused"
    db.session.refresh(report)
    assert report.failure == "Choose a post that is published with one of the commitments"
