"""The bar of a workspace keeps to one line on an ordinary screen, and folds away on a narrow one."""

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import SignIn

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("journeys")]

WORKSPACES = {
    "cora@harbour-icb.example.org": "/o/harbour-integrated-care-board/",
    "ada@harbour-icb.example.org": "/o/harbour-integrated-care-board/",
    "paula@harbour-institute.example.org": "/p/fairer-harbour/",
}


@pytest.mark.parametrize("who", WORKSPACES)
def test_it_is_one_line_on_an_ordinary_screen(sign_in: SignIn, who: str) -> None:
    page = sign_in(who)
    page.goto(WORKSPACES[who])
    page.set_viewport_size({"width": 1280, "height": 900})
    links = page.locator(".workspace-links a")

    tops = {round(box["y"]) for box in (link.bounding_box() for link in links.all()) if box}

    assert links.count() > 6
    assert len(tops) == 1

    page.set_viewport_size({"width": 320, "height": 900})
    expect(links.first).not_to_be_visible()
    page.get_by_text("Pages of this workspace").click()
    expect(links.last).to_be_visible()
    assert {round(box["x"]) for box in (link.bounding_box() for link in links.all()) if box} == {16}
