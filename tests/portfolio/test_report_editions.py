"""A programme report in its two editions: what each holds, that pages and files agree, what is left out."""

import csv
import io
import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from flask import Flask

from equity_tracker.extensions import db
from equity_tracker.model.check_in_ask import Ask
from equity_tracker.model.check_in_theme import ThemeNote
from equity_tracker.model.errors import Refused
from equity_tracker.model.people import User
from equity_tracker.model.publishing import publish_programme, publish_round
from equity_tracker.model.report import Edition
from equity_tracker.model.report_choice import Choice, Period, ReportKind
from equity_tracker.model.retracting import retract_commitment
from equity_tracker.model.round_snapshot import take_snapshot
from equity_tracker.portfolio.actions.programme_report import gather_programme_report
from equity_tracker.portfolio.programme_report import ProgrammeReport
from equity_tracker.reports.content import content_hash, from_json, to_json
from equity_tracker.web.report_pages import fill_report
from tests.conftest import NOW
from tests.public.conftest import planted, public_world, reader
from tests.reports.records import TODAY, ask, close, promise, say
from tests.reports.test_printed_report import check_document, words
from tests.support.client import CheckingClient, counted_queries
from tests.support.factories.commitment import make_draft, make_published
from tests.support.people import World
from tests.support.planting import MARKER

__all__ = ["planted", "public_world", "reader"]
EDITIONS = [Edition.PUBLIC, Edition.INTERNAL]
As = Callable[[User | None], CheckingClient]


def choice_of(edition: Edition, **changes: Any) -> Choice:
    asked = Choice(ReportKind.PROGRAMME_REPORT, edition, TODAY, Period(until=TODAY))
    return replace(asked, **changes)


def gathered(world: World, edition: Edition = Edition.PUBLIC, **changes: Any) -> ProgrammeReport:
    return gather_programme_report(world.programme, choice_of(edition, **changes))


@pytest.fixture
def filled(public_world: World) -> World:
    """Two organisations with something of everything, a closed round and an open one."""
    world = public_world
    rows = [promise(world, f"Promise {number}") for number in range(6)]
    of_birch = {"title": "A station in the exam", "domain": "education"}
    rows.append(make_published(world.birch, world.programme, now=NOW, **of_birch))
    closed = ask(world, rows, TODAY - timedelta(days=60))
    for commitment in rows[:5]:
        themes = (ThemeNote("funding", "hindering", "It ends in May."),)
        say(world, commitment, TODAY - timedelta(days=61), themes=themes)
    expected = [row for commitment in rows for row in commitment.expected_check_ins]
    closed.close(expected, now=NOW)
    snapshot = take_snapshot(closed, expected, now=NOW, today=TODAY)
    db.session.add_all([snapshot, publish_round(closed, snapshot, now=NOW, today=TODAY)])
    ask(world, rows[:3], TODAY - timedelta(days=3), number=2)
    said: dict[str, Any] = {
        "outlook": "at_risk",
        "level": "behaviour",
        "asks": (Ask("funder", "Pay for three years."),),
    }
    say(world, rows[0], TODAY - timedelta(days=5), **said)
    close(rows[5], "met_late", TODAY - timedelta(days=1))
    promise(world, "A statement", domain=None)
    make_draft(world.alder, world.programme, now=NOW, title="A draft of ours")
    db.session.commit()
    return world


def tables_of_page(soup: BeautifulSoup) -> dict[str, dict[str, int]]:
    """Read the tables of two columns on the programme's page, by caption."""
    found = {}
    for table in soup.select("table"):
        lines = [row.select("th, td") for row in table.select("tbody tr")]
        rows = [[cell.get_text(" ", strip=True) for cell in cells] for cells in lines]
        if table.caption and all(len(row) == 2 for row in rows):
            counts = {first: int(second.split()[0].replace(",", "")) for first, second in rows}
            found[table.caption.get_text(strip=True)] = counts
    return found


