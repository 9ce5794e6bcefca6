"""Workers that are killed at random while the mail server is as rude as servers are: nothing is lost.

The clock of these tests runs fast, so that leases end and delayed messages come back within seconds.
"""

import random
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email import message_from_bytes
from functools import partial
from multiprocessing.process import BaseProcess

import pytest
from sqlalchemy import func, select

from equity_tracker.extensions import db
from equity_tracker.jobs.handlers import post_office
from equity_tracker.model.outbox import MOST_ATTEMPTS, EmailState, OutgoingEmail
from equity_tracker.notices.job import (
    PostOffice,
    open_post_office,
    queue_due_notices,
    sweep_outbox,
    write_mornings,
)
from tests.conftest import NOW
from tests.notices.rounds import at
from tests.notices.test_at_once import DUE, ended, make_due, start
from tests.support.installation import Installation
from tests.support.mail_server import MailServer, listening

MESSAGES = 50
WORKERS = 4
KILLS = 16
# A minute passes in every second.
FASTER = 60
STALLS_FOR = 0.8
# Of the messages: which are refused for good, put off once, kept waiting, and dropped after DATA.
REFUSED, PUT_OFF, STALLED, DROPPED = {7}, set(range(10, 15)), {25, 45}, {3, 23, 43}


@dataclass
class RudeServer(MailServer):
    """Is rude to some the first time that they come."""

    tried: Counter[int] = field(default_factory=Counter)
    dropped: set[int] = field(default_factory=set)

    def answer_to(self, command: str) -> str:
        line = self.commands[-1]
        if command != "RCPT":
            return super().answer_to(command)
        number = int(line.partition("<")[2].partition("@")[0].removeprefix("reader"))
        self.tried[number] += 1
        is_first = self.tried[number] == 1
        if is_first and number in STALLED:
            time.sleep(STALLS_FOR)
        if number in REFUSED:
            return "550 no such person"
        return "451 try again" if is_first and number in PUT_OFF else "250 recipient taken"

    def after_message(self, message: bytes) -> str:
        """Hang up after the message, without a word on whether it was taken.

        The first time that it comes as far as this: who tried before may have been killed on the way.
        """
        number = int(str(message_from_bytes(message)["To"]).partition("@")[0].removeprefix("reader"))
        if number in DROPPED - self.dropped:
            self.dropped.add(number)
            return ""
        return self.after_data


class FastClock:
    def __init__(self) -> None:
        self.started = time.monotonic()

    def now(self) -> datetime:
        return NOW + timedelta(seconds=FASTER * (time.monotonic() - self.started))


