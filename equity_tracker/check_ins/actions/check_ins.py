"""What people do with check-ins: record one, confirm that nothing has changed, correct one."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm.exc import StaleDataError

from equity_tracker.check_ins import emails
from equity_tracker.extensions import db
from equity_tracker.model import checking_in
from equity_tracker.model.activity import Activity, ActivityKind
from equity_tracker.model.check_in import Answers, CheckIn
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.dates import long_date
from equity_tracker.model.errors import ChangedSince, Refused
from equity_tracker.model.people import User
from equity_tracker.model.programme import ReviewMode
from equity_tracker.model.publishing import publish_check_in
from equity_tracker.model.registering import refresh_register_entry


def record_check_in(
    commitment: Commitment, answers: Answers, *, seen: int | None, by: User, now: datetime, today: date
) -> CheckIn:
    """Report on a commitment. `seen` is the number of the last check-in the person knew of, 0 for none."""
    _refuse_if_unseen(commitment, seen)
    if answers.next_step_on is not None and answers.next_step_on < today:
        raise Refused(f"The date of the next step must be {long_date(today)} or later", "next_step_on")
    return _record(commitment, answers, by=by, now=now, today=today)


def confirm_nothing_changed(
    commitment: Commitment, *, sentence: str | None, seen: int | None, by: User, now: datetime, today: date
) -> CheckIn:
    """Sign the previous answers again. Twice running they need a sentence."""
    _refuse_if_unseen(commitment, seen)
    answers = checking_in.answers_unchanged(commitment, today, sentence)
    return _record(commitment, answers, by=by, now=now, today=today)


def correct_check_in(
    check_in: CheckIn,
    answers: Answers,
    *,
    reason: str,
    seen: int | None,
    by: User,
    now: datetime,
    today: date,
) -> None:
    """Append a corrected version. `seen` is the number of the version the person corrects."""
    if seen is not None and seen != check_in.current.number:
        raise ChangedSince("A colleague corrected this check-in since you opened it.")
    with _one_at_a_time(check_in.commitment, now):
        before = check_in.current.answers
        checking_in.correct_check_in(check_in, answers, by=by, now=now, reason=reason)
        _publish_or_wait(check_in, now=now, today=today, note=reason)
        _log(
            ActivityKind.CHECK_IN_CORRECTED,
            check_in,
            by=by,
            now=now,
            before=_changed(before, answers),
            after=_changed(answers, before) | {"reason": reason},
        )
        emails.tell_coordinators(check_in, by=by, now=now)
        emails.send_copy(check_in, by=by, now=now, today=today)


def _record(commitment: Commitment, answers: Answers, *, by: User, now: datetime, today: date) -> CheckIn:
    with _one_at_a_time(commitment, now):
        check_in = checking_in.record_check_in(commitment, answers, by=by, now=now, today=today)
        db.session.flush()
        _publish_or_wait(check_in, now=now, today=today)
        said = {"number": check_in.number, "delivery": answers.delivery, "outlook": answers.outlook}
        _log(ActivityKind.CHECK_IN_RECORDED, check_in, by=by, now=now, after=said)
        emails.tell_coordinators(check_in, by=by, now=now)
        emails.send_copy(check_in, by=by, now=now, today=today)
    return check_in


def _refuse_if_unseen(commitment: Commitment, seen: int | None) -> None:
    last = checking_in.last_check_in(commitment)
    if seen is not None and last is not None and seen != last.number:
        raise ChangedSince(f"A colleague sent check-in {last.number} since you opened this page.")


@contextmanager
def _one_at_a_time(commitment: Commitment, now: datetime) -> Iterator[None]:
    """Let one of two people who send at the same moment through: both write the commitment's next version."""
    try:
        with db.session.begin_nested():
            commitment.edited_at = now
            yield
            db.session.flush()
    except StaleDataError:
        raise ChangedSince(
            "Somebody changed this commitment at the same moment. Send your answers again."
        ) from None


def _publish_or_wait(check_in: CheckIn, *, now: datetime, today: date, note: str | None = None) -> None:
    """Make it public at once; or only count it as reported, where the coordinator approves first."""
    if check_in.commitment.programme.review_mode is ReviewMode.ACKNOWLEDGE:
        publish_check_in(check_in, now=now, today=today, note=note)
    else:
        refresh_register_entry(check_in.commitment, now=now)


def _changed(answers: Answers, other: Answers) -> dict[str, Any]:
    """Return the answers that differ from the other ones, as plain values for the log."""
    return {name: _plain(value) for name, value in vars(answers).items() if value != getattr(other, name)}


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [item if isinstance(item, str) else vars(item) for item in value]
    return value


def _log(
    kind: ActivityKind,
    check_in: CheckIn,
    *,
    by: User,
    now: datetime,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    title = check_in.commitment.display_title
    db.session.add(
        Activity(
            kind=kind,
            at=now,
            actor=by,
            organisation_id=check_in.organisation_id,
            programme_id=check_in.programme_id,
            subject_kind="check_in",
            subject_id=check_in.public_id,
            subject_name=f"Check-in {check_in.number}: {title}"[:200],
            before=before,
            after=after,
        )
    )