def test_the_public_edition_says_what_the_public_page_says(reader: CheckingClient, filled: World) -> None:
    report = gathered(filled)
    page = reader.get("public.show_programme", slug="fairer-shore")
    tables = tables_of_page(page.soup)
    said = " ".join(page.soup.get_text(" ").split())
    lights, portfolio, response = report.lights, report.portfolio, report.response
    assert lights is not None
    assert portfolio is not None
    assert response is not None
    assert report.drift is not None

    for caption, parts in (
        ("Commitments by reporting", lights.reporting),
        ("Commitments by outlook", lights.outlooks),
        ("Commitments by delivery so far", lights.deliveries),
        ("Commitments by which inequality", portfolio.spread("inequality").shares),
        ("Commitments by the way they moved", report.drift.levels),
    ):
        counts = {label: count for label, count in tables[caption].items() if label != "All"}
        assert {part.label: part.count for part in parts} == counts, caption
    short = report.in_short
    assert f"{short.commitments} commitments by {short.organisations} organisations" in said
    assert f"Of {lights.asked} commitments under way that a round has asked, {lights.owing_nothing} " in said
    assert f"{portfolio.additional} of {portfolio.commitments} say they are new" in said
    (line,) = response.rounds
    assert f"{line.total.reported} of {line.total.expected} reported in the last round" in said
    assert (line.total.reported, line.total.expected) == (5, 7)


def test_the_public_edition_lists_what_the_file_of_the_programme_lists(
    reader: CheckingClient, filled: World
) -> None:
    sent = reader.browser.get("/commitments.csv?programme=fairer-shore", buffered=True)
    in_file = {row["Reference"]: row for row in csv.DictReader(io.StringIO(sent.text.removeprefix("\ufeff")))}
    (table,) = [row for row in gathered(filled).tables() if row.name == "commitments"]
    rows = [dict(zip(table.columns, row, strict=True)) for row in table.rows]

    assert {row["Reference"] for row in rows} == set(in_file)
    for row in rows:
        there = in_file[row["Reference"]]
        for name in ("Published as", "Title", "Organisation", "How it is going", "Reporting", "Domain"):
            assert str(row[name]).casefold() == there[name].casefold(), name


@pytest.mark.parametrize("edition", EDITIONS)
def test_it_is_kept_as_json_and_reads_the_same_again(filled: World, edition: Edition) -> None:
    report = gathered(filled, edition)
    again = from_json(to_json(report), ProgrammeReport)

    assert again == report
    assert fill_report(again) == fill_report(report)
    assert content_hash(again) == content_hash(report)
    check_document(fill_report(report))


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_number_of_its_tables_is_printed(filled: World, edition: Edition) -> None:
    report = gathered(filled, edition)
    there = set(re.findall(r"\d+", words(fill_report(report))))
    tables = report.tables()

    assert len({table.name for table in tables}) == len(tables)
    for table in tables:
        assert {len(row) for row in table.rows} <= {len(table.columns)}, table.name
        # The file says nought of each empty combination; in print that may be said in other words.
        numbers = {str(cell) for row in table.rows for cell in row if isinstance(cell, int) and cell}
        assert numbers <= there, table.name


def test_nothing_private_is_in_the_public_edition(planted: World) -> None:
    report = gathered(planted)
    kept = to_json(report)

    assert report.in_short.commitments + report.in_short.statements_of_intent > 0
    assert report.lights is not None
    assert report.lights.check_ins > 0
    assert MARKER not in kept
    assert MARKER not in fill_report(report)
    assert not [row for table in report.tables() for row in table.rows if MARKER in str(row)]


def test_the_public_edition_has_no_list_of_the_coordinators(filled: World) -> None:
    public, internal = gathered(filled), gathered(filled, Edition.INTERNAL)

    assert not {part.slug for part in public.parts} & ProgrammeReport.internal_sections
    assert [part.slug for part in internal.parts] == [slug for slug, _ in ProgrammeReport.sections]
    assert public.in_short.decisions == ()
    assert public.drift is not None
    assert public.drift.named is None
    for html in (fill_report(public), to_json(public)):
        assert "A draft of ours" not in html
        assert "ost-holder:" not in html
        assert "waits for somebody to decide" not in html
    assert "Internal edition: not for publication" in words(fill_report(internal))


def test_a_public_edition_of_what_is_not_public_is_refused(world: World) -> None:
    promise(world, "A promise")
    with pytest.raises(Refused, match="cannot read of this programme yet"):
        gathered(world)
    assert gathered(world, Edition.INTERNAL).in_short.commitments == 1


def test_what_becomes_public_on_a_later_day_is_not_told_before(filled: World) -> None:
    row = publish_programme(filled.programme, None, now=NOW, today=TODAY)
    assert row is None or row.public_from is not None
    with pytest.raises(Refused):
        gathered(filled, as_of=TODAY - timedelta(days=4000))


