"""Several clocks at once open and close a round once, on a database that really commits."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier

import pytest
from sqlalchemy import func, select

from equity_tracker.extensions import db
from equity_tracker.model.outbox import OutgoingEmail
from equity_tracker.model.round import ExpectedCheckIn, Round
from equity_tracker.model.round_snapshot import RoundSnapshot
from equity_tracker.programmes.job import open_and_close_rounds
from tests.conftest import NOW
from tests.notices.rounds import at
from tests.rounds.conftest import DUE_ON
from tests.support.factories.commitment import make_published
from tests.support.factories.programme import make_round
from tests.support.installation import Installation
from tests.support.people import make_world

CLOCKS = 4


@pytest.fixture
def own(own_installation: Installation, monkeypatch: pytest.MonkeyPatch) -> Installation:
    monkeypatch.setattr("equity_tracker.jobs.queue.Queue.wake", lambda *_: None)
    own_installation.empty()
    return own_installation


def run_clocks(own: Installation, moment: datetime) -> Counter[str]:
    ready = Barrier(CLOCKS)

    def run() -> Counter[str]:
        with own.app.app_context():
            ready.wait(timeout=10)
            return Counter(open_and_close_rounds(moment))

    with ThreadPoolExecutor(CLOCKS) as threads:
        done = [future.result() for future in [threads.submit(run) for _ in range(CLOCKS)]]
    total: Counter[str] = Counter()
    for counts in done:
        total.update(counts)
    return total


def test_a_round_opens_and_closes_once(own: Installation) -> None:
    with own.app.app_context():
        world = make_world(NOW)
        for number in range(5):
            make_published(world.alder, world.programme, now=NOW, title=f"Promise {number}")
        round_ = make_round(world.programme, due_on=DUE_ON)
        round_.opens_by_itself = round_.closes_by_itself = True
        round_.repeats_every = 6
        closes_on = round_.closes_on
        db.session.commit()

    opened = run_clocks(own, NOW)
    closed = run_clocks(own, at(closes_on + timedelta(days=1), 8))

    assert (opened["opened"], opened["failed"]) == (1, 0)
    assert (closed["closed"], closed["failed"]) == (1, 0)
    with own.app.app_context():
        everywhere = {"every_organisation": True}
        places = select(func.count()).select_from(ExpectedCheckIn).execution_options(**everywhere)
        assert db.session.scalar(places) == 5
        assert db.session.scalar(select(func.count()).select_from(RoundSnapshot)) == 1
        assert db.session.scalar(select(func.count()).select_from(Round)) == 2
        mails = db.session.scalars(
            select(OutgoingEmail.name).where(OutgoingEmail.name.like("round_%")).order_by(OutgoingEmail.id)
        ).all()
        assert mails == ["round_opened", "round_closed"]
