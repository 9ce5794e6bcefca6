"""Before it is sent: the report as the public will read it, what stays private, and from when."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from equity_tracker.extensions import db
from equity_tracker.model.check_in_draft import CheckInDraft
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.people import User
from equity_tracker.model.programme import ReviewMode, Visibility
from equity_tracker.model.vocabulary import DISTRIBUTIONS, LEVELS
from tests.check_ins.conftest import Ask
from tests.check_ins.test_draft import SEND, drafts, open_form
from tests.conftest import NOW
from tests.support.client import CheckingClient
from tests.support.page import Page, words
from tests.support.people import World

As = Callable[[User | None], CheckingClient]
LOOK = "See what becomes public"


def told(page: Page) -> str:
    """Return what the public's line of time says of it."""
    return " ".join(words(tag) for tag in page.soup.select("main .timeline"))


def preview(browser: CheckingClient, commitment: Commitment, **arguments: int) -> Page:
    return browser.get(
        "check_ins.preview_check_in",
        organisation="alder-trust",
        commitment=commitment.public_id,
        **arguments,
    )


def test_it_is_saved_and_shown_as_the_public_page_then_tells_it(
    as_: As, cora: User, promise: Commitment, typed: dict[str, str], ask: Ask
) -> None:
    ask(date(2026, 4, 30))
    browser = as_(cora)
    page = open_form(browser, promise).form(LOOK).fill(**typed).submit()
    assert page.heading == "Before you send it"
    assert "This will be public on 6 April 2026, as soon as it is sent." in page.main
    before = told(page)
    assert "6 April 2026 Check-in 1, Round 1 At risk" in before
    assert typed["what_changed"] in before
    assert page.fact("Level of action") == LEVELS.label(promise.level)
    assert page.fact("Designed to reach") == DISTRIBUTIONS.label(promise.distribution)
    assert page.form(SEND).submit().heading == "Check-in 1"
    assert drafts() == []
    entry = promise.register_entry
    assert entry is not None
    public = as_(None).get("public.show_commitment", public_id=entry.public_id, slug=entry.slug)
    assert before in told(public)


def test_private_evidence_is_shown_apart_and_never_as_public(
    as_: As, cora: User, promise: Commitment, typed: dict[str, str]
) -> None:
    form = open_form(as_(cora), promise).form(LOOK).fill(**typed)
    form.fill(
        evidence__0__title="Payroll extract",
        evidence__0__url="https://intranet.example.org/payroll",
        evidence__0__kind="data",
        evidence__0__strength="measured",
        evidence__0__is_private="yes",
    )
    page = form.submit()
    assert "Payroll extract" not in told(page)
    assert page.fact("Evidence: Piece of evidence 1").startswith(
        "Payroll extract, https://intranet.example.org/payroll"
    )


def test_an_address_without_its_beginning_is_shown_as_it_was_read(
    as_: As, cora: User, promise: Commitment, typed: dict[str, str]
) -> None:
    form = open_form(as_(cora), promise).form(LOOK).fill(**typed)
    page = form.fill(elsewhere_title="Annual report", elsewhere_url="www.alder.example.org/report").submit()
    assert page.link("Annual report").url == "https://www.alder.example.org/report"


def test_what_is_missing_is_listed_and_leads_to_its_question(
    as_: As, cora: User, promise: Commitment
) -> None:
    page = open_form(as_(cora), promise).form(LOOK).fill(why="The tender closed.").submit()
    assert page.fact("In one sentence, why?") == "The tender closed."
    assert page.link("Enter the next step").url.endswith("/check-ins/new#next_step")
    assert page.buttons == ["Sign out", "Find"], "nothing to send yet"
    page = as_(cora).post_url(page.url, {"draft": drafts()[0].stamp}, expected=422)
    assert page.error_list == ["It cannot be sent as it is. Below is why."]
    db.session.refresh(promise)
    assert promise.check_ins == []


def test_nothing_of_it_is_stored_by_looking(
    as_: As, cora: User, promise: Commitment, draft: CheckInDraft
) -> None:
    preview(as_(cora), promise, most_queries=20)
    db.session.refresh(promise)
    assert promise.check_ins == []


@pytest.mark.usefixtures("draft")
@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (
            {"review_mode": ReviewMode.APPROVE},
            "This will be public after review by the coordinators of Fairer Shore.",
        ),
        (
            {"launches_on": NOW.date() + timedelta(days=30)},
            "This will be public on 6 May 2026, when Fairer Shore is launched.",
        ),
        ({"visibility": Visibility.INTERNAL}, "This will not be public: your organisation and the people"),
    ],
)
def test_the_day_and_the_review_are_named(
    as_: As, world: World, promise: Commitment, changes: dict[str, object], said: str
) -> None:
    for name, value in changes.items():
        setattr(world.programme, name, value)
    db.session.commit()
    assert said in preview(as_(world.cora), promise).main


def test_what_changed_meanwhile_is_read_again_before_it_is_sent(
    as_: As, ada: User, cora: User, promise: Commitment, draft: CheckInDraft
) -> None:
    form = preview(as_(cora), promise).form(SEND)
    open_form(as_(ada), promise).form("Save and come back later").fill(what_changed="Ada's words.").submit()
    page = form.submit(expected=409)
    assert "Ada's words." in told(page)
    assert page.form(SEND).submit().fact("What has changed") == "Ada's words."


def test_without_a_draft_it_leads_to_the_form(as_: As, cora: User, promise: Commitment) -> None:
    browser = as_(cora)
    url = browser._url(
        "check_ins.preview_check_in", {"organisation": "alder-trust", "commitment": promise.public_id}
    )
    page = browser.get_url(browser.get_url(url, expected=303).response.location)
    assert (page.heading, "Nothing is written for this check-in yet." in page.flash) == ("Check in", True)
