"""What needs doing says of each check-in where it is: started, with somebody, waiting, given back."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from equity_tracker.extensions import db
from equity_tracker.model.check_in_draft import CheckInDraft
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.people import User
from equity_tracker.model.registering import refresh_register_entry
from tests.conftest import NOW
from tests.organisations.test_show_home import home, tasks
from tests.support.client import CheckingClient
from tests.support.factories.commitment import make_published
from tests.support.factories.draft import make_draft_of_check_in
from tests.support.factories.programme import make_round
from tests.support.people import World

As = Callable[[User | None], CheckingClient]
Change = Callable[[CheckInDraft, World], None]


def _nothing(_draft: CheckInDraft, _world: World) -> None:
    """Leave it begun."""


def _hand_over(draft: CheckInDraft, world: World) -> None:
    draft.hand_over(world.prue, None, now=NOW)


def _send(draft: CheckInDraft, world: World) -> None:
    draft.send_for_signature(by=world.cora, now=NOW)


def _give_back(draft: CheckInDraft, world: World) -> None:
    _send(draft, world)
    draft.give_back("Name the contract.", by=world.prue, now=NOW)


STATES = pytest.mark.parametrize(
    ("change", "told"),
    [
        (_nothing, ("Started, not sent", "Started, not sent.")),
        (_hand_over, ("With Prue Approver", "With Prue Approver, not sent.")),
        (_send, ("Waiting for signature", "An approver or an admin signs it, and then it is sent.")),
        (_give_back, ("Given back to be changed", "Given back: Name the contract.")),
    ],
)


@pytest.fixture
def promise(world: World) -> Commitment:
    return make_published(world.alder, world.programme, now=NOW - timedelta(days=300))


@pytest.fixture
def draft(world: World, promise: Commitment) -> CheckInDraft:
    return make_draft_of_check_in(promise, by=world.cora, now=NOW)


def ask(promise: Commitment) -> None:
    """Let a round ask about it, so that it is due soon."""
    round_ = make_round(promise.programme, number=1, due_on=date(2026, 4, 20))
    db.session.flush()
    db.session.add_all(round_.open([promise], now=NOW))
    db.session.flush()
    refresh_register_entry(promise, now=NOW)
    db.session.commit()


@STATES
@pytest.mark.parametrize("is_due", [True, False])
def test_each_check_in_stands_there_once_with_where_it_is(
    as_: As, world: World, change: Change, told: tuple[str, str], is_due: bool
) -> None:
    tag, line = told
    draft = make_draft_of_check_in(
        make_published(world.alder, world.programme, now=NOW - timedelta(days=300)), by=world.cora, now=NOW
    )
    change(draft, world)
    if is_due:
        ask(draft.commitment)
    db.session.commit()
    lines = [task for task in tasks(home(as_, world.cora, world)) if "Every cleaning contract" in task]
    assert len(lines) == 1
    assert line in lines[0]
    assert ("Due 20 April 2026" in lines[0]) == is_due
    page = as_(world.cora).get("check_ins.list_due", organisation="alder-trust")
    (row,) = page.table("Commitments that wait for a report")
    assert row[1] == f"{'Due 20 April 2026' if is_due else 'Not due'} {tag}"


def test_those_who_sign_are_led_to_sign_it_and_the_others_to_where_it_waits(
    as_: As, world: World, draft: CheckInDraft
) -> None:
    ask(draft.commitment)
    _send(draft, world)
    db.session.commit()
    page = home(as_, world.prue, world)
    assert "Sign the check-in: Every cleaning contract" in page.main
    assert page.link("Sign the check-in").follow().heading == "Sign a check-in"
    page = home(as_, world.cora, world)
    assert page.link("Waiting for signature").follow().heading == "Waiting for a signature"
    page = as_(world.prue).get("check_ins.list_due", organisation="alder-trust")
    assert page.link("Every cleaning contract").follow().heading == "Sign a check-in"
    assert not home(as_, world.vic, world).has_link("Waiting for signature"), "Vic may read, and not write"


def test_a_draft_on_what_was_closed_since_is_no_task(as_: As, world: World, draft: CheckInDraft) -> None:
    draft.commitment.close("met_on_time", "All of it.", today=NOW.date())
    db.session.commit()
    assert [line for line in tasks(home(as_, world.cora, world)) if "check-in" in line] == []


def test_many_drafts_take_no_more_queries(as_: As, world: World) -> None:
    for number in range(8):
        commitment = make_published(world.alder, world.programme, now=NOW, title=f"Promise {number}")
        make_draft_of_check_in(commitment, by=world.cora, now=NOW).hand_over(world.prue, None, now=NOW)
    db.session.commit()
    as_(world.cora).get("organisations.show_home", organisation="alder-trust", most_queries=20)
    as_(world.cora).get("check_ins.list_due", organisation="alder-trust", most_queries=12)
