"""The report on paper: every number of it is there, each edition is marked, and anybody can read it."""

import re
from datetime import date, timedelta
from io import BytesIO
from itertools import pairwise
from typing import Any

import html5lib
import pikepdf
import pytest
from bs4 import BeautifulSoup
from pypdf import PdfReader

from equity_tracker import clock
from equity_tracker.adapters import pdf
from equity_tracker.extensions import db
from equity_tracker.model.check_in_answers import EvidenceLink
from equity_tracker.model.check_in_ask import Ask
from equity_tracker.model.check_in_theme import ThemeNote
from equity_tracker.model.report import Edition
from equity_tracker.model.reported_elsewhere import ReportedElsewhere
from equity_tracker.reports.lines import MOST_IN_FULL
from equity_tracker.reports.queries import status_report
from equity_tracker.reports.status_report import StatusReport
from equity_tracker.web.report_pages import fill_report
from tests.conftest import NOW
from tests.reports.records import MINUTES, TODAY, ask, close, make_public, of_today, promise, say
from tests.support.factories.commitment import make_draft
from tests.support.installation import Installation
from tests.support.people import World, make_world
from tests.support.readable_pdf import check_editions


@pytest.fixture
def filled(world: World) -> World:
    return fill(world)


def fill(world: World) -> World:
    """Give Alder something of everything: reported, overdue, closed, stated, drafted."""
    reported, overdue = promise(world, "Fair pay for cleaners"), promise(world, "Warm homes on discharge")
    ask(world, [reported, overdue], TODAY - timedelta(days=3))
    own_notes = EvidenceLink("Our own notes", "https://example.org/notes", is_public=False)
    say(world, reported, TODAY - timedelta(days=5), outlook="at_risk", evidence=(MINUTES, own_notes))
    close(promise(world, "A closed promise"), "met_late", TODAY - timedelta(days=1))
    promise(world, "A statement", domain=None)
    make_draft(world.alder, world.programme, now=NOW, title="A draft of ours")
    make_public(world.alder)
    db.session.commit()
    return world


def words(html: str) -> str:
    return " ".join(BeautifulSoup(html, "html5lib").get_text(" ").split())


def printed(world: World, edition: Edition) -> tuple[StatusReport, str]:
    report = status_report(world.alder, of_today(edition, TODAY))
    return report, fill_report(report)


def check_document(html: str) -> BeautifulSoup:
    """Fail unless it parses, has one h1, headings in order, scoped headers, captions and unique ids."""
    html5lib.HTMLParser(strict=True).parse(html)
    soup = BeautifulSoup(html, "html5lib")
    levels = [int(tag.name[1]) for tag in soup.select("h1, h2, h3, h4, h5, h6")]
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert not soup.select("th:not([scope])")
    assert all(table.caption for table in soup.select("table"))
    ids = [tag["id"] for tag in soup.select("[id]")]
    assert len(ids) == len(set(ids))
    targets = {str(link["href"])[1:] for link in soup.select('a[href^="#"]')}
    assert targets <= set(ids)
    assert not soup.select("[style], style, script, form, img")
    assert not re.search(r"\bNone\b(?! [a-z]|:)|Undefined|\{\{", words(html))
    return soup


@pytest.mark.parametrize("edition", Edition)
def test_the_document_is_well_formed(filled: World, edition: Edition) -> None:
    check_document(printed(filled, edition)[1])


def test_it_says_each_count_and_each_commitment(filled: World) -> None:
    report, html = printed(filled, Edition.PUBLIC)
    text = words(html)
    summary = report.summary

    assert "3 commitments" in text
    assert f"{summary.reported} of {summary.asked} have reported" in text
    assert "1 past the due date without a report" in text
    assert "1 statement of intent, counted apart" in text
    assert "2 under way and 1 closed" in text
    assert "Of those closed: 1 met late." in text
    for line in (*report.under_way, *report.closed):
        for said in (line.title, line.reference, line.statement, line.delivery.label, line.reporting.label):
            assert said in text
    assert "%" not in text


def test_what_is_overdue_stands_in_a_list_of_its_own(filled: World) -> None:
    soup = BeautifulSoup(printed(filled, Edition.PUBLIC)[1], "html5lib")

    assert [" ".join(item.get_text(" ").split()) for item in soup.select("#overdue ~ ul > li")] == [
        "Overdue Warm homes on discharge FS-0002 · was due on 3 April 2026 · no report so far"
    ]


def test_the_public_edition_holds_no_draft_and_no_private_evidence(filled: World) -> None:
    text = words(printed(filled, Edition.PUBLIC)[1]).casefold()

    for secret in ("draft", "our own notes", "frances private", "not public"):
        assert secret not in text


