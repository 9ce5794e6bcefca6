"""What went back to an organisation is found under *Returned*, also when the public reads on."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from equity_tracker.extensions import db
from equity_tracker.model.amending import approve_amendment, return_amendment, version_of, withdraw_amendment
from equity_tracker.model.amendment import Amendment
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.people import User
from equity_tracker.model.programme import Programme
from equity_tracker.model.review import Decision, Review, awaits_decision
from tests.commitments.amended import send, write
from tests.conftest import NOW
from tests.programmes.conftest import As
from tests.support.factories.commitment import make_published
from tests.support.people import World

Decide = Callable[..., None]
Stages = Callable[..., dict[str, str]]
CHANGE, TEXT = "A change to it was returned", "Its text was returned"


@pytest.fixture
def promise(world: World) -> Commitment:
    commitment = make_published(world.alder, world.programme, now=NOW, title="Wages")
    make_published(world.birch, world.programme, now=NOW, title="Another")
    db.session.commit()
    return commitment


@pytest.fixture
def decide(promise: Commitment, paula: User) -> Decide:
    """Put down what Paula decided about the text, or about a change."""

    def decided(
        decision: Decision, *, at: datetime = NOW + timedelta(hours=1), change: Amendment | None = None
    ) -> None:
        if change is not None and decision is Decision.RETURNED:
            return_amendment(change, now=at)
        elif change is not None:
            approve_amendment(change, now=at, today=at.date())
        number = change.number if change else None
        promise.reviews.append(
            Review(decision=decision, reviewed_by=paula, reviewed_at=at, amendment_number=number)
        )
        db.session.commit()

    return decided


@pytest.fixture
def stages(as_: As, otto: User, world: World) -> Stages:
    """Return what reads the list narrowed to a stage: each title with its stage in words."""

    def read(stage: str = "returned") -> dict[str, str]:
        page = as_(otto).get("programmes.list_commitments", programme=world.programme.slug, stage=stage)
        if "None in this view" in page.main:
            return {}
        rows = {row[0].split()[0]: row[1] for row in page.table("Commitments")}
        assert page.main.count(f"{len(rows)} commitment") == 1
        return rows

    return read


def test_a_published_text_whose_change_was_returned_is_listed_and_says_so(
    stages: Stages, decide: Decide, cora: User, promise: Commitment, approving: Programme
) -> None:
    change = send(promise, cora, level="circumstances")
    assert stages() == {}

    decide(Decision.RETURNED, change=change)

    assert stages() == {"Wages": f"Published {CHANGE}"}
    assert stages("published") == {"Wages": f"Published {CHANGE}", "Another": "Published"}


def test_it_stays_listed_while_the_change_is_mended_and_no_longer_once_it_is_sent(
    stages: Stages, decide: Decide, cora: User, promise: Commitment, approving: Programme
) -> None:
    decide(Decision.RETURNED, change=send(promise, cora, level="circumstances"))
    write(promise, cora, title="Wages for all")
    assert stages() == {"Wages": f"Published {CHANGE}"}

    change = send(promise, cora, title="Wages for everybody")
    assert stages() == {}
    decide(Decision.APPROVED, at=NOW + timedelta(hours=2), change=change)
    assert stages() == {}


def test_a_change_that_was_dropped_is_not_awaited(
    stages: Stages, decide: Decide, cora: User, promise: Commitment, approving: Programme
) -> None:
    decide(Decision.RETURNED, change=send(promise, cora, level="circumstances"))
    withdraw_amendment(promise, seen=version_of(promise), now=NOW)
    db.session.commit()

    assert stages() == {}


def test_a_public_text_that_was_returned_is_listed_until_it_is_changed_or_acknowledged_after_all(
    stages: Stages, decide: Decide, cora: User, promise: Commitment
) -> None:
    decide(Decision.RETURNED)
    assert stages() == {"Wages": f"Published {TEXT}"}
    assert awaits_decision(promise)

    decide(Decision.ACKNOWLEDGED, at=NOW + timedelta(hours=2))
    assert stages() == {}


def test_a_public_text_that_was_changed_since_it_was_returned_is_not_listed(
    stages: Stages, decide: Decide, cora: User, promise: Commitment
) -> None:
    decide(Decision.RETURNED, at=NOW - timedelta(minutes=1))
    promise.submitted_at = NOW - timedelta(hours=1)
    db.session.commit()
    assert stages() == {"Wages": f"Published {TEXT}"}

    send(promise, cora, level="circumstances")

    assert stages() == {}


def test_a_change_that_waits_says_more_than_an_earlier_return_of_the_text(
    stages: Stages, decide: Decide, cora: User, promise: Commitment, approving: Programme
) -> None:
    decide(Decision.RETURNED)
    change = send(promise, cora, level="circumstances")
    assert stages() == {}

    decide(Decision.RETURNED, at=NOW + timedelta(hours=2), change=change)

    assert stages() == {"Wages": f"Published {CHANGE}"}


def test_what_has_closed_is_not_awaited(
    stages: Stages, decide: Decide, cora: User, promise: Commitment, approving: Programme
) -> None:
    decide(Decision.RETURNED, change=send(promise, cora, level="circumstances"))
    promise.close("withdrawn", "It was not ours to make.", today=NOW.date())
    db.session.commit()

    assert stages() == {}


def test_the_rows_cost_no_query_of_their_own(as_: As, otto: User, world: World) -> None:
    for number in range(12):
        returned = make_published(world.alder, world.programme, now=NOW, title=f"Promise {number}")
        returned.reviews.append(Review(decision=Decision.RETURNED, reviewed_by=world.paula, reviewed_at=NOW))
    db.session.commit()

    page = as_(otto).get(
        "programmes.list_commitments", programme=world.programme.slug, stage="returned", most_queries=8
    )

    assert len(page.table("Commitments")) == 12
