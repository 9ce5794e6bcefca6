"""From a promise to a public page, a CSV, a PDF and a reminder, in a browser, on `make run`."""

import email
import email.policy
import io
import re
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta

import pypdf
import pytest
from playwright.sync_api import Browser, Page, expect

from equity_tracker import clock
from tests.journeys.conftest import SignIn, Site, wait_until
from tests.journeys.registering import SECTIONS, STATEMENT, choose, save, write_day

pytestmark = pytest.mark.browser

EDITOR = "cora@harbour-icb.example.org"
ADMIN = "ada@harbour-icb.example.org"
OUTSIDER = "eve@saltmarsh.example.org"
COORDINATOR = "paula@harbour-institute.example.org"
HOME = "/o/harbour-integrated-care-board"
TITLE = "Night staff can get home after every shift"
REPORT = "The bus company agreed to run the last bus at half past twelve."


@pytest.fixture(scope="session")
def commitment(site: Site, browser: Browser) -> Iterator[str]:
    """Register and submit a commitment page by page, as an editor does; yield its address."""
    context = browser.new_context(base_url=site.url)
    page = signed_in(context.new_page(), site, EDITOR)
    page.goto(f"{HOME}/commitments/new")
    if page.get_by_label("Programme").count():
        page.get_by_label("Programme").select_option(label="Fairer Harbour")
    page.get_by_label("What will be different").fill(TITLE)
    save(page)
    address = page.url
    for section, answers in SECTIONS.items():
        page.goto(f"{address}/{section}")
        answers(page)
        save(page)
    page.goto(f"{address}/submit")
    expect(page.get_by_text("public as soon as you submit")).to_be_visible()
    page.get_by_role("button", name="Submit").click()
    expect(page.get_by_text("It is public now")).to_be_visible()
    yield address
    context.close()


def signed_in(page: Page, site: Site, address: str) -> Page:
    page.goto("/sign-in")
    page.get_by_label("E-mail address").fill(address)
    page.get_by_role("textbox", name="Password").fill(site.password)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda url: "/sign-in" not in url)
    return page


def fetch(site: Site, path: str) -> bytes:
    with urllib.request.urlopen(site.url + path, timeout=10) as answer:  # noqa: S310 - our own address
        return bytes(answer.read())


@pytest.fixture(scope="session")
def reported_on(site: Site, browser: Browser, commitment: str) -> str:
    """Acknowledge it as a coordinator and check in as its editor; return its address."""
    with closing(browser.new_context(base_url=site.url)) as context:
        paula = signed_in(context.new_page(), site, COORDINATOR)
        paula.goto("/p/fairer-harbour/reviews")
        paula.get_by_role("link", name=TITLE).click()
        expect(paula.get_by_text(STATEMENT)).to_be_visible()
        paula.get_by_label("Acknowledge").check()
        paula.locator("main form button[type=submit]").last.click()
        expect(paula.get_by_text("There is a problem")).to_have_count(0)
    with closing(browser.new_context(base_url=site.url)) as context:
        cora = signed_in(context.new_page(), site, EDITOR)
        cora.goto(commitment)
        cora.get_by_role("link", name="Check in", exact=True).click()
        check_in(cora)
        expect(cora.locator("main")).to_contain_text(REPORT)
    return commitment


@pytest.mark.usefixtures("reported_on")
def test_a_promise_is_registered_acknowledged_reported_on_and_shown_to_everybody(
    site: Site, reader: Page
) -> None:
    reader.goto(f"/commitments?q={TITLE.replace(' ', '+')}")
    wait_until(lambda: appears(reader, TITLE), "the register to show it")
    reader.locator("table").get_by_role("link", name=TITLE).click()
    expect(reader.get_by_role("heading", level=1)).to_have_text(TITLE)
    wait_until(lambda: appears(reader, REPORT), "the public page to show the check-in")
    expect(reader.locator("blockquote")).to_contain_text(STATEMENT)
    expect(reader.locator("main")).to_contain_text("On track")
    assert reader.context.cookies() == [], "the public site sets no cookie"
    assert TITLE in fetch(site, "/commitments.csv?programme=fairer-harbour").decode("utf-8-sig")