def test_the_internal_edition_marks_what_is_not_public(filled: World) -> None:
    text = words(printed(filled, Edition.INTERNAL)[1])

    assert "Internal edition: not for publication" in text
    assert "A draft of ours Not public · Draft, not submitted yet · Fairer Shore" in text
    assert "Our own notes 2 (document, not public )" in text
    assert "Drafts, not public: 1." in text


def test_evidence_is_numbered_and_its_address_listed(filled: World) -> None:
    soup = check_document(printed(filled, Edition.PUBLIC)[1])

    assert [str(link["href"]) for link in soup.select(".link-number a")] == ["#link-1"]
    assert [item.get_text() for item in soup.select("#link-1")] == ["https://example.org/minutes"]


MORE: dict[str, Any] = {
    "who_has_not_benefited": "Agency staff.",
    "themes": (
        ThemeNote("funding", "helping", "Paid in advance."),
        ThemeNote("reorganisation", "hindering", "Our lead was moved.", is_private=True),
    ),
    "asks": (Ask("national_government", "Change the rule."), Ask("funder", "Pay sooner.", is_private=True)),
    "decision_power": "consulted",
    "reported_elsewhere": ReportedElsewhere("Annual report", "https://example.org/annual"),
}


def test_what_helped_and_who_has_not_benefited_are_printed_and_private_notes_in_our_own_edition_only(
    world: World,
) -> None:
    reported = promise(world, "Fair pay for cleaners", decision_power="shared")
    say(world, reported, TODAY - timedelta(days=5), evidence=(MINUTES,), **MORE)
    say(world, promise(world, "Warm homes on discharge"), TODAY - timedelta(days=5))
    make_public(world.alder)
    db.session.commit()

    html = printed(world, Edition.PUBLIC)[1]
    public, own = words(html), words(printed(world, Edition.INTERNAL)[1])
    for text in (public, own):
        assert "Who has not benefited so far is said in 1 of 2 latest check-ins." in text
        assert "Who has not benefited so far Agency staff." in text
        assert "What helped Funding: Paid in advance." in text
        assert "What must change above us National government: Change the rule." in text
        assert "Consulted (claimed, not evidenced: shared)" in text
        assert "Reported elsewhere Annual report 2" in text
    assert "What hindered Reorganisation What must change above us" in public
    assert "Our lead was moved." not in public
    assert "Pay sooner." not in public
    assert "Reorganisation: Our lead was moved. Private" in own
    assert "A funder: Pay sooner. Private" in own
    soup = check_document(html)
    assert [item.get_text() for item in soup.select("#link-2")] == ["https://example.org/annual"]


def test_how_we_count_gives_the_definitions_of_the_words_used(filled: World) -> None:
    text = words(printed(filled, Edition.PUBLIC)[1])

    assert "12 months without a report" in text
    assert "The due date has passed, and the days of grace have not." in text
    assert "http://127.0.0.1:8000/method" in text


def test_what_people_wrote_is_told_as_text(world: World) -> None:
    hostile = '<script>alert(1)</script> "quoted" & {{ 7 * 7 }}'
    say(world, promise(world, hostile, statement=hostile), date(2026, 3, 1), why=hostile)
    world.alder.rename("A" * 190 + " Trust")
    make_public(world.alder)
    db.session.commit()
    _, html = printed(world, Edition.PUBLIC)

    assert "<script" not in html
    assert words(html).count(hostile) >= 3


@pytest.mark.parametrize("number", [0, 1, MOST_IN_FULL + 1])
def test_it_reads_well_with_none_one_and_very_many(world: World, number: int) -> None:
    for place in range(number):
        say(world, promise(world, f"Promise {place}"), date(2026, 3, 1), evidence=(MINUTES,))
    make_public(world.alder)
    db.session.commit()
    report, html = printed(world, Edition.PUBLIC)
    text = words(html)

    check_document(html)
    assert all(line.title in text for line in report.under_way)
    assert ("is on the register so far" in text) == (number == 0)
    assert ("There are too many commitments to print everything" in text) == report.is_condensed


@pytest.mark.thorough
def test_a_real_file_can_be_read_by_eye_and_by_ear(own: Installation) -> None:
    with own.app.app_context(), clock.fixed(NOW):
        report, html = printed(fill(make_world(NOW)), Edition.INTERNAL)
    # A busy machine gets more time than a worker would.
    made = pdf.render(html, assets=pdf.Assets(), made_at=NOW, limits=pdf.Limits(seconds=60, wall_seconds=300))

    text = " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(made)).pages).split())
    for part in (*report.summary.reporting, *report.summary.delivery):
        assert not part.count or part.label in text
    for said in ("1 of 2", "A draft of ours", "Fair pay for cleaners", "as at 6 April 2026", "page 2 of"):
        assert said in text
    with pikepdf.open(BytesIO(made)) as document:
        assert str(document.Root.Lang) == "en-GB"
        assert str(document.docinfo.Title) == "Alder Trust: status report as at 6 April 2026"
    check_editions(made, report)
