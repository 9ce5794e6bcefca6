"""Somebody of the story who asks to join, and waits for an answer."""

from equity_tracker.demonstration.cast import Cast
from equity_tracker.demonstration.timeline import Moment
from equity_tracker.extensions import db
from equity_tracker.model.join_request import JoinRequest


def add_join_request(cast: Cast, moment: Moment) -> None:
    db.session.add(
        JoinRequest(
            organisation=cast.organisations["harbour-integrated-care-board"],
            name="Nia Newcomer",
            email="nia@harbour-icb.example.org",
            job_title="Programme manager, health inequalities",
            note="I take over the check-ins on housing from January.",
            asked_at=moment.now,
        )
    )
