"""The programme report of coordinators: every number is printed, gaps are said, nothing private is in it."""

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup

from equity_tracker import clock
from equity_tracker.extensions import db
from equity_tracker.model.check_in_ask import Ask
from equity_tracker.model.check_in_help import HelpNote
from equity_tracker.model.check_in_theme import ThemeNote
from equity_tracker.model.programme import Participation, Programme
from equity_tracker.model.publishing import publish_programme
from equity_tracker.model.report import Edition
from equity_tracker.model.report_choice import Choice, Period, ReportKind
from equity_tracker.model.retracting import retract_commitment
from equity_tracker.model.round_response import Count
from equity_tracker.portfolio.actions.programme_report import gather_programme_report
from equity_tracker.portfolio.programme_report import ProgrammeReport
from equity_tracker.portfolio.worklists import MOST_LINES
from equity_tracker.web.report_pages import fill_report
from tests.conftest import NOW
from tests.reports.records import TODAY, ask, close, paper_of, promise, say
from tests.reports.test_printed_report import check_document, words
from tests.support.factories.commitment import make_draft, make_published
from tests.support.factories.organisation import make_organisation
from tests.support.installation import Installation
from tests.support.people import World, make_world
from tests.support.readable_pdf import check_editions, text_of, title_of
from tests.support.readable_pdf import printed as file_of

SECRETS = ("SECRET note", "SECRET want", "SECRET ask", "A draft of ours", "Frances Private")


def fill(world: World) -> World:
    """Give the programme something of everything: reported, overdue, closed, stated, drafted, private."""
    reported, overdue = promise(world, "Fair pay for cleaners"), promise(world, "Warm homes on discharge")
    of_birch = make_published(
        world.birch, world.programme, now=NOW, title="A station in the exam", domain="education"
    )
    ask(world, [reported, overdue, of_birch], TODAY - timedelta(days=3))
    said: dict[str, Any] = {
        "themes": (
            ThemeNote("funding", "both", "SECRET note", is_private=True),
            ThemeNote("reorganisation", "hindering", "The merger."),
        ),
        "help": (HelpNote("wanted", "evidence", "SECRET want", is_private=True),),
        "asks": (
            Ask("national_government", "Let councils set the living wage."),
            Ask("funder", "SECRET ask", is_private=True),
        ),
    }
    say(world, reported, TODAY - timedelta(days=5), outlook="at_risk", **said)
    say(world, of_birch, TODAY, themes=(ThemeNote("funding", "helping"),))
    close(promise(world, "A closed promise"), "met_late", TODAY - timedelta(days=1))
    promise(world, "A statement", domain=None)
    make_draft(world.alder, world.programme, now=NOW, title="A draft of ours")
    invited = make_organisation("Cedar Council", now=NOW, kind="council")
    db.session.add(Participation(organisation=invited, programme=world.programme, invited_on=TODAY))
    db.session.commit()
    return world


@pytest.fixture
def filled(world: World) -> World:
    return fill(world)


def printed(programme: Programme) -> tuple[ProgrammeReport, str]:
    paper = gather_programme_report(programme, paper_of(TODAY))
    return paper, fill_report(paper)


def numbers(part: Any) -> Iterator[int]:
    """Yield every number that a part of the paper holds. Nought may be said in other words, or not at all."""
    if isinstance(part, int) and not isinstance(part, bool) and part:
        yield part
    elif is_dataclass(part):
        for each in fields(part):
            yield from numbers(getattr(part, each.name))
    elif isinstance(part, tuple | list):
        for inner in part:
            yield from numbers(inner)


def missing_numbers(paper: ProgrammeReport, said: dict[str, str]) -> list[str]:
    """Return the parts of the paper that hold a number which is not said where they are printed."""
    parts = {section.slug: section.content for section in paper.parts} | {"in-short": paper.in_short}
    found = []
    for slug, content in parts.items():
        there = {int(digits) for digits in re.findall(r"\d+", said[slug])}
        found += [f"{slug}: {number}" for number in numbers(content) if number not in there]
    return found


def by_section(html: str) -> dict[str, str]:
    soup = BeautifulSoup(html, "html5lib")
    return {
        str(section.h2["id"]): " ".join(section.get_text(" ").split())
        for section in soup.select("section")
        if section.h2 is not None
    }


def test_every_number_is_printed_where_it_belongs(filled: World) -> None:
    paper, html = printed(filled.programme)

    assert missing_numbers(paper, by_section(html)) == []
    assert paper.in_short.commitments == 4
    assert (paper.in_short.reported, paper.in_short.asked) == (2, 3)


def test_the_document_is_well_formed(filled: World) -> None:
    check_document(printed(filled.programme)[1])


def test_nothing_private_is_in_it_and_what_was_left_out_is_counted(filled: World) -> None:
    paper, html = printed(filled.programme)
    text = words(html)

    assert paper.private_notes == 3
    assert "3 private notes left out" in text
    assert not [secret for secret in SECRETS if secret in html or secret in str(paper)]
    assert "Let councils set the living wage." in text
    assert "1 private ask left out." in text


