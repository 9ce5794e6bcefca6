"""Valid programmes, participations and rounds, with few arguments."""

from datetime import date, datetime, timedelta

from equity_tracker.extensions import db
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.programme import Participation, Programme, ReviewMode, Visibility
from equity_tracker.model.round import Round, RoundState
from equity_tracker.model.slugs import slug_from


def make_programme(
    name: str,
    coordinating_body: Organisation,
    *,
    now: datetime,
    prefix: str,
    review_mode: ReviewMode = ReviewMode.ACKNOWLEDGE,
    visibility: Visibility = Visibility.PUBLIC,
) -> Programme:
    """Return a programme launched a year before `now`."""
    programme = Programme(
        name=name,
        slug=slug_from(name),
        summary=f"What {name} is about.",
        reference_prefix=prefix,
        coordinating_body=coordinating_body,
        review_mode=review_mode,
        visibility=visibility,
        launches_on=now.date() - timedelta(days=365),
        created_at=now,
    )
    db.session.add(programme)
    return programme


def make_participation(organisation: Organisation, programme: Programme, *, now: datetime) -> Participation:
    joined_on = now.date() - timedelta(days=360)
    participation = Participation(
        organisation=organisation, programme=programme, invited_on=joined_on, joined_on=joined_on
    )
    db.session.add(participation)
    return participation


def make_round(
    programme: Programme, *, number: int = 1, due_on: date, state: RoundState = RoundState.PLANNED
) -> Round:
    """Return a round that opens two months before it is due, with two weeks' grace."""
    round_ = Round(
        programme=programme,
        number=number,
        name=f"Round {number}",
        opens_on=due_on - timedelta(days=60),
        due_on=due_on,
        grace_until=due_on + timedelta(days=14),
        closes_on=due_on + timedelta(days=30),
        state=state,
    )
    db.session.add(round_)
    return round_
