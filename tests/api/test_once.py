"""A write that is sent twice is done once, whatever happens between."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from equity_tracker import clock
from equity_tracker.extensions import db
from equity_tracker.model.api_token import ApiAnswer
from equity_tracker.model.commitment import Commitment
from equity_tracker.organisations.job import sweep_answers
from tests.api.systems import DRAFT, System
from tests.conftest import NOW
from tests.support.factories.api_token import make_token
from tests.support.people import World


def count(world: World) -> int:
    own = Commitment.organisation_id == world.alder.id
    return db.session.scalar(select(func.count()).select_from(Commitment).where(own)) or 0


def kept() -> int:
    return db.session.scalar(select(func.count()).select_from(ApiAnswer)) or 0


def test_the_same_again_is_answered_as_the_first_time_and_does_nothing(system: System, world: World) -> None:
    headers = {"Idempotency-Key": "one"}
    first, again = (system.ask("POST", "/commitments", DRAFT, headers=headers) for _ in range(2))

    assert (first.status_code, again.status_code) == (201, 201)
    assert (again.data, again.location) == (first.data, first.location)
    assert again.headers["ETag"] == first.headers["ETag"]
    assert "Idempotency-Replayed" not in first.headers
    assert again.headers["Idempotency-Replayed"] == "true"
    assert count(world) == 1


def test_the_same_key_for_something_else_is_refused(system: System, world: World) -> None:
    system.post("/commitments", DRAFT, key="one")

    problem = system.post("/commitments", DRAFT | {"title": "Another"}, key="one", expected=422)

    assert "used for another write" in problem["detail"]
    assert count(world) == 1


def test_another_key_is_another_write(system: System, world: World) -> None:
    for key in ("one", "two"):
        system.post("/commitments", DRAFT, key=key)

    assert count(world) == 2


def test_the_key_of_one_token_is_nothing_to_another(app: object, system: System, world: World) -> None:
    other, _ = make_token(world.alder, by=world.ada, now=NOW, name="Another system")
    system.post("/commitments", DRAFT, key="one")

    System(system.app, other).post("/commitments", DRAFT, key="one")

    assert count(world) == 2


def test_a_write_that_was_refused_leaves_no_key(system: System, world: World) -> None:
    system.post("/commitments", DRAFT | {"level_code": "x"}, key="one", expected=422)

    assert (kept(), count(world)) == (0, 0)
    system.post("/commitments", DRAFT, key="one")
    assert count(world) == 1


def test_a_write_that_was_cut_short_leaves_no_key(
    system: System, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut_short(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as broken:
        broken.setattr("equity_tracker.commitments.views.systems.draft", cut_short)
        with pytest.raises(ZeroDivisionError):
            system.post("/commitments", DRAFT, key="one")
    db.session.rollback()

    assert (kept(), count(world)) == (0, 0)
    system.post("/commitments", DRAFT, key="one")
    assert count(world) == 1


@pytest.mark.parametrize("key", [None, "", "two words", "é", "x" * 256, "tab\there"])
def test_a_write_needs_a_key_that_can_be_read(system: System, world: World, key: str | None) -> None:
    headers = {} if key is None else {"Idempotency-Key": key}
    answer = system.ask("POST", "/commitments", DRAFT, headers=headers)

    assert answer.status_code == 400
    assert "Idempotency-Key" in answer.text
    assert count(world) == 0


def test_a_key_is_forgotten_after_a_day(system: System, world: World) -> None:
    system.post("/commitments", DRAFT, key="one")
    almost, later = NOW + timedelta(hours=23), NOW + timedelta(hours=24)
    with clock.fixed(almost):
        assert sweep_answers(almost, dry_run=True) == {"answers": 0}
        system.post("/commitments", DRAFT, key="one")
        assert count(world) == 1
    with clock.fixed(later):
        system.post("/commitments", DRAFT, key="one")
        assert count(world) == 2


def test_what_is_forgotten_is_swept(system: System, world: World) -> None:
    system.post("/commitments", DRAFT, key="one")
    later = NOW + timedelta(hours=25)

    assert sweep_answers(later, dry_run=True) == {"answers": 1}
    assert kept() == 1
    assert sweep_answers(later) == {"answers": 1}
    assert (sweep_answers(later), kept()) == ({"answers": 0}, 0)
