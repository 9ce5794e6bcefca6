"""Writing the mails to followers whose day it is, one to each address."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime

from equity_tracker.extensions import db
from equity_tracker.following import emails, queries
from equity_tracker.following.actions.edition import Edition
from equity_tracker.model.follow import Follow, Follower
from equity_tracker.model.outbox import OutgoingEmail
from equity_tracker.notices.queries import find_written
from equity_tracker.notices.queries.teams import find_refused
from equity_tracker.public.queries.news import News

Due = list[tuple[Follower, list[Follow]]]


def write_news(ids: Sequence[int], edition: Edition, *, now: datetime, today: date) -> Counter[str]:
    """Write to these followers what is new. All of it is written, or nothing is.

    To an address from which mail comes back nothing is written, and nothing is forgotten.
    """
    counts: Counter[str] = Counter()
    refused = find_refused(now)
    due = queries.lock_due(ids, today)
    written = find_written([emails.news_key(follower, today) for follower, _ in due])
    mails: list[OutgoingEmail] = []
    for follower, its_follows in due:
        counts["looked_at"] += len(its_follows)
        if follower.address in refused or emails.news_key(follower, today) in written:
            _look_again_later(its_follows, today)
        else:
            counts += _write(follower, its_follows, edition, mails, now=now, today=today)
    db.session.flush()
    # All in one statement: a unit of work asks for each new row's number, one by one. The outbox is swept
    # every minute, and needs no worker to be woken for each of thousands.
    db.session.bulk_save_objects(mails)
    return counts


def _write(
    follower: Follower,
    its_follows: Sequence[Follow],
    edition: Edition,
    mails: list[OutgoingEmail],
    *,
    now: datetime,
    today: date,
) -> Counter[str]:
    told: dict[str, News] = {}
    ended = []
    because = []
    for follow in its_follows:
        news = edition.of(follow)
        told |= {each.key: each for each in news}
        end = edition.end_of(follow, news)
        if end is not None:
            ended.append(end)
        elif news:
            because.append(edition.name_of(follow) or "")
    if told or ended:
        sections = edition.sections(told.values())
        names = sorted(name for name in because if name)
        mails.append(emails.news(follower, sections, names, ended, today=today, now=now))
    for follow in its_follows:
        follow.told_up_to = max(follow.told_up_to, edition.last)
    _look_again_later(its_follows, today)
    for end in ended:
        follower.follows.remove(end.follow)
    return Counter(mails=int(bool(told or ended)), ended=len(ended))


def _look_again_later(its_follows: Sequence[Follow], today: date) -> None:
    for follow in its_follows:
        follow.due_on = follow.rhythm.day_after(today)
