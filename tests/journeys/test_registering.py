"""A full registration by the keyboard alone, and one on a narrow telephone."""

from datetime import date, timedelta

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from equity_tracker import clock
from tests.journeys.conftest import SignIn, Site
from tests.journeys.pages.stop import EDITOR, HOME
from tests.journeys.registering import SECTIONS, STATEMENT, save

pytestmark = pytest.mark.browser

NARROW: ViewportSize = {"width": 320, "height": 640}
# More stops than any page has.
MOST_STOPS = 200


class Keyboard:
    """Goes through a page by Tab, arrows, Space and Enter, and never touches the mouse."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def reach(self, selector: str) -> None:
        """Press Tab until what is wanted has the focus, and see that the focus shows."""
        for _ in range(MOST_STOPS):
            self.page.keyboard.press("Tab")
            if self.page.evaluate("wanted => document.activeElement.matches(wanted)", selector):
                shown = self.page.evaluate(
                    "() => { const style = getComputedStyle(document.activeElement);"
                    " return style.outlineStyle !== 'none' || style.boxShadow !== 'none' }"
                )
                assert shown, f"nobody sees that {selector} has the focus"
                return
        raise AssertionError(f"no Tab leads to {selector}")

    def write(self, name: str, words: str) -> None:
        self.reach(f"[name='{name}']")
        self.page.keyboard.type(words)

    def write_day(self, name: str, day: date) -> None:
        for part, value in (("day", day.day), ("month", day.month), ("year", day.year)):
            self.write(f"{name}-{part}", str(value))

    def pick(self, name: str, value: str) -> None:
        """Choose one of several by the arrows."""
        self.reach(f"input[type=radio][name='{name}']")
        self.page.keyboard.press("Space")
        for _ in range(MOST_STOPS):
            if self.page.evaluate("document.activeElement.value") == value:
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"no arrow leads to {value}")

    def tick(self, name: str, value: str) -> None:
        self.reach(f"input[type=checkbox][name='{name}'][value='{value}']")
        self.page.keyboard.press("Space")

    def press(self, words: str) -> None:
        """Press the button or follow the link that says so."""
        for _ in range(MOST_STOPS):
            self.page.keyboard.press("Tab")
            if (self.page.evaluate("document.activeElement.innerText") or "").strip() == words:
                with self.page.expect_navigation():
                    self.page.keyboard.press("Enter")
                return
        raise AssertionError(f"no Tab leads to “{words}”")


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
    keys.press("Submit")
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
