"""Unsaved text of a registration is not left behind unasked; what was saved, or not touched, is."""

import pytest
from playwright.sync_api import Dialog, Page

from tests.journeys.conftest import SignIn
from tests.journeys.pages.stop import EDITOR

pytestmark = pytest.mark.browser


@pytest.fixture
def form(sign_in: SignIn) -> Page:
    page = sign_in(EDITOR)
    page.get_by_role("link", name="Commitments", exact=True).first.click()
    page.get_by_role("link", name="Register a commitment").click()
    return page


def asked_on_leaving(form: Page) -> list[str]:
    """Follow the link out, stay when asked, and return what asked."""
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    form.on("dialog", stay)
    form.get_by_role("link", name="Cancel").click(no_wait_after=True)
    form.wait_for_timeout(500)
    return asked


def test_a_link_out_of_a_form_with_unsaved_text_asks_first(form: Page) -> None:
    form.locator("#title").press_sequentially("Every letter")

    assert asked_on_leaving(form) == ["beforeunload"]
    assert form.locator("#title").input_value() == "Every letter"


def test_what_was_sent_and_refused_is_unsaved_too(form: Page) -> None:
    form.locator("#title").fill("Every letter " * 30)
    form.get_by_role("button", name="Save and continue").click()
    form.get_by_role("heading", name="There is a problem").wait_for()

    assert asked_on_leaving(form) == ["beforeunload"]


def test_a_form_that_nobody_touched_is_left_at_once(form: Page) -> None:
    form.get_by_role("link", name="Cancel").click()

    assert form.get_by_role("heading", level=1, name="Commitments").is_visible()
