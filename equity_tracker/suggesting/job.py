"""What the timetable runs for suggestions: forgetting who made them."""

from datetime import datetime

from equity_tracker.extensions import db
from equity_tracker.suggesting import actions


def forget_senders(now: datetime) -> int:
    forgotten = actions.forget_senders(now)
    db.session.commit()
    return forgotten
