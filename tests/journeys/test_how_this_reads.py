"""The panel beside a section's form: renewed while one types, quiet when it cannot be, below when narrow."""

import pytest
from playwright.sync_api import Page, Request, expect

from tests.journeys.conftest import SignIn
from tests.journeys.pages.stop import EDITOR, HOME

# Together on one of the browsers: what one of them does, another sees.
pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("journeys")]


@pytest.fixture
def page(sign_in: SignIn) -> Page:
    return sign_in(EDITOR)


def begin(page: Page, title: str) -> str:
    """Begin a draft, and return where it stands."""
    page.goto(f"{HOME}/commitments/new")
    page.get_by_label("What will be different").fill(title)
    page.get_by_role("button", name="Save and continue").last.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    return page.url


def asked(page: Page) -> list[str]:
    """Collect what is asked of the server beside pages."""
    found: list[str] = []

    def note(request: Request) -> None:
        if request.url.endswith("/reading"):
            found.append(request.url)

    page.on("request", note)
    return found


def test_it_follows_what_is_typed_and_saves_nothing(page: Page) -> None:
    draft = begin(page, "Fair shifts for porters")
    page.goto(f"{draft}/ownership")
    panel, news = page.get_by_role("region", name="How this reads"), page.locator(".reading [role=status]")
    expect(panel).to_contain_text("None of the four.")
    requests = asked(page)
    page.get_by_label("Post-holder who answers for it").press_sequentially("Director of people", delay=20)
    expect(panel).to_contain_text("One of the four. Post-holder: Director of people.")
    expect(news).to_have_text("Owned: One of the four")
    assert len(requests) < 4, "it waits for a pause, and does not ask at every key"
    page.reload()
    expect(panel).to_contain_text("None of the four.")


def test_what_was_opened_stays_open_and_the_place_in_the_panel_is_kept(page: Page) -> None:
    draft = begin(page, "A shelter at every ambulance bay")
    page.goto(f"{draft}/timing")
    page.locator("#raise-verifiable summary").click()
    page.get_by_label("What will exist at the end").fill("Nine shelters")
    trackable = page.locator("#raise-trackable")
    expect(trackable).not_to_contain_text("Name what will exist at the end")
    expect(page.locator("#raise-verifiable")).to_have_attribute("open", "")
    page.get_by_label("Where will the evidence come from?").fill("The estates register")
    link = trackable.get_by_role("link", name="Ownership")
    link.focus()
    page.wait_for_timeout(2_000)
    expect(link).to_be_focused()
    page.locator("#starts_on-day").focus()
    expect(trackable).not_to_contain_text("Say where the evidence will come from")


@pytest.mark.thorough
def test_it_gives_up_quietly_when_it_gets_no_answer(page: Page) -> None:
    draft = begin(page, "Buses that meet the late shift")
    page.goto(f"{draft}/promise")
    page.route("**/reading", lambda route: route.abort())
    requests = asked(page)
    faults: list[str] = []
    page.on("pageerror", lambda fault: faults.append(str(fault)))
    statement = page.get_by_label("The full statement")
    statement.fill("A bus meets the end of every late shift.")
    page.wait_for_timeout(1_500)
    statement.press_sequentially(" From May.")
    page.wait_for_timeout(1_500)
    assert len(requests) == 1
    assert faults == []
    page.get_by_role("button", name="Save and come back later").click()
    expect(page.get_by_role("region", name="How this reads")).to_contain_text("what will be done")


def test_on_a_telephone_it_stands_below_the_form_and_a_link_leads_to_it(page: Page) -> None:
    draft = begin(page, "Lockers for those who have no home")
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(f"{draft}/action")
    button = page.get_by_role("button", name="Save and continue").last.bounding_box()
    panel = page.get_by_role("region", name="How this reads").bounding_box()
    assert button is not None
    assert panel is not None
    assert panel["y"] > button["y"]
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    page.get_by_role("link", name="How this reads").click()
    expect(page.get_by_role("heading", name="How this reads")).to_be_in_viewport()
