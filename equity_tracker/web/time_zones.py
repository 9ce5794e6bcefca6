"""The time zones that people may choose from."""

from zoneinfo import available_timezones

_REGIONS = (
    "Africa/",
    "America/",
    "Antarctica/",
    "Asia/",
    "Atlantic/",
    "Australia/",
    "Europe/",
    "Indian/",
    "Pacific/",
)
_HOME = "Europe/London"
# Most who are asked live in the first; the others follow by name.
TIME_ZONES = (
    _HOME,
    *sorted(zone for zone in available_timezones() if zone.startswith(_REGIONS) and zone != _HOME),
)
