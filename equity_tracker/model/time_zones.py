"""The time zones that people choose from, and the one that the public pages go by."""

from zoneinfo import available_timezones

HOME_ZONE = "Europe/London"
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
# Most who are asked live in the first; the others follow by name.
TIME_ZONES = (
    HOME_ZONE,
    *sorted(zone for zone in available_timezones() if zone.startswith(_REGIONS) and zone != HOME_ZONE),
)
