"""What people do with a check-in before it is sent: write it together, hand it over, throw it away."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from equity_tracker.check_ins import emails
from equity_tracker.check_ins.actions.log import about_draft
from equity_tracker.extensions import db
from equity_tracker.model.activity import ActivityKind
from equity_tracker.model.check_in_draft import CheckInDraft, Typed, begin_draft
from equity_tracker.model.check_in_link import CheckInLink
from equity_tracker.model.checking_in import last_check_in, refuse_unless_reportable
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.errors import ChangedSince, Refused
from equity_tracker.model.people import User

Author = User | CheckInLink


def save_draft(
    commitment: Commitment, typed: Typed, *, stamp: str, seen: int | None, by: Author, now: datetime
) -> CheckInDraft:
    """Keep what was typed, right or wrong.

    :param stamp: that of the draft which the person's page was opened on; nothing when there was none.
    :param seen: the number of the last check-in the person knew of, 0 for none.
    """
    refuse_unless_reportable(commitment)
    refuse_if_unseen(commitment, seen)
    refuse_if_written_since(commitment, stamp, typed)
    with one_at_a_time():
        draft = commitment.check_in_draft
        if draft is None:
            draft = _begin(commitment, by=by, now=now)
        elif draft.typed == dict(typed) and not draft.nothing_changed and not draft.is_waiting:
            return draft
        draft.save(typed, by=by, now=now)
        draft.last_known = _last_number(commitment)
    return draft


def discard_draft(commitment: Commitment, *, stamp: str, by: User, now: datetime) -> None:
    """Throw away what was written, as the person saw it."""
    draft = commitment.check_in_draft
    if draft is None:
        return
    if stamp != draft.stamp:
        raise ChangedSince(f"{draft.saved_by_name} saved this check-in since you opened it.")
    with one_at_a_time():
        commitment.check_in_draft = None
        db.session.add(about_draft(ActivityKind.CHECK_IN_DISCARDED, commitment, by=by, now=now))


def hand_over(commitment: Commitment, to: User, note: str | None, *, by: User, now: datetime) -> None:
    """Ask a colleague to go on with it. Whoever may check in can take it back."""
    refuse_unless_reportable(commitment)
    with one_at_a_time():
        draft = commitment.check_in_draft or _begin(commitment, by=by, now=now)
        draft.hand_over(to, note, now=now)
        db.session.flush()
        after = {"to": to.name}
        db.session.add(
            about_draft(ActivityKind.CHECK_IN_HANDED_OVER, commitment, by=by, now=now, after=after)
        )
        emails.tell_of_hand_over(draft, to, by=by, now=now)


def take_back(commitment: Commitment, *, by: User, now: datetime) -> None:
    """Go on with what waits for a signature or is with a colleague."""
    draft = commitment.check_in_draft
    if draft is None:
        raise Refused("Nothing is written for this check-in. It was sent or thrown away.")
    if not draft.is_waiting and draft.holder is None:
        return
    with one_at_a_time():
        draft.take_back(now=now)
        db.session.add(about_draft(ActivityKind.CHECK_IN_TAKEN_BACK, commitment, by=by, now=now))


def refuse_if_unseen(commitment: Commitment, seen: int | None) -> None:
    last = last_check_in(commitment)
    if seen is not None and last is not None and seen != last.number:
        raise ChangedSince(f"A colleague sent check-in {last.number} since you opened this page.")


def refuse_if_written_since(commitment: Commitment, stamp: str, typed: Typed) -> None:
    """Refuse to lose what a colleague saved, or to bring back unasked what a colleague threw away."""
    draft = commitment.check_in_draft
    if draft is not None:
        if draft.is_waiting:
            raise ChangedSince("This check-in was sent to be signed since you opened it.")
        draft.refuse_if_written_since(stamp, typed)
    elif stamp:
        raise ChangedSince(
            "What was written here was thrown away since you opened it. "
            "Your text stands below: save it again to keep it."
        )


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Let one of two people who write at the same moment through."""
    try:
        with db.session.begin_nested():
            yield
            db.session.flush()
    except (StaleDataError, IntegrityError):
        raise ChangedSince("Somebody saved this check-in at the same moment. Save yours again.") from None


def _begin(commitment: Commitment, *, by: Author, now: datetime) -> CheckInDraft:
    writer = (
        {"saved_by": None, "saved_by_address": by.email} if isinstance(by, CheckInLink) else {"saved_by": by}
    )
    draft = begin_draft(commitment, last_known=_last_number(commitment), saved_at=now, **writer)
    db.session.add(about_draft(ActivityKind.CHECK_IN_BEGUN, commitment, by=by, now=now))
    return draft


def _last_number(commitment: Commitment) -> int:
    last = last_check_in(commitment)
    return last.number if last else 0
