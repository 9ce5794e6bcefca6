"""Who hears of a suggestion: the organisation it is passed to, and whoever made it."""

from datetime import datetime

from equity_tracker.model.outbox import OutgoingEmail
from equity_tracker.model.recipients import Recipient
from equity_tracker.model.suggestion import Suggestion, SuggestionState

PASSED_ON, OUTCOME = "suggestion_passed_on", "suggestion_outcome"


def passed_on(suggestion: Suggestion, recipient: Recipient, *, now: datetime) -> OutgoingEmail:
    """Tell the organisation what was suggested, but not by whom. Our mails carry no stranger's link."""
    commitment = suggestion.commitment
    return OutgoingEmail.to(
        recipient.address,
        "suggestion_passed_on",
        key=f"{PASSED_ON}:{suggestion.public_id}:{recipient.key}",
        context={
            "name": recipient.name,
            "organisation": commitment.organisation.name,
            "organisation_slug": commitment.organisation.slug,
            "programme": commitment.programme.name,
            "title": commitment.display_title,
            "commitment_id": commitment.public_id,
            "what": suggestion.what,
            "happened_on": suggestion.happened_on.isoformat(),
            "words": suggestion.reason,
        },
        now=now,
        organisation_id=suggestion.organisation_id,
        programme_id=suggestion.programme_id,
    )


def outcome(suggestion: Suggestion, address: str, *, now: datetime) -> OutgoingEmail:
    """Tell whoever suggested it what came of it. It names no programme: its log holds no outsiders."""
    commitment = suggestion.commitment
    return OutgoingEmail.to(
        address,
        "suggestion_outcome",
        key=f"{OUTCOME}:{suggestion.public_id}",
        context={
            "name": suggestion.name,
            "title": commitment.display_title,
            "commitment_id": commitment.public_id,
            "what": suggestion.what,
            "is_used": suggestion.state is SuggestionState.USED,
            "words": suggestion.reason,
        },
        now=now,
    )
