"""Two people report on one commitment, or correct one check-in: nothing is lost, nothing overwritten."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import event, text
from sqlalchemy.orm import Session

from equity_tracker.check_ins import actions
from equity_tracker.extensions import db
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.errors import ChangedSince
from equity_tracker.model.people import User
from tests.check_ins.conftest import Ask, Report
from tests.conftest import NOW
from tests.support.client import CheckingClient
from tests.support.factories.commitment import answers
from tests.support.page import FilledForm, Page

As = Callable[[User | None], CheckingClient]
SEND = "Sign and send"


def open_form(browser: CheckingClient, commitment: Commitment) -> Page:
    return browser.get(
        "check_ins.record_check_in", organisation="alder-trust", commitment=commitment.public_id
    )


@pytest.fixture
def open_to_ada(as_: As, ada: User, promise: Commitment, typed: dict[str, str]) -> FilledForm:
    """The form that Ada is writing in, while a colleague may send theirs."""
    return open_form(as_(ada), promise).form(SEND).fill(**typed)


def test_the_second_of_two_sees_the_first_beside_what_they_typed(
    open_to_ada: FilledForm, report: Report, typed: dict[str, str]
) -> None:
    check_in = report()  # Cora sends hers while Ada is still writing.
    page = open_to_ada.submit(expected=409)
    assert page.heading == "A colleague reported on this at 6 April 2026 at 10:00"
    rows = {row[0]: row[1:] for row in page.table("What each of you wrote")}
    assert rows["What has changed since last time?"] == [
        check_in.current.what_changed,
        typed["what_changed"],
    ]
    assert rows["What do you expect?"] == ["On track", "At risk"]
    assert page.link("read check-in 1").follow().heading == "Check-in 1"
    assert len(check_in.commitment.check_ins) == 1


def test_sent_again_it_is_a_further_check_in_between_rounds(
    open_to_ada: FilledForm, promise: Commitment, ask: Ask, report: Report, typed: dict[str, str]
) -> None:
    round_ = ask(date(2026, 4, 30))
    report()
    page = open_to_ada.submit(expected=409).form("Send mine as well").submit()
    assert page.heading == "Check-in 2"
    db.session.refresh(promise)
    first, second = promise.check_ins
    assert (first.round, second.round) == (round_, None)
    assert second.current.what_changed == typed["what_changed"]


def test_two_corrections_of_one_check_in_meet_in_the_same_way(
    as_: As, ada: User, cora: User, report: Report
) -> None:
    check_in = report()
    pages = [
        as_(person).get("check_ins.correct_check_in", organisation="alder-trust", check_in=check_in.public_id)
        for person in (ada, cora)
    ]
    forms = [page.form("Sign and send the correction") for page in pages]
    forms[0].fill(why="The clause is signed.", reason="It has been signed since.").submit()
    page = forms[1].fill(why="The clause is lost.", reason="It was withdrawn.").submit(expected=409)
    rows = {row[0]: row[1:] for row in page.table("What each of you wrote")}
    assert rows["In one sentence, why?"] == ["The clause is signed.", "The clause is lost."]
    page.form("Replace theirs with mine").submit()
    db.session.refresh(check_in)
    assert [version.why for version in check_in.versions][1:] == [
        "The clause is signed.",
        "The clause is lost.",
    ]


def test_two_transactions_at_once_let_only_one_through(promise: Commitment, cora: User) -> None:
    """On PostgreSQL both may read before either writes; the version of the commitment tells the second."""
    bump_version(promise.public_id, db.session)
    with pytest.raises(ChangedSince):
        actions.record_check_in(promise, answers(), seen=0, by=cora, now=NOW, today=NOW.date())
    assert promise.check_ins == []


def test_a_collision_without_a_report_asks_only_to_send_it_again(
    open_to_ada: FilledForm, promise: Commitment
) -> None:
    public_id = promise.public_id
    collisions: list[bool] = []

    def collide(session: Session, *_: object) -> None:
        if not collisions and any(isinstance(row, Commitment) for row in session.dirty):
            collisions.append(bump_version(public_id, session))

    event.listen(Session, "before_flush", collide)
    try:
        page = open_to_ada.submit(expected=409)
    finally:
        event.remove(Session, "before_flush", collide)
    assert "Somebody changed this commitment at the same moment. Send your answers again." in page.flash
    assert page.form(SEND).submit().heading == "Check-in 1"


def bump_version(public_id: str, session: Session) -> bool:
    """Write the commitment's next version behind the back of this transaction."""
    statement = text("UPDATE commitments SET version = version + 1 WHERE public_id = :public_id")
    session.connection().execute(statement, {"public_id": public_id})
    return True
