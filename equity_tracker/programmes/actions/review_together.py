"""Acknowledging or approving several at once: each by the same service as one alone, with its own record."""

from collections.abc import Callable, Iterable
from datetime import date, datetime

from sqlalchemy.exc import NoResultFound

from equity_tracker.extensions import db
from equity_tracker.model.check_in import CheckIn
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.errors import ChangedSince, Refused
from equity_tracker.model.people import User
from equity_tracker.model.programme import Programme
from equity_tracker.model.review import Decision, Review, decision_on_check_in, decisions_on, review_version
from equity_tracker.programmes.actions.reviews import review_check_in, review_commitment
from equity_tracker.programmes.queries import commitments as registered
from equity_tracker.programmes.queries import reviews as queries
from equity_tracker.programmes.ticked import CHECK_IN, COMMITMENT, Left, Ticked, Together

# So many are acknowledged by one click, that nobody waits long for the answer.
MOST_AT_ONCE = 100
_CHANGED, _OWN = "it was changed", "you sent it yourself"


def review_together(
    programme: Programme, ticked: Iterable[Ticked], *, by: User, now: datetime, today: date
) -> Together:
    """Accept what was ticked. What has changed since, or is one's own, is left as it is and named."""
    programme.refuse_if_closed()
    came_of = Together()
    for row in ticked:
        accept = _accept_commitment if row.kind == COMMITMENT else _accept_check_in
        accept(programme, row, came_of, by=by, now=now, today=today)
    return came_of


def acknowledge_older(programme: Programme, *, by: User, now: datetime, today: date) -> Together:
    """Acknowledge what was public before the present round began, as far as it is not one's own."""
    commitments = queries.list_waiting_commitments(programme, most=MOST_AT_ONCE, older=True)
    check_ins = queries.list_waiting_check_ins(programme, most=MOST_AT_ONCE - len(commitments), older=True)
    ticked = [
        *(Ticked(COMMITMENT, row.public_id, review_version(row)) for row in commitments),
        *(Ticked(CHECK_IN, row.public_id, row.current.number) for row in check_ins),
    ]
    return review_together(programme, ticked, by=by, now=now, today=today)


def _accept_commitment(
    programme: Programme, ticked: Ticked, came_of: Together, *, by: User, now: datetime, today: date
) -> None:
    try:
        commitment = registered.get_commitment(programme, ticked.public_id)
    except NoResultFound:
        came_of.left.append(_not_there(ticked))
        return
    title = commitment.display_title
    _decide(
        lambda: review_commitment(
            commitment, is_accepted=True, reason=None, seen=ticked.seen, by=by, now=now, today=today
        ),
        came_of,
        lambda refused: _left(title, refused, decisions_on(commitment)[-1:], _last_sent(commitment)),
    )


def _accept_check_in(
    programme: Programme, ticked: Ticked, came_of: Together, *, by: User, now: datetime, today: date
) -> None:
    try:
        check_in = registered.get_check_in(programme, ticked.public_id)
    except NoResultFound:
        came_of.left.append(_not_there(ticked))
        return
    title = f"Check-in {check_in.number} on {check_in.commitment.display_title}"
    _decide(
        lambda: review_check_in(
            check_in, is_accepted=True, reason=None, seen=ticked.seen, by=by, now=now, today=today
        ),
        came_of,
        lambda refused: _left(title, refused, _decision_about(check_in), check_in.current.submitted_at),
    )


def _decide(accept: Callable[[], Decision], came_of: Together, left: Callable[[Refused], Left]) -> None:
    """Accept one. What the rules refuse leaves no trace of the attempt, and does not hold up the others."""
    try:
        with db.session.begin_nested():
            decision = accept()
    except Refused as refused:
        came_of.left.append(left(refused))
    else:
        came_of.approved += decision is Decision.APPROVED
        came_of.acknowledged += decision is Decision.ACKNOWLEDGED


def _not_there(ticked: Ticked) -> Left:
    what = "A check-in" if ticked.kind == CHECK_IN else "A commitment"
    return Left(what, "it is not in this programme any more")


def _left(title: str, refused: Refused, decisions: list[Review], sent_at: datetime | None) -> Left:
    """Say in a few words why one was left, and when that came about."""
    if not isinstance(refused, ChangedSince):
        return Left(title, _OWN if "yourself" in refused.message else refused.message)
    if decisions and (sent_at is None or decisions[-1].reviewed_at >= sent_at):
        last = decisions[-1]
        return Left(title, f"{last.reviewed_by.name} {last.decision.value} it", last.reviewed_at)
    return Left(title, _CHANGED, sent_at)


def _decision_about(check_in: CheckIn) -> list[Review]:
    decision = decision_on_check_in(check_in)
    return [decision] if decision is not None else []


def _last_sent(commitment: Commitment) -> datetime | None:
    moments = [commitment.submitted_at, *(row.sent_at for row in commitment.amendments if row.is_sent)]
    return max((moment for moment in moments if moment is not None), default=None)
