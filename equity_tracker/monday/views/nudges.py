"""Writing to organisations whose check-ins have not come."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from equity_tracker import clock
from equity_tracker.model.errors import Refused
from equity_tracker.model.permissions import Permission
from equity_tracker.model.programme import Programme
from equity_tracker.monday.actions import nudges as actions
from equity_tracker.monday.forms import NudgeForm
from equity_tracker.monday.queries import nudges as queries
from equity_tracker.monday.queries.not_reported import Narrowing, Unreported, list_unreported
from equity_tracker.monday.views.blueprint import blueprint
from equity_tracker.monday.wording import suggested_subject, suggested_text
from equity_tracker.web.access import requires
from equity_tracker.web.fields import Option
from equity_tracker.web.form_keys import creates_once
from equity_tracker.web.templating import render_form

MOST_AT_ONCE = 50
MOST_LISTED = 200
EARLIER_SHOWN = 5
Groups = list[list[Unreported]]


@blueprint.route("/not-reported/write", methods=["GET", "POST"])
@requires(get=Permission.NUDGE_ORGANISATION, post=Permission.NUDGE_ORGANISATION)
@creates_once
def nudge_organisations(programme: Programme) -> ResponseReturnValue:
    """Show the message as it would go out, to be changed and sent."""
    today = clock.today()
    chosen = _chosen()
    groups = _owing(programme, chosen, today)
    form = _form(programme, chosen, groups, today)
    if form.is_submitted and form.validate():
        try:
            written = actions.nudge_organisations(
                programme,
                form.data["organisations"],
                subject=form.data["subject"],
                text=form.data["text"],
                by=current_user,
                now=clock.now(),
                today=today,
            )
        except Refused as refused:
            form.add_error(refused)
        else:
            flash(f"Your message to {_names([row.name for row in written])} is on its way.")
            return redirect(url_for(".list_not_reported", programme=programme.slug), code=303)
    slugs = [rows[0].organisation_slug for rows in groups]
    return render_form(
        "monday/nudge_organisations.html",
        form,
        programme=programme,
        groups=groups,
        today=today,
        earlier=queries.list_nudges(programme, slugs, most=EARLIER_SHOWN),
    )


def _chosen() -> tuple[str, ...]:
    """Return the organisations that the address or the form names."""
    named = request.values.getlist("to") + request.values.getlist("organisations")
    return tuple(dict.fromkeys(slug for slug in named if slug.isprintable()))[:MOST_AT_ONCE]


def _owing(programme: Programme, chosen: tuple[str, ...], today: date) -> Groups:
    """Return what has not come, by organisation: of those that were chosen, else of the first in the list."""
    rows = list_unreported(programme, Narrowing(organisations=chosen), today=today, most=MOST_LISTED)
    if not rows:
        rows = list_unreported(programme, Narrowing(), today=today, most=MOST_LISTED)
    return [list(group) for _, group in groupby(rows, key=lambda row: row.organisation_slug)]


def _form(programme: Programme, chosen: tuple[str, ...], groups: Groups, today: date) -> NudgeForm:
    open_to_mail = [
        Option(rows[0].organisation_slug, rows[0].organisation)
        for rows in groups
        if rows[0].contact.may_be_nudged(today)
    ]
    suggested = {
        "organisations": chosen,
        "subject": suggested_subject(programme),
        "text": suggested_text(programme, current_user.name),
    }
    return NudgeForm.for_request(suggested, options={"organisations": open_to_mail})


def _names(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
