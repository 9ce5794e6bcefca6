"""What people are told about their own account."""

from datetime import datetime

from equity_tracker.extensions import db
from equity_tracker.model.outbox import OutgoingEmail
from equity_tracker.model.people import User


def send_reset_link(user: User, *, token: str, key: str, now: datetime) -> None:
    db.session.add(
        OutgoingEmail.to(
            user.email,
            "reset_password",
            key=f"reset_password:{key}",
            context={"name": user.name, "token": token},
            now=now,
        )
    )


def tell_password_changed(user: User, *, now: datetime) -> None:
    db.session.add(
        OutgoingEmail.to(
            user.email,
            "password_changed",
            key=f"password_changed:{user.public_id}:{now.isoformat()}",
            context={"name": user.name},
            now=now,
        )
    )
