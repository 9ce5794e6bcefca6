"""Changes that wait for a coordinator: read side by side, approved or returned; nothing leaks meanwhile."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from equity_tracker import clock
from equity_tracker.extensions import db
from equity_tracker.model.amendment import AmendmentState
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.outbox import OutgoingEmail
from equity_tracker.model.people import User
from equity_tracker.model.programme import ReviewMode
from equity_tracker.model.publishing import publish_commitment
from equity_tracker.model.review import Review
from equity_tracker.programmes.queries.reviews import count_waiting
from tests.commitments.amended import REASON, As, open_change, promises, public_page, send, write
from tests.conftest import NOW
from tests.support.client import CheckingClient
from tests.support.factories.commitment import make_published
from tests.support.page import Page
from tests.support.people import World

EARLIER, LATER = NOW - timedelta(hours=1), NOW + timedelta(minutes=20)
DECIDE = "Send your decision"


@pytest.fixture
def promise(world: World) -> Commitment:
    world.programme.review_mode = ReviewMode.APPROVE
    commitment = make_published(world.alder, world.programme, now=EARLIER)
    commitment.reviews.append(Review(decision="approved", reviewed_by=world.paula, reviewed_at=EARLIER))
    db.session.commit()
    return commitment


def review_page(browser: CheckingClient, promise: Commitment) -> Page:
    return browser.get("programmes.review_commitment", programme="fairer-shore", commitment=promise.public_id)


def decide(page: Page, decision: str, reason: str = "", *, expected: int | None = None) -> Page:
    with clock.fixed(LATER):
        return page.form(DECIDE).fill(decision=decision, reason=reason).submit(expected=expected)


def test_the_coordinator_reads_both_texts_and_the_reason(
    as_: As, cora: User, paula: User, promise: Commitment
) -> None:
    send(promise, cora, ends_on="2029-03-31", level="circumstances")
    waiting = as_(paula).get("programmes.list_reviews", programme="fairer-shore")
    assert waiting.table("What waits")[0][1:3] == ["Change to a commitment", "To approve"]
    page = review_page(as_(paula), promise)
    assert page.table("What is different") == [
        ["Level of action", "Conditions", "Circumstances"],
        ["To be done by", "31 March 2028", "31 March 2029"],
    ]
    assert f"Reason given: {REASON}" in page.main


def test_approving_publishes_it_with_the_reason_and_tells_the_author(
    as_: As, cora: User, ada: User, paula: User, promise: Commitment
) -> None:
    send(promise, cora, level="circumstances")
    decide(review_page(as_(paula), promise), "accepted")
    last = promises(promise)[-1]
    assert (last.number, last.note, last.payload["level"]) == (2, REASON, "circumstances")
    assert last.happened_on == LATER.date()
    mails = db.session.scalars(select(OutgoingEmail)).all()
    assert {(mail.recipient, mail.name) for mail in mails} == {
        (cora.email, "amendment_approved"),
        (ada.email, "amendment_approved"),
    }
    assert count_waiting(promise.programme) == 0


def test_returning_leaves_the_public_text_and_the_author_mends_it(
    as_: As, cora: User, paula: User, promise: Commitment
) -> None:
    send(promise, cora, level="circumstances")
    decide(review_page(as_(paula), promise), "returned", "Say why the level fell.")
    assert len(promises(promise)) == 1
    assert count_waiting(promise.programme) == 0
    page = open_change(as_(cora), promise)
    assert "Returned by Paula Coordinator" in page.main
    assert "Say why the level fell." in page.main
    home = as_(cora).get("organisations.show_home", organisation="alder-trust")
    assert "Returned: Say why the level fell." in home.main
    page.form("Send for approval").fill(reason="Two sites closed.").submit()
    assert count_waiting(promise.programme) == 1
    decide(review_page(as_(paula), promise), "accepted")
    assert [row.note for row in promises(promise)] == [None, "Two sites closed."]


def test_a_returned_reason_is_never_public(as_: As, cora: User, paula: User, promise: Commitment) -> None:
    send(promise, cora, level="circumstances")
    decide(review_page(as_(paula), promise), "returned", "SECRET reason")
    assert "SECRET" not in public_page(as_(None), promise).response.text


def test_a_decision_on_a_change_that_was_mended_meanwhile_is_409(
    as_: As, cora: User, paula: User, promise: Commitment
) -> None:
    send(promise, cora, level="circumstances")
    page = review_page(as_(paula), promise)
    send(promise, cora, level="treatment")
    page = decide(page, "accepted", expected=409)
    assert page.table("What is different") == [["Level of action", "Conditions", "Treatment"]]
    assert len(promises(promise)) == 1


@pytest.mark.parametrize("how", ["withdrawn", "taken back to be mended", "decided"])
def test_a_decision_that_comes_too_late_is_409_and_keeps_its_reason(
    as_: As, cora: User, paula: User, promise: Commitment, how: str
) -> None:
    amendment = send(promise, cora, level="circumstances")
    page = review_page(as_(paula), promise)
    if how == "withdrawn":
        amendment.state = AmendmentState.WITHDRAWN
        db.session.commit()
    elif how == "decided":
        decide(review_page(as_(paula), promise), "accepted")
    else:
        write(promise, cora, level="treatment")
    published = len(promises(promise))
    page = decide(page, "returned", "Typed at length", expected=409)
    assert "Typed at length" in page.main
    assert len(promises(promise)) == published


def test_nothing_that_publishes_for_another_cause_lets_a_waiting_change_out(
    as_: As, cora: User, promise: Commitment
) -> None:
    send(promise, cora, title="SECRET title", level="circumstances")
    promise.milestones[0].actual_on = NOW.date()
    publish_commitment(promise, now=LATER, today=LATER.date(), note="A milestone was met.")
    promise.close("met_late", "Done.", today=LATER.date())
    publish_commitment(promise, now=LATER, today=LATER.date(), note="Closed.")
    db.session.commit()
    assert "SECRET" not in str([row.payload for row in promises(promise)])
    assert len(promises(promise)) == 3
    assert "SECRET" not in public_page(as_(None), promise).response.text


def test_a_change_that_waited_when_the_commitment_closed_waits_no_more(
    as_: As, cora: User, paula: User, promise: Commitment
) -> None:
    send(promise, cora, level="circumstances")
    page = review_page(as_(paula), promise)
    promise.close("met_late", "Done.", today=LATER.date())
    db.session.commit()
    assert count_waiting(promise.programme) == 0
    decide(page, "accepted", expected=409)
    assert len(promises(promise)) == 1


def test_a_programme_that_closes_meanwhile_refuses_the_decision(
    as_: As, cora: User, paula: User, promise: Commitment
) -> None:
    send(promise, cora, level="circumstances")
    page = review_page(as_(paula), promise)
    promise.programme.close("It ends here.", today=NOW.date())
    db.session.commit()
    page = decide(page, "accepted", expected=422)
    assert page.error_list[0].startswith("This programme is closed.")
    assert len(promises(promise)) == 1


def test_what_lost_an_answer_meanwhile_cannot_be_approved_as_a_commitment(
    as_: As, cora: User, paula: User, promise: Commitment
) -> None:
    send(promise, cora, level="circumstances")
    promise.ends_on = None
    db.session.commit()
    page = decide(review_page(as_(paula), promise), "accepted", expected=422)
    assert "the end date went missing" in page.error_list[0]
    assert len(promises(promise)) == 1


def test_nobody_approves_their_own_change(as_: As, paula: User, world: World, promise: Commitment) -> None:
    from equity_tracker.commitments.actions import amendments  # noqa: PLC0415
    from equity_tracker.model.amending import version_of  # noqa: PLC0415

    write(promise, paula, level="circumstances")
    amendments.send_amendment(
        promise,
        reason=REASON,
        as_statement_of_intent=False,
        seen=version_of(promise),
        by=paula,
        now=NOW,
        today=NOW.date(),
    )
    db.session.commit()
    assert "another coordinator has to review it" in review_page(as_(paula), promise).main


def test_a_public_change_is_acknowledged_after_it_was_read(
    as_: As, cora: User, paula: User, promise: Commitment
) -> None:
    promise.programme.review_mode = ReviewMode.ACKNOWLEDGE
    send(promise, cora, level="circumstances")
    page = review_page(as_(paula), promise)
    assert "Changed since the last decision" in page.main
    send(promise, cora, title="Changed again before she decided")
    page = decide(page, "accepted", expected=409)
    assert "Changed again before she decided" in page.main
    decide(page, "accepted")
    assert count_waiting(promise.programme) == 0


def test_a_change_that_is_still_being_written_is_in_no_coordinator_s_way(
    as_: As, cora: User, paula: User, promise: Commitment
) -> None:
    promise.programme.review_mode = ReviewMode.ACKNOWLEDGE
    send(promise, cora, level="circumstances")
    page = review_page(as_(paula), promise)
    write(promise, cora, title="SECRET and unfinished")
    assert "SECRET" not in review_page(as_(paula), promise).response.text
    decide(page, "accepted")
    assert count_waiting(promise.programme) == 0