def test_the_first_page_says_what_waits_for_a_decision(filled: World) -> None:
    said = by_section(printed(filled.programme)[1])["in-short"]

    assert "4 commitments by 2 organisations" in said
    assert "2 of 3 have reported, and the report still stands" in said
    assert "1 commitment with a check-in past its due date: who to ring" in said
    assert "3 commitments without a senior sponsor" in said
    assert "Under way: 3. Closed: 1 (1 met late). Statements of intent, counted apart: 1." in said


def test_who_did_not_report_is_in_every_m(filled: World) -> None:
    paper, html = printed(filled.programme)
    response = paper.response
    assert response is not None

    assert [row.total for row in response.rounds] == [Count(expected=3, reported=2, late=1)]
    said = by_section(html)["response"]
    assert "Round 1 still open: so far 3 April 2026 2 of 3 1 0" in said
    assert "NHS trust 1 of 2 Royal college or faculty 1 of 1" in said


def test_the_lists_of_monday_morning_are_in_it_without_names_of_people(filled: World) -> None:
    said = by_section(printed(filled.programme)[1])

    assert "Warm homes on discharge Alder Trust. Round 1, due 3 April 2026" in said["not-reported"]
    assert "Post-holder: Director of finance." in said["not-reported"]
    assert "No senior sponsor: 3" in said["orphans"]
    assert "No commitment has moved since it was first published." in said["drift"]
    assert "Newly published: " in said["changes"]
    assert "in the last quarter" in said["changes"]


def test_a_long_list_says_how_much_is_left_off(world: World) -> None:
    for place in range(MOST_LINES + 2):
        promise(world, f"Promise {place:02}")
    db.session.commit()
    said = by_section(printed(world.programme)[1])["orphans"]

    assert f"No senior sponsor: {MOST_LINES + 2}" in said
    assert "And 2 more, in the programme’s workspace." in said
    assert "Promise 14" in said
    assert "Promise 15" not in said


def test_organisations_stand_in_the_order_of_names_and_who_has_not_joined_is_named(filled: World) -> None:
    said = by_section(printed(filled.programme)[1])["organisations"]

    assert said.index("Alder Trust") < said.index("Birch College")
    assert "Alder Trust NHS trust 3, 1 closed 1 statement of intent 1 of 2 at risk 1; nothing yet 1" in said
    assert "Invited and not joined: Cedar Council." in said


def test_what_was_taken_back_is_in_no_number(filled: World) -> None:
    retract_commitment(promise(filled, "Lights at every stop"), "Not ours.", now=NOW, today=TODAY)
    db.session.commit()
    paper, html = printed(filled.programme)

    assert paper.in_short.commitments == 4
    assert "Lights at every stop" not in html
    assert "Taken back: 1" in html


def test_what_people_wrote_is_told_as_text(world: World) -> None:
    hostile = '<script>alert(1)</script> "quoted" & {{ 7 * 7 }}'
    say(world, promise(world, hostile), TODAY, asks=(Ask("funder", hostile),))
    world.programme.name = hostile
    db.session.commit()
    html = printed(world.programme)[1]

    assert "<script" not in html
    assert words(html).count(hostile) >= 3


@pytest.mark.thorough
@pytest.mark.parametrize("number", [0, 1, 300])
def test_it_reads_well_with_none_one_and_very_many(world: World, number: int) -> None:
    for place in range(number):
        themes = (ThemeNote("funding", "hindering" if place % 2 else "helping"),)
        say(world, promise(world, f"Promise {place}"), TODAY, themes=themes)
    db.session.commit()
    paper, html = printed(world.programme)
    text = words(html)

    check_document(html)
    assert missing_numbers(paper, by_section(html)) == []
    assert ("No commitment has been published in this programme so far." in text) == (number == 0)
    assert ("%" in text) == (number == 300)


@pytest.mark.thorough
@pytest.mark.parametrize("edition", [Edition.INTERNAL, Edition.PUBLIC])
def test_a_real_file_can_be_read_by_eye_and_by_ear(own: Installation, edition: Edition) -> None:
    with own.app.app_context(), clock.fixed(NOW):
        world = fill(make_world(NOW))
        db.session.add(publish_programme(world.programme, None, now=NOW, today=TODAY))
        db.session.commit()
        choice = Choice(ReportKind.PROGRAMME_REPORT, edition, TODAY, Period(until=TODAY))
        report = gather_programme_report(world.programme, choice)
        html = fill_report(report)
    made = file_of(html)

    text = text_of(made)
    there = {int(digits) for digits in re.findall(r"\d+", text)}
    parts = (report.in_short, *(part.content for part in report.parts))
    assert set(numbers(parts)) <= there
    for said in (*(part.title for part in report.parts), "as at 6 April 2026", "page 2 of"):
        assert said in text
    assert not [secret for secret in SECRETS if secret in text]
    assert ("Internal edition: not for publication" in text) == (edition is Edition.INTERNAL)
    assert title_of(made) == "Fairer Shore: programme report as at 6 April 2026"
    check_editions(made, report)
