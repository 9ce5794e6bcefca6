"""Two clocks and two workers at once, in threads and in processes, on a database that really commits."""

import signal
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from email import message_from_bytes
from functools import partial
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from pathlib import Path
from threading import Barrier
from typing import TypeVar

import pytest

from equity_tracker.extensions import db
from equity_tracker.jobs.handlers import post_office
from equity_tracker.model.outbox import LEASE, EmailState, OutgoingEmail
from equity_tracker.notices.job import (
    PostOffice,
    open_post_office,
    post_email,
    queue_due_notices,
    queue_weekly_notices,
    sweep_outbox,
)
from tests.conftest import NOW
from tests.notices.rounds import at, expect, mails, open_round
from tests.support.factories.commitment import make_published
from tests.support.installation import Installation
from tests.support.mail_server import MailServer, listening
from tests.support.people import make_world

DUE = date(2026, 9, 25)
MONDAY = DUE + timedelta(days=10)
CLOCKS = 4

Result = TypeVar("Result")


def at_once(own: Installation, act: Callable[[], Result], times: int = CLOCKS) -> list[Result]:
    """Do the same in several threads, begun at the same moment."""
    ready = Barrier(times)

    def begin() -> Result:
        with own.app.app_context():
            ready.wait(timeout=10)
            return act()

    with ThreadPoolExecutor(times) as threads:
        return [future.result() for future in [threads.submit(begin) for _ in range(times)]]


def start(own: Installation, act: Callable[[], object]) -> BaseProcess:
    """Do it in a process of its own, on connections of its own."""

    def begin() -> None:
        with own.app.app_context():
            db.engine.dispose(close=False)
            act()

    process = get_context("fork").Process(target=begin)
    process.start()
    return process


def ended(process: BaseProcess) -> int | None:
    process.join(timeout=30)
    return process.exitcode


def make_due(own: Installation) -> None:
    """Have three check-ins of each of two organisations asked for."""
    with own.app.app_context():
        world = make_world(NOW)
        round_ = open_round(world.programme, DUE)
        for organisation, holder in ((world.alder, world.cora), (world.birch, world.eve)):
            for _ in range(3):
                expect(make_published(organisation, world.programme, held_by=holder, now=NOW), round_)


def write_mails(number: int) -> list[int]:
    rows = [
        OutgoingEmail.to(
            "cora@example.org", "password_changed", key=str(index), context={"name": "Cora"}, now=NOW
        )
        for index in range(number)
    ]
    db.session.add_all(rows)
    db.session.commit()
    return [row.id for row in rows]


def message_ids(folder: Path) -> Counter[str]:
    return Counter(message_from_bytes(path.read_bytes())["Message-ID"] for path in folder.glob("*.eml"))


