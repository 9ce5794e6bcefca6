"""The same pages where no script runs, and with nothing but a keyboard."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import Site
from tests.journeys.pages.stop import EDITOR, HOME

pytestmark = pytest.mark.browser

MOST_TABS = 120
# Where the focus is, what it is called, and whether anybody can see that it is there.
FOCUS = """() => {
    const element = document.activeElement;
    if (element === document.body) return {name: "", shown: true};
    const parts = [element, element.nextElementSibling].filter(Boolean);
    const look = () => parts.flatMap(part => [null, "::before"].map(pseudo => {
        const style = getComputedStyle(part, pseudo);
        const outline = style.outlineStyle === "none" ? "" : style.outlineWidth + style.outlineColor;
        return outline + style.boxShadow;
    })).join();
    const box = element.getBoundingClientRect();
    const inside = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
    const focused = look();
    element.blur();
    const differs = look() !== focused;
    element.focus();
    const label = element.labels?.[0] ?? element;
    return {name: label.innerText.trim(), shown: inside && box.width > 0 && differs};
}"""


@pytest.fixture
def plain(site: Site, browser: Browser) -> Iterator[Page]:
    """Open a window in which no script runs."""
    context = browser.new_context(base_url=site.url, java_script_enabled=False)
    yield context.new_page()
    context.close()


def sign_in_on(page: Page, site: Site) -> None:
    page.goto("/sign-in")
    page.get_by_label("E-mail address").fill(EDITOR)
    page.get_by_role("textbox", name="Password").fill(site.password)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What needs doing")


def save(page: Page) -> None:
    page.get_by_role("button", name="Save and continue").last.click()
    expect(page.get_by_text("There is a problem")).to_have_count(0)


def write_milestone(page: Page, row: str, title: str, month: int) -> None:
    page.locator(f'[name="{row}-title"]').fill(title)
    for part, value in (("day", 1), ("month", month), ("year", 2028)):
        page.locator(f'[name="{row}-planned_on-{part}"]').fill(str(value))


def milestones(page: Page) -> list[str]:
    titles = page.locator('[name^="milestones-"][name$="-title"]')
    return [title for title in titles.evaluate_all("inputs => inputs.map(input => input.value)") if title]


def test_an_editor_registers_a_draft_and_adds_rows_without_a_script(site: Site, plain: Page) -> None:
    title = "A warm room in every library by winter"
    sign_in_on(plain, site)
    plain.goto(f"{HOME}/commitments/new")
    plain.get_by_label("What will be different").fill(title)
    save(plain)
    draft = plain.url
    plain.goto(f"{draft}/timing")
    write_milestone(plain, "milestones-0", "Rooms agreed with six libraries", 1)
    plain.get_by_role("button", name="Add another milestone").click()
    added = plain.locator('[name^="milestones-"][name$="-title"]').last
    expect(added).to_be_focused()
    assert milestones(plain) == ["Rooms agreed with six libraries"]
    row = (added.get_attribute("name") or "").removesuffix("-title")
    write_milestone(plain, row, "First room open", 9)
    save(plain)
    plain.goto(f"{draft}/timing")
    assert milestones(plain) == ["Rooms agreed with six libraries", "First room open"]
    plain.goto(f"/commitments?q={title}")
    expect(plain.get_by_text("Nothing matches all of this")).to_be_visible()


def test_a_text_survives_signing_out_and_in_again_in_another_window(site: Site, plain: Page) -> None:
    """What is typed is the same to the letter after the two presses that the page asks for."""
    statement = '  Warm rooms: "six" by winter\n\n& <all> of \'em free'
    sign_in_on(plain, site)
    plain.goto(f"{HOME}/commitments/new")
    plain.get_by_label("What will be different").fill("A cool room in every library by summer")
    save(plain)
    plain.goto(f"{plain.url}/promise")
    plain.get_by_label("The full statement").fill(statement)
    elsewhere = plain.context.new_page()
    elsewhere.goto("/account")
    elsewhere.get_by_role("button", name="Sign out", exact=True).first.click()
    plain.get_by_role("button", name="Save and come back later").click()
    expect(plain.get_by_role("heading", level=1)).to_have_text("This page was open too long")
    with plain.expect_popup() as window:
        plain.get_by_role("link", name="sign in in another window").click()
    sign_in_on(window.value, site)
    plain.get_by_role("button", name="Send it again").click()
    expect(plain.get_by_text("You are signed in as")).to_be_visible()
    plain.get_by_role("button", name="Send it again").click()
    expect(plain.get_by_role("heading", level=1)).to_have_text("A cool room in every library by summer")
    plain.goto(f"{plain.url}/promise")
    assert plain.locator("[name=statement]").input_value() == statement.strip()


def test_anybody_searches_narrows_and_turns_pages_without_a_script(plain: Page) -> None:
    plain.goto("/commitments")
    first = rows(plain)
    plain.get_by_role("link", name=re.compile("^Next")).click()
    assert set(rows(plain)) & set(first) == set()
    plain.get_by_role("link", name=re.compile("^First page")).click()
    assert rows(plain) == first
    plain.locator("summary").filter(has_text=re.compile("^Programme")).click()
    plain.get_by_label("Fairer Harbour").check()
    plain.get_by_role("button", name="Show").click()
    narrowed = count(plain)
    plain.get_by_label("Search the commitments").fill("home")
    plain.get_by_role("button", name="Search").click()
    assert 0 < count(plain) < narrowed
    expect(plain).to_have_url(re.compile("programme=fairer-harbour"))
    plain.get_by_role("link", name=re.compile("^Remove filter.*Fairer Harbour")).click()
    expect(plain).not_to_have_url(re.compile("programme="))


def rows(page: Page) -> list[str]:
    return page.locator("table tbody th a").all_inner_texts()


def count(page: Page) -> int:
    said = re.match(r"[\d,]+", page.locator(".result-count").inner_text())
    assert said
    return int(said.group().replace(",", ""))


@pytest.fixture
def keys(site: Site, browser: Browser) -> Iterator["Keys"]:
    context = browser.new_context(base_url=site.url)
    yield Keys(context.new_page())
    context.close()


class Keys:
    """Somebody who has no mouse: Tab, Enter and Space, and letters where text belongs."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def tab_to(self, name: str) -> None:
        """Go on to what is called so; every stop on the way must be seen to have the focus."""
        passed = []
        for _ in range(MOST_TABS):
            self.page.keyboard.press("Tab")
            focus = self.page.evaluate(FOCUS)
            assert focus["shown"], f"the focus on {focus['name']!r} of {self.page.url} is not to be seen"
            if focus["name"].startswith(name):
                return
            passed.append(focus["name"])
        raise AssertionError(f"Tab never comes to {name!r} on {self.page.url}, but to {passed}")

    def enter_at(self, name: str) -> None:
        """Go to a link or a button, press Enter, and wait for the page it opens."""
        self.tab_to(name)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def write_at(self, name: str, text: str) -> None:
        self.tab_to(name)
        self.page.keyboard.type(text)

    def choose(self, *names: str) -> None:
        for name in names:
            self.tab_to(name)
            self.page.keyboard.press("Space")


