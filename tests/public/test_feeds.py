"""Atom feeds: valid, public, the same bytes for everybody, and nothing in them that a page would not say."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from lxml import etree

from equity_tracker.extensions import db
from equity_tracker.library.actions import retract_entry
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.library import EntryKind
from equity_tracker.model.publishing import publish_commitment
from equity_tracker.model.retracting import retract_check_in, retract_commitment
from tests.conftest import NOW
from tests.public.records import miss, report_on
from tests.support.client import CheckingClient, counted_queries
from tests.support.factories.commitment import make_published
from tests.support.factories.library import make_entry
from tests.support.people import World
from tests.support.planting import MARKER

ATOM = "{http://www.w3.org/2005/Atom}"
TODAY = NOW.date()
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)")


@pytest.fixture
def promise(public_world: World) -> Commitment:
    commitment = make_published(public_world.alder, public_world.programme, now=NOW - timedelta(days=90))
    report_on(commitment, TODAY - timedelta(days=30), by=public_world.cora, why="The contracts are signed.")
    return commitment


def feed(reader: CheckingClient, address: str) -> Any:
    """Fetch a feed and hold it to the rules of RFC 4287 that a machine can check."""
    answer = reader.browser.get(address)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert answer.headers["Cache-Control"] == "public, max-age=20"
    assert "Set-Cookie" not in answer.headers
    root = etree.fromstring(answer.data, etree.XMLParser(resolve_entities=False, no_network=True))
    assert root.tag == f"{ATOM}feed"
    for part in (root, *entries(root)):
        for name in ("id", "title", "updated"):
            assert len(part.findall(ATOM + name)) == 1, f"4.1: exactly one {name}"
        assert part.findtext(f"{ATOM}id").startswith("tag:127.0.0.1,2026:")
        assert MOMENT.fullmatch(part.findtext(f"{ATOM}updated"))
        [link] = [each for each in part.findall(f"{ATOM}link") if each.get("rel") == "alternate"]
        assert link.get("href").startswith("http://127.0.0.1:8000/")
    [own] = [each for each in root.findall(f"{ATOM}link") if each.get("rel") == "self"]
    assert own.get("href") == f"http://127.0.0.1:8000{address}"
    assert root.find(f"{ATOM}author/{ATOM}name") is not None
    ids = [entry.findtext(f"{ATOM}id") for entry in entries(root)]
    assert len(ids) == len(set(ids))
    updated = [datetime.fromisoformat(entry.findtext(f"{ATOM}updated")) for entry in entries(root)]
    newest = datetime.fromisoformat(root.findtext(f"{ATOM}updated"))
    assert not updated or newest == max(updated)
    return root


def entries(root: Any) -> list[Any]:
    found: list[Any] = root.findall(f"{ATOM}entry")
    return found


def titles(root: Any) -> list[str]:
    return [entry.findtext(f"{ATOM}title") for entry in entries(root)]


ADDRESSES = [
    "/programmes/fairer-shore/feed.atom",
    "/organisations/alder-trust/feed.atom",
    "/commitments.atom",
    "/commitments.atom?programme=fairer-shore&q=wage",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_newest_comes_first(reader: CheckingClient, promise: Commitment, address: str) -> None:
    assert titles(feed(reader, address)) == [
        f"{promise.title} – Check-in 1: on track",
        f"{promise.title} – Commitment published",
    ]


def test_a_commitment_has_a_feed_of_its_own_and_its_page_leads_to_it(
    reader: CheckingClient, promise: Commitment
) -> None:
    assert promise.register_entry is not None
    page = reader.get("public.show_commitment", public_id=promise.public_id, slug=promise.register_entry.slug)
    found = page.soup.select_one('head link[type="application/atom+xml"]')
    assert found is not None
    root = feed(reader, str(found["href"]))
    assert "The contracts are signed." in root.findtext(f"{ATOM}entry/{ATOM}summary")
    assert root.findtext(f"{ATOM}entry/{ATOM}author/{ATOM}name") == "Alder Trust"


def test_a_statement_of_which_only_its_authors_are_known_is_news_too(
    app: Flask, reader: CheckingClient
) -> None:
    result = app.test_cli_runner().invoke(args=["import", "working-for-health-equity-2013", "--apply"])
    assert result.exit_code == 0, result.output
    told = titles(feed(reader, "/programmes/working-for-health-equity-2013/feed.atom"))
    assert any("Statement for action was published" in title for title in told)


def test_ids_stay_when_the_title_and_what_is_said_change(reader: CheckingClient, promise: Commitment) -> None:
    address = f"/commitments/{promise.public_id}/feed.atom"
    before = {entry.findtext(f"{ATOM}id") for entry in entries(feed(reader, address))}
    promise.title = "Half of the contracts pay it"
    publish_commitment(promise, now=NOW, today=TODAY, note="Two sites closed.")
    db.session.commit()
    after = feed(reader, address)
    assert before < {entry.findtext(f"{ATOM}id") for entry in entries(after)}
    newest = entries(after)[0]
    assert "Two sites closed." in newest.findtext(f"{ATOM}summary")
    assert newest.findtext(f"{ATOM}updated") == NOW.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S+00:00")


def test_what_was_taken_back_is_told_as_that_and_nothing_else(
    reader: CheckingClient, promise: Commitment
) -> None:
    miss(promise, 3, TODAY - timedelta(days=60))
    retract_check_in(promise.check_ins[0], "A patient was named.", now=NOW, today=TODAY)
    db.session.commit()
    address = "/organisations/alder-trust/feed.atom"
    said = etree.tostring(feed(reader, address), encoding="unicode")
    assert "Check-in 1 was taken back" in said
    assert "The contracts are signed." not in said

    retract_commitment(promise, "It named a person.", now=NOW, today=TODAY)
    db.session.commit()
    for each in (address, f"/commitments/{promise.public_id}/feed.atom"):
        root = feed(reader, each)
        assert [re.sub(" on .*", "", title) for title in titles(root)] == [
            f"Commitment {promise.reference} was taken back"
        ]
        assert promise.title not in etree.tostring(root, encoding="unicode")


def test_hostile_text_stays_text(reader: CheckingClient, promise: Commitment) -> None:
    hostile = "]]></summary><script>alert(1)</script>&amp;&#0;\x0b\x1f\ufffe \U0001f600"
    promise.title, promise.forum = hostile, hostile
    publish_commitment(promise, now=NOW, today=TODAY, note=hostile)
    db.session.commit()
    root = feed(reader, f"/commitments/{promise.public_id}/feed.atom")
    assert "<script>alert(1)</script>&amp;&#0;" in titles(root)[0]
    assert "<script>" not in root.findtext(f"{ATOM}entry/{ATOM}summary")
    assert "&lt;script&gt;" in root.findtext(f"{ATOM}entry/{ATOM}summary")


@pytest.mark.thorough
def test_fifty_at_most_in_few_statements(reader: CheckingClient, public_world: World) -> None:
    for number in range(60):
        make_published(public_world.alder, public_world.programme, now=NOW, title=f"Promise {number}")
    db.session.commit()
    with counted_queries(reader.app) as statements:
        root = feed(reader, "/programmes/fairer-shore/feed.atom")
    assert len(entries(root)) == 50
    assert titles(root)[0] == "Promise 59 – Commitment published"
    assert len(statements) <= 4


def test_an_empty_feed_is_a_feed(reader: CheckingClient, public_world: World) -> None:
    assert entries(feed(reader, "/programmes/fairer-shore/feed.atom")) == []


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/programmes/other-work/feed.atom", 404),
        ("/organisations/nobody/feed.atom", 404),
        ("/commitments/zzzzzzzzzzzz/feed.atom", 404),
        ("/commitments.atom?outlook=splendid", 400),
    ],
)
def test_what_is_not_there_has_no_feed(
    reader: CheckingClient, public_world: World, address: str, status: int
) -> None:
    assert reader.browser.get(address).status_code == status


def test_no_feed_says_anything_private(reader: CheckingClient, planted: World) -> None:
    ids = db.session.connection().exec_driver_sql("SELECT public_id FROM register_entries").scalars().all()
    every = [*ADDRESSES, *(f"/commitments/{public_id}/feed.atom" for public_id in ids)]
    seen = 0
    for address in every:
        answer = reader.browser.get(address)
        assert MARKER not in answer.get_data(as_text=True), address
        seen += answer.get_data().count(b"<entry>")
    assert seen > 5


@pytest.mark.parametrize("kind", EntryKind)
def test_what_is_written_beside_commitments_is_news_of_its_organisation_and_programme(
    reader: CheckingClient, promise: Commitment, public_world: World, kind: EntryKind
) -> None:
    entry = make_entry(
        public_world.alder, public_world.programme, by=public_world.cora, kind=kind, now=NOW, published=True
    )
    db.session.commit()

    for address in ("/organisations/alder-trust/feed.atom", "/programmes/fairer-shore/feed.atom"):
        newest = entries(feed(reader, address))[0]
        assert newest.findtext(f"{ATOM}title").endswith("was published")
        assert newest.findtext(f"{ATOM}author/{ATOM}name") == public_world.alder.name
        assert newest.find(f"{ATOM}link").get("href").endswith(entry.public_id)
        assert str(entry.text) in newest.findtext(f"{ATOM}summary")

    retract_entry(entry, "It named a ward.", by=public_world.cora, now=NOW, today=TODAY)
    db.session.commit()
    told = feed(reader, "/organisations/alder-trust/feed.atom")
    [newest, *others] = entries(told)
    assert "was taken back on" in newest.findtext(f"{ATOM}title")
    assert "It named a ward." in newest.findtext(f"{ATOM}summary")
    assert str(entry.text) not in etree.tostring(told, encoding="unicode")
    assert not [each for each in others if "was published" in each.findtext(f"{ATOM}title")]
