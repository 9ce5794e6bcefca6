"""Noticing what the public may read since the last time, and what was taken back."""

from datetime import date, datetime

from sqlalchemy import exists, insert, literal, select
from sqlalchemy.orm import aliased

from equity_tracker.extensions import db
from equity_tracker.model.follow import NewsItem
from equity_tracker.model.publication import Publication
from equity_tracker.public.queries.news import TOLD


def notice_news(now: datetime, today: date) -> None:
    """Note every publication that can be read now and was not noted, and then what was taken back.

    One at a time: numbers have to count up in the order in which others come to see them.
    """
    db.session.execute(select(NewsItem.id).order_by(NewsItem.id).limit(1).with_for_update())
    noted, again = aliased(NewsItem), aliased(NewsItem)
    is_noted = exists().where(noted.publication_id == Publication.id, noted.is_retraction.is_(False))
    is_noted_again = exists().where(again.publication_id == Publication.id, again.is_retraction.is_(True))
    readable = select(Publication.id, literal(value=False), literal(now, NewsItem.noticed_at.type)).where(
        Publication.kind.in_(TOLD),
        Publication.public_from <= today,
        Publication.retracted_on.is_(None),
        ~is_noted,
    )
    taken_back = select(Publication.id, literal(value=True), literal(now, NewsItem.noticed_at.type)).where(
        Publication.retracted_on.is_not(None), is_noted, ~is_noted_again
    )
    for found in (readable, taken_back):
        db.session.execute(
            insert(NewsItem).from_select(
                ["publication_id", "is_retraction", "noticed_at"], found.order_by(Publication.id)
            )
        )
