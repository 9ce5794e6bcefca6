"""What a coordinator enters for an organisation that cannot report itself."""

from datetime import date, datetime

from sqlalchemy.orm.exc import StaleDataError

from equity_tracker.check_ins import emails
from equity_tracker.check_ins.actions.beside import record_beside, refuse_later
from equity_tracker.check_ins.beside import NOTHING, Beside
from equity_tracker.extensions import db
from equity_tracker.model import on_behalf as rules
from equity_tracker.model.activity import ActivityKind
from equity_tracker.model.activity_about import about_check_in
from equity_tracker.model.check_in import CheckIn
from equity_tracker.model.check_in_answers import Answers
from equity_tracker.model.checking_in import last_check_in
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.errors import ChangedSince
from equity_tracker.model.look_again import refresh_flags
from equity_tracker.model.people import User
from equity_tracker.model.programme import ReviewMode
from equity_tracker.model.publishing import publish_check_in
from equity_tracker.model.registering import refresh_register_entry


def record_on_behalf(
    commitment: Commitment,
    answers: Answers,
    *,
    beside: Beside = NOTHING,
    source: str,
    reason: str,
    seen: int | None,
    by: User,
    now: datetime,
    today: date,
) -> CheckIn:
    """Record it, marked. `seen` is the number of the last check-in the person knew of, 0 for none."""
    last = last_check_in(commitment)
    if last is not None and seen != last.number:
        raise ChangedSince(f"Check-in {last.number} was sent since you opened this page. Read it first.")
    refuse_later(beside, today)
    try:
        with db.session.begin_nested():
            commitment.edited_at = now
            check_in = rules.record_on_behalf(
                commitment, answers, source=source, reason=reason, by=by, now=now, today=today
            )
            # What its own people had begun stays theirs: it is compared with this one before it is sent.
            db.session.flush()
            note = f"Entered by the coordinators of {commitment.programme.name}: {source.rstrip('.')}."
            record_beside(commitment, beside.with_note(note), by=by, now=now, today=today)
            db.session.flush()
    except StaleDataError:
        raise ChangedSince("Somebody changed this commitment at the same moment. Read it again.") from None
    if commitment.programme.review_mode is ReviewMode.ACKNOWLEDGE:
        publish_check_in(check_in, now=now, today=today)
    else:
        refresh_register_entry(commitment, now=now)
        refresh_flags(commitment)
    after = {"number": check_in.number, "outlook": answers.outlook, "source": source, "reason": reason}
    kind = ActivityKind.CHECK_IN_ENTERED_ON_BEHALF
    db.session.add(about_check_in(kind, check_in, by=by, now=now, after=after))
    emails.tell_organisation_of_entry(check_in, by=by, now=now)
    emails.tell_coordinators(check_in, by=by, now=now, but=by)
    db.session.flush()
    return check_in
