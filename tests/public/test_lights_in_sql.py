"""The filters of the register say in SQL what `model.status` says in Python: compared row by row."""

from collections import Counter
from datetime import timedelta
from itertools import product
from typing import Any

import pytest
from sqlalchemy import select

from equity_tracker.extensions import db
from equity_tracker.model import status
from equity_tracker.model.register import RegisterEntry
from equity_tracker.public.filters import OUTLOOKS, REPORTING, Question, read_filters
from equity_tracker.public.queries.conditions import delivery_light, reporting_light
from equity_tracker.public.queries.register import list_entries
from tests.public.register_rows import TODAY, add_rows, count
from tests.support.people import World


def _day(offset: int | None) -> Any:
    return None if offset is None else TODAY + timedelta(days=offset)


# Around every border: none, the day before, the day itself, the day after.
EXPECTED = [(None, None), (None, 1), (1, None), (1, 15), (0, 14), (-1, 13), (-14, 0), (-15, -1)]
CASES = [
    {
        "last_reported_on": _day(last),
        "next_due_on": _day(due),
        "grace_until": _day(grace),
        "stale_from": _day(stale),
        "closed_on": _day(closed),
        "close_reason": "met_late" if closed is not None else None,
        "outlook": outlook,
        "delivery": "limited" if outlook else None,
        "source_status": source,
    }
    for last, (due, grace), stale, closed, outlook, source in product(
        (None, -40), EXPECTED, (None, -1, 0, 1), (None, -3), (None, "at_risk"), (None, "Kept")
    )
]


@pytest.fixture
def rows(public_world: World) -> list[Any]:
    add_rows(public_world.alder, public_world.programme, CASES)
    lights = (reporting_light(TODAY).label("reporting"), delivery_light(TODAY).label("delivery_light"))
    return list(db.session.execute(select(RegisterEntry, *lights)).all())


def test_both_lights_are_the_same_in_sql_as_in_python(rows: list[Any]) -> None:
    assert len(rows) == len(CASES) == 512
    for row in rows:
        assert row.reporting == status.reporting(row[0], TODAY).value
        assert row.delivery_light == status.delivery_status(row[0], TODAY).slug


def test_every_state_is_among_the_cases(rows: list[Any]) -> None:
    assert {row.reporting for row in rows} == set(REPORTING)
    assert {row.delivery_light for row in rows} == {
        "at_risk", status.STALE, status.NOTHING_YET, status.CLOSED, status.AS_SOURCED
    }  # fmt: skip


def test_each_filter_finds_exactly_the_rows_with_that_light(rows: list[Any]) -> None:
    reporting = Counter(status.reporting(row[0], TODAY).value for row in rows)
    delivery = Counter(status.delivery_status(row[0], TODAY).slug for row in rows)

    for slug in REPORTING:
        assert count(read_filters({"reporting": [slug]})) == reporting[slug]
    for slug in OUTLOOKS:
        assert count(read_filters({"outlook": [slug]})) == delivery[slug]


def test_nothing_out_of_date_is_found_by_its_last_answer(rows: list[Any]) -> None:
    for filters in (read_filters({"outlook": ["at_risk"]}), read_filters({"delivery": ["limited"]})):
        found = list_entries(Question(filters), TODAY, after=None, limit=len(CASES))
        assert found
        assert not [row for row in found if status.is_stale(row, TODAY)]
