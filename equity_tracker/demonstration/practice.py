"""A practice programme beside the story, run by who coordinates Fairer Harbour; one organisation tries it."""

from equity_tracker.demonstration.cast import Cast
from equity_tracker.demonstration.timeline import Moment
from equity_tracker.extensions import db
from equity_tracker.model.people import ProgrammeMembership
from equity_tracker.model.permissions import ProgrammeRole
from equity_tracker.model.programme import Participation, Programme, Visibility

RUN_BY, TRIED_BY = "fairer-harbour", "coastal-care-regulator"


def add_practice(cast: Cast, moment: Moment) -> None:
    """Found it with nothing in it, as it is after it was emptied."""
    model = cast.programmes[RUN_BY]
    practice = Programme(
        slug="practice-ground",
        name="Practice ground",
        summary="To try things out before they count: register, check in, review. Nothing in it is real.",
        reference_prefix="TRY",
        coordinating_body=model.coordinating_body,
        visibility=Visibility.INTERNAL,
        review_mode=model.review_mode,
        is_practice=True,
        created_at=moment.now,
    )
    db.session.add_all(
        [
            practice,
            ProgrammeMembership(
                user=cast.coordinator(RUN_BY),
                programme=practice,
                role=ProgrammeRole.COORDINATOR,
                created_at=moment.now,
            ),
            Participation(
                organisation=cast.organisations[TRIED_BY],
                programme=practice,
                invited_on=moment.today,
                joined_on=moment.today,
            ),
        ]
    )
