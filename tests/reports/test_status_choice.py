"""What can be asked of a status report, and that page, file and data of one scope say the same."""

import csv
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from io import StringIO

import pytest
from bs4 import BeautifulSoup

from equity_tracker.extensions import db
from equity_tracker.model.people import User
from equity_tracker.model.report import Edition
from equity_tracker.model.report_choice import Choice, Period
from equity_tracker.reports.content import content_hash, from_json, to_json
from equity_tracker.reports.queries import status_report
from equity_tracker.reports.status_report import StatusReport, all_of
from equity_tracker.web.report_pages import fill_report
from tests.conftest import NOW
from tests.reports.records import MINUTES, TODAY, ask, close, make_public, promise, say
from tests.support.client import CheckingClient
from tests.support.factories.commitment import make_draft
from tests.support.factories.measure import make_measure
from tests.support.people import World


@pytest.fixture
def filled(world: World) -> World:
    """Give Alder something of everything: reported, overdue, closed, stated, measured, drafted."""
    reported = promise(world, "Fair pay for cleaners", measures=[make_measure(readings=[2, "4.5"])])
    overdue = promise(world, "Warm homes on discharge")
    ask(world, [reported, overdue], TODAY - timedelta(days=3))
    say(world, reported, TODAY - timedelta(days=5), outlook="at_risk", evidence=(MINUTES,))
    close(promise(world, "A closed promise"), "met_late", TODAY - timedelta(days=40))
    close(promise(world, "Another closed promise"), "met_on_time", TODAY - timedelta(days=1))
    promise(world, "A statement", domain=None)
    make_draft(world.alder, world.programme, now=NOW, title="A draft of ours")
    make_public(world.alder)
    db.session.commit()
    return world


def report(world: World, choice: Choice) -> StatusReport:
    return status_report(world.alder, choice)


def words(html: str) -> str:
    return " ".join(BeautifulSoup(html, "html5lib").get_text(" ").split())


@pytest.mark.parametrize("edition", Edition)
def test_what_is_kept_of_it_is_all_of_it(filled: World, edition: Edition) -> None:
    said = report(filled, all_of(edition, TODAY))
    kept = from_json(to_json(said), StatusReport)

    assert kept == said
    assert content_hash(kept) == content_hash(said)
    assert fill_report(kept) == fill_report(said)


def test_its_period_narrows_what_it_looks_back_on_and_not_how_things_stand(filled: World) -> None:
    whole = report(filled, all_of(Edition.PUBLIC, TODAY))
    week = replace(whole.choice, period=Period(TODAY, TODAY - timedelta(days=7)))
    narrow = report(filled, week)

    assert narrow.summary == whole.summary
    assert [line.title for line in whole.closed] == ["A closed promise", "Another closed promise"]
    assert [line.title for line in narrow.closed] == ["Another closed promise"]
    assert not whole.happened
    assert {(row.title, row.what) for row in narrow.happened} >= {
        ("Fair pay for cleaners", "Check-in 1, Round 1"),
        ("Another closed promise", "Closed: Met on time"),
    }
    assert all(week.period.holds(row.on) for row in narrow.happened)
    assert "Looks back on 30 March 2026 to 6 April 2026" in words(fill_report(narrow))


@pytest.mark.parametrize("slug", [slug for slug, _ in StatusReport.sections if slug != "happened"])
def test_a_section_that_nobody_asked_for_is_left_out_whole(filled: World, slug: str) -> None:
    titles = dict(StatusReport.sections)
    everything = all_of(Edition.INTERNAL, TODAY)
    others = tuple(name for name in titles if name != slug)
    html = fill_report(report(filled, replace(everything, sections=others)))

    def heads(html: str) -> set[str]:
        return {head.get_text() for head in BeautifulSoup(html, "html5lib").select("h2")}

    assert titles[slug] in heads(fill_report(report(filled, everything)))
    assert titles[slug] not in heads(html)
    if slug == "drafts":
        assert "A draft of ours" not in words(html)


def test_the_public_page_and_the_csv_of_the_organisation_count_the_same(
    filled: World, as_: Callable[[User | None], CheckingClient]
) -> None:
    said = report(filled, all_of(Edition.PUBLIC, TODAY))
    anyone = as_(None)
    page = anyone.get("public.show_organisation", slug=filled.alder.slug).text
    text = anyone.get("public.list_commitments_csv", organisation=filled.alder.slug).text
    rows = list(csv.DictReader(StringIO(text.lstrip("\ufeff"))))

    assert f"{said.summary.commitments} commitments, by title" in page
    assert len(rows) == said.summary.commitments + said.summary.statements_of_intent
    tables = {table.name: table for table in said.tables()}
    ours = (*tables["commitments"].rows, *tables["statements-of-intent"].rows)
    assert {row[0] for row in ours} == {row["Reference"] for row in rows}
    lights = {str(row[0]): (row[10], row[11]) for row in tables["commitments"].rows}
    csv_lights = {row["Reference"]: (row["How it is going"], row["Reporting"]) for row in rows}
    for line in (*said.under_way, *said.closed):
        assert lights[line.reference] == (line.delivery.label, line.reporting.label)
        assert line.reporting.label.startswith(csv_lights[line.reference][1])
        assert line.title in page
        assert line.delivery.label in page


def test_its_tables_hold_every_count_and_every_figure(filled: World) -> None:
    said = report(filled, all_of(Edition.INTERNAL, TODAY))
    tables = {table.name: table for table in said.tables()}

    assert ("Commitments", said.summary.commitments) in tables["counts"].rows
    assert ("Closed: Met late", 1) in tables["counts"].rows
    assert [row[1] for row in tables["drafts"].rows] == [said.drafts[0].programme]
    assert all(len(row) == len(table.columns) for table in tables.values() for row in table.rows)
