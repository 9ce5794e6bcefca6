"""Which mails a person gets, and how often."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from equity_tracker import clock
from equity_tracker.notices.actions import choices
from equity_tracker.notices.forms import ChooseMailForm
from equity_tracker.notices.views.blueprint import blueprint
from equity_tracker.web.access import signed_in
from equity_tracker.web.templating import render_form


@blueprint.route("/account/mail", methods=["GET", "POST"])
@signed_in("GET", "POST")
def choose_mail() -> ResponseReturnValue:
    form = ChooseMailForm.for_request(current_user)
    if form.is_submitted and form.validate():
        choices.choose_mail(
            current_user,
            reminders=form.wants_reminders.data,
            weekly=form.wants_weekly_mail.data,
            paces=form.paces,
            time_zone=form.time_zone.data or None,
            now=clock.now(),
        )
        flash("Your choice is saved.")
        return redirect(url_for("accounts.show_account"), code=303)
    return render_form("notices/choose_mail.html", form=form)
