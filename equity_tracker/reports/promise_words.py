"""What a promise says of itself, in the words of its vocabularies: who, for whom, how it works, with whom."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from equity_tracker.model import vocabulary
from equity_tracker.model.dates import long_date
from equity_tracker.model.status import PartnerState, partner_status
from equity_tracker.reports.commitment_record import PartnerLine, Said

Payload = Mapping[str, Any]


def facts_said(says: Payload) -> tuple[Said, ...]:
    """Tell who answers for it and what it is about. What matters most stands there even when not stated."""
    owners = says.get("owners") or {}
    rows = [
        ("Who answers for it", owners.get("owner") or vocabulary.NOT_STATED_LABEL),
        ("Deputy", owners.get("deputy")),
        ("Sponsor", owners.get("sponsor")),
        ("Reviewed by", says.get("forum")),
        ("Programme", says["programme_name"]),
        ("Domain", _label(says, "domain", "domains")),
        ("Also in", _labels(says, "other_domains", "domains")),
        ("Kind of action", _labels(says, "recommendation_areas", "recommendation_areas")),
        ("Level of action", _label(says, "level", "levels")),
        ("Which inequality", _label(says, "inequality", "inequalities")),
        ("Determinants", _labels(says, "determinants", "determinants") or vocabulary.NOT_STATED_LABEL),
        ("Who it is designed to reach", _label(says, "distribution", "distributions")),
        ("For whom", says.get("population")),
        ("Place", says.get("place")),
        ("Setting", says.get("setting")),
        ("Who decides", _decides(says)),
        ("What is new", _label(says, "additionality", "additionalities")),
    ]
    return _said(rows)


def _decides(says: Payload) -> str | None:
    if not says.get("decision_power"):
        return None
    claimed = f"{_label(says, 'decision_power', 'decision_powers')} (as claimed)"
    body = f"{claimed}: {says['decision_body']}" if says.get("decision_body") else claimed
    if not says.get("money_holder"):
        return body
    return f"{body}. Money held by: {_label(says, 'money_holder', 'money_holders').lower()}"


def workings_said(says: Payload) -> tuple[Said, ...]:
    rows = [
        ("What causes the inequality", says.get("rationale")),
        ("How it arises", _labels(says, "mechanisms", "mechanisms")),
        ("How the action works", says.get("how_it_works")),
        ("What leaves people out", says.get("excluding_system")),
        ("How the inequality itself shrinks", says.get("how_inequality_shrinks")),
        ("Meaning of “upstream” here", _labels(says, "upstream_meanings", "upstream_meanings")),
        ("What would have happened anyway", says.get("counterfactual")),
        ("The sponsor says", says.get("sponsor_statement")),
        ("Resources", says.get("resources")),
        ("Funding ends", _date(says.get("funding_ends_on"))),
        ("What will be delivered", says.get("deliverable")),
        ("Source of evidence", says.get("evidence_source")),
        ("Who is asked", says.get("ask_addressee")),
        ("What is asked", says.get("ask")),
        ("Answer wanted by", _date(says.get("ask_by"))),
        ("How the answer is recorded", says.get("reply_logging")),
    ]
    return _said(rows)


def approved_words(says: Payload) -> str:
    """Say who approved it and when, as far as it is known."""
    if not says.get("approved_by"):
        return ""
    on = _date(says.get("approved_on"))
    return f"Approved by {says['approved_by']}, {on}" if on else f"Approved by {says['approved_by']}"


def partner_lines(says: Payload) -> tuple[PartnerLine, ...]:
    return tuple(_partner(row) for row in says["partners"])


def _partner(row: Payload) -> PartnerLine:
    state, reading = row.get("state"), row.get("reading")
    confirmed = row.get("confirmed_on")
    return PartnerLine(
        name=row["name"],
        status=partner_status(PartnerState(state)).label if state else "",
        role=vocabulary.ALL["partner_roles"].label(row["role"]),
        contribution=row["contribution"],
        worked_together_before=row["worked_together_before"],
        outcome=row.get("outcome"),
        confirmed_on=date.fromisoformat(confirmed) if confirmed else None,
        reading=_reading(reading) if reading else (),
        reading_on=date.fromisoformat(reading["given_on"]) if reading else None,
    )


def _reading(reading: Payload) -> tuple[Said, ...]:
    agrees = reading.get("agrees_on_aim")
    rows = [
        ("The aim", None if agrees is None else "Agrees" if agrees else reading.get("aim")),
        ("Level of action", _label(reading, "level", "levels") if reading.get("level") else None),
        (
            "Who decides",
            _label(reading, "decision_power", "decision_powers") if reading.get("decision_power") else None,
        ),
        ("Meaning of “upstream”", _labels(reading, "upstream_meanings", "upstream_meanings")),
        ("Note", reading.get("note")),
    ]
    return _said(rows)


def _said(rows: Iterable[tuple[str, str | None]]) -> tuple[Said, ...]:
    return tuple(Said(label, words) for label, words in rows if words)


def _label(says: Payload, name: str, terms: str) -> str:
    return vocabulary.ALL[terms].label(says.get(name))


def _labels(says: Payload, name: str, terms: str) -> str:
    return ", ".join(vocabulary.ALL[terms].label(slug) for slug in says.get(name) or ())


def _date(value: str | None) -> str | None:
    return long_date(date.fromisoformat(value)) if value else None
