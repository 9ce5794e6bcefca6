"""What a reader suggested."""

from datetime import date, datetime
from typing import Any

from equity_tracker.extensions import db
from equity_tracker.model.base import new_public_id
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.suggestion import Suggestion


def make_suggestion(commitment: Commitment, *, now: datetime, **given: Any) -> Suggestion:
    """Add a suggestion about a commitment, from somebody who wants to hear what comes of it."""
    values: dict[str, Any] = {
        "what": "The contract was let again, and pays the living wage.",
        "url": "https://example.org/minutes",
        "happened_on": date(2026, 2, 1),
        "name": "Nia Newcomer",
        "email": "nia@example.org",
    }
    suggestion = Suggestion(
        organisation_id=commitment.organisation_id,
        programme_id=commitment.programme_id,
        commitment_id=commitment.id,
        form_key=new_public_id() + "-key",
        sent_at=now,
        **values | given,
    )
    db.session.add(suggestion)
    db.session.flush()
    return suggestion
