"""A person's due dates as a calendar that their own program reads (RFC 5545)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from icalendar import Calendar, Event

PRODUCT = "-//Equity Tracker//Due dates//EN"
# How often a calendar program that asks us how often should look again (RFC 7986, 5.7).
LOOK_AGAIN_AFTER = timedelta(hours=12)
# Changes are counted in minutes from here, so that a later change has a higher number.
_COUNTED_FROM = datetime(2020, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Entry:
    """One day in the calendar. The key stays the same for as long as it is the same thing."""

    key: str
    on: date
    title: str
    about: str
    url: str
    changed_at: datetime


def write_calendar(entries: Iterable[Entry], *, name: str, host: str) -> bytes:
    """Return the calendar as it is sent: the same bytes for the same entries."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", LOOK_AGAIN_AFTER, parameters={"value": "DURATION"})
    for entry in sorted(entries, key=lambda entry: (entry.on, entry.key)):
        calendar.add_component(_event(entry, host))
    written: bytes = calendar.to_ical()
    return written


def _event(entry: Entry, host: str) -> Event:
    changed_at = entry.changed_at.astimezone(UTC).replace(microsecond=0)
    event = Event()
    event.add("uid", f"{entry.key}@{host}")
    # In a calendar that is published, the moment of the last change (RFC 5545, 3.8.7.2).
    event.add("dtstamp", changed_at)
    event.add("last-modified", changed_at)
    event.add("sequence", max(0, int((changed_at - _COUNTED_FROM).total_seconds()) // 60))
    # A day and no moment: it is that day wherever the reader is.
    event.add("dtstart", entry.on)
    event.add("dtend", entry.on + timedelta(days=1))
    event.add("summary", entry.title)
    event.add("description", f"{entry.about}\n{entry.url}")
    event.add("url", entry.url)
    event.add("transp", "TRANSPARENT")
    event.add("class", "PRIVATE")
    return event
