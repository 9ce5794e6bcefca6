"""The partners of a commitment, as the organisation that names them sees them: what each has answered."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from equity_tracker import clock
from equity_tracker.commitments.actions import partners as actions
from equity_tracker.commitments.forms.partners import AskPartnerForm, RemovePartnerForm
from equity_tracker.commitments.queries import commitments, partners
from equity_tracker.commitments.show import partner_list
from equity_tracker.commitments.views.blueprint import blueprint
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.errors import Refused
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.partner import Partner
from equity_tracker.model.permissions import Permission
from equity_tracker.web.access import loads, requires
from equity_tracker.web.templating import render_form


@blueprint.route("/<commitment>/partners")
@loads(commitment=commitments.get_commitment)
@requires(get=Permission.VIEW_COMMITMENT)
def list_partners(organisation: Organisation, commitment: Commitment) -> ResponseReturnValue:
    """Show who was named, what each has answered, and what can be done about it."""
    return render_template(
        "commitments/list_partners.html",
        organisation=organisation,
        commitment=commitment,
        partners=partner_list(commitment, clock.now()),
    )


@blueprint.route("/partners/<partner>/ask", methods=["GET", "POST"])
@loads(partner=partners.get_partner)
@requires(get=Permission.ASK_PARTNER, post=Permission.ASK_PARTNER)
def ask_partner(organisation: Organisation, partner: Partner) -> ResponseReturnValue:
    """Say what the partner will see, then ask it."""
    form = AskPartnerForm.for_request()
    if form.is_submitted and form.validate():
        try:
            actions.ask_partner(partner, by=current_user, now=clock.now())
        except Refused as refused:
            form.add_error(refused)
        else:
            flash(f"{partner.name} is asked. Its admins are told by e-mail.")
            return redirect(_list(partner), code=303)
    return render_form(
        "commitments/ask_partner.html",
        form,
        organisation=organisation,
        partner=partner,
        commitment=partner.commitment,
        why_not=partner.why_not_ask(clock.now()),
    )


@blueprint.route("/partners/<partner>/remove", methods=["GET", "POST"])
@loads(partner=partners.get_partner)
@requires(get=Permission.EDIT_COMMITMENT, post=Permission.EDIT_COMMITMENT)
def remove_partner(organisation: Organisation, partner: Partner) -> ResponseReturnValue:
    """Ask, then take a partner off a draft."""
    commitment, address = partner.commitment, _list(partner)
    form = RemovePartnerForm.for_request()
    if form.is_submitted and form.validate():
        try:
            actions.remove_partner(partner, by=current_user, now=clock.now())
        except Refused as refused:
            form.add_error(refused)
        else:
            flash(f"{partner.name} is no longer named as a partner.")
            return redirect(address, code=303)
    return render_form(
        "commitments/remove_partner.html",
        form,
        organisation=organisation,
        partner=partner,
        commitment=commitment,
    )


def _list(partner: Partner) -> str:
    commitment = partner.commitment
    return url_for(
        ".list_partners", organisation=commitment.organisation.slug, commitment=commitment.public_id
    )
