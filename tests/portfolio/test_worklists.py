"""The lists of the coordinators on paper: what has no heading there would be left out in silence."""

from collections.abc import Iterable, Mapping

import pytest

from equity_tracker.monday.kinds import ChangeGroup, OrphanKind
from equity_tracker.monday.queries.look_again import LOOK_AGAIN
from equity_tracker.portfolio.actions import worklists


@pytest.mark.parametrize(
    ("headings", "kinds"),
    [(worklists._ORPHANS, OrphanKind), (worklists._CHANGES, ChangeGroup), (worklists._FLAGS, LOOK_AGAIN)],
)
def test_every_kind_of_the_page_has_a_heading(headings: Mapping[str, str], kinds: Iterable[str]) -> None:
    assert set(headings) == set(kinds)
