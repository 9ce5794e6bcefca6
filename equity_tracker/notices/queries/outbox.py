"""What the outbox holds: what has been written already, and what is to be posted."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import select

from equity_tracker.extensions import db
from equity_tracker.model.outbox import MOST_ATTEMPTS, EmailState, OutgoingEmail
from equity_tracker.model.people import User
from equity_tracker.model.time_zones import HOME_ZONE
from equity_tracker.notices.mornings import Reader
from equity_tracker.notices.queries.zones import find_zones

# Some databases take no more than a thousand values in one list.
PART = 500
# More than the seven days that are counted, wherever on earth the day is counted.
LATELY = timedelta(days=9)


def find_written(keys: Collection[str]) -> set[str]:
    """Return which of these mails have been written already."""
    names = sorted(keys)
    found: set[str] = set()
    for start in range(0, len(names), PART):
        part = names[start : start + PART]
        found |= set(db.session.scalars(select(OutgoingEmail.key).where(OutgoingEmail.key.in_(part))))
    return found


def list_to_post(now: datetime, *, most: int) -> Sequence[int]:
    """Return the ids of messages that are due and that nobody is posting, oldest first."""
    return db.session.scalars(
        select(OutgoingEmail.id)
        .where(
            OutgoingEmail.state == EmailState.WAITING,
            OutgoingEmail.due_at <= now,
            OutgoingEmail.attempts < MOST_ATTEMPTS,
            OutgoingEmail.lease_until.is_(None) | (OutgoingEmail.lease_until < now),
        )
        .order_by(OutgoingEmail.due_at, OutgoingEmail.id)
        .limit(most)
    ).all()


def list_readers_who_wait(*, after: str = "", most: int = 200) -> Sequence[str]:
    """Return the next addresses for which something has gathered."""
    return db.session.scalars(
        select(OutgoingEmail.recipient)
        .where(OutgoingEmail.state == EmailState.HELD, OutgoingEmail.recipient > after)
        .distinct()
        .order_by(OutgoingEmail.recipient)
        .limit(most)
    ).all()


def list_held(recipients: Collection[str]) -> Sequence[OutgoingEmail]:
    """Return what has gathered for these addresses, and keep it: another clock waits until we end."""
    return db.session.scalars(
        select(OutgoingEmail)
        .where(OutgoingEmail.state == EmailState.HELD, OutgoingEmail.recipient.in_(recipients))
        .order_by(OutgoingEmail.recipient, OutgoingEmail.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()


def find_by_message_id(message_id: str) -> OutgoingEmail | None:
    """Return the message that was posted under this id, and keep it till we end."""
    return db.session.scalar(
        select(OutgoingEmail).where(OutgoingEmail.message_id == message_id).with_for_update()
    )


def list_gathered_into(carrier: OutgoingEmail) -> Sequence[OutgoingEmail]:
    """Return the messages that went into this one."""
    return db.session.scalars(
        select(OutgoingEmail).where(OutgoingEmail.gathered_into_id == carrier.id).order_by(OutgoingEmail.id)
    ).all()


def find_reader(address: str) -> User | None:
    return db.session.scalar(select(User).where(User.email == address))


def find_readers(recipients: Collection[str], now: datetime) -> dict[str, Reader]:
    """Return who reads at each of these addresses, and by which clock."""
    users = {user.email: user for user in db.session.scalars(select(User).where(User.email.in_(recipients)))}
    zones = find_zones(recipients)
    let_go = db.session.execute(
        select(OutgoingEmail.recipient, OutgoingEmail.released_on).where(
            OutgoingEmail.recipient.in_(recipients), OutgoingEmail.released_on > now.date() - LATELY
        )
    )
    released: defaultdict[str, set[date]] = defaultdict(set)
    for recipient, day in let_go:
        if day is not None:
            released[recipient].add(day)
    return {
        address: Reader(
            users.get(address),
            _chosen(users.get(address)) or zones.get(address, HOME_ZONE),
            frozenset(released[address]),
        )
        for address in recipients
    }


def _chosen(user: User | None) -> str | None:
    return user.time_zone if user is not None else None
