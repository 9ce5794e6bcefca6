"""All files of one form wait for their turns together, and no longer than one would."""

import threading
import time

import pytest

from equity_tracker.adapters import file_check
from equity_tracker.adapters.file_check import NoTurn, Patience, check_file
from tests.support import documents


def test_ten_files_wait_no_longer_than_one(monkeypatch: pytest.MonkeyPatch) -> None:
    taken = threading.BoundedSemaphore(1)
    taken.acquire()
    monkeypatch.setattr(file_check, "_turns", taken)
    patience, started = Patience(0.3), time.monotonic()

    for _ in range(10):
        with pytest.raises(NoTurn, match="Many files are being checked"):
            check_file("a.pdf", documents.pdf(), patience=patience)

    assert time.monotonic() - started < 2


def test_what_finds_a_turn_free_uses_none_of_the_patience() -> None:
    patience = Patience(5)

    assert patience.take_turn()
    file_check._turns.release()
    assert patience.left > 4.5
