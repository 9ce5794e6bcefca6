"""The only place that reads the time. Everything below it is handed `today` and `now`."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

HOME_ZONE = "Europe/London"

# A context variable, not a global: a fixed time in one test or command never reaches another thread.
_fixed: ContextVar[datetime | None] = ContextVar("fixed_moment", default=None)


def now() -> datetime:
    return _fixed.get() or datetime.now(UTC)


def today(zone: str = HOME_ZONE) -> date:
    return local_date(now(), zone)


def local_date(moment: datetime, zone: str = HOME_ZONE) -> date:
    """The date on the wall in `zone`; what is due or overdue goes by this, not by the date in UTC."""
    return _aware(moment).astimezone(ZoneInfo(zone)).date()


@contextmanager
def fixed(moment: datetime) -> Iterator[None]:
    """Hold the time still, for tests and for commands that are asked to act as on another day."""
    token = _fixed.set(_aware(moment).astimezone(UTC))
    try:
        yield
    finally:
        _fixed.reset(token)


def _aware(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError(f"{moment!r} has no time zone")
    return moment


def local_time(moment: datetime, zone: str = HOME_ZONE) -> str:
    """The time on the wall in `zone`, like 14:02."""
    return _aware(moment).astimezone(ZoneInfo(zone)).strftime("%H:%M")
