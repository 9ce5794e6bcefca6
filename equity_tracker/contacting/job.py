"""What the timetable runs for messages from the public: forgetting them."""

from datetime import datetime

from equity_tracker.contacting import actions
from equity_tracker.extensions import db


def forget_messages(now: datetime) -> int:
    forgotten = actions.forget_messages(now)
    db.session.commit()
    return forgotten
