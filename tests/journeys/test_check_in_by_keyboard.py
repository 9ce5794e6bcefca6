"""A second check-in on the same commitment, with nothing but a keyboard and no script."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from equity_tracker import clock
from tests.journeys.conftest import Site
from tests.journeys.pages.stop import EDITOR, HOME

pytestmark = pytest.mark.browser
TITLE = "Every cleaning and catering contract pays the real living wage"
NOTE = "The chief executive read the pay slips herself."


@pytest.fixture
def plain(site: Site, browser: Browser) -> Iterator[Page]:
    """Open a window in which no script runs."""
    context = browser.new_context(base_url=site.url, java_script_enabled=False)
    yield context.new_page()
    context.close()


def write(page: Page, name: str, text: str) -> None:
    """Go to a field and type, key by key; a list takes the first letters of what is meant."""
    page.locator(f'[name="{name}"]').first.focus()
    page.keyboard.type(text)


def tick(page: Page, name: str, value: str) -> None:
    page.locator(f'[name="{name}"][value="{value}"]').focus()
    page.keyboard.press("Space")


def test_it_is_opened_answered_and_sent_with_a_theme(site: Site, plain: Page) -> None:
    plain.goto("/sign-in")
    write(plain, "email", EDITOR)
    write(plain, "password", site.password)
    plain.keyboard.press("Enter")
    expect(plain.get_by_role("heading", level=1)).to_have_text("What needs doing")
    plain.goto(f"{HOME}/commitments/")
    plain.get_by_role("link", name=TITLE).first.focus()
    plain.keyboard.press("Enter")
    plain.get_by_role("link", name="Check in", exact=True).focus()
    plain.keyboard.press("Enter")

    fold = plain.get_by_text("What helped, what hindered, and what must change above you")
    expect(plain.locator('[name="themes-0-theme"]')).not_to_be_visible()
    fold.locator("xpath=ancestor::summary").focus()
    plain.keyboard.press("Enter")
    plain.get_by_role("button", name="Add another theme").focus()
    plain.keyboard.press("Enter")
    expect(plain.locator('[name="themes-1-theme"]')).to_be_focused()
    plain.keyboard.type("A senior")
    tick(plain, "themes-1-direction", "helping")
    write(plain, "themes-1-note", NOTE)

    tick(plain, "delivery", "limited")
    tick(plain, "outlook", "at_risk")
    write(plain, "why", "Three of nine contracts carry the clause.")
    write(plain, "what_changed", "The third contract was signed.")
    write(plain, "next_step", "Sign the fourth.")
    on = clock.today() + timedelta(days=60)
    for part, number in (("day", on.day), ("month", on.month), ("year", on.year)):
        write(plain, f"next_step_on-{part}", str(number))
    plain.keyboard.press("Enter")
    expect(plain.get_by_role("heading", level=1)).to_contain_text("Check-in")
    expect(plain.locator("main")).to_contain_text(f"A senior leader: {NOTE}")
