"""When a programme prepared under embargo becomes public: on a day, or at a time of day somewhere.

The public goes by dates, and only by `public_from`. A time of day holds that date back by a day until the
moment has come; then the timetable lets it go. If nothing runs, the day after comes by itself, and nothing
is ever shown too early.
"""

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from equity_tracker.model.dates import long_date
from equity_tracker.model.errors import Refused
from equity_tracker.model.programme import Programme
from equity_tracker.model.time_zones import HOME_ZONE

_TIME = re.compile(r"([01]?[0-9]|2[0-3])[:.]([0-5][0-9])")


def read_time(text: str) -> time | None:
    """Read 10:30 or 9.05; None for what is no time of day."""
    found = _TIME.fullmatch(text.strip())
    return time(int(found[1]), int(found[2])) if found else None


def moment_of(on: date, at: time, zone: str) -> datetime:
    """Return the moment of a time on the wall; of one that comes twice, the first."""
    there = ZoneInfo(zone)
    moment = datetime.combine(on, at, there).astimezone(UTC)
    seen = moment.astimezone(there)
    if (seen.date(), seen.time()) != (on, at):
        exists = seen.strftime("%H:%M")
        raise Refused(
            f"The clocks go forward then: {at:%H:%M} does not exist. Choose {exists}", "launch_time"
        )
    return moment


def set_launch(
    programme: Programme, on: date | None, at: time | None, zone: str | None, *, now: datetime
) -> None:
    """Set when it is launched. A time that has passed holds nothing back."""
    if on is None or at is None:
        programme.launches_on, programme.launches_at = on, None
        programme.launch_zone = programme.held_until = None
        return
    moment = moment_of(on, at, zone or HOME_ZONE)
    programme.launches_at, programme.launch_zone = moment, zone or HOME_ZONE
    programme.launches_on = moment.astimezone(ZoneInfo(HOME_ZONE)).date()
    programme.held_until = programme.launches_on + timedelta(days=1) if moment > now else None


def local_launch(programme: Programme) -> tuple[date | None, time | None, str | None]:
    """Return day, time and zone as they were typed."""
    if programme.launches_at is None or programme.launch_zone is None:
        return programme.launches_on, None, None
    there = programme.launches_at.astimezone(ZoneInfo(programme.launch_zone))
    return there.date(), there.time(), programme.launch_zone


def launch_in_words(programme: Programme) -> str:
    """Say when it is launched, such as *3 May 2027 at 10:30 (Europe/London)*."""
    on, at, zone = local_launch(programme)
    if on is None:
        return "a day that is not set"
    return long_date(on) if at is None else f"{long_date(on)} at {at:%H:%M} ({zone})"


def has_come(programme: Programme, now: datetime) -> bool:
    """Say whether the moment has come that its date was held back for."""
    return (
        programme.held_until is not None
        and programme.launches_at is not None
        and programme.launches_at <= now
    )
