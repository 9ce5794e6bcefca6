"""Which mails a person gets; and what a host asks: are you there, and can you work? No names, no versions."""

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from equity_tracker import clock
from equity_tracker.notices.actions import choices
from equity_tracker.notices.forms import ChooseMailForm
from equity_tracker.web import health
from equity_tracker.web.access import anyone, signed_in
from equity_tracker.web.templating import render_form

blueprint = Blueprint("notices", __name__)
health_blueprint = Blueprint("health", __name__, url_prefix="/healthz")


@blueprint.route("/account/mail", methods=["GET", "POST"])
@signed_in("GET", "POST")
def choose_mail() -> ResponseReturnValue:
    form = ChooseMailForm.for_request(current_user)
    if form.is_submitted and form.validate():
        choices.choose_mail(
            current_user,
            reminders=form.wants_reminders.data,
            weekly=form.wants_weekly_mail.data,
            now=clock.now(),
        )
        flash("Your choice is saved.")
        return redirect(url_for("accounts.show_account"), code=303)
    return render_form("notices/choose_mail.html", form=form)


@health_blueprint.route("/live")
@anyone("GET")
def live() -> ResponseReturnValue:
    """Answer without looking at anything: a host starts a process that stays silent anew."""
    return {"status": "ok"}


@health_blueprint.route("/ready")
@anyone("GET")
def ready() -> ResponseReturnValue:
    """Say what works; 503 tells the host to send people elsewhere."""
    found = health.check(clock.now())
    is_well = all(found.values())
    words = {True: "ok", False: "failing"}
    checks = {name: words[works] for name, works in found.items()}
    return {"status": words[is_well], "checks": checks}, 200 if is_well else 503
