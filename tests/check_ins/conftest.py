"""A promise that an open round may ask about, and what a person types to report on it."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest

from equity_tracker.check_ins import actions
from equity_tracker.extensions import db
from equity_tracker.model.check_in import CheckIn
from equity_tracker.model.check_in_draft import CheckInDraft
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.people import User
from equity_tracker.model.registering import refresh_register_entry
from equity_tracker.model.review import Decision, review_of
from equity_tracker.model.round import Round
from tests.conftest import NOW
from tests.support.client import CheckingClient
from tests.support.factories.commitment import answers, make_published
from tests.support.factories.draft import make_draft_of_check_in
from tests.support.factories.programme import make_round
from tests.support.people import World

Ask = Callable[..., Round]
Report = Callable[..., CheckIn]
Return = Callable[[CheckIn, str], None]


@pytest.fixture
def promise(world: World) -> Commitment:
    """A published commitment of Alder that nothing asks about yet."""
    commitment = make_published(world.alder, world.programme, now=NOW)
    db.session.commit()
    return commitment


@pytest.fixture
def ask(promise: Commitment) -> Ask:
    """Open a round that asks about the promise."""

    def opened(due_on: date, *, number: int = 1) -> Round:
        round_ = make_round(promise.programme, number=number, due_on=due_on)
        db.session.flush()
        db.session.add_all(round_.open([promise], now=NOW))
        db.session.flush()
        refresh_register_entry(promise, now=NOW)
        db.session.commit()
        return round_

    return opened


@pytest.fixture
def report(world: World, promise: Commitment) -> Report:
    """Report on the promise as Cora, on any day."""

    def sent(*, at: datetime = NOW, **changes: Any) -> CheckIn:
        check_in = actions.record_check_in(
            promise, answers(**changes), seen=None, by=world.cora, now=at, today=at.date()
        )
        db.session.commit()
        return check_in

    return sent


@pytest.fixture
def give_back(world: World) -> Return:
    """Return a check-in with a reason, as Paula."""

    def returned(check_in: CheckIn, reason: str) -> None:
        check_in.return_with_reason()
        review_of(check_in, Decision.RETURNED, reason=reason, by=world.paula, now=NOW)
        refresh_register_entry(check_in.commitment, now=NOW)
        db.session.commit()

    return returned


@pytest.fixture
def draft(promise: Commitment, cora: User) -> CheckInDraft:
    """A complete check-in that Cora has written and not sent."""
    draft = make_draft_of_check_in(promise, by=cora, now=NOW)
    db.session.commit()
    return draft


@pytest.fixture
def typed() -> dict[str, str]:
    """What a person types into the seven questions; level and distribution are there already."""
    return {
        "delivery": "substantial",
        "outlook": "at_risk",
        "why": "One tender closed before the clause was ready.",
        "what_changed": "Eight of eleven contracts carry the clause.",
        "next_step": "Reopen the tender.",
        "next_step_on__day": "1",
        "next_step_on__month": "9",
        "next_step_on__year": "2026",
    }


@pytest.fixture
def signing(world: World, promise: Commitment) -> Commitment:
    """The promise of an organisation whose approvers sign."""
    world.alder.signs_check_ins = True
    db.session.commit()
    return promise


@pytest.fixture
def waiting(
    as_: Callable[[User | None], CheckingClient], cora: User, signing: Commitment, typed: dict[str, str]
) -> Commitment:
    """What Cora has sent to be signed."""
    page = as_(cora).get(
        "check_ins.record_check_in", organisation="alder-trust", commitment=signing.public_id
    )
    page.form("Send for signature").fill(**typed).submit()
    return signing
