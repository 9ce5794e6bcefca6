"""A reader follows an organisation, hears of a check-in and stops; another suggests an update."""

import email
import email.policy
import re
import urllib.request
from datetime import timedelta
from email.message import EmailMessage

import pytest
from playwright.sync_api import Page, expect

from equity_tracker import clock
from tests.journeys.conftest import SignIn, Site, wait_until
from tests.journeys.test_from_promise_to_public_page import REPORT, appears, check_in

pytestmark = pytest.mark.browser

ORGANISATION = "harbour-integrated-care-board"
TITLE = "Keep the welfare-advice clinic at Ferry Hill"
# Nobody else of the journeys reports on it.
REPORTED_ON = "General practice money follows need, not habit"
READER = "rita.reader@example.org"
EDITOR = "cora@harbour-icb.example.org"
COORDINATOR = "paula@harbour-institute.example.org"
SAID = "The clinic has moved to the library, says its newsletter."
# Forms for the public turn away what is sent sooner.
PATIENCE = 3_500


def mails(site: Site, to: str, words: str) -> list[tuple[EmailMessage, str]]:
    """Return the mails to somebody that hold these words, each with its plain text."""
    found = []
    for path in sorted((site.folder / "mail").glob("*.eml"), key=lambda path: path.stat().st_mtime):
        message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        body = message.get_body(("plain",))
        text = body.get_content() if body else ""
        if to in str(message["To"]) and words in text:
            found.append((message, text))
    return found


def link(text: str, part: str) -> str:
    found = re.search(rf"http://\S+{part}\S+", text)
    assert found, text
    return found[0]


@pytest.mark.thorough
def test_a_reader_follows_hears_and_stops(site: Site, sign_in: SignIn, reader: Page) -> None:
    reader.goto(f"/organisations/{ORGANISATION}")
    reader.get_by_role("link", name="Follow this organisation by e-mail").click()
    reader.get_by_label("Your e-mail address").fill(READER)
    reader.get_by_label("Each day").check()
    reader.wait_for_timeout(PATIENCE)
    reader.get_by_role("button", name="Send me the link").click()
    expect(reader.get_by_role("heading", level=1)).to_have_text("Look in your mailbox")

    wait_until(lambda: bool(mails(site, READER, "/follow/confirm/")), "the link to arrive")
    reader.goto(link(mails(site, READER, "/follow/confirm/")[-1][1], "/follow/confirm/"))
    reader.get_by_role("button", name="Yes, I want these mails").click()
    expect(reader.get_by_text("You now follow: Harbour Integrated Care Board.")).to_be_visible()

    cora = sign_in(EDITOR)
    cora.goto(f"/o/{ORGANISATION}/commitments")
    cora.get_by_role("link", name=REPORTED_ON).first.click()
    cora.get_by_role("link", name="Check in", exact=True).click()
    check_in(cora)
    expect(cora.locator("main")).to_contain_text(REPORT)

    tomorrow = (clock.today() + timedelta(days=1)).isoformat()
    for _ in range(2):  # Two clocks may run: one mail is written.
        site.command("jobs", "run-once", "followers", "--on", tomorrow)
    site.command("jobs", "run-once", "outbox", "--on", tomorrow)
    wait_until(lambda: bool(mails(site, READER, REPORT)), "the news to arrive")
    [(message, text)] = mails(site, READER, REPORT)
    assert REPORTED_ON in text
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"

    stop = str(message["List-Unsubscribe"]).strip("<>")
    request = urllib.request.Request(stop, data=b"List-Unsubscribe=One-Click", method="POST")  # noqa: S310 - our own address
    with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310 - our own address
        assert answer.status == 200
    reader.goto(link(text, "/follow/manage/"))
    expect(reader.get_by_role("heading", level=1)).to_have_text("Nothing more is sent to you")


@pytest.mark.thorough
def test_a_suggestion_reaches_the_organisation(site: Site, sign_in: SignIn, reader: Page) -> None:
    reader.goto("/commitments?q=welfare-advice")
    wait_until(lambda: appears(reader, TITLE), "the register to show it")
    reader.locator("table").get_by_role("link", name=TITLE).click()
    reader.get_by_role("link", name="Suggest an update with a source").click()
    day = clock.today() - timedelta(days=3)
    reader.get_by_label("What has happened?").fill(SAID)
    reader.get_by_label("Where can it be read?").fill("https://ferry-hill.example.org/newsletter")
    for part, value in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        reader.get_by_label(part, exact=True).fill(str(value))
    reader.wait_for_timeout(PATIENCE)
    reader.get_by_role("button", name="Send the suggestion").click()
    expect(reader.get_by_role("heading", level=1)).to_have_text("Thank you")

    paula = sign_in(COORDINATOR)
    paula.goto("/p/fairer-harbour/")
    paula.get_by_role("link", name=re.compile("suggestions? from (a reader|readers)")).first.click()
    paula.get_by_role("link", name=SAID).click()
    paula.get_by_label("Pass it to the organisation").check()
    paula.get_by_role("button", name="Save the decision").click()
    expect(paula.get_by_text("Passed to the organisation.")).to_be_visible()

    cora = sign_in(EDITOR)
    cora.goto(f"/o/{ORGANISATION}/suggestions")
    expect(cora.locator("main")).to_contain_text(SAID)
    site.command("jobs", "run-once", "outbox")
    folder = site.folder / "mail"
    wait_until(
        lambda: any(
            SAID.encode() in path.read_bytes().replace(b"=\r\n", b"") for path in folder.glob("*.eml")
        ),
        "the organisation's mail",
    )
