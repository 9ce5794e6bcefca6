"""What the page of a commitment says of a record from elsewhere, and what an intent leaves out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Payload = Mapping[str, Any]


@dataclass(frozen=True)
class ImportedFacts:
    """What a record that came from elsewhere said at its source. `None` is what it did not say."""

    status: str | None = None
    status_meaning: str | None = None
    assessor: str | None = None
    area: str | None = None
    reason: str | None = None
    progress: str | None = None
    key_figure: str | None = None
    due_as_written: str | None = None
    organisation_as_written: str | None = None
    contested: bool = False
    contested_note: str | None = None
    document: str | None = None
    url: str | None = None
    contributors: list[str] = field(default_factory=list)
    evidence: list[dict[str, str]] = field(default_factory=list)


def imported_record(promise: Payload) -> ImportedFacts | None:
    """Return what the source said, if the record came from elsewhere."""
    facts = promise["imported"]
    if facts is None:
        return None
    return ImportedFacts(
        status=facts.get("source_status_label") or facts.get("source_status"),
        status_meaning=facts.get("source_status_meaning"),
        assessor=facts.get("source_assessor"),
        area=facts.get("source_area"),
        reason=facts.get("status_reason"),
        progress=facts.get("progress_text"),
        key_figure=facts.get("key_figure"),
        due_as_written=facts.get("due_as_written"),
        organisation_as_written=facts.get("organisation_as_written"),
        contested=bool(facts.get("contested")),
        contested_note=facts.get("contested_note"),
        document=facts.get("source_document"),
        url=facts.get("source_url"),
        contributors=list(facts.get("contributors", ())),
        evidence=list(facts.get("evidence", ())),
    )


# What a statement of intent leaves out, in the words of its page. The rule itself is `model.readiness`, which
# works on the organisation's own text; this reads what was published, and the tests hold the two together.
_NEEDED = {
    "domain": "its main domain",
    "inequality": "which inequality it acts on",
    "mechanisms": "how the inequality arises",
    "level": "the level of action",
    "owner": "who answers for it",
    "ends_on": "by when it is to be done",
    "deliverable": "a milestone, a measure or something to deliver that anyone can check",
    "additionality": "whether it is new",
}


def missing_from(promise: Payload) -> list[str]:
    """Say what a statement of intent would also have to state to be a commitment."""
    is_asked = promise["kind"] == "advocate" and all(
        promise[name] for name in ("ask_addressee", "ask", "ask_by")
    )
    # What was published before measures had numbers has a text in their place.
    has_measure = promise.get("measures") or promise.get("measure")
    stated = {name: bool(promise.get(name)) for name in _NEEDED} | {
        "owner": "owner" in promise["owners"],
        "deliverable": bool(promise["milestones"] or has_measure or promise["deliverable"] or is_asked),
    }
    return [words for name, words in _NEEDED.items() if not stated[name]]
