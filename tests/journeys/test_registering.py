"""A full registration by the keyboard alone, and one on a narrow telephone."""

from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from equity_tracker import clock
from tests.journeys.conftest import SignIn, Site
from tests.journeys.keyboard import Keyboard
from tests.journeys.pages.stop import EDITOR, HOME
from tests.journeys.registering import SECTIONS, STATEMENT, save

pytestmark = pytest.mark.browser

NARROW: ViewportSize = {"width": 320, "height": 640}


@pytest.mark.thorough
def test_a_commitment_is_registered_by_the_keyboard_alone(sign_in: SignIn) -> None:
    page = sign_in(EDITOR)
    keys = Keyboard(page)
    keys.press("Commitments")
    keys.press("Register a commitment")
    keys.write("title", "Every letter can be read aloud")
    keys.press("Save and continue")

    keys.press("The promise")
    keys.write("statement", STATEMENT)
    keys.pick("kind", "change_rule")
    keys.pick("domain", "nhs_organisations")
    keys.press("Save and continue")
    keys.pick("inequality", "conditions")
    keys.tick("determinants", "transport")
    keys.tick("mechanisms", "exposure")
    keys.press("Save and continue")
    keys.pick("level", "conditions")
    keys.pick("distribution", "universal")
    keys.press("Save and continue")
    keys.press("Save and continue")  # Who decides and who joins in may be left open.
    keys.write("owner", "Head of letters")
    keys.press("Save and continue")
    keys.write_day("ends_on", clock.today() + timedelta(days=700))
    keys.write("milestones-0-title", "The first hundred letters")
    keys.write_day("milestones-0-planned_on", clock.today() + timedelta(days=200))
    keys.press("Save and continue")
    keys.pick("additionality", "new")
    keys.press("Save and continue")

    keys.press("Check and submit")
    keys.press("Submit and publish")
    expect(page.get_by_text("It is public now")).to_be_visible()


def test_a_commitment_is_registered_on_a_narrow_telephone(site: Site, browser: Browser) -> None:
    context = browser.new_context(base_url=site.url, viewport=NARROW, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.goto("/sign-in")
    page.get_by_label("E-mail address").fill(EDITOR)
    page.get_by_role("textbox", name="Password").fill(site.password)
    page.get_by_role("button", name="Sign in").tap()
    page.wait_for_url(lambda url: "/sign-in" not in url)
    page.goto(f"{HOME}/commitments/new")
    page.get_by_label("What will be different").fill("Benches on the way to every clinic")
    save(page)
    draft = page.url
    for section, answer in SECTIONS.items():
        page.goto(f"{draft}/{section}")
        fits(page)
        answer(page)
        save(page)
        fits(page)
    page.goto(f"{draft}/submit")
    fits(page)
    page.get_by_role("button", name="Submit").tap()
    expect(page.get_by_text("It is public now")).to_be_visible()
    fits(page)
    context.close()


def fits(page: Page) -> None:
    """Nobody has to scroll sideways."""
    page.wait_for_load_state()
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"], page.url
