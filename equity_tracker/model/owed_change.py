"""Changes that a new holder announced: it accepted a promise with changes, and none has been sent in yet."""

from datetime import date, timedelta

from sqlalchemy import ColumnElement, and_, exists, or_
from sqlalchemy.orm import aliased

from equity_tracker.model.amendment import Amendment
from equity_tracker.model.handover import UNDECIDED_AFTER_DAYS, Handover, HandoverDecision
from equity_tracker.model.measure import Measure
from equity_tracker.model.milestone import Milestone, MilestoneMove
from equity_tracker.model.promise_answers import POSTS
from equity_tracker.model.target import Target


def may_owe_change() -> ColumnElement[bool]:
    """Say in SQL that a handover was accepted with changes, and no target and no milestone was moved since.

    Whether the text was changed is left to `owes_change`: what a change is about stands in JSON, which the
    databases read in different ways.
    """
    later = aliased(Handover)
    return and_(
        Handover.decision == HandoverDecision.AMENDED,
        ~exists().where(later.commitment_id == Handover.commitment_id, later.id > Handover.id),
        ~exists().where(
            Measure.commitment_id == Handover.commitment_id,
            Target.measure_id == Measure.id,
            or_(Target.public_on > Handover.asked_on, Target.public_on >= Handover.decided_on),
        ),
        ~exists().where(
            Milestone.commitment_id == Handover.commitment_id,
            MilestoneMove.milestone_id == Milestone.id,
            or_(MilestoneMove.set_on > Handover.asked_on, MilestoneMove.set_on >= Handover.decided_on),
        ),
    )


def owes_change(handover: Handover) -> bool:
    """Say of one of those whether no change of the text was sent in since either."""
    return handover.commitment.is_live and not any(
        _is_of_the_text(row) and _is_since(handover, row) for row in handover.commitment.amendments
    )


def is_change_late(handover: Handover, today: date) -> bool:
    """Say whether the change has been awaited for longer than an answer would be."""
    return handover.decided_on is not None and today > handover.decided_on + timedelta(
        days=UNDECIDED_AFTER_DAYS
    )


def _is_of_the_text(amendment: Amendment) -> bool:
    """Say whether it was sent in and changes the promise: after a move, posts are named anew in any case."""
    return amendment.is_sent and bool(amendment.answers.keys() - POSTS)


def _is_since(handover: Handover, amendment: Amendment) -> bool:
    """Say whether the new holder sent it: on the day of the move, the one before may have."""
    if amendment.sent_at is None or handover.decided_on is None:
        return False
    day = amendment.sent_at.date()
    return day > handover.asked_on or day >= handover.decided_on
