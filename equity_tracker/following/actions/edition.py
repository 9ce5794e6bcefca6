"""One day's news, and what of it is for whom."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from equity_tracker.following import queries
from equity_tracker.following.sections import Ended, Item, Section
from equity_tracker.model.follow import Follow, FollowKind
from equity_tracker.model.organisation import sort_name
from equity_tracker.model.publication import PublicationKind
from equity_tracker.public.queries import news as published
from equity_tracker.public.queries import publications
from equity_tracker.public.queries.asking import UnknownFilter, read_question
from equity_tracker.public.queries.followable import Followable, Named, asked_of, find_subjects
from equity_tracker.public.queries.news import News

CLOSED = "its programme has closed, so this is the last mail about it"
GONE = "the register no longer has what it asked for"

# A search: which of these commitments it finds, and of which programmes alone. None when it cannot be asked.
Searched = tuple[set[str], tuple[int, ...]]


@dataclass
class Edition:
    """What was noticed since the longest ago that anybody was told."""

    # In the order in which it was noticed; each with its number.
    numbered: Sequence[tuple[int, News]]
    subjects: Mapping[Named, Followable]
    # The day on which each closed programme closed, and the name of every one.
    closed: Mapping[int, date]
    programmes: Mapping[int, Mapping[str, Any]]
    search: Callable[[str], Searched | None]
    _searched: dict[str, Searched | None] = field(default_factory=dict)

    @cached_property
    def last(self) -> int:
        return self.numbered[-1][0] if self.numbered else 0

    def of(self, follow: Follow) -> list[News]:
        """Return what is new for this follow, each piece once, without what its closed programme adds."""
        found = {
            news.key: news
            for number, news in self.numbered
            if number > follow.told_up_to and self._may_be_told(news) and self._concerns(follow, news)
        }
        return list(found.values())

    def end_of(self, follow: Follow, told: Iterable[News]) -> Ended | None:
        """Say whether nothing will come of it any more."""
        subject = self.subjects.get((follow.kind.value, follow.subject))
        if follow.kind is FollowKind.SEARCH and self._search(follow.subject) is None:
            return Ended(follow, f"A search ({follow.subject})", GONE)
        if subject is not None and any(news.is_closing for news in told):
            programmes = self._programmes_of(follow)
            if programmes and all(each in self.closed for each in programmes):
                return Ended(follow, subject.name, CLOSED)
        return None

    def name_of(self, follow: Follow) -> str | None:
        subject = self.subjects.get((follow.kind.value, follow.subject))
        return subject.name if subject else None

    def sections(self, told: Iterable[News]) -> list[Section]:
        """Put it together by what it is about: programmes first, then commitments, in alphabetical order."""
        about: dict[tuple[bool, str, str, str], list[News]] = {}
        for news in told:
            name = news.organisation or self._programme(news)["name"]
            subject = news.about_id or news.entry_id
            key = (subject is not None, sort_name(name), news.title or "", subject or name)
            about.setdefault(key, []).append(news)
        return [self._section(about[key]) for key in sorted(about)]

    def _section(self, told: list[News]) -> Section:
        newest = told[-1]
        items = [Item(news.what, news.lines) for news in told]
        heading = newest.title or "Taken back"
        if newest.entry_id is not None:
            return Section(heading, newest.organisation, items, entry=(newest.kind.value, newest.entry_id))
        if newest.about_id is None:
            programme = self._programme(newest)
            return Section(programme["name"], None, items, slug=programme["slug"])
        return Section(heading, newest.organisation, items, newest.about_id, newest.slug)

    def _programme(self, news: News) -> Mapping[str, Any]:
        return self.programmes[news.programme_id or 0]

    def _may_be_told(self, news: News) -> bool:
        """Tell of a closed programme that it closed, and what came before that; nothing from after it."""
        if news.programme_id not in self.programmes:
            return False
        closed_on = self.closed.get(news.programme_id or 0)
        return closed_on is None or news.is_closing or news.at.date() <= closed_on

    def _concerns(self, follow: Follow, news: News) -> bool:
        if news.is_closing:
            return news.programme_id in self._programmes_of(follow)
        if follow.kind is FollowKind.COMMITMENT:
            return news.about_id == follow.subject
        if follow.kind is FollowKind.SEARCH:
            searched = self._search(follow.subject)
            return searched is not None and news.about_id in searched[0]
        subject = self.subjects.get((follow.kind.value, follow.subject))
        if subject is None:
            return False
        if follow.kind is FollowKind.PROGRAMME:
            return news.programme_id == subject.programme_id
        has_left = news.left is not None and news.left == subject.arguments.get("slug")
        return has_left or news.organisation_id == subject.organisation_id is not None

    def _programmes_of(self, follow: Follow) -> tuple[int, ...]:
        """Return the programmes without which nothing would be left of it."""
        if follow.kind is FollowKind.SEARCH:
            searched = self._search(follow.subject)
            return searched[1] if searched else ()
        subject = self.subjects.get((follow.kind.value, follow.subject))
        return (subject.programme_id,) if subject and subject.programme_id else ()

    def _search(self, asked: str) -> Searched | None:
        if asked not in self._searched:
            self._searched[asked] = self.search(asked)
        return self._searched[asked]


def read_edition(after: int, today: date) -> Edition:
    """Return all that was noticed after a piece of news, for everybody whose day it is."""
    noticed = queries.list_news_after(after)
    told = {each.id: each for each in published.tell_numbered({row for _, row in noticed}, today)}
    numbered = [(number, told[publication]) for number, publication in noticed if publication in told]
    facts = publications.list_current(PublicationKind.PROGRAMME, today)
    programmes = {row.programme_id: row.payload for row in facts if row.programme_id is not None}
    return Edition(
        numbered=numbered,
        subjects=find_subjects(queries.list_named_due(today), today),
        closed={
            key: date.fromisoformat(payload["closed_on"])
            for key, payload in programmes.items()
            if payload["closed_on"]
        },
        programmes=programmes,
        search=lambda asked: _search(asked, [each for _, each in numbered], today),
    )


def _search(asked: str, told: Collection[News], today: date) -> Searched | None:
    """Ask the register a kept question about what is new; None when it cannot be asked any more."""
    try:
        question = read_question(asked_of(asked), today)
    except UnknownFilter:
        return None
    about = {each.about_id for each in told if each.about_id}
    return published.which_match(question, about, today), question.ids.get("programme", ())
