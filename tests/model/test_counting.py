"""Counts over many commitments, and how long each of them runs."""

from dataclasses import dataclass
from datetime import date

import pytest

from equity_tracker.model.counting import matrix, n_of_m, shares
from equity_tracker.model.horizon import time_horizon
from equity_tracker.model.vocabulary import ACTOR_POSITIONS, LEVELS


@dataclass(frozen=True)
class Row:
    level: str | None = None
    domain: str | None = None
    actor_position: str | None = None
    number: int = 1


@pytest.mark.parametrize(
    ("begins_on", "ends_on", "horizon"),
    [
        (date(2026, 1, 1), date(2026, 12, 30), "under_one"),
        (date(2026, 1, 1), date(2026, 12, 31), "one_to_three"),
        (date(2026, 1, 1), date(2028, 12, 30), "one_to_three"),
        (date(2026, 1, 1), date(2028, 12, 31), "three_to_five"),
        (date(2026, 1, 1), date(2030, 12, 31), "three_to_five"),
        (date(2026, 1, 1), date(2031, 1, 1), "over_five"),
        (date(2026, 1, 1), date(2025, 1, 1), "under_one"),
        (None, date(2026, 1, 1), None),
        (date(2026, 1, 1), None, None),
    ],
)
def test_a_time_horizon_has_clear_edges(
    begins_on: date | None, ends_on: date | None, horizon: str | None
) -> None:
    assert time_horizon(begins_on, ends_on) == horizon


@pytest.mark.parametrize(
    ("n", "m", "said"),
    [
        (9, 10, "9 of 10 (90%)"),
        (4, 5, "4 of 5"),
        (0, 0, "0 of 0"),
        (4, 6, "4 of 6 (67%)"),
        (1, 8, "1 of 8 (13%)"),
        (999, 1000, "999 of 1,000 (99%)"),
        (1000, 1000, "1,000 of 1,000 (100%)"),
        (1, 1000, "1 of 1,000 (1%)"),
        (0, 8, "0 of 8 (0%)"),
    ],
)
def test_a_percentage_needs_six_and_is_100_only_of_all_and_0_only_of_none(n: int, m: int, said: str) -> None:
    assert n_of_m(n, m) == said


def test_not_stated_is_a_row_and_the_totals_agree() -> None:
    counted = matrix([Row("structural", "education"), Row(None, "education"), Row("structural", None)])

    assert counted.columns[-1] == ("not_stated", "Not stated")
    assert [row.total for row in counted.rows if row.total] == [2, 1]
    assert counted.total == sum(count for _, count in counted.totals) == 3
    assert sum(count for _, _, count in shares([Row(), Row("structural")], "level", LEVELS)) == 2


def test_the_frontline_may_act_on_a_structural_cause() -> None:
    counted = matrix([Row("structural", actor_position="frontline")], "actor_position", ACTOR_POSITIONS)

    assert {row.domain: dict(row.cells)["structural"] for row in counted.rows}["frontline"] == 1
