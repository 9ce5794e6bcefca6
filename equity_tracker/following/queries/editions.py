"""One day's news, as the mails to followers tell it."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import select

from equity_tracker.extensions import db
from equity_tracker.following.edition import Edition, Searched
from equity_tracker.following.queries import follows
from equity_tracker.following.queries.subjects import find_subjects
from equity_tracker.following.subjects import Named, asked_of
from equity_tracker.model.follow import Follow
from equity_tracker.model.publication import PublicationKind
from equity_tracker.public.news import News, tell
from equity_tracker.public.queries import news as published
from equity_tracker.public.queries import publications
from equity_tracker.public.queries.asking import UnknownFilter, read_question


def read_edition(after: int, today: date) -> Edition:
    """Return all that was noticed after a piece of news, for everybody whose day it is."""
    noticed = follows.list_news_after(after)
    told = {each.id: each for each in tell(published.list_numbered({row for _, row in noticed}, today))}
    numbered = [(number, told[publication]) for number, publication in noticed if publication in told]
    facts = publications.list_current(PublicationKind.PROGRAMME, today)
    programmes = {row.programme_id: row.payload for row in facts if row.programme_id is not None}
    return Edition(
        numbered=numbered,
        subjects=find_subjects(_named(today), today),
        closed={
            key: date.fromisoformat(payload["closed_on"])
            for key, payload in programmes.items()
            if payload["closed_on"]
        },
        programmes=programmes,
        search=lambda asked: _search(asked, [each for _, each in numbered], today),
    )


def _named(today: date) -> list[Named]:
    rows = db.session.execute(select(Follow.kind, Follow.subject).where(Follow.due_on <= today).distinct())
    return [(kind, subject) for kind, subject in rows]


def _search(asked: str, told: Collection[News], today: date) -> Searched | None:
    """Ask the register a kept question about what is new; None when it cannot be asked any more."""
    try:
        question = read_question(asked_of(asked), today)
    except UnknownFilter:
        return None
    about = {each.about_id for each in told if each.about_id}
    return published.which_match(question, about, today), question.ids.get("programme", ())
