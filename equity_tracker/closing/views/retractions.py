"""Taking something back, asked for on a page with a button; and taking a commitment up again."""

from collections.abc import Callable
from datetime import date

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from equity_tracker import clock
from equity_tracker.closing import queries
from equity_tracker.closing.actions import retractions as actions
from equity_tracker.closing.forms import ConfirmForm, RetractForm
from equity_tracker.closing.views.blueprint import blueprint, record_address, registered_address
from equity_tracker.model.check_in import CheckIn
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.errors import Refused
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.permissions import Permission
from equity_tracker.model.programme import Programme
from equity_tracker.model.retracting import (
    refuse_unless_check_in_retractable,
    refuse_unless_retractable,
)
from equity_tracker.web.access import loads, requires
from equity_tracker.web.templating import render_form

TAKEN_BACK = "Taken back. Its address says when and why."


@blueprint.route("/o/<organisation>/commitments/<commitment>/retract", methods=["GET", "POST"])
@loads(commitment=queries.get_commitment)
@requires(get=Permission.RETRACT_PUBLICATION, post=Permission.RETRACT_PUBLICATION)
def retract_commitment(organisation: Organisation, commitment: Commitment) -> ResponseReturnValue:
    """Take back a commitment of the organisation's own."""
    return _retract_commitment(commitment, record_address(commitment), clock.today(organisation.time_zone))


@blueprint.route("/p/<programme>/commitments/<commitment>/retract", methods=["GET", "POST"])
@loads(commitment=queries.get_registered)
@requires(get=Permission.RETRACT_PUBLICATION, post=Permission.RETRACT_PUBLICATION)
def retract_registered_commitment(programme: Programme, commitment: Commitment) -> ResponseReturnValue:  # noqa: ARG001 - the gate's scope
    """Take back a commitment that was registered in the programme."""
    return _retract_commitment(commitment, registered_address(commitment), clock.today())


@blueprint.route("/o/<organisation>/check-ins/<check_in>/retract", methods=["GET", "POST"])
@loads(check_in=queries.get_check_in)
@requires(get=Permission.RETRACT_PUBLICATION, post=Permission.RETRACT_PUBLICATION)
def retract_check_in(organisation: Organisation, check_in: CheckIn) -> ResponseReturnValue:
    """Take back a check-in of the organisation's own."""
    back = url_for("check_ins.show_check_in", organisation=organisation.slug, check_in=check_in.public_id)
    return _retract_check_in(check_in, back, clock.today(organisation.time_zone))


@blueprint.route("/p/<programme>/check-ins/<check_in>/retract", methods=["GET", "POST"])
@loads(check_in=queries.get_registered_check_in)
@requires(get=Permission.RETRACT_PUBLICATION, post=Permission.RETRACT_PUBLICATION)
def retract_registered_check_in(programme: Programme, check_in: CheckIn) -> ResponseReturnValue:
    """Take back a check-in on a commitment in the programme."""
    back = url_for("programmes.review_check_in", programme=programme.slug, check_in=check_in.public_id)
    return _retract_check_in(check_in, back, clock.today())


@blueprint.route("/o/<organisation>/commitments/<commitment>/take-up-again", methods=["GET", "POST"])
@loads(commitment=queries.get_commitment)
@requires(get=Permission.RETRACT_PUBLICATION, post=Permission.RETRACT_PUBLICATION)
def take_up_again(organisation: Organisation, commitment: Commitment) -> ResponseReturnValue:
    """Work again on a text that was taken back."""
    if not commitment.is_retracted:
        flash("This commitment has not been taken back.", "error")
        return redirect(record_address(commitment), code=303)
    form = ConfirmForm.for_request()
    if form.is_submitted and form.validate():
        try:
            actions.take_up_again(commitment, by=current_user, now=clock.now())
        except Refused as refused:
            form.add_error(refused)
        else:
            flash("You can change the text and submit it again.")
            return redirect(record_address(commitment), code=303)
    return render_form(
        "closing/take_up_again.html",
        form,
        organisation=organisation,
        commitment=commitment,
        back=record_address(commitment),
    )


def _retract_commitment(commitment: Commitment, back: str, today: date) -> ResponseReturnValue:
    form = RetractForm.for_request()
    if not form.is_submitted and (refusal := _refusal(lambda: refuse_unless_retractable(commitment))):
        flash(refusal, "error")
        return redirect(back, code=303)
    if form.is_submitted and form.validate():
        try:
            actions.retract_commitment(
                commitment, form.data["reason"], by=current_user, now=clock.now(), today=today
            )
        except Refused as refused:
            form.add_error(refused)
        else:
            flash(TAKEN_BACK)
            return redirect(back, code=303)
    return render_form("closing/retract_commitment.html", form, commitment=commitment, back=back)


def _retract_check_in(check_in: CheckIn, back: str, today: date) -> ResponseReturnValue:
    form = RetractForm.for_request()
    if not form.is_submitted and (refusal := _refusal(lambda: refuse_unless_check_in_retractable(check_in))):
        flash(refusal, "error")
        return redirect(back, code=303)
    if form.is_submitted and form.validate():
        try:
            actions.retract_check_in(
                check_in, form.data["reason"], by=current_user, now=clock.now(), today=today
            )
        except Refused as refused:
            form.add_error(refused)
        else:
            flash(TAKEN_BACK)
            return redirect(back, code=303)
    return render_form("closing/retract_check_in.html", form, check_in=check_in, back=back)


def _refusal(rule: Callable[[], None]) -> str | None:
    """Return why there is nothing to take back, if that is so."""
    try:
        rule()
    except Refused as refused:
        return refused.message
    return None
