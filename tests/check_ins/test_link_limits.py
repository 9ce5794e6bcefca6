"""How many links may be mailed in a day: for one commitment, and by one person."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from equity_tracker import clock
from equity_tracker.check_ins.actions.links import ask_by_link, revoke_link
from equity_tracker.extensions import db
from equity_tracker.model.check_in_link import MOST_A_DAY_BY_ONE, MOST_A_DAY_FOR_ONE
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.errors import Refused
from equity_tracker.model.outbox import OutgoingEmail
from equity_tracker.model.people import User
from tests.conftest import NOW
from tests.support.client import CheckingClient
from tests.support.factories.commitment import make_published
from tests.support.people import World

As = Callable[[User | None], CheckingClient]


def sent() -> int:
    return len(db.session.scalars(select(OutgoingEmail).where(OutgoingEmail.name == "check_in_link")).all())


def ask_and_take_back(commitment: Commitment, by: User, number: int) -> None:
    link = ask_by_link(commitment, f"guest{number}@example.org", None, by=by, now=clock.now())
    revoke_link(link, by=by, now=clock.now())
    db.session.commit()


def test_taking_links_back_does_not_let_anybody_send_more_for_one_commitment(
    as_: As, cora: User, prue: User, promise: Commitment
) -> None:
    for number in range(MOST_A_DAY_FOR_ONE):
        ask_and_take_back(promise, (cora, prue)[number % 2], number)
    asking = as_(cora).get("check_ins.ask_by_link", organisation="alder-trust", commitment=promise.public_id)
    form = asking.form("Send the link").fill(email="one.more@example.org", note="Please have a look.")

    page = form.submit(expected=422)

    assert page.errors["email"].startswith("10 links for this check-in were sent within a day")
    values = page.form("Send the link").values
    assert (values["email"], values["note"]) == (["one.more@example.org"], ["Please have a look."])
    assert sent() == MOST_A_DAY_FOR_ONE


def test_one_person_cannot_go_on_with_other_commitments(world: World, cora: User, prue: User) -> None:
    promises = [make_published(world.alder, world.programme, now=NOW, title=f"No {n}") for n in range(4)]
    db.session.commit()
    for number in range(MOST_A_DAY_BY_ONE):
        ask_and_take_back(promises[number // MOST_A_DAY_FOR_ONE], cora, number)

    with pytest.raises(Refused, match="You have sent 30 links within a day"):
        ask_and_take_back(promises[3], cora, 99)
    ask_and_take_back(promises[3], prue, 100)

    assert sent() == MOST_A_DAY_BY_ONE + 1


def test_a_day_later_there_are_new_ones(cora: User, promise: Commitment) -> None:
    for number in range(MOST_A_DAY_FOR_ONE):
        link = ask_by_link(promise, f"guest{number}@example.org", None, by=cora, now=NOW)
        revoke_link(link, by=cora, now=NOW)
    later = NOW + timedelta(days=1)

    ask_by_link(promise, "tomorrow@example.org", None, by=cora, now=later)

    assert sent() == MOST_A_DAY_FOR_ONE + 1
