"""The files of the reports about an organisation: each number is in them, and they can be read and heard."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from markupsafe import Markup
from pypdf import PdfReader
from sqlalchemy import select, text

from equity_tracker.adapters import pdf
from equity_tracker.extensions import db
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.report import Edition
from equity_tracker.model.report_choice import Choice, Period, ReportKind
from equity_tracker.reports.annual_statement import AnnualStatement
from equity_tracker.reports.commitment_record import CommitmentRecord
from equity_tracker.reports.content import ReportContent, content_hash
from equity_tracker.reports.queries import annual_statement, commitment_record, status_report
from equity_tracker.reports.record_facts import RecordFacts
from equity_tracker.web.report_pages import fill_report
from tests.conftest import NOW
from tests.reports.records import MINUTES, TODAY, ask, close, make_public, promise, say
from tests.support.factories.measure import make_measure
from tests.support.people import World
from tests.support.readable_pdf import check_editions

ADDRESS = "https://register.example.org/reports/ET-2026-00042"
SQUARE = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><title>Code</title><path d="M0 0h9v9z"/></svg>'
)


@pytest.fixture
def filled(world: World) -> World:
    """Give Alder, under a long name, one of everything."""
    world.alder.rename("The " + "Very Long Name of a Partnership for Health and Care, " * 3)
    kept = promise(world, "Fair pay for cleaners", measures=[make_measure(readings=[2, "4.5"])])
    ask(world, [kept, promise(world, "Warm homes on discharge")], TODAY - timedelta(days=3))
    say(world, kept, TODAY - timedelta(days=5), outlook="at_risk", evidence=(MINUTES,))
    close(promise(world, "A closed promise"), "met_late", TODAY - timedelta(days=1))
    make_public(world.alder)
    db.session.commit()
    return world


def _kept(world: World) -> Commitment:
    return db.session.scalars(
        select(Commitment).where(
            Commitment.organisation_id == world.alder.id, Commitment.title == "Fair pay for cleaners"
        )
    ).one()


def gathered(world: World, kind: ReportKind, edition: Edition) -> ReportContent:
    choice = Choice(kind, edition, TODAY, Period(TODAY, date(2025, 4, 7)))
    if kind is ReportKind.COMMITMENT_RECORD:
        return commitment_record(_kept(world), choice)
    gather = annual_statement if kind is ReportKind.ANNUAL_STATEMENT else status_report
    return gather(world.alder, choice)


@pytest.mark.thorough
@pytest.mark.parametrize("edition", Edition)
@pytest.mark.parametrize(
    "kind", [ReportKind.COMMITMENT_RECORD, ReportKind.ANNUAL_STATEMENT, ReportKind.STATUS_REPORT]
)
def test_a_file_holds_what_its_content_says_and_can_be_read_by_eye_and_by_ear(
    filled: World, kind: ReportKind, edition: Edition
) -> None:
    said = gathered(filled, kind, edition)
    if db.engine.dialect.name == "postgresql":  # To print takes longer than a transaction may do nothing.
        db.session.execute(text("SET LOCAL idle_in_transaction_session_timeout = 0"))
    record = RecordFacts(
        "ET-2026-00042",
        "Equity Tracker",
        NOW,
        ADDRESS,
        Markup(SQUARE),  # noqa: S704 - our own
        content_hash(said),
    )
    # A busy machine gets more time than a worker would.
    limits = pdf.Limits(seconds=60, wall_seconds=300)
    made = pdf.render(fill_report(said, record), assets=pdf.Assets(), made_at=NOW, limits=limits)

    pages = [" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(made)).pages]
    printed = "".join(" ".join(pages).split()).casefold()
    for cell in _told(said):
        assert "".join(cell.split()).casefold() in printed, cell
    assert "ET-2026-00042" in pages[0]
    assert "page 1 of" not in pages[0], "the cover has none"
    assert all(f"page {number} of {len(pages)}" in page for number, page in enumerate(pages[1:], start=2))
    assert content_hash(said) in pages[-1].replace(" ", "")
    assert all(("not for publication" in page) == (edition is Edition.INTERNAL) for page in pages)
    check_editions(made, said)


def _told(said: ReportContent) -> list[str]:
    """Return the words and numbers of its tables that are printed as they stand."""
    found = [
        cell
        for table in said.tables()
        for row in (table.rows if table.name != "counts" else ())
        for cell in row
        # How a milestone stands against a plan that holds is left to its dates.
        if isinstance(cell, str) and cell != "Not moved"
    ]
    if isinstance(said, AnnualStatement):
        counts = said.counts
        found += [f"{counts.reported} of {counts.asked}", f"Under way at the end: {counts.under_way}."]
    if isinstance(said, CommitmentRecord):
        found.append(f"{said.rounds_reported} of {said.rounds_asked} round")
    return found
