"""The blueprint of the pages at the end of a commitment, and the way back to its record."""

from flask import Blueprint, url_for

from equity_tracker.model.commitment import Commitment

blueprint = Blueprint("closing", __name__)


def record_address(commitment: Commitment) -> str:
    """Return the address of the record in the organisation's workspace."""
    return url_for(
        "commitments.show_commitment",
        organisation=commitment.organisation.slug,
        commitment=commitment.public_id,
    )


def registered_address(commitment: Commitment) -> str:
    """Return the address of the page in the programme's workspace."""
    return url_for(
        "programmes.review_commitment",
        programme=commitment.programme.slug,
        commitment=commitment.public_id,
    )
