import threading
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from equity_tracker import clock

HALF_PAST_MIDNIGHT_IN_LONDON = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)


def test_the_time_is_in_utc_and_moves() -> None:
    before = clock.now()
    assert before.tzinfo is UTC
    assert clock.now() >= before


def test_today_goes_by_the_place_and_not_by_utc() -> None:
    with clock.fixed(HALF_PAST_MIDNIGHT_IN_LONDON):
        assert clock.today() == date(2026, 7, 1)
        assert clock.today("UTC") == date(2026, 6, 30)
        assert clock.today("Pacific/Auckland") == date(2026, 7, 1)


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 3, 28, 23, 59, tzinfo=UTC), date(2026, 3, 28)),
        (datetime(2026, 3, 29, 23, 0, tzinfo=UTC), date(2026, 3, 30)),
        (datetime(2026, 10, 24, 23, 0, tzinfo=UTC), date(2026, 10, 25)),
        (datetime(2026, 10, 25, 23, 59, tzinfo=UTC), date(2026, 10, 25)),
    ],
)
def test_the_day_turns_at_midnight_also_when_the_clocks_change(moment: datetime, day: date) -> None:
    assert clock.local_date(moment) == day


def test_a_fixed_time_stands_still_and_is_let_go() -> None:
    with clock.fixed(HALF_PAST_MIDNIGHT_IN_LONDON):
        assert clock.now() == clock.now() == HALF_PAST_MIDNIGHT_IN_LONDON
        with clock.fixed(HALF_PAST_MIDNIGHT_IN_LONDON + timedelta(days=1)):
            assert clock.today() == date(2026, 7, 2)
        assert clock.today() == date(2026, 7, 1)
    assert clock.now() != HALF_PAST_MIDNIGHT_IN_LONDON


def test_a_fixed_time_is_let_go_when_something_fails() -> None:
    with pytest.raises(ZeroDivisionError), clock.fixed(HALF_PAST_MIDNIGHT_IN_LONDON):
        raise ZeroDivisionError
    assert clock.now() != HALF_PAST_MIDNIGHT_IN_LONDON


def test_a_fixed_time_is_kept_in_utc() -> None:
    elsewhere = timezone(timedelta(hours=13))
    with clock.fixed(HALF_PAST_MIDNIGHT_IN_LONDON.astimezone(elsewhere)):
        assert clock.now().tzinfo is UTC
        assert clock.now() == HALF_PAST_MIDNIGHT_IN_LONDON


def test_a_fixed_time_does_not_reach_another_thread() -> None:
    seen: list[datetime] = []
    with clock.fixed(HALF_PAST_MIDNIGHT_IN_LONDON):
        thread = threading.Thread(target=lambda: seen.append(clock.now()))
        thread.start()
        thread.join()
    assert seen[0] != HALF_PAST_MIDNIGHT_IN_LONDON


def test_a_moment_without_a_zone_is_refused() -> None:
    naive = datetime(2026, 6, 30)  # noqa: DTZ001 - this is the mistake that is refused
    with pytest.raises(ValueError, match="no time zone"):
        clock.local_date(naive)
    with pytest.raises(ValueError, match="no time zone"), clock.fixed(naive):
        pass