@pytest.mark.parametrize("edition", EDITIONS)
def test_sections_are_left_out_as_chosen(filled: World, edition: Edition) -> None:
    report = gathered(filled, edition, sections=("lights", "asks"))
    html = fill_report(report)

    assert [part.slug for part in report.parts] == ["lights", "asks"]
    assert report.portfolio is None
    assert "Where the commitments are aimed" not in html
    assert [table.name for table in report.tables()] == ["in-short", "lights", "outlook-by-domain", "asks"]
    assert not [group for group in report.words if group.title == "Time horizon"]
    check_document(html)


@pytest.mark.parametrize("edition", EDITIONS)
def test_the_period_narrows_what_is_looked_back_on(filled: World, edition: Edition) -> None:
    week = Period(until=TODAY, since=TODAY - timedelta(days=7))
    narrow, wide = gathered(filled, edition, period=week), gathered(filled, edition)
    in_narrow, in_wide = (
        {table.name: {row[:-1]: row[-1] for row in table.rows} for table in report.tables()}
        for report in (narrow, wide)
    )

    in_the_period = ("In all", "Check-ins in the period")
    assert (in_narrow["lights"].pop(in_the_period), in_wide["lights"].pop(in_the_period)) == (1, 6)
    assert {row[0] for row in in_narrow["response"]} == (
        {"Round 2"} if edition is Edition.INTERNAL else set()
    )
    assert in_narrow["in-short"] == in_wide["in-short"]
    assert in_narrow["themes"] == {}
    assert in_wide["themes"]["Hindering", "Funding", "All"] == 4
    assert in_narrow["asks"] == in_wide["asks"] != {}


def test_only_words_that_occur_are_explained(filled: World) -> None:
    report = gathered(filled)
    explained = {group.title: {word.label for word in group.words} for group in report.words}

    assert "At risk" in explained["Outlook"]
    assert "Off track" not in explained["Outlook"]
    assert explained["Themes"] == {"Funding"}
    assert len(explained["Who could change it"]) == 1


@pytest.mark.parametrize("edition", EDITIONS)
def test_each_organisation_has_a_page_of_its_own(filled: World, edition: Edition) -> None:
    soup = BeautifulSoup(fill_report(gathered(filled, edition)), "html5lib")
    pages = [section for section in soup.select("body > section[data-part]") if section.select("table.held")]

    names = [section.h3.get_text() for section in pages if isinstance(section.h3, Tag)]
    assert names == ["Alder Trust", "Birch College"]
    assert all("part" in (section["class"] or []) for section in pages)
    assert "Promise 3" in pages[0].get_text()
    assert "A station in the exam" not in pages[0].get_text()
    # All that stands between cover and end can be cut into parts.
    assert not [tag for tag in soup.select("body > section") if not tag.has_attr("data-part")]


def test_what_was_taken_back_is_told_as_that_alone(filled: World) -> None:
    gone = promise(filled, "Lights at every stop")
    retract_commitment(gone, "Not ours to make.", now=NOW, today=TODAY)
    db.session.commit()
    report = gathered(filled)

    assert "Lights at every stop" not in to_json(report)
    assert report.changes is not None
    (group,) = [group for group in report.changes.groups if group.label == "Taken back"]
    assert [line.said for line in group.lines] == ["Not ours to make."]


@pytest.mark.parametrize("edition", EDITIONS)
def test_an_empty_programme_says_so(public_world: World, edition: Edition) -> None:
    html = fill_report(gathered(public_world, edition))

    check_document(html)
    assert "No commitment has been published in this programme so far." in words(html)


@pytest.mark.thorough
@pytest.mark.parametrize("edition", EDITIONS)
def test_a_larger_programme_asks_no_more_of_the_database(app: Flask, filled: World, edition: Edition) -> None:
    def asked() -> int:
        db.session.expire_all()
        with counted_queries(app) as statements:
            gathered(filled, edition)
        return len(statements)

    before = asked()
    for number in range(40):
        say(filled, promise(filled, f"More {number}"), TODAY)
    db.session.commit()
    # Lists of the coordinators are read in parts, so one or two more are asked for.
    assert asked() <= before + 2
    assert json.loads(to_json(gathered(filled, edition)))["in_short"]["commitments"] == 47


def test_of_very_many_it_says_that_words_are_left_to_the_register(
    filled: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = "what each last check-in says is left to its page in the register"
    few = words(fill_report(gathered(filled)))
    monkeypatch.setattr("equity_tracker.portfolio.held.MOST_WITH_WORDS", 7)
    monkeypatch.setattr("equity_tracker.portfolio.programme_report.MOST_WITH_WORDS", 7)
    many = words(fill_report(gathered(filled)))

    assert "Last said:" in few
    assert said not in few
    assert "Last said:" not in many
    assert said in many
