"""What the pages of a partnership show, gathered for their templates."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from equity_tracker.model.partner import Partner
from equity_tracker.model.partner_reading import PartnerReading
from equity_tracker.model.status import Status, partner_answer

_YES_NO = {"yes": True, "no": False}
_WORDS: dict[bool | None, str | None] = {True: "yes", False: "no", None: None}


@dataclass(frozen=True)
class Listed:
    """One line of what the organisation was asked about. It is titled as it was shown."""

    partner: Partner
    title: str
    status: Status


def listed(partners: Sequence[Partner]) -> list[Listed]:
    return [Listed(row, _title(row), partner_answer(row.state)) for row in partners]


def partnership_page(partner: Partner, today: date) -> dict[str, Any]:
    """Return what the organisation that was named may see: what it was shown, never the text behind it."""
    programme = partner.commitment.programme
    return {
        "partner": partner,
        "title": _title(partner),
        "shown": partner.shown or {},
        "named_by": partner.commitment.organisation,
        "programme": programme,
        "status": partner_answer(partner.state),
        "changed": partner.changes_shown_since_answer,
        "is_public": partner.shown_publication is not None and programme.is_public(today),
        "readings": list(reversed(partner.readings)),
    }


def _title(partner: Partner) -> str:
    return str((partner.shown or {}).get("title") or "Untitled commitment")


def reading_values(reading: PartnerReading | None) -> dict[str, Any] | None:
    """Return what fills the form: the last reading, to be changed."""
    if reading is None:
        return None
    return reading.says | {"agrees_on_aim": _WORDS[reading.agrees_on_aim]}


def reading_said(answers: Mapping[str, Any]) -> dict[str, Any]:
    """Return the answers of the form as a reading holds them."""
    return {
        "agrees_on_aim": _YES_NO.get(answers["agrees_on_aim"] or ""),
        "aim": answers["aim"],
        "level": answers["level"],
        "decision_power": answers["decision_power"],
        "upstream_meanings": list(answers["upstream_meanings"]),
        "note": answers["note"],
    }
