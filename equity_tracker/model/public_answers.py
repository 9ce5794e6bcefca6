"""What the public may see of the optional answers of a check-in: no private note, help or ask."""

from typing import Any

from equity_tracker.model.check_in import CheckInVersion

Payload = dict[str, Any]


def answers_payload(version: CheckInVersion, *, hides_private: bool = True) -> Payload:
    """Copy the optional answers. Its own organisation reads the same shape, with what is private marked.

    Of a theme only the note can be private: that it helped or hindered is counted, and said.
    """
    elsewhere, power = version.reported_elsewhere, version.decision_power
    rows = {
        "themes": [
            {
                "theme": row.theme,
                "direction": row.direction,
                "note": None if row.is_private and hides_private else row.note,
            }
            | _mark(row.is_private and row.note is not None, hides_private)
            for row in version.themes
        ],
        "help": [
            {"way": row.way, "theme": row.theme, "note": row.note} | _mark(row.is_private, hides_private)
            for row in version.help
            if not (row.is_private and hides_private)
        ],
        "asks": [
            {"addressee": row.addressee, "what": row.what} | _mark(row.is_private, hides_private)
            for row in version.asks
            if not (row.is_private and hides_private)
        ],
    }
    return rows | {
        "decision_power": power,
        # What was claimed at the time: the promise may change.
        "decision_power_claimed": version.check_in.commitment.decision_power if power else None,
        "reported_elsewhere": vars(elsewhere).copy() if elsewhere else None,
    }


def _mark(is_private: bool, hides_private: bool) -> Payload:  # noqa: FBT001 - two facts
    return {} if hides_private else {"is_private": is_private}
