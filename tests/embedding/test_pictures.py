"""Pictures for links: drawn by us, in words, no more of them than a small machine draws."""

import io

import pytest
from PIL import Image

from equity_tracker.adapters import card_picture
from equity_tracker.adapters.card_picture import ELSEWHERE, Busy, Easel, Line, Picture, draw, drawable
from equity_tracker.embedding import views
from equity_tracker.extensions import db
from equity_tracker.model.register import RegisterEntry
from equity_tracker.model.retracting import retract_commitment
from tests.conftest import NOW
from tests.support.client import CheckingClient
from tests.support.factories.commitment import make_published
from tests.support.people import World
from tests.support.planting import MARKER

LIGHTS = (Line("Delivery", "On track", "good", "tick"), Line("Reporting", "Due 3 May 2026", "none", "ring"))


def picture(title: str) -> Picture:
    return Picture("Commitment FH-0001", title, "Promised by Alder Trust", LIGHTS)


def opened(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


@pytest.mark.parametrize(
    "title", ["Short", "A long promise " * 40, "W" * 300, "", "الصحة للجميع", "Ōtautahi ✓ 🏥"]
)
def test_any_title_makes_a_picture_of_the_size_that_sites_ask_for(title: str) -> None:
    image = opened(draw(picture(title)))

    assert (image.format, image.size) == ("PNG", (1200, 630))
    # Nothing is drawn over the edge on the right, or below.
    light = image.convert("L")
    for edge in ((1190, 100, 1200, 630), (0, 622, 1200, 630)):
        assert light.crop(edge).getextrema() == (255, 255)


def test_a_title_is_seen_and_so_is_each_light() -> None:
    drawn = {draw(picture("One")), draw(picture("Two"))}
    other = Picture("Commitment FH-0001", "One", "Promised by Alder Trust", LIGHTS[::-1])

    assert len(drawn | {draw(other)}) == 3


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("Ōtautahi and Tŷ Gwyn", "Ōtautahi and Tŷ Gwyn"),
        ("Łódź, ợ, Đà Nẵng", "Lódz, o, Dà Nang"),
        ("Warm homes 🏠 for all", "Warm homes for all"),
        ("Ελληνικά", ELSEWHERE),
        ("Mostly plain, one 中", ELSEWHERE),
    ],
)
def test_letters_that_the_fonts_lack_are_never_dropped_in_silence(text: str, drawn: str) -> None:
    assert drawable(text) == drawn


def test_the_same_picture_is_drawn_once(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[Picture] = []

    def note(one: Picture) -> bytes:
        drawn.append(one)
        return b"png"

    monkeypatch.setattr(card_picture, "draw", note)
    easel = Easel()

    assert [easel.draw(picture("One")) for _ in range(5)] == [b"png"] * 5
    assert len(drawn) == 1


def test_more_than_so_many_a_minute_are_not_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    monkeypatch.setattr(card_picture, "draw", lambda _one: b"png")
    easel = Easel(most=3, seconds=60, clock=lambda: now[0], kept=2)
    for number in range(3):
        easel.draw(picture(str(number)))

    with pytest.raises(Busy):
        easel.draw(picture("one too many"))
    assert easel.draw(picture("2")) == b"png", "what is kept costs nothing"
    now[0] = 20.0
    assert easel.draw(picture("one too many")) == b"png"
    with pytest.raises(Busy):
        easel.draw(picture("another"))


def test_the_picture_of_a_commitment_follows_what_is_public(
    reader: CheckingClient, public_world: World
) -> None:
    one = make_published(public_world.alder, public_world.programme, now=NOW, title="Pay the living wage")
    address = f"/commitments/{one.public_id}/card.png"

    answer = reader.browser.get(address)

    assert (answer.status_code, answer.mimetype) == (200, "image/png")
    assert answer.headers["Cache-Control"] == "public, max-age=20"
    assert opened(answer.data).size == (1200, 630)
    retract_commitment(one, "Wrong", now=NOW, today=NOW.date())
    db.session.commit()
    assert reader.browser.get(address).status_code == 404


def test_programmes_and_the_site_have_pictures(reader: CheckingClient, public_world: World) -> None:
    pictures = [reader.browser.get(a).data for a in ("/card.png", "/programmes/fairer-shore/card.png")]

    assert [opened(data).size for data in pictures] == [(1200, 630)] * 2
    assert pictures[0] != pictures[1]
    assert reader.browser.get("/programmes/nothing/card.png").status_code == 404


def test_whoever_asks_too_much_gets_the_picture_of_the_site_for_the_moment(
    reader: CheckingClient, public_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "_easel", Easel(most=0))

    answer = reader.browser.get("/programmes/fairer-shore/card.png")

    assert (answer.status_code, answer.location) == (302, "/card.png")
    assert answer.headers["Cache-Control"] == "no-store"


def test_nothing_private_is_drawn(
    planted: World, reader: CheckingClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Words in a picture cannot be searched, so what is to be drawn is looked at instead."""
    asked: list[Picture] = []

    class Watched(Easel):
        def draw(self, picture: Picture) -> bytes:
            asked.append(picture)
            return b"png"

    monkeypatch.setattr(views, "_easel", Watched())
    for (name,) in db.session.query(RegisterEntry.public_id):
        reader.browser.get(f"/commitments/{name}/card.png")
    for slug in ("fairer-shore", "other-work"):
        reader.browser.get(f"/programmes/{slug}/card.png")

    assert len(asked) == 2
    assert MARKER not in repr(asked)