def test_the_first_tab_offers_to_skip_to_the_content(keys: Keys) -> None:
    keys.page.goto("/commitments")
    keys.page.keyboard.press("Tab")
    assert keys.page.evaluate(FOCUS) == {"name": "Skip to main content", "shown": True}
    keys.page.keyboard.press("Enter")
    keys.page.keyboard.press("Tab")
    assert keys.page.evaluate("document.activeElement.closest('main') !== null")


def test_the_register_is_searched_and_a_commitment_opened_by_keyboard(keys: Keys) -> None:
    keys.page.goto("/commitments?programme=fairer-harbour")
    keys.write_at("Search the commitments", "home")
    keys.enter_at("Search")
    expect(keys.page).to_have_url(re.compile("q=home"))
    title = rows(keys.page)[0]
    keys.enter_at(title)
    expect(keys.page.get_by_role("heading", level=1)).to_have_text(title)


def test_an_editor_signs_in_and_fills_a_form_by_keyboard(site: Site, keys: Keys) -> None:
    keys.page.goto("/sign-in")
    keys.write_at("E-mail address", EDITOR)
    keys.write_at("Password", site.password)
    keys.enter_at("Sign in")
    keys.enter_at("Commitments")
    keys.enter_at("Register a commitment")
    keys.write_at("What will be different", "Every ward has a hot meal at night")
    keys.enter_at("Save and continue")
    draft = keys.page.url
    keys.page.goto(f"{draft}/inequality")
    keys.choose("Care", "Money", "Work")
    keys.enter_at("Save and continue")
    keys.page.goto(f"{draft}/inequality")
    ticked = keys.page.locator("input:checked")
    assert ticked.evaluate_all("inputs => inputs.map(input => input.value)") == ["care", "money", "work"]
