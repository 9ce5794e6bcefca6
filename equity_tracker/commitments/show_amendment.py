"""What the pages that change a published commitment show, gathered for their templates."""

from dataclasses import dataclass
from typing import Any

from equity_tracker.commitments.sections import answer_names
from equity_tracker.commitments.show import astray
from equity_tracker.model.amending import proposal
from equity_tracker.model.amendment import open_amendment
from equity_tracker.model.changes import GOALPOSTS
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.programme import ReviewMode
from equity_tracker.model.readiness import SECTION_TITLES, Section
from equity_tracker.model.review import Review, decisions_on
from equity_tracker.model.status import Shape, Status, Tone

_CHANGED = Status("changed", "Changed", Tone.WARN, Shape.TRIANGLE)
_AS_PUBLISHED = Status("as_published", "As published", Tone.NONE, Shape.RING)
# Answers that no publication holds.
_PRIVATE = {
    "owner_name": "the name of the post-holder",
    "owner_person": "the account of the post-holder",
    "deputy_person": "the account of the deputy",
    "sponsor_person": "the account of the sponsor",
    "deputy_name": "the name of the deputy",
    "sponsor_name": "the name of the sponsor",
    "idea_sources": "where the idea came from",
}


@dataclass(frozen=True)
class Task:
    """One section, and whether it differs from what the public reads."""

    section: Section
    title: str
    status: Status


def amendment_page(organisation: Organisation, commitment: Commitment) -> dict[str, Any]:
    """Return what the page shows on which a change is read, given its reason and sent."""
    amendment = open_amendment(commitment)
    changed = amendment.answers if amendment else {}
    proposed = proposal(commitment)
    return {
        "organisation": organisation,
        "commitment": commitment,
        "amendment": amendment,
        "returned": _last_return(commitment),
        "changes": proposed.changes,
        "astray": astray(commitment, proposed.amended.starts_on, proposed.amended.ends_period),
        "private": [words for name, words in _PRIVATE.items() if name in changed],
        "lacking": proposed.lacking,
        "is_public": proposed.is_public,
        "needs_reason": proposed.needs_reason,
        "asks_form": bool(proposed.lacking) or commitment.is_statement_of_intent,
        "tasks": [
            Task(
                section,
                SECTION_TITLES[section],
                _CHANGED if changed.keys() & set(answer_names(section)) else _AS_PUBLISHED,
            )
            for section in Section
        ],
        "awaits_approval": commitment.programme.review_mode is ReviewMode.APPROVE,
        "is_public_programme": commitment.programme.visibility.value == "public",
    }


def owes_reason(name: str) -> bool:
    """Say whether changing this answer asks for a public reason."""
    return name in GOALPOSTS


def _last_return(commitment: Commitment) -> Review | None:
    """Return why the open change came back, while it is back."""
    amendment = open_amendment(commitment)
    if amendment is None or amendment.is_waiting:
        return None
    returns = [row for row in decisions_on(commitment) if row.amendment_number == amendment.number]
    return returns[-1] if returns else None
