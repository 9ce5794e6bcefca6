"""Sending a check-in where somebody else signs it first: waiting, signed, given back."""

from datetime import date, datetime

from equity_tracker.check_ins import emails
from equity_tracker.check_ins.actions import check_ins, drafts
from equity_tracker.check_ins.actions.beside import refuse_later
from equity_tracker.check_ins.actions.log import about_draft
from equity_tracker.check_ins.beside import NOTHING, Beside
from equity_tracker.extensions import db
from equity_tracker.model import checking_in
from equity_tracker.model.activity import ActivityKind
from equity_tracker.model.activity_about import about_check_in
from equity_tracker.model.check_in import CheckIn
from equity_tracker.model.check_in_answers import Answers
from equity_tracker.model.check_in_draft import CheckInDraft, Typed, begin_draft
from equity_tracker.model.check_in_link import CheckInLink
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.errors import Refused
from equity_tracker.model.people import User
from equity_tracker.organisations.queries.members import list_members


def send_check_in(
    commitment: Commitment,
    answers: Answers,
    typed: Typed,
    *,
    beside: Beside = NOTHING,
    stamp: str,
    seen: int | None,
    may_sign: bool,
    by: User,
    now: datetime,
    today: date,
) -> CheckIn | CheckInDraft:
    """Send what was typed; or, where the organisation's approvers sign and this person is none, ask them."""
    drafts.refuse_if_unseen(commitment, seen)
    drafts.refuse_if_written_since(commitment, stamp, typed)
    if commitment.organisation.signs_check_ins and not may_sign:
        return send_for_signature(
            commitment,
            answers,
            typed,
            beside=beside,
            stamp=stamp,
            seen=seen,
            by=by,
            now=now,
            today=today,
        )
    signed_by = by if commitment.organisation.signs_check_ins else None
    return check_ins.record_check_in(
        commitment,
        answers,
        beside=beside,
        seen=seen,
        by=by,
        now=now,
        today=today,
        signed_by=signed_by,
    )


def send_for_signature(
    commitment: Commitment,
    answers: Answers,
    typed: Typed,
    *,
    beside: Beside = NOTHING,
    stamp: str,
    seen: int | None,
    by: User | CheckInLink,
    now: datetime,
    today: date,
) -> CheckInDraft:
    """Let complete answers wait for an approver's signature."""
    checking_in.refuse_past_step(answers, today)
    refuse_later(beside, today)
    _refuse_if_returned(commitment)
    draft = drafts.save_draft(commitment, typed, stamp=stamp, seen=seen, by=by, now=now)
    _wait(draft, by=by, now=now)
    return draft


def confirm_nothing_changed(
    commitment: Commitment,
    *,
    sentence: str | None,
    seen: int | None,
    may_sign: bool,
    by: User,
    now: datetime,
    today: date,
) -> CheckIn | CheckInDraft:
    """Sign the previous answers again, or ask those who sign to."""
    draft = commitment.check_in_draft
    if draft is not None and (draft.has_text or draft.is_waiting):
        raise Refused("A check-in on this commitment is begun. Send it, or throw it away first.")
    is_signed = commitment.organisation.signs_check_ins
    if may_sign or not is_signed:
        signed_by = by if is_signed else None
        return check_ins.confirm_nothing_changed(
            commitment, sentence=sentence, seen=seen, by=by, now=now, today=today, signed_by=signed_by
        )
    drafts.refuse_if_unseen(commitment, seen)
    checking_in.answers_unchanged(commitment, today, sentence)  # Refuses when they cannot be said again.
    with drafts.one_at_a_time():
        last = checking_in.last_check_in(commitment)
        if draft is None:
            draft = begin_draft(commitment, last_known=last.number if last else 0, saved_at=now, saved_by=by)
        draft.save({"why": [sentence]} if sentence else {}, by=by, now=now)
        draft.nothing_changed = True
    _wait(draft, by=by, now=now)
    return draft


def sign_check_in(
    draft: CheckInDraft,
    answers: Answers,
    *,
    beside: Beside = NOTHING,
    stamp: str,
    by: User,
    now: datetime,
    today: date,
) -> CheckIn:
    """Sign what waits, and send it. On record are who wrote it and who signed."""
    draft.refuse_unless_waiting(stamp)
    commitment, author, address = draft.commitment, draft.sent_by or by, draft.sent_by_address
    if draft.nothing_changed:
        answers = checking_in.answers_unchanged(commitment, today, sentence_of(draft))
    check_in = check_ins.record_check_in(
        commitment,
        answers,
        beside=beside,
        seen=draft.last_known,
        by=author,
        now=now,
        today=today,
        signed_by=by,
        written_by_address=address,
    )
    db.session.add(about_check_in(ActivityKind.CHECK_IN_SIGNED, check_in, by=by, now=now))
    db.session.flush()
    return check_in


def give_back(draft: CheckInDraft, reason: str, *, stamp: str, by: User, now: datetime) -> None:
    """Say why it is not signed. Whoever sent it reads the reason in a mail and above the form."""
    draft.refuse_unless_waiting(stamp)
    with drafts.one_at_a_time():
        draft.give_back(reason, by=by, now=now)
        db.session.add(about_draft(ActivityKind.CHECK_IN_GIVEN_BACK, draft.commitment, by=by, now=now))
        db.session.flush()
        emails.tell_of_return(draft, by=by, now=now)


def sentence_of(draft: CheckInDraft) -> str | None:
    """Return the sentence that goes with *nothing has changed*, when there is one."""
    return next(iter(draft.typed.get("why", [])), None)


def _wait(draft: CheckInDraft, *, by: User | CheckInLink, now: datetime) -> None:
    with drafts.one_at_a_time():
        draft.send_for_signature(by=by, now=now)
        commitment = draft.commitment
        db.session.add(about_draft(ActivityKind.CHECK_IN_SENT_FOR_SIGNATURE, commitment, by=by, now=now))
        db.session.flush()
        emails.ask_to_sign(draft, list_members(commitment.organisation), now=now)


def _refuse_if_returned(commitment: Commitment) -> None:
    returned = checking_in.returned_answer(commitment)
    if returned is not None:
        raise Refused(f"{checking_in.why_back(returned)} Correct that one instead.")
