"""A practice programme: what it would have sent, and beginning anew."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from werkzeug.exceptions import NotFound

from equity_tracker import clock
from equity_tracker.model.errors import Refused
from equity_tracker.model.permissions import Permission
from equity_tracker.model.programme import Programme
from equity_tracker.notices.queries.mail_log import what_mail_is
from equity_tracker.programmes.actions import practice as actions
from equity_tracker.programmes.forms import ConfirmForm
from equity_tracker.programmes.queries import practice as queries
from equity_tracker.programmes.views.blueprint import blueprint
from equity_tracker.web.access import requires
from equity_tracker.web.templating import render_form

MOST_SHOWN = 50


@blueprint.route("/p/<programme>/practice", methods=["GET", "POST"])
@requires(get=Permission.VIEW_PROGRAMME, post=Permission.EDIT_PROGRAMME)
def reset_practice(programme: Programme) -> ResponseReturnValue:
    """Show what was not sent, and reset it. A programme in earnest has no such page."""
    if not programme.is_practice:
        raise NotFound
    form = ConfirmForm.for_request()
    if form.is_submitted and form.validate():
        try:
            actions.reset_practice(programme, by=current_user, now=clock.now())
        except Refused as refused:
            form.add_error(refused)
        else:
            flash("Reset. The same organisations take part, and nothing has been done yet.")
            return redirect(url_for(".show_home", programme=programme.slug), code=303)
    return render_form(
        "programmes/reset_practice.html",
        form,
        programme=programme,
        mails=queries.list_unsent(programme, most=MOST_SHOWN),
        what=what_mail_is,
    )