@pytest.fixture(autouse=True)
def _silent_queue(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the mails where they are: these tests are about who writes and who posts them."""
    monkeypatch.setattr("equity_tracker.jobs.queue.Queue.wake", lambda *_: None)


def test_clocks_that_run_at_once_write_each_reminder_once(own: Installation) -> None:
    make_due(own)

    for day in (-30, 7):
        moment = at(DUE + timedelta(days=day))
        counts = at_once(own, partial(queue_due_notices, moment))
        assert sum(count["reminded"] for count in counts) == 6
        assert sum(count["failed"] for count in counts) == 0

    with own.app.app_context():
        assert Counter(mail.recipient for mail in mails()) == {
            "cora.editor@example.org": 2,
            "prue.approver@example.org": 1,
            "eve.elsewhere@example.org": 2,
        }
        assert all(len(mail.context["check_ins"]) == 3 for mail in mails())


def test_clocks_that_run_at_once_write_one_weekly_mail(own: Installation) -> None:
    make_due(own)

    counts = at_once(own, lambda: queue_weekly_notices(at(MONDAY, 7)))

    assert sum(count["mails"] for count in counts) == 1
    assert sum(count["failed"] for count in counts) == 0
    with own.app.app_context():
        assert [mail.name for mail in mails()] == ["coordinator_weekly"]


def test_clocks_in_processes_of_their_own_write_each_reminder_once(own: Installation) -> None:
    make_due(own)

    clocks = [start(own, lambda: queue_due_notices(at(DUE - timedelta(days=30)))) for _ in range(2)]

    assert [ended(clock) for clock in clocks] == [0, 0]
    with own.app.app_context():
        assert sorted(mail.recipient for mail in mails()) == [
            "cora.editor@example.org",
            "eve.elsewhere@example.org",
        ]


def test_workers_that_post_at_once_post_each_message_once(own: Installation) -> None:
    with own.app.app_context():
        row_ids = write_mails(12)

    def post_all() -> list[str | None]:
        return [post_email(row_id, NOW, post_office()) for row_id in row_ids]

    outcomes = at_once(own, post_all)

    assert Counter(outcome for each in outcomes for outcome in each) == {
        "sent": 12,
        None: 12 * (CLOCKS - 1),
    }
    assert len(message_ids(own.mail_folder)) == 12


def test_sweeps_that_run_at_once_post_each_message_once(own: Installation) -> None:
    with own.app.app_context():
        write_mails(12)

    counts = at_once(own, lambda: sweep_outbox(NOW, post_office()))

    assert sum(count["sent"] for count in counts) == 12
    assert set(message_ids(own.mail_folder).values()) == {1}


class TestKilled:
    """A worker that is killed at the worst moment, by a signal that it cannot catch."""

    @staticmethod
    def office(server: MailServer) -> PostOffice:
        return open_post_office(
            f"smtp://127.0.0.1:{server.port}",
            sender="register@example.org",
            sender_name="Equity Tracker",
            render=post_office().render,
            choices=post_office().choices,
        )

    def kill_when(self, own: Installation, server: MailServer, come: Callable[[], bool]) -> OutgoingEmail:
        """Let a worker begin to post a message, and kill it as soon as `come` says so."""
        with own.app.app_context():
            [row_id] = write_mails(1)
            office = self.office(server)
        worker = start(own, lambda: post_email(row_id, NOW, office))
        deadline = time.monotonic() + 20
        while not come() and time.monotonic() < deadline:
            time.sleep(0.002)
        worker.kill()
        assert ended(worker) == -signal.SIGKILL
        with own.app.app_context():
            return db.session.get_one(OutgoingEmail, row_id)

    def post_what_is_left(self, own: Installation) -> tuple[int, list[bytes]]:
        """Post when the dead worker's lease has run out; return how many, and what arrived."""
        with listening(MailServer()) as server, own.app.app_context():
            too_early = sweep_outbox(NOW + LEASE - timedelta(seconds=1), self.office(server))
            assert too_early["sent"] == 0
            counts = sweep_outbox(NOW + LEASE + timedelta(seconds=1), self.office(server))
            return counts["sent"], server.messages

    @pytest.mark.thorough
    def test_before_the_server_has_the_message_nothing_is_lost(self, own: Installation) -> None:
        with listening(MailServer(seconds_before_each_byte=0.05)) as server:
            email = self.kill_when(own, server, lambda: bool(server.commands))
        assert server.messages == []
        assert (email.state, email.attempts) == (EmailState.WAITING, 1)

        sent, messages = self.post_what_is_left(own)

        assert (sent, len(messages)) == (1, 1)

    @pytest.mark.thorough
    def test_after_the_server_has_it_the_second_copy_bears_the_same_id(self, own: Installation) -> None:
        with listening(MailServer(seconds_before_each_byte=0.02)) as server:
            email = self.kill_when(own, server, lambda: bool(server.messages))
        assert email.state is EmailState.WAITING

        sent, messages = self.post_what_is_left(own)

        assert sent == 1
        copies = [message_from_bytes(message)["Message-ID"] for message in [*server.messages, *messages]]
        assert copies == [f"<{email.message_id}@example.org>"] * 2


@pytest.mark.parametrize(
    ("server", "state", "reason"),
    [
        (MailServer(recipient="451 greylisted"), EmailState.WAITING, "451 greylisted"),
        (MailServer(recipient="550 no such person"), EmailState.FAILED, "550 no such person"),
        (MailServer(greeting="421 too busy"), EmailState.WAITING, "421 too busy"),
        (MailServer(after_data="554 spam"), EmailState.FAILED, "554 spam"),
        (MailServer(after_data=""), EmailState.WAITING, "could not be used"),
    ],
)
def test_what_the_server_says_decides_what_becomes_of_the_message(
    own: Installation, server: MailServer, state: EmailState, reason: str
) -> None:
    with listening(server), own.app.app_context():
        [row_id] = write_mails(1)
        post_email(row_id, NOW, TestKilled.office(server))
        email = db.session.get_one(OutgoingEmail, row_id)

        assert email.state is state
        assert reason in (email.last_error or "")
        assert email.lease_until is None


def test_a_server_that_is_down_loses_nothing(own: Installation) -> None:
    with listening(MailServer()) as server:
        pass
    with own.app.app_context():
        [row_id] = write_mails(1)
        post_email(row_id, NOW, TestKilled.office(server))
        email = db.session.get_one(OutgoingEmail, row_id)

        assert email.state is EmailState.WAITING
        assert email.due_at > NOW
