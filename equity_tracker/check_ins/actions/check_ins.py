"""What people do with check-ins: record one, confirm that nothing has changed, correct one."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import is_dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm.exc import StaleDataError

from equity_tracker.check_ins import emails
from equity_tracker.check_ins.actions.beside import record_beside, refuse_later
from equity_tracker.check_ins.actions.drafts import refuse_if_unseen
from equity_tracker.check_ins.beside import NOTHING, Beside
from equity_tracker.check_ins.queries import list_open_links
from equity_tracker.extensions import db
from equity_tracker.model import checking_in
from equity_tracker.model.activity import ActivityKind
from equity_tracker.model.activity_about import about_check_in
from equity_tracker.model.check_in import CheckIn
from equity_tracker.model.check_in_answers import Answers
from equity_tracker.model.check_in_signature import CheckInSignature
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.errors import ChangedSince, Refused
from equity_tracker.model.look_again import refresh_flags
from equity_tracker.model.people import User
from equity_tracker.model.programme import ReviewMode
from equity_tracker.model.publishing import publish_check_in
from equity_tracker.model.registering import refresh_register_entry


def record_check_in(
    commitment: Commitment,
    answers: Answers,
    *,
    beside: Beside = NOTHING,
    seen: int | None,
    by: User,
    now: datetime,
    today: date,
    signed_by: User | None = None,
    written_by_address: str | None = None,
) -> CheckIn:
    """Report on a commitment. `seen` is the number of the last check-in the person knew of, 0 for none.

    :param signed_by: somebody who may sign, where a signature is wanted; it may be who wrote it.
    :param written_by_address: of whoever wrote it by a link, without an account.
    """
    refuse_if_unseen(commitment, seen)
    checking_in.refuse_past_step(answers, today)
    refuse_later(beside, today)
    signature = _signature(commitment, signed_by, written_by_address, now=now)
    return _record(commitment, answers, signature, beside, by=by, now=now, today=today)


def confirm_nothing_changed(
    commitment: Commitment,
    *,
    sentence: str | None,
    seen: int | None,
    by: User,
    now: datetime,
    today: date,
    signed_by: User | None = None,
) -> CheckIn:
    """Sign the previous answers again. Twice running they need a sentence."""
    refuse_if_unseen(commitment, seen)
    answers = checking_in.answers_unchanged(commitment, today, sentence)
    signature = _signature(commitment, signed_by, now=now)
    return _record(commitment, answers, signature, NOTHING, by=by, now=now, today=today)


def correct_check_in(
    check_in: CheckIn,
    answers: Answers,
    *,
    reason: str,
    seen: int | None,
    by: User,
    now: datetime,
    today: date,
    signed_by: User | None = None,
) -> None:
    """Append a corrected version. `seen` is the number of the version the person corrects."""
    signature = _signature(check_in.commitment, signed_by, now=now)
    refuse_if_corrected(check_in, seen)
    with _one_at_a_time(check_in.commitment, now):
        before = check_in.current.answers
        checking_in.correct_check_in(check_in, answers, by=by, now=now, reason=reason)
        db.session.flush()
        _sign(check_in, signature)
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


def refuse_if_corrected(check_in: CheckIn, seen: int | None) -> None:
    """Refuse what was written on a version that is not the latest any more."""
    if seen is not None and seen != check_in.current.number:
        raise ChangedSince("A colleague corrected this check-in since you opened it.")


def _record(
    commitment: Commitment,
    answers: Answers,
    signature: CheckInSignature | None,
    beside: Beside,
    *,
    by: User,
    now: datetime,
    today: date,
) -> CheckIn:
    with _one_at_a_time(commitment, now):
        check_in = checking_in.record_check_in(commitment, answers, by=by, now=now, today=today)
        _sign(check_in, signature)
        commitment.check_in_draft = None
        for link in list_open_links(commitment, now=now):
            link.done_at = now
        db.session.flush()
        _publish_or_wait(check_in, now=now, today=today)
        said = {"number": check_in.number, "delivery": answers.delivery, "outlook": answers.outlook}
        _log(ActivityKind.CHECK_IN_RECORDED, check_in, by=by, now=now, after=said)
        record_beside(commitment, beside, by=by, now=now, today=today)
        emails.tell_coordinators(check_in, by=by, now=now)
        emails.send_copy(check_in, by=by, now=now, today=today)
    return check_in


def _signature(
    commitment: Commitment, signed_by: User | None, address: str | None = None, *, now: datetime
) -> CheckInSignature | None:
    """Make the signature, where there is one; refuse what is to be signed and is not."""
    if signed_by is not None:
        return CheckInSignature(signed_by=signed_by, signed_at=now, written_by_address=address)
    if commitment.organisation.signs_check_ins:
        raise Refused("In your organisation an approver or an admin signs this. Ask one of them.")
    return None


def _sign(check_in: CheckIn, signature: CheckInSignature | None) -> None:
    if signature is None:
        return
    signature.organisation_id, signature.programme_id = check_in.organisation_id, check_in.programme_id
    check_in.current.signature = signature


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
        refresh_flags(check_in.commitment)


def _changed(answers: Answers, other: Answers) -> dict[str, Any]:
    """Return the answers that differ from the other ones, as plain values for the log."""
    return {name: _plain(value) for name, value in vars(answers).items() if value != getattr(other, name)}


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return dict(vars(value)) if is_dataclass(value) else value


def _log(
    kind: ActivityKind,
    check_in: CheckIn,
    *,
    by: User,
    now: datetime,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    line = about_check_in(kind, check_in, by=by, now=now, before=before, after=after)
    db.session.add(line)
