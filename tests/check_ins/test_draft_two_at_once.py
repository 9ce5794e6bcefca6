"""Two colleagues write one check-in at once: a stale page saves nothing and shows both texts."""

from collections.abc import Callable

import pytest
from sqlalchemy import event, select, text
from sqlalchemy.orm import Session

from equity_tracker.check_ins.actions import drafts as actions
from equity_tracker.extensions import db
from equity_tracker.model.check_in_draft import CheckInDraft
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.errors import ChangedSince
from equity_tracker.model.people import User
from tests.check_ins.test_draft import LATER, SEND, autosave, drafts, open_form
from tests.conftest import NOW
from tests.support.client import CheckingClient
from tests.support.page import FilledForm, Page

As = Callable[[User | None], CheckingClient]


@pytest.fixture
def two(as_: As, ada: User, cora: User, promise: Commitment, draft: CheckInDraft) -> list[FilledForm]:
    """Ada and Cora have the same draft open. Ada saves hers first."""
    forms = [open_form(as_(person), promise).form(LATER) for person in (ada, cora)]
    forms[0].fill(why="Ada's words.").submit()
    return forms


def rows(page: Page) -> dict[str, list[str]]:
    return {row[0]: row[1:] for row in page.table("What each of you wrote")}


def test_a_stale_save_shows_both_and_saves_nothing_until_it_is_meant(two: list[FilledForm]) -> None:
    page = two[1].fill(why="Cora's words.", next_step="Ask the board.").submit(expected=409)
    assert page.heading == "Ada Admin saved this check-in at 6 April 2026 at 10:00"
    assert rows(page) == {
        "In one sentence, why?": ["Ada's words.", "Cora's words."],
        "What is the next step?": ["Reopen the tender.", "Ask the board."],
    }
    assert [row.typed["why"] for row in drafts()] == [["Ada's words."]]
    page.form("Save mine").fill(why="Ada's words, and Cora's words.").submit()
    assert [row.typed["why"] for row in drafts()] == [["Ada's words, and Cora's words."]]


def test_a_third_save_meanwhile_is_noticed_as_well(
    two: list[FilledForm], as_: As, ada: User, promise: Commitment
) -> None:
    page = two[1].fill(why="Cora's words.").submit(expected=409)
    open_form(as_(ada), promise).form(LATER).fill(why="Ada again.").submit()
    page = page.form("Save mine").submit(expected=409)
    assert rows(page)["In one sentence, why?"] == ["Ada again.", "Cora's words."]


def test_a_stale_send_sends_nothing_until_it_is_meant(
    as_: As, ada: User, cora: User, promise: Commitment, draft: CheckInDraft
) -> None:
    mine = open_form(as_(cora), promise).form(SEND).fill(why="Cora's words.")
    open_form(as_(ada), promise).form(LATER).fill(why="Ada's words.").submit()
    page = mine.submit(expected=409)
    assert rows(page)["In one sentence, why?"] == ["Ada's words.", "Cora's words."]
    db.session.refresh(promise)
    assert promise.check_ins == []
    page = page.form("Sign and send").submit()
    assert page.fact("Why") == "Cora's words."
    assert drafts() == []


def test_the_script_is_told_and_the_text_stays_in_the_page(
    as_: As, ada: User, cora: User, promise: Commitment
) -> None:
    autosave(as_(ada), promise, why="Ada's words.")
    status, said = autosave(as_(cora), promise, why="Cora's words.")
    assert status == 409
    assert said["news"] == (
        "Not saved. Ada Admin saved this check-in since you opened it. Save to see both texts."
    )
    assert [row.typed["why"] for row in drafts()] == [["Ada's words."]]


def test_a_save_that_is_still_under_way_is_no_conflict_with_sending_the_same(
    as_: As, cora: User, promise: Commitment, draft: CheckInDraft, typed: dict[str, str]
) -> None:
    """The script's save arrives; its answer has not; the button is pressed."""
    browser = as_(cora)
    form = open_form(browser, promise).form(SEND).fill(why="The last words.")
    sent = {name: values[0] for name, values in form.values.items() if values} | {"next": "autosave"}
    url = browser._url(
        "check_ins.save_check_in", {"organisation": "alder-trust", "commitment": promise.public_id}
    )
    assert browser.browser.post(url, data=sent).status_code == 200
    assert form.submit().heading == "Check-in 1"


@pytest.mark.usefixtures("draft")
def test_a_page_from_before_it_was_sent_brings_no_draft_back(
    as_: As, ada: User, cora: User, promise: Commitment
) -> None:
    stale = open_form(as_(ada), promise).form(LATER).fill(why="Ada was slow.")
    open_form(as_(cora), promise).form(SEND).submit()
    page = stale.submit(expected=409)
    assert page.heading.startswith("A colleague reported on this")
    assert page.form("Send mine as well").values["why"] == ["Ada was slow."]
    assert drafts() == []


def test_a_page_from_before_it_was_thrown_away_keeps_its_text_and_asks(
    as_: As, ada: User, cora: User, promise: Commitment, draft: CheckInDraft
) -> None:
    stale = open_form(as_(ada), promise).form(LATER).fill(why="Ada was slow.")
    open_form(as_(cora), promise).link("Throw this draft away").follow().form("Throw it away").submit()
    page = stale.submit(expected=409)
    assert "was thrown away since you opened it" in page.flash
    assert drafts() == []
    page.form(LATER).submit()
    assert [row.typed["why"] for row in drafts()] == [["Ada was slow."]]


def test_of_two_that_begin_at_the_same_moment_one_begins(
    as_: As, ada: User, cora: User, promise: Commitment
) -> None:
    """On PostgreSQL neither sees the other's row; the key of the table lets one through."""
    begun = False

    def collide(session: Session, *_: object) -> None:
        nonlocal begun
        if not begun and any(isinstance(row, CheckInDraft) for row in session.new):
            begun = True
            values = {"org": promise.organisation_id, "prog": promise.programme_id, "id": promise.id}
            session.connection().execute(
                text(
                    "INSERT INTO check_in_drafts (organisation_id, programme_id, commitment_id, state, typed,"
                    " nothing_changed, last_known, saved_at, public_id, version)"
                    " VALUES (:org, :prog, :id, 'begun', '{}', false, 0, '2026-04-06 09:00:00', 'x', 1)"
                ),
                values,
            )

    event.listen(Session, "before_flush", collide)
    try:
        with pytest.raises(ChangedSince, match="at the same moment"):
            actions.save_draft(promise, {"why": ["A"]}, stamp="", seen=0, by=cora, now=NOW)
    finally:
        event.remove(Session, "before_flush", collide)


def test_of_two_that_save_at_the_same_moment_one_is_told(
    cora: User, promise: Commitment, draft: CheckInDraft
) -> None:
    stamp = draft.stamp
    db.session.execute(
        text("UPDATE check_in_drafts SET version = version + 1 WHERE public_id = :id"),
        {"id": draft.public_id},
    )
    with pytest.raises(ChangedSince, match="at the same moment"):
        actions.save_draft(promise, {"why": ["B"]}, stamp=stamp, seen=0, by=cora, now=NOW)
    db.session.rollback()
    found = db.session.scalars(
        select(CheckInDraft).where(CheckInDraft.organisation_id == promise.organisation_id)
    )
    assert [row.typed["why"] for row in found] == [draft.typed["why"]]
