"""What machines read of a page: its one address, what stands beside a link to it, and what it is about."""

import json
from typing import Any

import pytest

from equity_tracker.extensions import db
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.library import EntryKind
from tests.conftest import NOW
from tests.support.client import CheckingClient
from tests.support.factories.commitment import make_published
from tests.support.factories.library import make_entry
from tests.support.page import Page
from tests.support.people import World

HERE = "http://127.0.0.1:8000"
FOLDERS = {
    EntryKind.STATEMENT: "statements",
    EntryKind.CASE_STUDY: "case-studies",
    EntryKind.SUPPORT: "supports",
}
ODD = "</script><script>alert(1)</script> & “more”"


@pytest.fixture
def promise(public_world: World) -> Commitment:
    return make_published(public_world.alder, public_world.programme, now=NOW, title=ODD)


def canonical(page: Page) -> str:
    [link] = page.soup.select("link[rel=canonical]")
    return str(link["href"])


def things(page: Page) -> dict[str, dict[str, Any]]:
    """Return what the page says it is about, by type."""
    blocks = [
        json.loads(block.string or "") for block in page.soup.select("script[type='application/ld+json']")
    ]
    assert all(block["@context"] == "https://schema.org" for block in blocks)
    return {thing["@type"]: thing for block in blocks for thing in block["@graph"]}


def meta(page: Page, name: str) -> str:
    [tag] = page.soup.select(f"meta[property='{name}'], meta[name='{name}']")
    return str(tag["content"])


@pytest.mark.parametrize(
    ("asked", "address"),
    [
        ("/", "/"),
        ("/?utm_source=x", "/"),
        ("/commitments?sort=title&outlook=on_track&x=1", "/commitments?outlook=on_track&sort=title"),
        ("/commitments?outlook=on_track&sort=title", "/commitments?outlook=on_track&sort=title"),
        ("/organisations?show=all&x=1", "/organisations?show=all"),
        ("/data?x=1", "/data"),
        ("/glossary", "/glossary"),
    ],
)
def test_every_way_to_ask_for_a_page_has_one_address(
    reader: CheckingClient, public_world: World, asked: str, address: str
) -> None:
    page = reader.get_url(asked)

    assert canonical(page) == HERE + address
    assert meta(page, "og:title") == page.heading


def test_a_later_page_of_a_list_has_its_own_address(reader: CheckingClient, public_world: World) -> None:
    for number in range(30):
        make_published(public_world.alder, public_world.programme, now=NOW, title=f"Promise {number}")

    page = reader.get_url("/commitments?sort=title")
    later = page.link("Next").follow() if page.has_link("Next") else page.link("Next page").follow()

    assert "after=" in canonical(later)
    assert canonical(later).startswith(f"{HERE}/commitments?sort=title&after=")


def test_a_commitment_is_a_text_with_its_maker_and_claims_no_status(
    reader: CheckingClient, promise: Commitment
) -> None:
    entry = promise.register_entry
    assert entry is not None
    page = reader.get("public.show_commitment", public_id=promise.public_id, slug=entry.slug)

    found = things(page)["CreativeWork"]
    assert (found["name"], found["author"]["name"], found["identifier"]) == (
        ODD,
        "Alder Trust",
        promise.reference,
    )
    assert "actionStatus" not in found
    assert found["url"] == canonical(page) == f"{HERE}/commitments/{promise.public_id}/{entry.slug}"
    trail = things(page)["BreadcrumbList"]["itemListElement"]
    assert [step["position"] for step in trail] == [1, 2, 3]
    assert trail[-1]["item"] == canonical(page)


def test_what_somebody_typed_cannot_end_the_block(reader: CheckingClient, promise: Commitment) -> None:
    entry = promise.register_entry
    assert entry is not None
    page = reader.get("public.show_commitment", public_id=promise.public_id, slug=entry.slug)

    assert "<script>alert" not in page.response.text
    assert len(page.soup.select("script")) == len(page.soup.select("script[type='application/ld+json']"))


def test_its_picture_and_what_is_on_it_stand_beside_a_link(
    reader: CheckingClient, promise: Commitment
) -> None:
    entry = promise.register_entry
    assert entry is not None
    page = reader.get("public.show_commitment", public_id=promise.public_id, slug=entry.slug)

    picture = meta(page, "og:image")
    assert picture == f"{HERE}/commitments/{promise.public_id}/card.png"
    assert reader.browser.get(picture).mimetype == "image/png"
    assert ODD in meta(page, "og:image:alt")
    assert "Delivery: Nothing reported yet. Reporting: Not asked yet" in meta(page, "og:image:alt")
    assert meta(page, "twitter:card") == "summary_large_image"


def test_the_home_page_says_how_to_search_and_the_data_page_what_to_download(
    reader: CheckingClient, public_world: World
) -> None:
    home = things(reader.get("public.show_home"))
    assert home["WebSite"]["potentialAction"]["target"]["urlTemplate"] == (
        f"{HERE}/commitments?q={{search_term_string}}"
    )
    assert home["Organization"]["name"] == "Equity Tracker"
    data = things(reader.get("open_data.show_data"))["Dataset"]
    assert data["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert "distribution" not in data, "there is no release yet"


def test_programmes_and_organisations_say_what_they_are(reader: CheckingClient, public_world: World) -> None:
    programme = things(reader.get("public.show_programme", slug=public_world.programme.slug))
    assert programme["Project"]["name"] == "Fairer Shore"
    organisation = things(reader.get("public.show_organisation", slug=public_world.alder.slug))
    assert organisation["Organization"]["name"] == "Alder Trust"
    assert organisation["BreadcrumbList"]["itemListElement"][0]["name"] == "Organisations"


@pytest.mark.parametrize("kind", EntryKind)
def test_what_is_written_beside_commitments_is_a_text_by_its_organisation(
    reader: CheckingClient, public_world: World, kind: EntryKind
) -> None:
    world = public_world
    entry = make_entry(
        world.alder, world.programme, by=world.cora, kind=kind, now=NOW, title=ODD, published=True
    )
    db.session.commit()

    said = things(reader.get_url(f"/{FOLDERS[kind]}/{entry.public_id}"))

    assert said["CreativeWork"]["name"] == ODD
    assert said["CreativeWork"]["author"] == [{"@type": "Organization", "name": world.alder.name}]
    steps = said["BreadcrumbList"]["itemListElement"]
    assert [step["position"] for step in steps] == [1, 2]
    assert steps[-1] == {
        "@type": "ListItem",
        "position": 2,
        "name": ODD,
        "item": said["CreativeWork"]["@id"],
    }
