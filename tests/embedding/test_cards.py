"""Cards in frames on other sites: what they show, who may frame them, and that nothing else may be framed."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup

from equity_tracker.extensions import db
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.publishing import publish_commitment
from equity_tracker.model.retracting import retract_commitment
from tests.conftest import NOW
from tests.public.records import report_on
from tests.support.client import CheckingClient
from tests.support.factories.commitment import make_published
from tests.support.page import Page
from tests.support.people import World

TODAY = NOW.date()
CARD, PROGRAMME = "embedding.show_commitment", "embedding.show_programme"


@pytest.fixture
def promise(public_world: World) -> Commitment:
    return make_published(public_world.alder, public_world.programme, now=NOW, title="Pay the living wage")


def test_a_card_says_the_promise_by_whom_by_when_and_two_lights(
    reader: CheckingClient, promise: Commitment, public_world: World
) -> None:
    report_on(promise, TODAY, by=public_world.cora)

    page = reader.get(CARD, public_id=promise.public_id, most_queries=2)

    assert page.heading == "Pay the living wage"
    assert "Promised by Alder Trust. To be done by" in page.main
    assert "Delivery On track" in page.main
    assert "Reporting Reported" in page.main


def test_it_is_found_by_its_reference_too(reader: CheckingClient, promise: Commitment) -> None:
    assert promise.reference is not None
    assert reader.get(CARD, public_id=promise.reference.lower()).heading == "Pay the living wage"


def test_what_is_too_old_is_not_shown_as_if_it_were_current(
    reader: CheckingClient, promise: Commitment, public_world: World
) -> None:
    report_on(promise, TODAY - timedelta(days=600), by=public_world.cora)

    page = reader.get(CARD, public_id=promise.public_id)

    assert "No update since" in page.main
    assert "On track" not in page.main


def test_a_closed_one_says_how_it_ended(reader: CheckingClient, promise: Commitment) -> None:
    promise.close("met_on_time", "It is done.", today=TODAY)
    publish_commitment(promise, now=NOW, today=TODAY)
    db.session.commit()

    assert "Reporting Closed" in reader.get(CARD, public_id=promise.public_id).main


def test_one_that_was_taken_back_says_so_and_nothing_of_what_it_said(
    reader: CheckingClient, promise: Commitment
) -> None:
    retract_commitment(promise, "Not theirs to make.", now=NOW, today=TODAY)
    db.session.commit()

    page = reader.get(CARD, public_id=promise.public_id, expected=410)

    assert page.heading == "This commitment was taken back"
    assert "Not theirs to make." in page.main
    assert "living wage" not in page.text


@pytest.mark.parametrize("address", ["/embed/v1/commitments/nothing", "/embed/v1/programmes/nothing"])
def test_what_is_not_public_is_a_card_that_says_so(
    reader: CheckingClient, public_world: World, address: str
) -> None:
    page = reader.get_url(address, expected=404)

    assert page.heading == "There is nothing to show here"
    assert page.response.headers["Content-Security-Policy"].endswith("frame-ancestors *")


def test_a_card_of_a_programme_counts_and_never_merges_the_lights(
    reader: CheckingClient, promise: Commitment, public_world: World
) -> None:
    report_on(promise, TODAY, by=public_world.cora)
    make_published(public_world.birch, public_world.programme, now=NOW, title="Another", level=None)

    page = reader.get(PROGRAMME, slug=public_world.programme.slug, most_queries=4)

    assert "1 commitment ; 1 statement of intent, counted apart." in page.main
    assert "Delivery On track 1" in page.main
    assert "Reporting Reported 1" in page.main


def test_cards_alone_may_be_framed_and_they_load_nothing_from_elsewhere(
    reader: CheckingClient, promise: Commitment, public_world: World
) -> None:
    answers = {
        address: reader.browser.get(address).headers
        for address in (
            f"/embed/v1/commitments/{promise.public_id}",
            f"/embed/v1/programmes/{public_world.programme.slug}",
            "/",
            "/embed",
            "/data",
        )
    }

    for address, headers in answers.items():
        is_card = address.startswith("/embed/")
        policy = headers["Content-Security-Policy"]
        assert ("frame-ancestors *" in policy) == is_card, address
        assert ("frame-ancestors 'none'" in policy) != is_card, address
        assert headers["Cross-Origin-Resource-Policy"] == ("cross-origin" if is_card else "same-origin")
        assert "Set-Cookie" not in headers
        assert headers["Cache-Control"] == "public, max-age=20"
        if is_card:
            assert "script-src" not in policy
            assert policy.startswith("default-src 'none'")
            assert headers["X-Robots-Tag"] == "noindex"


def test_a_card_has_no_script_and_its_links_open_outside_the_frame(
    reader: CheckingClient, promise: Commitment
) -> None:
    soup = reader.get(CARD, public_id=promise.public_id).soup

    assert soup.select("script, form, img, iframe") == []
    assert [base["target"] for base in soup.select("base")] == ["_blank"]
    links = soup.select("body a")
    assert links
    for link in links:
        assert (link["target"], link["rel"]) == ("_blank", ["noopener"])
        assert str(link["href"]).startswith("http://127.0.0.1:8000/")


def offered(page: Page) -> BeautifulSoup:
    """Return what somebody would have who put the code into a page."""
    [code] = page.soup.select("pre code")
    return BeautifulSoup(code.text, "lxml")


@pytest.mark.parametrize("kind", ["commitment", "programme"])
def test_the_code_frames_the_card_with_a_title(
    reader: CheckingClient, promise: Commitment, public_world: World, kind: str
) -> None:
    named = {"commitment": promise.public_id, "programme": public_world.programme.slug}[kind]
    page = reader.get_url(f"/embed?{kind}={named}")

    [frame] = offered(page).select("iframe")
    assert str(frame["title"]).startswith("Equity Tracker: ")
    path = str(frame["src"]).removeprefix("http://127.0.0.1:8000")
    assert reader.browser.get(path).status_code == 200
    assert [preview["src"] for preview in page.soup.select("iframe.embed-preview")] == [path]
    assert "frame-src 'self'" in page.response.headers["Content-Security-Policy"]


def test_a_title_cannot_break_out_of_the_code(reader: CheckingClient, public_world: World) -> None:
    odd = make_published(
        public_world.alder, public_world.programme, now=NOW, title='"></iframe><script>x</script>'
    )
    page = reader.get("embedding.show_code", commitment=odd.public_id)

    frames = offered(page)
    assert frames.select("script") == []
    assert [frame["title"] for frame in frames.select("iframe")] == [
        'Equity Tracker: "></iframe><script>x</script>'
    ]


def test_the_page_without_a_name_says_how_and_with_a_wrong_one_is_not_found(
    reader: CheckingClient, public_world: World
) -> None:
    assert "/embed/v1/commitments/" in reader.get("embedding.show_code").main
    assert reader.browser.get("/embed?commitment=nothing").status_code == 404
    assert reader.browser.get("/embed?programme=nothing").status_code == 404
