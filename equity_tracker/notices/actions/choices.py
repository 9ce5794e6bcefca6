"""Which of the mails that people can do without somebody gets."""

from datetime import datetime

from equity_tracker.extensions import db
from equity_tracker.model.activity import Activity, ActivityKind
from equity_tracker.model.people import User


def choose_mail(user: User, *, reminders: bool, weekly: bool, now: datetime) -> None:
    """Keep which of the mails that people can do without somebody gets."""
    before = user.mail_choices
    user.choose_mail(reminders=reminders, weekly=weekly)
    if user.mail_choices != before:
        db.session.add(
            Activity(
                kind=ActivityKind.MAIL_CHOSEN,
                at=now,
                actor=user,
                subject_kind="person",
                subject_id=user.public_id,
                subject_name=user.name,
                before=before,
                after=user.mail_choices,
            )
        )
    db.session.flush()
