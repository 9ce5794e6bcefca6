"""A check-in over days: by the keyboard from the first word until it is sent, and by somebody with a link."""

import email
import email.policy
import re
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from equity_tracker import clock
from tests.journeys.conftest import SignIn, Site, wait_until
from tests.journeys.keyboard import Keyboard
from tests.journeys.pages.stop import EDITOR, HOME

# Together on one of the browsers: what one of them does, another sees.
pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("journeys")]

APPROVER = "prue@harbour-icb.example.org"
CLINIC = "Keep the welfare-advice clinic at Ferry Hill"
FUND = "A hardship fund that our own staff decide on"
SUPPLIERS = "A fifth of what we buy comes from the five wards with the lowest pay"
GUEST = "greta@elsewhere.example.org"


def test_open_save_come_back_look_and_send_by_the_keyboard_alone(sign_in: SignIn) -> None:
    page = sign_in(EDITOR)
    keys = Keyboard(page)
    keys.press("Check-ins")
    keys.press(CLINIC)
    keys.write("why", "The lease runs until June.")
    expect(page.locator("[data-draft]")).to_have_text(re.compile(r"^Saved at \d\d:\d\d\. Not sent yet\.$"))
    page.reload()
    expect(page.get_by_label("In one sentence, why?")).to_have_value("The lease runs until June.")
    keys.press("Save and come back later")
    row = page.get_by_role("row").filter(has_text=CLINIC)
    expect(row).to_contain_text("Started, not sent")

    keys.press(CLINIC)
    keys.pick("delivery", "substantial")
    keys.pick("outlook", "on_track")
    keys.write("what_changed", "The trust signed the lease.")
    keys.write("next_step", "Open on Saturdays")
    keys.write_day("next_step_on", clock.today() + timedelta(days=60))
    keys.press("See what becomes public")
    expect(page.get_by_role("heading", level=1)).to_have_text("Before you send it")
    expect(page.locator(".timeline")).to_contain_text("The trust signed the lease.")
    keys.press("Sign and send")
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(r"^Check-in \d$"))
    expect(page.get_by_text("It is public now.", exact=True)).to_be_visible()


@pytest.mark.thorough
def test_what_is_typed_before_the_page_has_all_its_parts_is_kept_too(sign_in: SignIn) -> None:
    page = sign_in(EDITOR)
    page.goto(f"{HOME}/check-ins/")
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route(re.compile(r"/draft[^/]*\.js"), hold)
    page.get_by_role("link", name=FUND).click(no_wait_after=True)
    page.get_by_label("In one sentence, why?").fill("Typed at once.")
    wait_until(lambda: bool(held), "the script to be asked for")
    held[0].continue_()
    expect(page.locator("[data-draft]")).to_contain_text("Not sent yet")
    page.unroute_all()
    page.reload()
    expect(page.get_by_label("In one sentence, why?")).to_have_value("Typed at once.")
    page.get_by_role("link", name="Throw this draft away").click()
    page.get_by_role("button", name="Throw it away").click()


@pytest.mark.thorough
def test_of_two_windows_the_stale_one_is_told_and_loses_nothing(sign_in: SignIn) -> None:
    mine, theirs = sign_in(EDITOR), sign_in(APPROVER)
    for page in (mine, theirs):
        page.goto(f"{HOME}/check-ins/")
        page.get_by_role("link", name="Blood pressure checks").click()
    theirs.get_by_label("In one sentence, why?").fill("Theirs.")
    expect(theirs.locator("[data-draft]")).to_contain_text("Not sent yet")
    mine.get_by_label("In one sentence, why?").fill("Mine.")
    expect(mine.locator("[data-draft]")).to_have_text(
        "Not saved. Prue Hallam saved this check-in since you opened it. Save to see both texts."
    )
    mine.get_by_role("button", name="Save and come back later").click()
    cells = mine.get_by_role("row").filter(has_text="In one sentence, why?").get_by_role("cell")
    expect(cells).to_have_text(["Theirs.", "Mine."])
    mine.get_by_label("In one sentence, why?").fill("Mine and theirs.")
    mine.get_by_role("button", name="Save mine").click()
    theirs.reload()
    expect(theirs.get_by_label("In one sentence, why?")).to_have_value("Mine and theirs.")


def test_without_an_account_by_a_link_until_an_approver_signs(
    site: Site, browser: Browser, sign_in: SignIn
) -> None:
    page = sign_in(EDITOR)
    page.goto(f"{HOME}/check-ins/")
    page.get_by_role("link", name=SUPPLIERS).click()
    page.get_by_label("In one sentence, why?").fill("So far.")
    page.get_by_text("Let somebody else go on with it").click()
    page.get_by_role("button", name="Ask somebody without an account").click()
    page.get_by_label("Their e-mail address").fill(GUEST)
    page.get_by_role("button", name="Send the link").click()
    expect(page.get_by_text("A link is on its way")).to_be_visible()
    wait_until(lambda: bool(link_to(site, GUEST)), "the link to arrive")

    context = browser.new_context(base_url=site.url)
    guest = context.new_page()
    guest.goto(link_to(site, GUEST))
    assert "check-in-link" not in guest.url, "the token stands in no address that stays"
    expect(guest.get_by_label("In one sentence, why?")).to_have_value("So far.")
    answer_all(guest)
    guest.get_by_role("button", name="Send for signature").click()
    expect(guest.get_by_role("heading", level=1)).to_have_text("It waits for a signature")
    guest.goto(f"{HOME}/check-ins/")
    expect(guest.get_by_role("heading", level=1)).to_have_text("Sign in")

    prue = sign_in(APPROVER)
    prue.goto(f"{HOME}/")
    prue.get_by_role("link", name=f"Sign the check-in: {SUPPLIERS}").click()
    expect(prue.get_by_text(f"Written by {GUEST}")).to_be_visible()
    prue.get_by_role("button", name="Sign and send").click()
    expect(prue.get_by_text("is signed and has been sent")).to_be_visible()
    guest.goto(link_to(site, GUEST))
    expect(guest.get_by_role("heading", level=1)).to_have_text("This link opens nothing any more")
    context.close()


def answer_all(page: Page) -> None:
    page.get_by_label("Substantial", exact=True).check()
    page.get_by_label("On track", exact=True).check()
    page.get_by_label("What has changed since last time?").fill("Two more contracts went to the five wards.")
    page.get_by_label("What is the next step?").fill("Sign the catering contract")
    day = clock.today() + timedelta(days=60)
    # Each figure of a measure has a day of its own.
    for part, value in (("day", day.day), ("month", day.month), ("year", day.year)):
        page.locator(f"#next_step_on-{part}").fill(str(value))


def link_to(site: Site, address: str) -> str:
    """Return the link in the last mail to somebody, or nothing while none has come."""
    for file in sorted((site.folder / "mail").glob("*.eml"), key=lambda file: file.stat().st_mtime)[::-1]:
        message = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
        body = message.get_body(("plain",))
        found = re.search(rf"{re.escape(site.url)}/check-in-link/\S+", body.get_content()) if body else None
        if found and address in str(message["To"]):
            return found.group()
    return ""
