"""A person's calendar of due dates, and the page on which they make, replace and end its secret address."""

from collections.abc import Iterator
from datetime import date, datetime, time
from urllib.parse import urlsplit

from flask import Response, abort, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from equity_tracker import clock
from equity_tracker.model.dates import Precision, long_date
from equity_tracker.model.errors import Refused
from equity_tracker.model.people import User
from equity_tracker.model.time_zones import HOME_ZONE
from equity_tracker.notices.actions import calendar as actions
from equity_tracker.notices.calendar import Entry, write_calendar
from equity_tracker.notices.forms import MakeCalendarLinkForm
from equity_tracker.notices.queries import calendar as queries
from equity_tracker.notices.views.blueprint import blueprint
from equity_tracker.web import own_password
from equity_tracker.web.access import anyone, as_typed, loads, signed_in
from equity_tracker.web.templating import render_form

SERVICE = "Equity Tracker"


@blueprint.get("/calendar/<token>.ics")
@loads(token=as_typed)
@anyone("GET")
def show_calendar(token: str) -> ResponseReturnValue:
    """Give the calendar to whoever holds its address. What it holds follows the person's rights of now."""
    link = queries.find_link(token, clock.now())
    if link is None:
        abort(404)
    entries = list(_entries(link.user))
    response = Response(
        write_calendar(entries, name=f"{SERVICE}: due dates", host=_host()), mimetype="text/calendar"
    )
    response.add_etag()
    response.make_conditional(request)
    return response


@blueprint.get("/account/calendar")
@signed_in("GET")
def show_calendar_link() -> ResponseReturnValue:
    """Say what the calendar holds, whether there is an address now, and until when."""
    return _link_page(MakeCalendarLinkForm())


@blueprint.post("/account/calendar-link")
@signed_in("POST")
def make_calendar_link() -> ResponseReturnValue:
    """Show the new address, once: it is kept nowhere but with whoever copies it now."""
    form = MakeCalendarLinkForm.for_request()
    if not form.validate():
        return _link_page(form)
    if not own_password.is_right(form.password.data or ""):
        form.add_error(Refused("That is not your password", "password"))
        return _link_page(form)
    now = clock.now()
    token = actions.make_calendar_link(current_user, now=now)
    link = queries.find_link_of(current_user, now)
    address = _public(url_for(".show_calendar", token=token))
    return render_template("notices/show_calendar_link.html", link=link, address=address, form=form)


@blueprint.post("/account/calendar-link/end")
@signed_in("POST")
def end_calendar_link() -> ResponseReturnValue:
    actions.end_calendar_link(current_user, now=clock.now())
    flash("Your calendar address is ended.")
    return redirect(url_for(".show_calendar_link"), code=303)


def _link_page(form: MakeCalendarLinkForm) -> ResponseReturnValue:
    link = queries.find_link_of(current_user, clock.now())
    return render_form("notices/show_calendar_link.html", form, link=link, address=None)


def _public(path: str) -> str:
    return f"{current_app.config['SETTINGS'].public_base_url}{path}"


def _host() -> str:
    return urlsplit(current_app.config["SETTINGS"].public_base_url).hostname or "localhost"


def _entries(user: User) -> Iterator[Entry]:
    today = clock.today(user.time_zone or HOME_ZONE)
    yield from _check_ins(user, today)
    yield from _milestones(user, today)
    yield from _rounds(user, today)


def _check_ins(user: User, today: date) -> Iterator[Entry]:
    for row in queries.list_due_check_ins(user, today):
        organisation, commitment = row.commitment.organisation, row.commitment
        yield Entry(
            key=f"check-in-{row.public_id}",
            on=row.due_on,
            title=f"Check-in due: {commitment.display_title}",
            about=f"{organisation.name}, for {commitment.programme.name}."
            f" Days of grace until {long_date(row.grace_until)}.",
            url=_public(
                url_for(
                    "check_ins.record_check_in",
                    organisation=organisation.slug,
                    commitment=commitment.public_id,
                )
            ),
            changed_at=row.round.edited_at or row.round.opened_at or commitment.created_at,
        )


def _milestones(user: User, today: date) -> Iterator[Entry]:
    for row in queries.list_milestones(user, today):
        commitment = row.commitment
        when = row.now_planned
        # A month or a quarter has no day of its own: it stands on its last.
        exactly = "" if when.precision is Precision.DAY else f" Planned for {when}."
        moved_on = row.moves[-1].set_on if row.moves else None
        yield Entry(
            key=f"milestone-{row.public_id}",
            on=when.on,
            title=f"Step planned: {row.title}",
            about=f"{commitment.display_title}. {commitment.organisation.name}.{exactly}",
            url=_public(
                url_for(
                    "commitments.show_commitment",
                    organisation=commitment.organisation.slug,
                    commitment=commitment.public_id,
                )
            ),
            changed_at=_midnight(moved_on) if moved_on else commitment.created_at,
        )


def _rounds(user: User, today: date) -> Iterator[Entry]:
    for row in queries.list_rounds(user, today):
        days = (("opens", row.opens_on), ("due", row.due_on), ("closes", row.closes_on))
        for what, on in days:
            yield Entry(
                key=f"round-{what}-{row.public_id}",
                on=on,
                title=f"{row.name} {'is due' if what == 'due' else what}",
                about=f"{row.programme.name}.",
                url=_public(
                    url_for(
                        "programmes.show_round",
                        programme=row.programme.slug,
                        reporting_round=row.public_id,
                    )
                ),
                changed_at=row.edited_at or row.opened_at or row.programme.created_at,
            )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(0), clock.now().tzinfo)
