"""A practice programme sends nothing: its mails are kept as what would have been sent."""

from sqlalchemy import event
from sqlalchemy.orm import Mapper, object_session

from equity_tracker.model.outbox import OutgoingEmail
from equity_tracker.model.programme import Programme

# What opens a door: without these nobody could come in to practise.
ESSENTIAL = {"invitation", "reset_password", "password_changed"}


def init_app() -> None:
    """Look at every mail as it is written, whoever writes it. A second call changes nothing."""
    if not event.contains(OutgoingEmail, "before_insert", _keep_unsent):
        event.listen(OutgoingEmail, "before_insert", _keep_unsent)


def _keep_unsent(_mapper: Mapper[OutgoingEmail], _connection: object, email: OutgoingEmail) -> None:
    session = object_session(email)
    if session is None or email.programme_id is None or email.name in ESSENTIAL:
        return
    # It is in the session already, nearly always: whoever tells of a programme has read it.
    programme = session.get(Programme, email.programme_id)
    if programme is not None and programme.is_practice:
        email.keep_unsent()
