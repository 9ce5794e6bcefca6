"""A check-in is written over days: saved by a button or by the script, opened again, thrown away, sent."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from equity_tracker import clock
from equity_tracker.check_ins import emails
from equity_tracker.extensions import db
from equity_tracker.model.activity import Activity, ActivityKind
from equity_tracker.model.check_in import CheckIn
from equity_tracker.model.check_in_draft import CheckInDraft
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.people import User
from tests.check_ins.conftest import Ask, Report
from tests.conftest import NOW
from tests.support.client import CheckingClient
from tests.support.factories.draft import TYPED
from tests.support.page import Page

As = Callable[[User | None], CheckingClient]
SEND, LATER = "Sign and send", "Save and come back later"


def open_form(browser: CheckingClient, commitment: Commitment) -> Page:
    return browser.get(
        "check_ins.record_check_in", organisation="alder-trust", commitment=commitment.public_id
    )


def drafts() -> list[CheckInDraft]:
    db.session.expire_all()
    return list(db.session.scalars(select(CheckInDraft).execution_options(every_organisation=True)))


def kinds() -> list[str]:
    return list(db.session.scalars(select(Activity.kind).order_by(Activity.id)))


def autosave(browser: CheckingClient, commitment: Commitment, **fields: str) -> tuple[int, dict[str, str]]:
    """Save as the script does, and return the answer."""
    url = browser._url(
        "check_ins.save_check_in", {"organisation": "alder-trust", "commitment": commitment.public_id}
    )
    data = {"csrf_token": browser.csrf_token(), "next": "autosave", "version": "0", "draft": ""} | fields
    answer = browser.browser.post(url, data=data)
    return answer.status_code, answer.get_json()


def test_half_a_check_in_is_saved_as_typed_and_stands_there_next_time(
    as_: As, cora: User, ada: User, promise: Commitment
) -> None:
    form = open_form(as_(cora), promise).form(LATER)
    form.fill(why="The tender closed.", next_step_on__day="tomorrow", evidence__0__url="not a link")
    page = form.submit()
    assert page.heading == "Check-ins due"
    assert "Saved. Nobody outside your organisation sees it until it is sent." in page.flash
    page = open_form(as_(ada), promise)
    assert "Not sent yet: last saved by Cora Editor, 6 April 2026 at 10:00." in page.main
    values = page.form(SEND).values
    assert values["why"] == ["The tender closed."]
    assert values["next_step_on-day"] == ["tomorrow"]
    assert values["evidence-0-url"] == ["not a link"]
    assert page.error_list == []
    assert promise.check_ins == []


def test_rows_stand_there_again_with_their_private_links_marked(
    as_: As, cora: User, promise: Commitment
) -> None:
    page = open_form(as_(cora), promise).form("Add another piece of evidence").submit()
    page.form(LATER).fill(
        evidence__0__title="Minutes", evidence__1__title="Payroll", evidence__1__is_private="yes"
    ).submit()
    page = open_form(as_(cora), promise)
    values = page.form(SEND).values
    assert (values["evidence-0-title"], values["evidence-1-title"]) == (["Minutes"], ["Payroll"])
    assert values["evidence-1-is_private"] == ["yes"]
    assert "Piece of evidence 2 Private" in page.main
    assert "Piece of evidence 1 Private" not in page.main


def test_the_script_saves_the_same_and_says_when(as_: As, cora: User, promise: Commitment) -> None:
    status, said = autosave(as_(cora), promise, why="A")
    assert (status, said["news"]) == (200, "Saved at 10:00. Not sent yet.")
    with clock.fixed(NOW + timedelta(minutes=2)):
        status, said = autosave(as_(cora), promise, why="A and B", draft=said["draft"])
    assert (status, said["news"]) == (200, "Saved at 10:02. Not sent yet.")
    (draft,) = drafts()
    assert draft.typed == {"why": ["A and B"]}
    assert kinds() == [ActivityKind.CHECK_IN_BEGUN], "a line for the beginning, none for each pause"


def test_the_page_of_the_form_names_its_script_and_where_to_save(
    as_: As, cora: User, promise: Commitment
) -> None:
    page = open_form(as_(cora), promise)
    (news,) = page.soup.select("form [data-draft][role=status]")
    assert str(news["data-draft"]).endswith(f"/commitments/{promise.public_id}/check-ins/draft")
    assert [tag for tag in page.soup.select("script[src]") if "/js/draft" in str(tag["src"])]


def test_what_no_database_can_hold_is_kept_as_a_mark(as_: As, cora: User, promise: Commitment) -> None:
    assert autosave(as_(cora), promise, why="Living\x00wage")[0] == 200
    (draft,) = drafts()
    assert draft.typed == {"why": ["Living�wage"]}


def test_only_the_answers_are_kept(as_: As, cora: User, promise: Commitment) -> None:
    autosave(as_(cora), promise, why="A", form_key="k" * 20, organisation_id="9", add_row="evidence")
    (draft,) = drafts()
    assert draft.typed == {"why": ["A"]}


def test_saving_the_same_twice_changes_nothing(as_: As, cora: User, promise: Commitment) -> None:
    browser = as_(cora)
    _, first = autosave(browser, promise, why="A")
    _, second = autosave(browser, promise, why="A", draft=first["draft"])
    _, third = autosave(browser, promise, why="A")  # a page that had not heard of the first
    assert first["draft"] == second["draft"] == third["draft"]


def test_sending_removes_the_draft(
    as_: As, cora: User, promise: Commitment, draft: CheckInDraft, ask: Ask
) -> None:
    ask(date(2026, 4, 30))
    page = open_form(as_(cora), promise).form(SEND).submit()
    assert page.heading == "Check-in 1"
    assert drafts() == []
    db.session.refresh(promise)
    assert promise.check_ins[0].current.why == TYPED["why"][0]


def test_a_draft_that_is_refused_stays_as_it_was(
    as_: As, cora: User, promise: Commitment, draft: CheckInDraft
) -> None:
    form = open_form(as_(cora), promise).form(SEND).fill(why="", next_step="Another step.")
    page = form.submit(expected=422)
    assert page.form(SEND).values["next_step"] == ["Another step."]
    (kept,) = drafts()
    assert kept.typed["why"] == TYPED["why"]
    page.form(SEND).fill(why="Said now.").submit()
    assert drafts() == []


def test_sending_that_breaks_half_way_leaves_the_draft_and_no_check_in(
    as_: As, cora: User, promise: Commitment, draft: CheckInDraft, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = open_form(as_(cora), promise).form(SEND)

    def break_off(*_: object, **__: object) -> None:
        raise OSError("the machine was switched off")

    monkeypatch.setattr(emails, "send_copy", break_off)
    with pytest.raises(OSError, match="switched off"):
        form.submit()
    db.session.rollback()
    assert db.session.scalars(select(CheckIn).execution_options(every_organisation=True)).all() == []
    assert [row.typed for row in drafts()] == [TYPED]
    monkeypatch.undo()
    assert open_form(as_(cora), promise).form(SEND).submit().heading == "Check-in 1"


def test_throwing_it_away_shows_what_it_was_and_asks(
    as_: As, cora: User, promise: Commitment, draft: CheckInDraft
) -> None:
    page = open_form(as_(cora), promise).link("Throw this draft away").follow()
    assert page.heading == "Throw this draft away?"
    assert page.fact("In one sentence, why?") == TYPED["why"][0]
    form = page.form("Throw it away")
    page = form.submit()
    assert "It is thrown away." in page.flash
    assert drafts() == []
    assert kinds() == [ActivityKind.CHECK_IN_DISCARDED]
    assert form.submit().heading == "Check in", "pressed twice, it is thrown away once"
    assert open_form(as_(cora), promise).form(SEND).values["why"] == [""]


def test_what_a_colleague_added_is_not_thrown_away_unseen(
    as_: As, cora: User, ada: User, promise: Commitment, draft: CheckInDraft
) -> None:
    page = open_form(as_(cora), promise).link("Throw this draft away").follow()
    open_form(as_(ada), promise).form(LATER).fill(why="Ada knows better.").submit()
    page = page.form("Throw it away").submit(expected=409)
    assert page.error_list == ["Ada Admin saved this check-in since you opened it."]
    assert page.fact("In one sentence, why?") == "Ada knows better."
    page.form("Throw it away").submit()
    assert drafts() == []


def test_nothing_changed_does_not_run_over_what_is_written(
    as_: As, cora: User, promise: Commitment, report: Report, draft: CheckInDraft
) -> None:
    db.session.delete(draft)
    report(at=NOW - timedelta(days=30))
    browser = as_(cora)
    confirm = (
        open_form(browser, promise)
        .link("Nothing has changed")
        .follow()
        .form("Nothing has changed: sign and send")
    )
    open_form(browser, promise).form(LATER).fill(why="But it has.").submit()
    assert not open_form(browser, promise).has_link("Nothing has changed")
    page = confirm.submit(expected=422)
    assert page.error_list == ["A check-in on this commitment is begun. Send it, or throw it away first."]
    assert len(drafts()) == 1


def test_a_closed_commitment_takes_no_draft_and_the_text_comes_back(
    as_: As, cora: User, promise: Commitment
) -> None:
    form = open_form(as_(cora), promise).form(LATER).fill(why="Too late.")
    promise.close("met_on_time", "All of it.", today=NOW.date())
    db.session.commit()
    page = form.submit(expected=422)
    assert "This commitment is closed" in page.error_list[0]
    assert page.form(LATER).values["why"] == ["Too late."]
    assert drafts() == []
