"""Who follows what."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import exists, func, select
from sqlalchemy.orm import selectinload

from equity_tracker.extensions import db
from equity_tracker.model.follow import CONFIRMED_WITHIN, Follow, Follower, NewsItem, StoppedAddress


def find_follower(public_id: str) -> Follower | None:
    return db.session.scalar(
        select(Follower).where(Follower.public_id == public_id).options(selectinload(Follower.follows))
    )


def find_by_address(address: str) -> Follower | None:
    """Find who has this address, and keep them till the request ends."""
    return db.session.scalar(
        select(Follower)
        .where(Follower.address == address)
        .with_for_update()
        .options(selectinload(Follower.follows))
    )


def find_asked(confirm_hash: str, now: datetime) -> Follow | None:
    """Find the request whose link this is, while the link is good."""
    return db.session.scalar(
        select(Follow).where(Follow.confirm_hash == confirm_hash, Follow.asked_at > now - CONFIRMED_WITHIN)
    )


def find_stopped(hashes: Collection[str]) -> StoppedAddress | None:
    return db.session.scalar(select(StoppedAddress).where(StoppedAddress.address_hash.in_(hashes)))


def last_news() -> int:
    return db.session.scalar(select(func.max(NewsItem.id))) or 0


def first_untold(today: date) -> int | None:
    """Return from where on there is something to tell to those whose day it is; None when it is nobody's."""
    return db.session.scalar(select(func.min(Follow.told_up_to)).where(Follow.due_on <= today))


def list_news_after(news_id: int) -> Sequence[tuple[int, int]]:
    """Return what came after it: the number of each piece of news, and of its publication."""
    rows = db.session.execute(
        select(NewsItem.id, NewsItem.publication_id).where(NewsItem.id > news_id).order_by(NewsItem.id)
    )
    return [(item, publication) for item, publication in rows]


def list_named_due(today: date) -> list[tuple[str, str]]:
    """Return what is followed by those whose day it is, each thing once."""
    rows = db.session.execute(select(Follow.kind, Follow.subject).where(Follow.due_on <= today).distinct())
    return [(kind.value, subject) for kind, subject in rows]


def list_due(today: date, *, after_id: int, most: int) -> Sequence[int]:
    """Return the next followers whose day it is."""
    is_due = exists().where(Follow.follower_id == Follower.id, Follow.due_on <= today)
    return db.session.scalars(
        select(Follower.id).where(is_due, Follower.id > after_id).order_by(Follower.id).limit(most)
    ).all()


def lock_due(ids: Collection[int], today: date) -> list[tuple[Follower, list[Follow]]]:
    """Return these followers with what is due, and keep them: another clock finds nothing due after us."""
    followers = db.session.scalars(
        select(Follower)
        .where(Follower.id.in_(ids))
        .order_by(Follower.id)
        .with_for_update()
        .options(selectinload(Follower.follows))
        .execution_options(populate_existing=True)
    ).all()
    found = [
        (row, [each for each in row.follows if each.due_on is not None and each.due_on <= today])
        for row in followers
    ]
    return [(row, due) for row, due in found if due]
