"""Every Monday list of the first invented programme has something true to show."""

import pytest

from equity_tracker.demonstration.content import FIRST_PROGRAMME
from equity_tracker.imports.queries import find_programme
from equity_tracker.model.flags import FlagKind
from equity_tracker.model.programme import Programme
from equity_tracker.monday.queries.changes import list_changes
from equity_tracker.monday.queries.drift import LEDGER, list_moves
from equity_tracker.monday.queries.look_again import list_flagged
from equity_tracker.monday.queries.monday import count_monday
from equity_tracker.monday.queries.not_reported import Narrowing, list_unreported
from equity_tracker.monday.queries.nudges import list_nudges
from equity_tracker.monday.queries.orphans import list_orphans
from tests.demonstration.conftest import STORY_DAY, Loaded

TODAY = STORY_DAY.date()


@pytest.fixture
def programme(loaded: Loaded) -> Programme:
    found = find_programme(FIRST_PROGRAMME)
    assert found is not None
    return found


def test_no_list_is_empty(programme: Programme) -> None:
    assert list_unreported(programme, Narrowing(), today=TODAY, most=5)
    assert list_orphans(programme, None, today=TODAY, most=5)
    assert list_changes(programme, since=TODAY.replace(month=9), most=5)
    for kind in LEDGER:
        assert list_moves(programme, kind, most=5)
    counts = count_monday(programme, today=TODAY)
    assert counts.flagged[FlagKind.RECYCLED]
    assert counts.flagged[FlagKind.CONTRADICTION]
    assert counts.flagged[FlagKind.STALE]
    assert counts.flagged[FlagKind.READ_DIFFERENTLY]
    assert list_flagged(programme, FlagKind.RECYCLED, today=TODAY, most=5)


def test_the_fixture_that_drifts_stands_in_the_ledger_with_three_levels(programme: Programme) -> None:
    assert 3 in {row.steps for row in list_moves(programme, FlagKind.DRIFTED, most=25)}


def test_a_coordinator_has_written_about_what_had_not_come(programme: Programme) -> None:
    (nudge,) = list_nudges(programme, ["union-of-harbour-health-workers"], most=5)

    assert {row["title"] for row in nudge.asked} == {"A rep on every night shift"}
