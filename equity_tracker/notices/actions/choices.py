"""Which of the mails that people can do without somebody gets."""

from collections.abc import Mapping
from datetime import datetime

from equity_tracker.extensions import db
from equity_tracker.model.activity import Activity, ActivityKind
from equity_tracker.model.mail_kinds import MailKind, Pace
from equity_tracker.model.people import User


def choose_mail(
    user: User,
    *,
    reminders: bool,
    weekly: bool,
    paces: Mapping[MailKind, Pace],
    time_zone: str | None,
    now: datetime,
) -> None:
    """Keep which of the mails that people can do without somebody gets, and how often.

    What has gathered already follows the new choice: it is looked at again before anything goes out.
    """
    before = user.mail_choices
    user.choose_mail(reminders=reminders, weekly=weekly, paces=paces, time_zone=time_zone)
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
