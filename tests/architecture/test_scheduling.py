"""Which tests share a worker: a wrong name here would only cost time, and nobody would see why."""

import pytest

from equity_tracker.config import ROOT
from tests.support.scheduling import APART, TOGETHER, scope_of


@pytest.mark.parametrize("name", [*TOGETHER, *APART])
def test_what_is_named_exists(name: str) -> None:
    assert (ROOT / name).exists()


@pytest.mark.parametrize(
    ("one", "other", "together"),
    [
        ("tests/web/test_a.py::test_one", "tests/web/test_a.py::TestTwo::test[x::y]", True),
        ("tests/web/test_a.py::test_one", "tests/web/test_b.py::test_one", False),
        ("tests/demonstration/test_a.py::test_one", "tests/demonstration/test_b.py::test_one", True),
        (f"{APART[0]}::test_one", f"{APART[0]}::test_two", False),
    ],
)
def test_the_tests_of_a_file_go_to_one_worker_and_some_folders_whole(
    one: str, other: str, together: bool
) -> None:
    assert (scope_of(one) == scope_of(other)) is together
