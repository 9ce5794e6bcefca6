"""The same write sent several times in one moment, over connections that really wait for one another."""

import json
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from equity_tracker import clock
from equity_tracker.extensions import db
from equity_tracker.model.api_token import ApiAnswer
from equity_tracker.model.commitment import Commitment
from tests.api.systems import DRAFT, PLACE
from tests.support.factories.api_token import make_token
from tests.support.installation import Installation, installation
from tests.support.people import make_world

AT_ONCE = 5


@pytest.fixture
def own(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[Installation]:
    monkeypatch.setattr("equity_tracker.jobs.queue.Queue.wake", lambda *_: None)
    with installation(tmp_path_factory.mktemp("own"), "api") as found:
        yield found


def send_at_once(own: Installation, bodies: list[dict[str, str]]) -> list[TestResponse]:
    with own.app.app_context():
        world = make_world(clock.now())
        token, _ = make_token(world.alder, by=world.ada, now=clock.now())
    ready = Barrier(len(bodies))
    headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": "one"}

    def send(body: dict[str, str]) -> TestResponse:
        ready.wait(timeout=10)
        return own.app.test_client().post(f"{PLACE}/commitments", json=body, headers=headers, buffered=True)

    with ThreadPoolExecutor(len(bodies)) as threads:
        return [future.result() for future in [threads.submit(send, body) for body in bodies]]


def count(own: Installation) -> tuple[int, int]:
    """Return how many commitments there are, and how many kept answers."""
    with own.app.app_context():
        made = select(func.count()).select_from(Commitment).execution_options(every_organisation=True)
        kept = select(func.count()).select_from(ApiAnswer)
        return db.session.scalar(made) or 0, db.session.scalar(kept) or 0


def test_it_is_done_once_and_everybody_is_told_the_same(own: Installation) -> None:
    answers = send_at_once(own, [DRAFT] * AT_ONCE)

    statuses = Counter(answer.status_code for answer in answers)
    assert statuses[201] >= 1
    assert set(statuses) <= {201, 409}
    done = [answer for answer in answers if answer.status_code == 201]
    assert len({answer.data for answer in done}) == 1
    assert sum("Idempotency-Replayed" not in answer.headers for answer in done) == 1
    assert count(own) == (1, 1)


@pytest.mark.thorough
def test_of_two_different_ones_under_one_key_one_is_refused(own: Installation) -> None:
    answers = send_at_once(own, [DRAFT, DRAFT | {"title": "Something else"}])

    assert sorted(answer.status_code for answer in answers) == [201, 422]
    refused = next(json.loads(answer.data) for answer in answers if answer.status_code == 422)
    assert "used for another write" in refused["detail"]
    assert count(own) == (1, 1)
