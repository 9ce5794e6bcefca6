"""The sitemap names every public page, and none that is not; robots are told where it is."""

import re

import pytest
from flask import current_app
from lxml import etree

from equity_tracker.extensions import db
from equity_tracker.model.retracting import retract_commitment
from equity_tracker.open_data.queries import sitemap
from tests.conftest import NOW
from tests.support.client import CheckingClient
from tests.support.factories.commitment import make_published
from tests.support.people import World

NAMESPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def named(reader: CheckingClient, address: str) -> list[str]:
    answer = reader.browser.get(address)
    assert (answer.status_code, answer.mimetype) == (200, "application/xml")
    return [str(tag.text) for tag in etree.fromstring(answer.data).iter(f"{NAMESPACE}loc")]


def everything(reader: CheckingClient) -> list[str]:
    return [page for part in named(reader, "/sitemap.xml") for page in named(reader, part)]


def test_every_page_that_is_named_is_there_and_is_its_own_address(
    reader: CheckingClient, public_world: World
) -> None:
    make_published(public_world.alder, public_world.programme, now=NOW)
    pages = everything(reader)

    assert len(pages) == len(set(pages))
    for address in pages:
        [link] = reader.get_url(address).soup.select("link[rel=canonical]")
        assert str(link["href"]) == address
    kinds = {re.split("[/?]", page.removeprefix("http://127.0.0.1:8000"))[1] for page in pages}
    assert {"", "commitments", "organisations", "programmes", "data"} <= kinds


def test_parts_divide_all_pages_among_them(
    reader: CheckingClient, public_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(5):
        make_published(public_world.alder, public_world.programme, now=NOW, title=f"Promise {number}")
    db.session.commit()
    whole = everything(reader)
    monkeypatch.setattr(sitemap, "MOST_IN_A_PART", 2)
    monkeypatch.setattr(sitemap, "ROWS_AT_ONCE", 1)
    current_app.extensions["page_cache"].clear()

    parts = named(reader, "/sitemap.xml")

    assert len(parts) > 4
    assert all(1 <= len(named(reader, part)) <= 2 for part in parts if "pages" not in part)
    assert sorted(everything(reader)) == sorted(whole)


def test_what_was_taken_back_is_not_named_and_the_day_is_that_of_the_publication(
    reader: CheckingClient, public_world: World
) -> None:
    one = make_published(public_world.alder, public_world.programme, now=NOW)
    db.session.commit()
    assert f"<lastmod>{NOW.date().isoformat()}</lastmod>" in reader.browser.get("/sitemap.xml").text
    assert any(one.public_id in page for page in everything(reader))

    retract_commitment(one, "Wrong", now=NOW, today=NOW.date())
    db.session.commit()

    assert not any(one.public_id in page for page in everything(reader))


@pytest.mark.parametrize(
    "name", ["commitments-0", "commitments-99", "users-1", "pages-1", "others-1234567", "x"]
)
def test_a_part_that_is_not_there_is_not_found(
    reader: CheckingClient, public_world: World, name: str
) -> None:
    assert reader.browser.get(f"/sitemaps/{name}.xml").status_code == 404


def test_robots_are_told_where_it_is_and_what_is_private(reader: CheckingClient, public_world: World) -> None:
    said = reader.browser.get("/robots.txt")

    assert said.mimetype == "text/plain"
    lines = said.text.splitlines()
    assert "Sitemap: http://127.0.0.1:8000/sitemap.xml" in lines
    assert {"Disallow: /o/", "Disallow: /p/", "Disallow: /embed/"} <= set(lines)
    assert "Disallow: /embed" not in lines
