"""Asking to follow, confirming it, and stopping."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import delete, or_, update
from sqlalchemy.exc import IntegrityError

from equity_tracker.extensions import db
from equity_tracker.following import emails, queries
from equity_tracker.following.actions.noticing import notice_news
from equity_tracker.model.follow import Follow, Follower, FollowKind, Rhythm, StoppedAddress
from equity_tracker.model.outbox import EmailState, OutgoingEmail
from equity_tracker.model.tokens import new_token
from equity_tracker.notices.queries.teams import find_refused
from equity_tracker.public.queries.followable import Followable

# More than anybody reads. It keeps one address from being made to fill the table.
MOST_FOLLOWED = 50


class NoLongerAsked(Exception):
    """The link was used in the meantime, or the request is gone."""


def ask_to_follow(
    address: str, subject: Followable, rhythm: Rhythm, *, hashes: Sequence[str], now: datetime
) -> None:
    """Ask the address whether it was them. Whoever typed it is told the same, whatever comes of it.

    :param hashes: the forms under which the address may be known to have stopped.
    """
    if address in find_refused(now):
        return
    stopped = queries.find_stopped(hashes)
    if stopped is not None and not stopped.may_be_asked(now):
        return
    follower = queries.find_by_address(address) or _add_follower(address, now)
    names = (FollowKind(subject.kind), subject.subject)
    follow = next((row for row in follower.follows if (row.kind, row.subject) == names), None)
    if follow is not None and follow.is_confirmed:
        db.session.add(emails.known(follower, subject, now=now))
        return
    if follow is None:
        if len(follower.follows) >= MOST_FOLLOWED:
            return
        follow = Follow(kind=FollowKind(subject.kind), subject=subject.subject)
        follower.follows.append(follow)
    token, token_hash = new_token()
    follow.ask(rhythm, token_hash, now=now)
    if stopped is not None:
        stopped.asked_at = now
    db.session.flush()
    db.session.add(emails.confirm(follow, subject, token, now=now))
    db.session.flush()


def _add_follower(address: str, now: datetime) -> Follower:
    """Add one; if somebody has just done so for the same address, take theirs."""
    follower = Follower(address=address, created_at=now)
    try:
        with db.session.begin_nested():
            db.session.add(follower)
    except IntegrityError:
        found = queries.find_by_address(address)
        if found is None:
            raise
        return found
    return follower


def confirm(follow: Follow, *, hashes: Sequence[str], now: datetime, today: date) -> None:
    """Begin to follow. The link works once."""
    _use_link(follow)
    stopped = queries.find_stopped(hashes)
    if stopped is not None:
        db.session.delete(stopped)
    notice_news(now, today)
    follow.confirm(now=now, today=today, told_up_to=queries.last_news())
    db.session.flush()


def refuse_to_be_asked(follow: Follow, *, hashes: Sequence[str], now: datetime) -> None:
    """Never write to this address again to confirm something. What it confirmed itself goes on."""
    _use_link(follow)
    _note_stop(hashes, now=now, refuses=True)
    _end([follow])


def change_rhythm(follow: Follow, rhythm: Rhythm, *, today: date) -> None:
    follow.rhythm = rhythm
    follow.due_on = rhythm.day_after(today)
    db.session.flush()


def stop(follow: Follow, *, hashes: Sequence[str], now: datetime) -> None:
    """Stop one thing; with the last one the address goes."""
    if len(follow.follower.follows) == 1:
        _note_stop(hashes, now=now)
    _end([follow])


def stop_all(follower: Follower, *, hashes: Sequence[str], now: datetime) -> None:
    _note_stop(hashes, now=now)
    _end(list(follower.follows))


def _use_link(follow: Follow) -> None:
    """Let one request alone use it, of two at the same moment."""
    used = db.session.scalars(
        update(Follow)
        .where(Follow.id == follow.id, Follow.confirm_hash == follow.confirm_hash)
        .values(confirm_hash=None)
        .returning(Follow.id)
        .execution_options(synchronize_session=False)
    ).all()
    if not used:
        raise NoLongerAsked
    db.session.refresh(follow)


def _note_stop(hashes: Sequence[str], *, now: datetime, refuses: bool = False) -> None:
    row = queries.find_stopped(hashes)
    if row is None:
        row = StoppedAddress(address_hash=hashes[-1], refuses=False)
        db.session.add(row)
    row.stopped_at, row.refuses = now, row.refuses or refuses
    db.session.flush()


def _end(ended: Sequence[Follow]) -> None:
    """Delete them and, where nothing is left, the address with all that was written to it."""
    for follow in ended:
        follower = follow.follower
        follower.follows.remove(follow)
        if not follower.follows:
            db.session.delete(follower)
            db.session.execute(
                delete(OutgoingEmail).where(
                    OutgoingEmail.recipient == follower.address,
                    OutgoingEmail.name.in_(emails.NAMES),
                    # What a worker has in hand is deleted by the sweep.
                    or_(OutgoingEmail.state != EmailState.WAITING, OutgoingEmail.lease_until.is_(None)),
                )
            )
    db.session.flush()
