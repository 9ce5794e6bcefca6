"""What partners have answered between one publication and the next, in the words that people read."""

from collections.abc import Mapping
from typing import Any

Payload = Mapping[str, Any]


def partner_answers(before: Payload, after: Payload) -> list[str]:
    """Tell what partners have answered between the two. Publications made before they could say nothing."""
    old = {row["name"]: row for row in before["partners"]}
    told = (_partner_answer(old.get(row["name"], {}), row) for row in after["partners"])
    return [words for words in told if words]


def _partner_answer(was: Payload, now_is: Payload) -> str:
    name, state = now_is["name"], now_is.get("state")
    if state == "confirmed" and was.get("confirmed_on") != now_is["confirmed_on"]:
        return f"{name} confirmed its part{' again' if was.get('confirmed_on') else ''}"
    if state == "confirmed" and was.get("changed_since") and not now_is["changed_since"]:
        return f"{name} confirmed its part again"
    if state == "declined" and was.get("state") != "declined":
        return f"{name} is named as partner; not confirmed"
    reading = now_is.get("reading")
    if reading and (was.get("reading") or {}).get("number") != reading["number"]:
        return f"{name} gave its own reading"
    return ""
