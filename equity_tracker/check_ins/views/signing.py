"""Signing what a colleague wrote, or giving it back."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from equity_tracker import clock
from equity_tracker.check_ins import queries
from equity_tracker.check_ins.actions import signing as actions
from equity_tracker.check_ins.beside import NOTHING
from equity_tracker.check_ins.forms.together import ConfirmForm, GiveBackForm
from equity_tracker.check_ins.views import filling
from equity_tracker.check_ins.views.blueprint import blueprint
from equity_tracker.check_ins.views.previewing import answers_of, preview_page
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.errors import Refused
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.permissions import Permission
from equity_tracker.web.access import loads, requires
from equity_tracker.web.form_keys import creates_once
from equity_tracker.web.templating import render_form

NOTHING_WAITS = "Nothing waits for a signature here. It was sent, taken back or given back."


@blueprint.route("/commitments/<commitment>/check-ins/sign", methods=["GET", "POST"])
@loads(commitment=queries.get_commitment)
@requires(get=Permission.SIGN_CHECK_IN, post=Permission.SIGN_CHECK_IN)
@creates_once
def sign_check_in(organisation: Organisation, commitment: Commitment) -> ResponseReturnValue:
    """Read what a colleague wrote as the public will, and send it in the organisation's name."""
    draft = commitment.check_in_draft
    if draft is None or not draft.is_waiting:
        return _nothing_waits(organisation)
    form, kept = ConfirmForm.for_request(), filling.form_of(draft)
    form.stamp = draft.stamp
    if form.is_submitted:
        try:
            check_in = actions.sign_check_in(
                draft,
                answers_of(draft, kept),
                beside=NOTHING if draft.nothing_changed else filling.beside_of(kept, commitment),
                stamp=request.form.get("draft", ""),
                by=current_user,
                now=clock.now(),
                today=clock.today(organisation.time_zone),
            )
        except Refused as refused:
            form.add_error(refused)
        else:
            return filling.receipt(check_in, "is signed and has been sent")
    page = preview_page(commitment, draft, kept, is_signing=True)
    return render_form("check_ins/sign_check_in.html", form, **page)


@blueprint.route("/commitments/<commitment>/check-ins/give-back", methods=["GET", "POST"])
@loads(commitment=queries.get_commitment)
@requires(get=Permission.SIGN_CHECK_IN, post=Permission.SIGN_CHECK_IN)
@creates_once
def give_back_check_in(organisation: Organisation, commitment: Commitment) -> ResponseReturnValue:
    """Say what should be changed first."""
    draft = commitment.check_in_draft
    if draft is None or not draft.is_waiting:
        return _nothing_waits(organisation)
    form = GiveBackForm.for_request()
    if form.is_submitted and form.validate():
        name, stamp = draft.sent_by_name, request.form.get("draft", "")
        try:
            actions.give_back(draft, form.reason.data or "", stamp=stamp, by=current_user, now=clock.now())
        except Refused as refused:
            form.add_error(refused)
        else:
            flash(f"Given back. {name} gets your reason by e-mail.")
            return redirect(url_for(".list_due", organisation=organisation.slug), code=303)
    return render_form(
        "check_ins/give_back_check_in.html",
        form,
        organisation=organisation,
        commitment=commitment,
        draft=draft,
    )


def _nothing_waits(organisation: Organisation) -> ResponseReturnValue:
    flash(NOTHING_WAITS, "error")
    return redirect(url_for(".list_due", organisation=organisation.slug), code=303)