@pytest.fixture(autouse=True)
def _silent_queue(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("equity_tracker.jobs.queue.Queue.wake", lambda *_: None)


def write_all() -> None:
    db.session.add_all(
        OutgoingEmail.to(
            f"reader{number}@example.org",
            "password_changed",
            key=f"to:{number}",
            context={"name": "You"},
            now=NOW,
        )
        for number in range(MESSAGES)
    )
    poison = OutgoingEmail.to("poison@example.org", "no_such_mail", key="poison", context={}, now=NOW)
    db.session.add(poison)
    db.session.commit()


def office_at(port: int) -> PostOffice:
    here = post_office()
    return open_post_office(
        f"smtp://127.0.0.1:{port}",
        sender="register@example.org",
        sender_name="Equity Tracker",
        render=here.render,
        choices=here.choices,
    )


def work(port: int, clock: FastClock) -> None:
    """Post what is due, again and again, until somebody kills this process."""
    office = office_at(port)
    while True:
        sweep_outbox(clock.now(), office)
        time.sleep(0.05)


def post_what_is_left(own: Installation, port: int, clock: FastClock) -> None:
    """Post what the last of the killed held, or what was put off, as the clock would in the hours after."""
    with own.app.app_context():
        for hours in (1, 3, 9):
            sweep_outbox(clock.now() + timedelta(hours=hours), office_at(port))


def count_waiting(own: Installation) -> int:
    with own.app.app_context():
        return (
            db.session.scalar(
                select(func.count())
                .select_from(OutgoingEmail)
                .where(OutgoingEmail.state == EmailState.WAITING, OutgoingEmail.key != "poison")
            )
            or 0
        )


@contextmanager
def workers(own: Installation, port: int, clock: FastClock) -> Iterator[list[BaseProcess]]:
    running = [start(own, partial(work, port, clock)) for _ in range(WORKERS)]
    try:
        yield running
    finally:
        for process in running:
            process.kill()
            process.join()


@pytest.mark.thorough
def test_nothing_is_lost_and_a_second_copy_bears_the_same_id(own: Installation) -> None:
    dice = random.Random(2026)  # noqa: S311 - when to kill is no secret
    with own.app.app_context():
        write_all()
    kills = 0
    with listening(RudeServer()) as server:
        clock = FastClock()
        deadline = time.monotonic() + 10
        with workers(own, server.port, clock) as running:
            while time.monotonic() < deadline and (kills < KILLS or count_waiting(own)):
                time.sleep(dice.uniform(0.05, 0.2))
                if kills < KILLS:
                    victim = dice.randrange(WORKERS)
                    running[victim].kill()
                    running[victim].join()
                    running[victim] = start(own, partial(work, server.port, clock))
                    kills += 1
        post_what_is_left(own, server.port, clock)
    assert isinstance(server, RudeServer)
    assert kills > KILLS // 2
    _check(own, server, kills)
    _check_poison(own, clock)


def _check(own: Installation, server: RudeServer, kills: int) -> None:
    copies: dict[int, list[str]] = {}
    for message in server.messages:
        read = message_from_bytes(message)
        number = int(str(read["To"]).partition("@")[0].removeprefix("reader"))
        copies.setdefault(number, []).append(str(read["Message-ID"]))
    with own.app.app_context():
        rows = {
            int(row.key.removeprefix("to:")): row
            for row in db.session.scalars(select(OutgoingEmail).where(OutgoingEmail.key.like("to:%")))
        }
        states = {number: row.state for number, row in rows.items()}
        expected = {
            number: EmailState.FAILED if number in REFUSED else EmailState.SENT for number in range(MESSAGES)
        }
        assert states == expected
        # Lost: none. Each row that says it was sent was taken, under its own Message-ID alone.
        assert copies.keys() == set(range(MESSAGES)) - REFUSED
        assert {number: {f"<{rows[number].message_id}@example.org>"} for number in copies} == {
            number: set(ids) for number, ids in copies.items()
        }
        for number in REFUSED:
            assert rows[number].last_error == "550 no such person"
    doubled = sum(len(ids) - 1 for ids in copies.values())
    assert server.dropped == DROPPED
    assert doubled <= len(server.dropped) + kills
    # Refused once and never asked for again, but by a worker whose killed colleague had not said so.
    assert sum(server.tried[number] for number in REFUSED) <= len(REFUSED) + kills


def _check_poison(own: Installation, clock: FastClock) -> None:
    """What can never be made held up nothing; it is tried eight times and then shown to a person."""
    now = clock.now()
    with own.app.app_context():
        for _ in range(MOST_ATTEMPTS + 1):
            now += timedelta(hours=10)
            sweep_outbox(now, post_office())
        poison = db.session.scalars(select(OutgoingEmail).where(OutgoingEmail.key == "poison")).one()
        assert (poison.state, poison.attempts) == (EmailState.FAILED, MOST_ATTEMPTS)
        assert poison.last_error


def test_clocks_in_processes_of_their_own_let_each_morning_mail_go_once(own: Installation) -> None:
    make_due(own)
    morning = at(DUE + timedelta(days=7))

    clocks = [start(own, partial(write_mornings, morning)) for _ in range(3)]

    assert [ended(clock) for clock in clocks] == [0, 0, 0]
    with own.app.app_context():
        let_go = db.session.execute(
            select(OutgoingEmail.recipient, OutgoingEmail.released_on).where(
                OutgoingEmail.released_on.is_not(None)
            )
        ).all()
        assert sorted(let_go) == [
            ("cora.editor@example.org", morning.date()),
            ("eve.elsewhere@example.org", morning.date()),
            ("prue.approver@example.org", morning.date()),
        ]


@pytest.mark.thorough
def test_a_clock_that_is_killed_while_it_writes_loses_and_doubles_nothing(own: Installation) -> None:
    make_due(own)
    morning = at(DUE - timedelta(days=30))
    for pause in (0.005, 0.02, 0.05, 0.1):
        clock = start(own, partial(queue_due_notices, morning))
        time.sleep(pause)
        clock.kill()
        clock.join()

    with own.app.app_context():
        queue_due_notices(morning)
        queue_due_notices(morning + timedelta(hours=1))
        written = db.session.scalars(select(OutgoingEmail)).all()
        assert sorted(mail.recipient for mail in written) == [
            "cora.editor@example.org",
            "eve.elsewhere@example.org",
        ]
        assert all(mail.context["total"] == 3 for mail in written)
