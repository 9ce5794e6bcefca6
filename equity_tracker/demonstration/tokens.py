"""A token with which a system of the story reads and writes; nobody knows it, for it is shown to no one."""

from equity_tracker.demonstration.cast import Cast
from equity_tracker.demonstration.timeline import Moment
from equity_tracker.extensions import db
from equity_tracker.model.api_token import Scope, make_api_token

OF = "harbour-integrated-care-board"


def add_token(cast: Cast, moment: Moment) -> None:
    """Let the planning system of one organisation read and begin drafts."""
    _, token = make_api_token(
        cast.organisations[OF],
        "Planning system",
        [Scope.READ, Scope.WRITE_DRAFTS],
        months=6,
        by=cast.approver(OF),
        now=moment.now,
    )
    db.session.add(token)
