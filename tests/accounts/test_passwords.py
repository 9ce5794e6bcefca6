import threading
from collections.abc import Callable, Iterator

import pytest
from argon2 import PasswordHasher

from equity_tracker.accounts.actions import make_reset_link
from equity_tracker.extensions import db
from equity_tracker.model.people import User
from equity_tracker.web import passwords
from tests.conftest import NOW
from tests.support.client import CheckingClient
from tests.support.people import World


@pytest.fixture
def slow_hasher(monkeypatch: pytest.MonkeyPatch) -> Iterator["SlowHasher"]:
    hasher = SlowHasher()
    monkeypatch.setattr(passwords, "HASHER", hasher)
    yield hasher
    hasher.go_on.set()


class SlowHasher:
    """Takes its time until it is told to go on, and counts who is with it."""

    def __init__(self) -> None:
        self.go_on = threading.Event()
        self.inside = 0
        self.most_inside = 0
        self.lock = threading.Lock()
        self.is_full = threading.Event()

    def hash(self, _typed: str) -> str:
        with self.lock:
            self.inside += 1
            self.most_inside = max(self.most_inside, self.inside)
            if self.inside == passwords.AT_ONCE:
                self.is_full.set()
        self.go_on.wait(10)
        with self.lock:
            self.inside -= 1
        return "hashed"


def test_hashes_cost_what_the_owasp_cheat_sheet_asks() -> None:
    assert passwords.hash_password("a kettle sings at dawn").startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_comparing_with_nobody_costs_the_same() -> None:
    assert not passwords.is_outdated(passwords.NOBODY)
    assert not passwords.is_right(None, "a kettle sings at dawn")
    assert not passwords.is_right(None, "")


def test_a_password_is_right_to_the_last_letter() -> None:
    long = "a kettle sings at dawn " * 8 + "é"
    stored = passwords.hash_password(long)

    assert passwords.is_right(stored, long)
    assert not passwords.is_right(stored, long[:-1])
    assert not passwords.is_right(stored, long.upper())
    assert not passwords.is_right(stored, long + " ")


def test_the_same_letters_from_another_keyboard_are_the_same_password() -> None:
    composed, in_two_pieces = "caf\u00e9 au lait, sans", "cafe\u0301 au lait, sans"

    assert passwords.is_right(passwords.hash_password(composed), in_two_pieces)


def test_a_hash_of_another_cost_is_outdated() -> None:
    cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash("a kettle sings")

    assert passwords.is_outdated(cheap)
    assert passwords.is_right(cheap, "a kettle sings")


def test_two_are_hashed_at_once_twenty_wait_and_the_next_is_turned_away(slow_hasher: SlowHasher) -> None:
    results: list[str] = []

    def hash_one() -> None:
        results.append(passwords.hash_password("a kettle sings at dawn"))

    threads = [threading.Thread(target=hash_one) for _ in range(22)]
    for thread in threads:
        thread.start()
    assert slow_hasher.is_full.wait(10)
    wait_until_full()

    with pytest.raises(passwords.TooBusy):
        passwords.hash_password("one too many")

    slow_hasher.go_on.set()
    for thread in threads:
        thread.join()
    assert results == ["hashed"] * 22
    assert slow_hasher.most_inside == 2


def wait_until_full() -> None:
    """Return once every place is taken by somebody who is hashed or waits."""
    pause = threading.Event()
    for _ in range(1_000):
        if passwords._places._value == 0:
            return
        pause.wait(0.01)
    raise AssertionError("the places never filled")


class WatchfulHasher:
    """Hashes nothing, and notes whether a transaction was open meanwhile."""

    def __init__(self) -> None:
        self.open_transactions: list[bool] = []

    def hash(self, _typed: str) -> str:
        self.open_transactions.append(db.session.in_transaction())
        return "hashed"

    def verify(self, _stored: str, _typed: str) -> bool:
        self.open_transactions.append(db.session.in_transaction())
        return True

    def check_needs_rehash(self, _stored: str) -> bool:
        return True


def test_nobody_else_has_to_wait_while_a_password_is_hashed(
    as_: Callable[[User | None], CheckingClient], world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On SQLite an open transaction of a form would keep every other form waiting."""
    hasher = WatchfulHasher()
    monkeypatch.setattr(passwords, "HASHER", hasher)
    reset = make_reset_link(world.vic, now=NOW)
    db.session.commit()
    new = "a heron on the weir"

    as_(None).post(
        "accounts.sign_in", {"email": world.cora.email, "password": "a kettle sings at dawn"}, expected=303
    )
    as_(world.cora).post(
        "accounts.change_password",
        {"current_password": "a kettle sings at dawn", "new_password": new},
        expected=303,
    )
    as_(None).post("accounts.reset_password", {"new_password": new}, token=reset, expected=303)

    assert hasher.open_transactions == [False] * 5
