"""A coordinator puts several reports into one file; of an organisation it holds only what is public."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from equity_tracker.adapters.storage import Storage
from equity_tracker.extensions import db
from equity_tracker.jobs.report_kinds import KINDS
from equity_tracker.model.people import User
from equity_tracker.model.publishing import publish_organisation
from equity_tracker.model.report import Edition, Report
from equity_tracker.model.report_choice import ReportKind, standing_today
from equity_tracker.reports.actions import request
from equity_tracker.reports.job import Press, make_waiting_reports
from equity_tracker.reports.pack import MOST_PARTS
from equity_tracker.reports.pack_html import fill_with_packs
from equity_tracker.web.report_pages import fill_report
from tests.conftest import NOW
from tests.reports.conftest import blank
from tests.support.client import CheckingClient
from tests.support.factories.commitment import make_draft, make_published
from tests.support.page import Page
from tests.support.people import World

As = Callable[[User | None], CheckingClient]
TODAY = NOW.date()
DRAFT = "A promise that nobody outside Alder knows of"
EVERYWHERE = {"every_organisation": True}


@pytest.fixture
def filled(world: World) -> list[str]:
    """What each pack was printed from, while it is made by a printer that takes no time."""
    make_published(world.alder, world.programme, now=NOW, title="Alder’s public promise")
    make_published(world.birch, world.programme, now=NOW, title="Birch’s public promise")
    make_draft(world.alder, world.programme, now=NOW, title=DRAFT)
    for organisation in (world.alder, world.birch):
        published = publish_organisation(organisation, None, now=NOW, today=TODAY, visible_from=TODAY)
        if published is not None:
            db.session.add(published)
    db.session.commit()
    return []


@pytest.fixture
def press(storage: Storage, filled: list[str]) -> Press:
    def render(html: str, _made_at: object) -> bytes:
        filled.append(html)
        return blank()

    return Press(fill_with_packs(fill_report, KINDS), render, storage, KINDS, "http://127.0.0.1:8000")


def packs() -> list[Report]:
    db.session.expire_all()
    return list(
        db.session.scalars(
            select(Report)
            .where(Report.kind == ReportKind.BOARD_PACK)
            .order_by(Report.id)
            .execution_options(**EVERYWHERE)
        )
    )


def ask_for(browser: CheckingClient, world: World, *parts: str, expected: int | None = None) -> Page:
    page = browser.get("reports.request_pack", programme=world.programme.slug, most_queries=30)
    fields: dict[str, Any] = {f"parts-{number}-part": part for number, part in enumerate(parts)}
    form = page.form("Make the pack")
    return browser.post(
        "reports.request_pack",
        {"form_key": form.values["form_key"][0]} | fields,
        programme=world.programme.slug,
        expected=expected,
    )


def status_report(world: World) -> str:
    return f"status_report:{world.alder.public_id}"


def issue(world: World, press: Press, edition: Edition, subject: Any) -> Report:
    kind = ReportKind.PROGRAMME_REPORT if subject is world.programme else ReportKind.STATUS_REPORT
    report = request(standing_today(kind, edition, TODAY), subject=subject, by=None, now=NOW)
    db.session.commit()
    make_waiting_reports(NOW, press)
    return report


def test_reports_stand_in_it_in_the_order_that_was_chosen(
    as_: As, world: World, press: Press, filled: list[str]
) -> None:
    issued = issue(world, press, Edition.INTERNAL, world.programme)
    page = ask_for(
        as_(world.paula),
        world,
        f"status_report:{world.birch.public_id}",
        f"issued:{issued.public_id}",
        status_report(world),
    )
    assert page.heading.startswith("Board pack as at")

    make_waiting_reports(NOW, press)

    [pack] = packs()
    assert pack.is_done
    html = filled[-1]
    titles = ["Status report: Birch College", "Programme report: Fairer Shore", "Status report: Alder Trust"]
    places = [html.index(f"{title}</h2>") for title in titles]
    assert places == sorted(places)
    assert f"Report of record {issued.number}" in html
    assert json.loads(pack.data or "{}")["parts"][1]["number"] == issued.number


def test_no_draft_of_an_organisation_gets_into_it(
    as_: As, world: World, press: Press, filled: list[str]
) -> None:
    ask_for(as_(world.paula), world, status_report(world))
    make_waiting_reports(NOW, press)

    assert "Alder’s public promise" in filled[-1]
    assert DRAFT not in filled[-1]
    assert DRAFT not in (packs()[0].data or "")


def test_a_report_that_the_coordinator_may_not_read_is_neither_offered_nor_taken(
    as_: As, world: World, press: Press
) -> None:
    internal = issue(world, press, Edition.INTERNAL, world.alder)
    public = issue(world, press, Edition.PUBLIC, world.birch)
    others = issue(world, press, Edition.INTERNAL, world.other_programme)
    assert internal.is_done
    page = as_(world.paula).get("reports.request_pack", programme=world.programme.slug, most_queries=30)

    assert str(public.number) in page.text
    assert str(internal.number) not in page.text
    assert str(others.number) not in page.text
    for report in (internal, others):
        page = ask_for(as_(world.paula), world, f"issued:{report.public_id}", expected=422)
        assert "Choose a report from the list" in page.text
    assert packs() == []


def test_what_was_taken_back_before_it_is_made_is_said_and_nothing_is_made(
    as_: As, world: World, press: Press
) -> None:
    public = issue(world, press, Edition.PUBLIC, world.alder)
    ask_for(as_(world.paula), world, f"issued:{public.public_id}")
    public.withdraw(NOW)
    db.session.commit()

    make_waiting_reports(NOW, press)

    [pack] = packs()
    assert (pack.is_done, pack.failure) == (
        False,
        "A report that was chosen has been taken back since. Choose anew.",
    )


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ([], "Choose at least one report."),
        (["programme_report:nothing"], "Choose a report from the list"),
    ],
)
def test_what_makes_no_pack_is_refused(as_: As, world: World, parts: list[str], words: str) -> None:
    page = ask_for(as_(world.paula), world, *parts, expected=422)

    assert words in page.text
    assert packs() == []


def test_an_observer_asks_for_none_but_reads_it(as_: As, world: World, filled: list[str]) -> None:
    as_(world.otto).get("reports.request_pack", programme=world.programme.slug, expected=403)
    ask_for(as_(world.paula), world, status_report(world))
    page = as_(world.otto).get("reports.list_programme_reports", programme=world.programme.slug)
    assert "Board pack" in page.table("Reports, newest first")[0][0]
    assert MOST_PARTS > 1


def test_a_report_that_was_chosen_twice_stands_in_it_once(as_: As, world: World) -> None:
    ask_for(as_(world.paula), world, status_report(world), status_report(world))

    assert packs()[0].sections == [status_report(world)]
