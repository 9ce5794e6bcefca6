"""A check-in whose next step has come before it is signed or sent: said before a button refuses it."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest

from equity_tracker import clock
from equity_tracker.model.check_in_draft import CheckInDraft
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.people import User
from tests.check_ins.test_hand_over import mails
from tests.check_ins.test_preview import preview
from tests.check_ins.test_sign_check_in import SIGN, page_of, reports
from tests.conftest import NOW
from tests.support.client import CheckingClient

As = Callable[[User | None], CheckingClient]
PASSED = "The next step was to be done by 1 September 2026, and that day has passed since this was written."
LATER = {"next_step_on__day": "1", "next_step_on__month": "12", "next_step_on__year": "2026"}


@pytest.fixture
def on_the_day() -> Iterator[None]:
    """The first of September itself."""
    with clock.fixed(NOW + timedelta(days=148)):
        yield


@pytest.mark.usefixtures("on_the_day")
def test_on_the_day_itself_it_can_still_be_signed(as_: As, prue: User, waiting: Commitment) -> None:
    page = page_of("sign", as_(prue), waiting)
    assert "has passed" not in page.main
    page.form(SIGN).submit()
    assert reports(waiting) == 1


def test_whoever_signs_is_told_and_gives_it_back(as_: As, prue: User, waiting: Commitment) -> None:
    with clock.fixed(NOW + timedelta(days=200)):
        page = page_of("sign", as_(prue), waiting)
        assert PASSED in page.main
        assert SIGN not in page.buttons, "nothing is offered that would be refused"
        page = page.link("Give it back to be changed").follow()
        page.form("Give it back").fill(reason="Say what became of the tender.").submit()
    assert [mail.context["reason"] for mail in mails("check_in_given_back")] == [
        "Say what became of the tender."
    ]


def test_whoever_signs_can_put_it_right_and_signs_with_it(
    as_: As,
    prue: User,
    waiting: Commitment,
) -> None:
    with clock.fixed(NOW + timedelta(days=200)):
        page = page_of("sign", as_(prue), waiting).form("Take it back to change it").submit()
        page.form(SIGN).fill(what_changed="The tender was reopened.", **LATER).submit()
    assert reports(waiting) == 1
    signature = waiting.check_ins[0].current.signature
    assert signature is not None
    assert signature.signed_by == prue


def test_its_writer_is_told_where_it_waits(as_: As, cora: User, prue: User, waiting: Commitment) -> None:
    with clock.fixed(NOW + timedelta(days=200)):
        page = page_of("preview", as_(cora), waiting)
        assert PASSED in page.main
        assert "Take it back to change it" in page.buttons
        assert page_of("preview", as_(prue), waiting).has_link("Give it back, or change it")


@pytest.mark.usefixtures("draft")
def test_what_was_never_sent_leads_to_the_question_and_not_to_a_refusal(
    as_: As, cora: User, promise: Commitment
) -> None:
    with clock.fixed(NOW + timedelta(days=200)):
        page = preview(as_(cora), promise)
        assert PASSED in page.main
        assert SIGN not in page.buttons
        link = page.link("Go on writing")
        assert link.url.endswith("/check-ins/new#next_step")
        link.follow().form(SIGN).fill(**LATER).submit()
    assert reports(promise) == 1


def test_before_that_day_nothing_is_said(
    as_: As, cora: User, promise: Commitment, draft: CheckInDraft
) -> None:
    page = preview(as_(cora), promise)
    assert "has passed" not in page.main
    assert SIGN in page.buttons
