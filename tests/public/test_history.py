"""Long histories: the page of a commitment stays short, and everything is one link away."""

from datetime import date, timedelta
from typing import Any

import pytest

from equity_tracker.extensions import db
from equity_tracker.model.check_in_answers import EvidenceLink
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.publishing import publish_check_in
from tests.conftest import NOW
from tests.public.records import moment, page_of, report_on
from tests.support.client import CheckingClient, counted_queries
from tests.support.factories.commitment import answers, make_published
from tests.support.page import Page
from tests.support.people import World

LONG_AGO = date(2021, 1, 4)


@pytest.fixture
def promise(public_world: World) -> Commitment:
    commitment = make_published(public_world.alder, public_world.programme, now=moment(LONG_AGO))
    db.session.commit()
    return commitment


def below(reader: CheckingClient, promise: Commitment, endpoint: str, **more: Any) -> Page:
    assert promise.register_entry is not None
    return reader.get(
        f"public.{endpoint}", public_id=promise.public_id, slug=promise.register_entry.slug, **more
    )


def heads(page: Page) -> list[str]:
    return [" ".join(tag.get_text(" ").split()) for tag in page.soup.select(".timeline .event-what")]


def report(promise: Commitment, number: int, world: World, *, every: int = 30) -> None:
    for place in range(number):
        link = EvidenceLink(f"Minutes {place}", f"https://alder.example.org/{place}")
        report_on(promise, LONG_AGO + timedelta(days=1 + every * place), by=world.cora, evidence=(link,))


def test_without_a_check_in_there_is_no_evidence_and_nothing_is_folded(
    reader: CheckingClient, promise: Commitment
) -> None:
    page = page_of(reader, promise)

    assert heads(page) == ["Commitment published"]
    assert "earlier entries" not in page.main
    assert "Evidence" not in [tag.get_text() for tag in page.soup.select("h2")]
    assert "No evidence so far" in below(reader, promise, "list_evidence").main


def test_a_few_check_ins_are_all_told(
    reader: CheckingClient, promise: Commitment, public_world: World
) -> None:
    report(promise, 7, public_world)

    assert len(heads(page_of(reader, promise))) == 8
    assert "earlier entries" not in page_of(reader, promise).main


def test_of_twenty_the_last_five_are_told_and_the_start(
    reader: CheckingClient, promise: Commitment, public_world: World
) -> None:
    report(promise, 20, public_world)

    page = page_of(reader, promise)

    assert heads(page) == [*(f"Check-in {number}" for number in range(20, 15, -1)), "Commitment published"]
    assert page.link("15 earlier entries").url.endswith("/history")
    assert "from 5 January 2021 to 1 March 2022" in page.main
    everything = below(reader, promise, "show_history")
    assert heads(everything) == [
        *(f"Check-in {number}" for number in range(20, 0, -1)),
        "Commitment published",
    ]


@pytest.mark.thorough
def test_a_hundred_are_told_year_by_year_and_cost_no_more_queries(
    reader: CheckingClient, promise: Commitment, public_world: World
) -> None:
    report(promise, 1, public_world)
    with counted_queries(reader.app) as with_one:
        page_of(reader, promise)
    report(promise, 99, public_world, every=18)
    with counted_queries(reader.app) as with_many:
        page = page_of(reader, promise)

    assert len(with_many) == len(with_one) <= 8
    assert len(heads(page)) == 6
    assert len(page.text) < 60_000
    told = []
    latest = below(reader, promise, "show_history")
    for year in range(2021, 2026):
        of_year = below(reader, promise, "show_history", year=year)
        assert all(f" {year}" in tag.get_text() for tag in of_year.soup.select(".timeline time"))
        told += heads(of_year)
    assert len(told) == 101
    assert f"in {max(row.submitted_on for row in promise.check_ins).year}" in latest.main
    assert promise.register_entry is not None
    address = f"/commitments/{promise.public_id}/{promise.register_entry.slug}/history"
    for wrong in ("1999", "", "%00", "20260"):
        reader.get_url(f"{address}?year={wrong}", expected=404)


def test_evidence_stands_in_one_place_with_its_kind_and_strength(
    reader: CheckingClient, promise: Commitment, public_world: World
) -> None:
    contract = EvidenceLink(
        "The contract", "https://alder.example.org/c", kind="contract_clause", strength="document"
    )
    hidden = EvidenceLink("Not for you", "https://alder.example.org/h", is_public=False)
    report_on(promise, date(2021, 3, 1), by=public_world.cora, evidence=(contract, hidden))
    report_on(promise, date(2021, 4, 1), by=public_world.cora, evidence=(contract,))

    page = page_of(reader, promise)
    rows = [" ".join(tag.get_text(" ").split()) for tag in page.soup.select(".evidence li")]

    assert rows == ["The contract Contract clause. Strength: document. Check-in 2, Check-in 1, 1 April 2021."]
    assert "Not for you" not in below(reader, promise, "list_evidence").text


def test_more_evidence_than_five_pieces_has_a_page_of_its_own(
    reader: CheckingClient, promise: Commitment, public_world: World
) -> None:
    report(promise, 8, public_world)

    page = page_of(reader, promise)

    assert len(page.soup.select(".evidence li")) == 5
    assert page.link("All 8 pieces of evidence").url.endswith("/evidence")
    assert len(below(reader, promise, "list_evidence").soup.select(".evidence li")) == 8


def test_evidence_that_a_correction_makes_private_is_gone_from_every_page(
    reader: CheckingClient, promise: Commitment, public_world: World
) -> None:
    link = EvidenceLink("The lease", "https://alder.example.org/lease")
    check_in = report_on(promise, date(2021, 3, 1), by=public_world.cora, evidence=(link,))
    assert "The lease" in page_of(reader, promise).main

    private = EvidenceLink("The lease", "https://alder.example.org/lease", is_public=False)
    check_in.add_version(answers(evidence=(private,)), by=public_world.cora, now=NOW, reason="Names people.")
    db.session.flush()
    publish_check_in(check_in, now=NOW, today=NOW.date())
    db.session.commit()

    for page in (
        page_of(reader, promise),
        below(reader, promise, "list_evidence"),
        below(reader, promise, "show_history"),
    ):
        assert "lease" not in page.text


def test_what_is_below_a_page_that_was_taken_back_says_so(
    reader: CheckingClient, promise: Commitment
) -> None:
    assert promise.register_entry is not None
    for publication in promise.publications:
        publication.retracted_on, publication.retraction_reason = NOW.date(), "Published by mistake."
    promise.register_entry.public_from = None
    db.session.commit()

    address = f"/commitments/{promise.public_id}/{promise.register_entry.slug}"
    for name in ("history", "evidence", "publications/1/citation.bib", "publications/1/citation.ris"):
        page = reader.get_url(f"{address}/{name}", expected=410)
        assert "Published by mistake." in page.main
        assert "living wage" not in page.text
