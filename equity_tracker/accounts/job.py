"""What the timetable runs for accounts: throwing away what has served its time."""

from datetime import datetime

from sqlalchemy import delete

from equity_tracker.extensions import db
from equity_tracker.model import thresholds
from equity_tracker.model.sign_in import Attempt, FormKey, OneTimeToken, UserSession

# Longer than any limit counts back.
KEEP_ATTEMPTS = thresholds.KEEP_ATTEMPTS
# So long a form may lie open and still be known as sent.
KEEP_FORM_KEYS = thresholds.KEEP_FORM_KEYS
# So long an operator can look up where somebody was signed in.
KEEP_SESSIONS = thresholds.KEEP_SESSIONS


def sweep_sign_ins(now: datetime) -> int:
    """Delete tries, form keys, used-up links and sessions that are over; return how many.

    Harmless to run twice. Nothing of it is part of the record: who did what stays in the activity log.
    """
    over = (
        delete(Attempt).where(Attempt.at < now - KEEP_ATTEMPTS).returning(Attempt.id),
        delete(FormKey).where(FormKey.created_at < now - KEEP_FORM_KEYS).returning(FormKey.id),
        delete(OneTimeToken).where(OneTimeToken.expires_at < now - KEEP_SESSIONS).returning(OneTimeToken.id),
        delete(UserSession).where(UserSession.expires_at < now - KEEP_SESSIONS).returning(UserSession.id),
    )
    deleted = sum(len(db.session.scalars(statement).all()) for statement in over)
    db.session.commit()
    return deleted
