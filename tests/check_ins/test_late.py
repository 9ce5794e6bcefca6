"""A check-in is late by the day on the wall where its organisation is; it is taken until the round closes."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from equity_tracker import clock
from equity_tracker.extensions import db
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.people import User
from tests.check_ins.conftest import Ask
from tests.support.client import CheckingClient
from tests.support.people import World

As = Callable[[User | None], CheckingClient]


@pytest.mark.parametrize(
    ("zone", "due_on", "at", "is_late"),
    [
        # New year, before and after midnight.
        ("Europe/London", date(2026, 12, 31), datetime(2026, 12, 31, 23, 59, tzinfo=UTC), False),
        ("Europe/London", date(2026, 12, 31), datetime(2027, 1, 1, 0, 1, tzinfo=UTC), True),
        # In summer time midnight comes an hour before that of UTC, until the night the clocks go back.
        ("Europe/London", date(2026, 10, 24), datetime(2026, 10, 24, 23, 30, tzinfo=UTC), True),
        ("Europe/London", date(2026, 10, 25), datetime(2026, 10, 25, 23, 30, tzinfo=UTC), False),
        ("Europe/London", date(2027, 3, 27), datetime(2027, 3, 27, 23, 30, tzinfo=UTC), False),
        # Half an hour of summer time, and a day ahead.
        ("Australia/Lord_Howe", date(2026, 6, 30), datetime(2026, 6, 30, 13, 29, tzinfo=UTC), False),
        ("Australia/Lord_Howe", date(2026, 6, 30), datetime(2026, 6, 30, 13, 31, tzinfo=UTC), True),
        ("Pacific/Kiritimati", date(2028, 2, 29), datetime(2028, 2, 29, 10, 1, tzinfo=UTC), True),
        ("Pacific/Honolulu", date(2028, 2, 29), datetime(2028, 3, 1, 9, 59, tzinfo=UTC), False),
    ],
)
def test_late_goes_by_the_day_of_the_organisation(
    *,
    as_: As,
    cora: User,
    world: World,
    promise: Commitment,
    ask: Ask,
    typed: dict[str, str],
    zone: str,
    due_on: date,
    at: datetime,
    is_late: bool,
) -> None:
    world.alder.time_zone = zone
    ask(due_on)
    typed |= {"next_step_on__year": "2029"}

    with clock.fixed(at):
        browser = as_(cora)
        page = browser.get(
            "check_ins.record_check_in", organisation="alder-trust", commitment=promise.public_id
        )
        assert ("It will be marked as late." in page.main) is is_late
        sent = page.form("Sign and send").fill(**typed).submit()

    db.session.expire_all()
    [check_in] = promise.check_ins
    assert check_in.was_late is is_late
    assert (", late" in sent.main) is is_late
    assert promise.expected_check_ins[0].reported_on == check_in.submitted_on
