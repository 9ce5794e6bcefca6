"""An organisation's colour and logo: who sets them, which are refused, and where they then stand."""

from collections.abc import Callable
from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image, PngImagePlugin
from werkzeug.datastructures import FileStorage

from equity_tracker.adapters import pdf
from equity_tracker.extensions import db
from equity_tracker.model.people import User
from equity_tracker.model.report import Edition
from equity_tracker.reports.brand import PICTURES
from equity_tracker.reports.content import content_hash, from_json, to_json
from equity_tracker.reports.queries import status_report
from equity_tracker.reports.status_report import StatusReport
from equity_tracker.web.report_pages import fill_report
from tests.conftest import NOW
from tests.reports.records import TODAY, make_public, of_today, promise
from tests.support.client import CheckingClient
from tests.support.page import Page
from tests.support.people import World

As = Callable[[User | None], CheckingClient]


def picture(form: str = "PNG", size: tuple[int, int] = (1600, 400), comment: str = "") -> bytes:
    made = BytesIO()
    hidden = PngImagePlugin.PngInfo()
    hidden.add_text("Comment", comment)
    extra = {"pnginfo": hidden} if form == "PNG" else {}
    Image.new("RGB", size, "#a83626").save(made, form, **extra)
    return made.getvalue()


@pytest.fixture
def send(as_: As, ada: User, world: World) -> Callable[..., Page]:
    """Return what sends the form as Ada."""

    def post(
        *, logo: bytes | None = None, name: str = "logo.png", expected: int = 303, **fields: str
    ) -> Page:
        files = {"logo": FileStorage(BytesIO(logo), name)} if logo is not None else {}
        browser = as_(ada)
        return browser.post(
            "organisations.edit_brand", fields | files, expected=expected, organisation=world.alder.slug
        )

    return post


def report(world: World) -> StatusReport:
    return status_report(world.alder, of_today(Edition.PUBLIC, TODAY))


def test_a_colour_stands_on_the_covers_made_from_then_on(send: Callable[..., Page], world: World) -> None:
    make_public(world.alder)
    before = report(world)
    send(colour="#7A1F5C")
    after = report(world)

    assert before.brand is None
    assert after.brand is not None
    assert after.brand.colour == "#7a1f5c"
    assert 'fill="#7a1f5c"' in fill_report(after)
    assert content_hash(after) != content_hash(before), "the public one is made anew"
    assert from_json(to_json(before), StatusReport) == before, "what was kept stays as it was"
    assert "#7a1f5c" not in fill_report(before)


@pytest.mark.parametrize(
    ("colour", "said"),
    [
        ("#41b6e6", "The nearest darker one that can is #"),
        ("#ffffff", "their contrast is 1 to 1, and 4.5 is needed"),
        ("teal", "Write the colour as #"),
    ],
)
def test_a_colour_that_cannot_be_read_is_refused_and_one_that_can_is_named(
    send: Callable[..., Page], world: World, colour: str, said: str
) -> None:
    page = send(colour=colour, expected=422)

    assert said in page.errors["colour"]
    assert report(world).brand is None


@pytest.mark.parametrize("form", ["PNG", "JPEG"])
def test_a_logo_is_drawn_anew_and_made_small(send: Callable[..., Page], world: World, form: str) -> None:
    send(logo=picture(form, comment="A secret"), name=f"logo.{form.lower()}", colour="")
    brand = report(world).brand

    assert brand is not None
    assert brand.logo is not None
    assert brand.logo.startswith(PICTURES)
    assert brand.logo_words == "Logo of Alder Trust"
    assert b"A secret" not in (db.session.connection().exec_driver_sql(_LOGO).scalar() or b"")
    with Image.open(BytesIO(db.session.connection().exec_driver_sql(_LOGO).scalar_one())) as kept:
        assert kept.size[0] <= 826
        assert kept.size[1] <= 307


_LOGO = "SELECT logo FROM organisation_brands"


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "logo.svg", "PNG or JPEG"),
        (b"%PDF-1.4 no more", "logo.pdf", ""),
        (b"\x89PNG\r\n\x1a\nbroken", "logo.png", ""),
    ],
)
def test_what_is_no_picture_is_refused(
    send: Callable[..., Page], world: World, data: bytes, name: str, said: str
) -> None:
    page = send(logo=data, name=name, colour="#7a1f5c", expected=422)

    assert said in page.text
    assert page.soup.select(".govuk-error-message")
    assert report(world).brand is None


def test_a_logo_stays_when_only_the_colour_changes_and_goes_when_told_to(
    send: Callable[..., Page], as_: As, ada: User, world: World
) -> None:
    send(logo=picture(), colour="")
    send(colour="#7a1f5c")
    brand = report(world).brand
    assert brand is not None
    assert brand.logo is not None
    shown = as_(ada).get("organisations.show_logo", organisation=world.alder.slug)
    assert shown.response.mimetype == "image/png"

    send(colour="#7a1f5c", removes_logo="y")
    assert report(world).brand == replace(brand, logo=None, logo_words="")


def test_the_log_says_what_was_changed_and_holds_no_picture(
    send: Callable[..., Page], as_: As, ada: User, world: World
) -> None:
    send(logo=picture(), colour="#7a1f5c")

    page = as_(ada).get("organisations.list_activity", organisation=world.alder.slug)
    assert "changed the settings: colour of the reports, logo of the reports" in page.text


@pytest.mark.thorough
def test_the_press_prints_it_and_the_file_can_still_be_heard(send: Callable[..., Page], world: World) -> None:
    promise(world, "Fair pay for cleaners")
    make_public(world.alder)
    send(logo=picture(), colour="#7a1f5c")
    made = pdf.render(fill_report(report(world)), assets=pdf.Assets(), made_at=NOW)

    assert b"/Image" in made or made.startswith(b"%PDF")
    assert len(made) > 10_000
