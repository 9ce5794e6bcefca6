"""Atom feeds (RFC 4287) of what is published: of a commitment, an organisation, a programme, a search."""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from html import escape
from typing import Any
from urllib.parse import urlencode, urlsplit

from feedgenerator import Atom1Feed
from flask import Response, abort, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from equity_tracker import clock
from equity_tracker.model.publication import PublicationKind
from equity_tracker.public import beside
from equity_tracker.public.news import News
from equity_tracker.public.queries import news, publications
from equity_tracker.public.queries.asking import UnknownFilter, read_question
from equity_tracker.public.views.blueprint import blueprint
from equity_tracker.web.access import loads, public
from equity_tracker.web.templating import SERVICE_NAME

# The year in which these names were first given (RFC 4151). It never changes, so the names never do.
NAMED_SINCE = "2026"
# What XML 1.0 has no way to write.
_UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class _Feed(Atom1Feed):  # type: ignore[misc]
    """Says of a feed with nothing in it that it is of today: the library would say of this very moment."""

    def latest_post_date(self) -> datetime:
        if self.items:
            newest: datetime = super().latest_post_date()
            return newest
        return datetime.combine(clock.today(), time(), UTC)


@blueprint.get("/programmes/<slug>/feed.atom")
@loads(slug=publications.readable)
@public
def feed_of_programme(slug: str) -> ResponseReturnValue:
    """Give what was published in a programme."""
    today = clock.today()
    found = _at_its_slug(PublicationKind.PROGRAMME, slug, today)
    return answer(
        found.payload["name"],
        news.list_of_programme(found.programme_id, today),
        page=url_for(".show_programme", slug=slug),
        name=f"programme/{found.subject_id}",
    )


@blueprint.get("/organisations/<slug>/feed.atom")
@loads(slug=publications.readable)
@public
def feed_of_organisation(slug: str) -> ResponseReturnValue:
    """Give what was published about the commitments that an organisation holds, or has handed over."""
    today = clock.today()
    found = _at_its_slug(PublicationKind.ORGANISATION, slug, today)
    return answer(
        found.payload["name"],
        news.list_of_organisation(found, today),
        page=url_for(".show_organisation", slug=slug),
        name=f"organisation/{found.subject_id}",
    )


def _at_its_slug(kind: PublicationKind, slug: str, today: date) -> Any:  # noqa: ANN401 - a database row, by name
    """Return what bears this slug. Ends the request with a 404, or with the way to its slug of today."""
    found = publications.find_by_slug(kind, slug, today)
    if found is None:
        abort(404)
    if found.slug != slug:
        abort(redirect(url_for(request.endpoint or "", slug=found.slug), code=301))
    return found


@blueprint.get("/commitments/<public_id>/feed.atom")
@loads(public_id=publications.readable)
@public
def feed_of_commitment(public_id: str) -> ResponseReturnValue:
    """Give what was published about one commitment; that it was taken back, if it was."""
    told = news.list_of_commitment(public_id, clock.today())
    if not told:
        abort(404)
    title = told[0].title or "A commitment that was taken back"
    page = url_for(".find_commitment", public_id=public_id)
    return answer(title, told, page=page, name=f"commitment/{public_id}")


@blueprint.get("/commitments.atom")
@public
def feed_of_search() -> ResponseReturnValue:
    """Give what was published about the commitments that the register shows for the same question."""
    today = clock.today()
    try:
        question = read_question(request.args.to_dict(flat=False), today)
    except UnknownFilter as unknown:
        return render_template("public/unknown_filter.html", title=unknown.title, value=unknown.value), 400
    asked = urlencode(question.filters.without("sort"))
    return answer(
        question.in_words or "Commitments",
        news.list_of_search(question, today),
        page=f"{url_for('.list_commitments')}?{asked}" if asked else url_for(".list_commitments"),
        name=f"search/{asked}",
    )


def answer(title: str, told: Iterable[News], *, page: str, name: str) -> Response:
    """Write a feed.

    :param page: the page that shows the same. :param name: what the feed's own id ends in.
    """
    base = current_app.config["SETTINGS"].public_base_url
    feed = _Feed(
        title=_writable(f"{title} – {SERVICE_NAME}"),
        link=base + page,
        description=None,
        language="en-GB",
        author_name=SERVICE_NAME,
        feed_url=base + request.full_path.rstrip("?"),
        feed_guid=_tag(base, f"feed/{name}"),
    )
    for each in told:
        about = f"{each.title} – " if each.title else ""
        feed.add_item(
            title=_writable(about + each.what),
            link=base + _page_of(each, page),
            description=_writable("".join(f"<p>{escape(line)}</p>" for line in each.lines)) or None,
            pubdate=each.at,
            updateddate=each.at,
            unique_id=_tag(base, each.key),
            author_name=_writable(each.organisation) if each.organisation else None,
        )
    return Response(feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


def _page_of(each: News, page: str) -> str:
    if each.entry_id is not None:
        return url_for(beside.PAGES[each.kind], entry=each.entry_id)
    if each.about_id is None:
        return page
    if each.slug is None:
        return url_for(".find_commitment", public_id=each.about_id)
    return url_for(".show_commitment", public_id=each.about_id, slug=each.slug)


def _tag(base: str, name: str) -> str:
    """Return a name that stays when addresses change (RFC 4151)."""
    return f"tag:{urlsplit(base).hostname},{NAMED_SINCE}:{name}"


def _writable(text: str) -> str:
    return _UNWRITABLE.sub("\ufffd", text)
