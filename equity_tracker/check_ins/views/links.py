"""Asking somebody without an account, and taking a link back."""

from flask import flash, redirect
from flask.typing import ResponseReturnValue
from flask_login import current_user

from equity_tracker import clock
from equity_tracker.check_ins import queries
from equity_tracker.check_ins.actions import links as actions
from equity_tracker.check_ins.forms.together import AskByLinkForm
from equity_tracker.check_ins.views import filling
from equity_tracker.check_ins.views.blueprint import blueprint
from equity_tracker.model.check_in_link import LINK_DAYS, CheckInLink
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.dates import long_date
from equity_tracker.model.errors import Refused
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.permissions import Permission
from equity_tracker.web.access import loads, requires
from equity_tracker.web.form_keys import creates_once
from equity_tracker.web.templating import render_form


@blueprint.route("/commitments/<commitment>/check-ins/ask", methods=["GET", "POST"])
@loads(commitment=queries.get_commitment)
@requires(get=Permission.RECORD_CHECK_IN, post=Permission.RECORD_CHECK_IN)
@creates_once
def ask_by_link(organisation: Organisation, commitment: Commitment) -> ResponseReturnValue:
    """Send somebody without an account a link to this one check-in."""
    form = AskByLinkForm.for_request()
    if form.is_submitted and form.validate():
        try:
            link = actions.ask_by_link(
                commitment, form.email.data or "", form.note.data, by=current_user, now=clock.now()
            )
        except Refused as refused:
            form.add_error(refused)
        else:
            until = long_date(clock.local_date(link.expires_at, organisation.time_zone))
            flash(f"A link is on its way to {link.email}. It works until {until}.")
            return redirect(filling.address("record_check_in", commitment), code=303)
    return render_form(
        "check_ins/ask_by_link.html", form, organisation=organisation, commitment=commitment, days=LINK_DAYS
    )


@blueprint.post("/check-in-links/<link>/revoke")
@loads(link=queries.get_link)
@requires(post=Permission.RECORD_CHECK_IN)
def revoke_link(organisation: Organisation, link: CheckInLink) -> ResponseReturnValue:  # noqa: ARG001 - the gate's scope
    """Make a link open nothing any more."""
    actions.revoke_link(link, by=current_user, now=clock.now())
    flash(f"The link of {link.email} opens nothing any more.")
    return redirect(filling.address("record_check_in", link.commitment), code=303)
