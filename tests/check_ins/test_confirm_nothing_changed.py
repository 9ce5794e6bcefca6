"""Nothing has changed: one signed click on the previous answers, shown beside it."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from equity_tracker import clock
from equity_tracker.extensions import db
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.people import User
from equity_tracker.model.programme import ReviewMode
from equity_tracker.model.publication import PublicationKind
from tests.check_ins.conftest import Ask, Report
from tests.conftest import NOW
from tests.support.client import CheckingClient
from tests.support.page import Page
from tests.support.people import World

As = Callable[[User | None], CheckingClient]
PAGE = "check_ins.confirm_nothing_changed"
FORM = "check_ins.record_check_in"
CLICK = "Nothing has changed: sign and send"
MONTH = timedelta(days=30)


def open_page(browser: CheckingClient, endpoint: str, commitment: Commitment) -> Page:
    return browser.get(endpoint, organisation="alder-trust", commitment=commitment.public_id)


def test_one_click_signs_the_previous_answers_again(
    as_: As, ada: User, promise: Commitment, ask: Ask, report: Report
) -> None:
    round_ = ask(date(2026, 4, 30))
    previous = report(at=NOW - MONTH, evidence=())
    page = open_page(as_(ada), FORM, promise).link("Nothing has changed").follow()
    assert page.fact("What has changed") == previous.current.what_changed
    assert "Your answers become public as soon as you send them." in page.main
    page = page.form(CLICK).submit()
    assert page.heading == "Check-in 2"
    assert page.fact("What has changed") == "Nothing has changed since 7 March 2026."
    db.session.refresh(promise)
    second = promise.check_ins[1].current
    assert (second.submitted_by, second.nothing_changed, second.outlook) == (ada, True, "on_track")
    public = [row.payload for row in promise.publications if row.kind is PublicationKind.CHECK_IN]
    assert [payload["nothing_changed"] for payload in public] == [False, True]
    assert round_.number == 1


@pytest.mark.parametrize(
    ("days_later", "next_step_on", "is_offered"),
    [
        (30, date(2026, 9, 1), True),
        (148, date(2026, 9, 1), True),  # on the very day of the next step
        (149, date(2026, 9, 1), False),
        (364, date(2028, 1, 1), True),
        (365, date(2028, 1, 1), False),  # a year without a word
    ],
)
def test_it_is_offered_while_the_last_word_is_fresh_and_the_next_step_ahead(
    as_: As, cora: User, report: Report, days_later: int, next_step_on: date, *, is_offered: bool
) -> None:
    promise = report(next_step_on=next_step_on).commitment
    with clock.fixed(NOW + timedelta(days=days_later)):
        browser = as_(cora)
        assert open_page(browser, FORM, promise).has_link("Nothing has changed") is is_offered
        browser.get(
            PAGE,
            expected=200 if is_offered else 303,
            organisation="alder-trust",
            commitment=promise.public_id,
        )


def test_it_is_not_offered_before_the_first_report(as_: As, cora: User, promise: Commitment) -> None:
    browser = as_(cora)
    assert not open_page(browser, FORM, promise).has_link("Nothing has changed")
    page = browser.post(PAGE, organisation="alder-trust", commitment=promise.public_id)
    assert page.heading == "Check in"
    assert "This is the first check-in" in page.flash
    assert promise.check_ins == []


def test_it_is_not_offered_while_the_last_report_awaits_approval(
    as_: As, cora: User, world: World, promise: Commitment, report: Report
) -> None:
    world.programme.review_mode = ReviewMode.APPROVE
    report()
    assert not open_page(as_(cora), FORM, promise).has_link("Nothing has changed")


def test_twice_running_it_asks_for_a_sentence(
    as_: As, cora: User, promise: Commitment, report: Report
) -> None:
    report()
    browser = as_(cora)
    open_page(browser, PAGE, promise).form(CLICK).submit()
    page = open_page(browser, PAGE, promise)
    refused = page.form(CLICK).submit(expected=422)
    assert refused.errors == {"why": "Enter a sentence that says why nothing has changed"}
    page = refused.form(CLICK).fill(why="The tender opens in May.").submit()
    assert page.fact("What has changed") == (
        "Nothing has changed since 6 April 2026. The tender opens in May."
    )


def test_clicked_after_a_colleague_reported_it_asks_to_look_again(
    as_: As, cora: User, promise: Commitment, report: Report
) -> None:
    report()
    form = open_page(as_(cora), PAGE, promise).form(CLICK)
    report(what_changed="A third contract carries the clause.")
    page = form.submit(expected=409)
    assert "A colleague sent check-in 2 since you opened this page." in page.flash
    assert page.fact("What has changed") == "A third contract carries the clause."
    assert page.form(CLICK).submit().heading == "Check-in 3"
