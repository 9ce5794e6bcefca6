"""The public register read by the keyboard alone, and on a narrow telephone; nobody signs in."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect

from tests.journeys.conftest import Site
from tests.journeys.keyboard import Keyboard

pytestmark = pytest.mark.browser

NARROW: ViewportSize = {"width": 320, "height": 640}
PROMISE = "The real living wage in every new cleaning and catering contract"
# WCAG 2.2, 2.5.8: so large, in pixels, or as far apart.
TARGET = 24


@pytest.fixture
def telephone(site: Site, browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(base_url=site.url, viewport=NARROW, has_touch=True, is_mobile=True)
    yield context
    context.close()


def fits(page: Page) -> None:
    """Fail when the page is wider than the screen, or a button is too small for a finger."""
    assert page.evaluate("document.documentElement.scrollWidth") == NARROW["width"], page.url
    too_small = page.evaluate(
        "least => [...document.querySelectorAll('main button')].filter(each => each.checkVisibility())"
        ".filter(each => Math.min(each.offsetWidth, each.offsetHeight) < least).map(each => each.innerText)",
        TARGET,
    )
    assert too_small == []


def test_the_register_is_searched_and_read_by_the_keyboard_alone(site: Site, browser: Browser) -> None:
    page = browser.new_page(base_url=site.url)
    page.goto("/")
    keys = Keyboard(page)
    keys.press("Commitments")
    keys.write("q", '"living wage"')
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator("main mark").first).to_have_text(re.compile("living", re.IGNORECASE))

    keys.press(PROMISE)
    expect(page.get_by_role("heading", level=1)).to_have_text(PROMISE)
    keys.press("Follow this commitment by e-mail")
    keys.write("email", "reader@example.com")
    keys.pick("rhythm", "weekly")
    keys.press("Send me the link")
    expect(page.get_by_role("heading", level=1)).to_contain_text("mail")
    page.close()


def test_the_register_is_narrowed_and_read_on_a_narrow_telephone(telephone: BrowserContext) -> None:
    page = telephone.new_page()
    page.goto("/commitments")
    fits(page)
    page.locator("summary", has_text="Narrow this list").tap()
    fits(page)
    page.get_by_label("Workforce as advocates").check()
    with page.expect_navigation():
        page.get_by_role("button", name="Show").tap()
    fits(page)
    expect(page.get_by_text("Domain: Workforce as advocates")).to_be_visible()
    shown = page.locator("main table tbody tr").count()

    with page.expect_navigation(url=lambda url: "domain" not in url):
        page.get_by_text("Domain: Workforce as advocates").tap()
    fits(page)
    assert page.locator("main table tbody tr").count() > shown

    page.goto("/commitments?programme=fairer-harbour")
    with page.expect_navigation(url=re.compile("/commitments/[^/]+/")):
        page.locator("main table tbody a").first.tap()
    fits(page)
    expect(page.locator("blockquote").first).to_be_in_viewport()
    assert telephone.cookies() == [], "the public site sets no cookie"