@pytest.mark.waits
@pytest.mark.usefixtures("reported_on")
def test_the_report_of_its_organisation_shows_it(site: Site) -> None:
    wait_until(lambda: says(public_report(site), TITLE, REPORT), "the PDF to show the check-in")


def check_in(page: Page) -> None:
    choose(page, "delivery", "limited")
    choose(page, "outlook", "on_track")
    page.locator('[name="why"]').fill("The talks went well.")
    page.locator('[name="what_changed"]').fill(REPORT)
    page.locator('[name="next_step"]').fill("Print the timetable.")
    write_day(page, "next_step_on", clock.today() + timedelta(days=60))
    page.get_by_role("button", name="Sign and send").click()
    expect(page.get_by_text("There is a problem")).to_have_count(0)


def appears(page: Page, words: str) -> bool:
    page.reload()
    return words in page.locator("main").inner_text()


def says(text: str, *words: str) -> bool:
    """Say whether one answer holds all of it: each web process may keep the answer before for a minute."""
    return all(word in text for word in words)


def public_report(site: Site) -> str:
    """Return the text of the organisation's public status report, or nothing while there is none."""
    try:
        content = fetch(site, "/organisations/harbour-integrated-care-board/status-report.pdf")
    except OSError:
        return ""
    text = "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)
    return " ".join(text.split())


def test_a_viewer_of_another_organisation_cannot_tell_that_it_exists(
    commitment: str, sign_in: SignIn
) -> None:
    eve = sign_in(OUTSIDER)
    answer = eve.goto(commitment)
    assert answer is not None
    assert answer.status == 404
    assert TITLE not in eve.content()


def test_a_reminder_arrives_as_a_message(site: Site, commitment: str, sign_in: SignIn) -> None:
    """The coordinator opens a round; a week before it is due, a mail leads there.

    Nobody with an account holds the post, nor is a deputy, so it goes to the admin.
    """
    due_on = clock.today() + timedelta(days=40)
    paula = sign_in(COORDINATOR)
    paula.goto("/p/fairer-harbour/rounds/new")
    paula.locator('[name="name"]').fill("The journey's round")
    for name, days in (("opens_on", -41), ("due_on", 0), ("grace_until", 14), ("closes_on", 30)):
        write_day(paula, name, due_on + timedelta(days=days))
    paula.locator("main form button[type=submit]").last.click()
    expect(paula.get_by_text("There is a problem")).to_have_count(0)
    paula.goto("/p/fairer-harbour/rounds")
    paula.get_by_role("link", name="The journey's round").click()
    paula.get_by_role("link", name=re.compile("^Open this")).click()
    paula.locator("main form button[type=submit]").last.click()
    expect(paula.get_by_text("There is a problem")).to_have_count(0)

    week_before = (due_on - timedelta(days=7)).isoformat()
    site.command("jobs", "run-once", "reminders", "--on", week_before)
    site.command("jobs", "run-once", "outbox", "--on", week_before)
    wait_until(lambda: bool(reminders(site)), "a reminder to arrive")
    message = reminders(site)[-1]
    body = message.get_body(("plain",))
    assert body is not None
    assert TITLE in body.get_content()
    assert site.url + HOME in body.get_content()


def reminders(site: Site) -> list[email.message.EmailMessage]:
    """Return the mails to the admin that name the new commitment."""
    found = []
    for path in sorted((site.folder / "mail").glob("*.eml")):
        message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        body = message.get_body(("plain",))
        if (
            message["To"]
            and ADMIN in str(message["To"])
            and body
            and "due" in body.get_content()
            and TITLE in body.get_content()
        ):
            found.append(message)
    return found
