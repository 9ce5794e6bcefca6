"""Entering a check-in for an organisation, in the programme's workspace."""

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from equity_tracker import clock
from equity_tracker.check_ins import queries, show
from equity_tracker.check_ins.actions.on_behalf import record_on_behalf
from equity_tracker.check_ins.answers import answers_from, values_to_confirm
from equity_tracker.check_ins.beside import beside_from, open_milestones
from equity_tracker.check_ins.forms.asked import asked_about, asking_also, taking_figures, taking_milestones
from equity_tracker.check_ins.forms.on_behalf import RecordOnBehalfForm
from equity_tracker.check_ins.round_questions import questions_asked_of
from equity_tracker.check_ins.views.blueprint import blueprint as check_ins
from equity_tracker.model.checking_in import (
    last_check_in,
    refuse_unless_reportable,
    returned_answer,
    why_back,
)
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.errors import Refused
from equity_tracker.model.permissions import Permission
from equity_tracker.model.programme import Programme
from equity_tracker.web.access import loads, requires
from equity_tracker.web.form_keys import creates_once
from equity_tracker.web.templating import render_form

blueprint = Blueprint("on_behalf", __name__)
# It stands in the other workspace, so that it has no part in the address of the feature's own.
check_ins.record_once(lambda state: state.app.register_blueprint(blueprint))


@blueprint.route("/p/<programme>/commitments/<commitment>/check-in", methods=["GET", "POST"])
@loads(commitment=queries.get_registered)
@requires(get=Permission.RECORD_ON_BEHALF, post=Permission.RECORD_ON_BEHALF)
@creates_once
def record_check_in(programme: Programme, commitment: Commitment) -> ResponseReturnValue:
    """Enter what the organisation reports, with how the coordinators know it."""
    here = url_for("programmes.review_commitment", programme=programme.slug, commitment=commitment.public_id)
    if request.method == "GET" and (why := _why_not(commitment)):
        flash(why, "error")
        return redirect(here, code=303)
    today = clock.today(commitment.organisation.time_zone)
    last = last_check_in(commitment)
    seen = last.number if last else 0
    form = _form_about(commitment).for_request(values_to_confirm(commitment), version=seen)
    form.offer_no_files()
    if form.is_submitted and form.validate():
        try:
            check_in = record_on_behalf(
                commitment,
                answers_from(form.data),
                beside=beside_from(form.data, commitment),
                source=form.data["source"],
                reason=form.data["on_behalf_reason"],
                seen=form.version,
                by=current_user,
                now=clock.now(),
                today=today,
            )
        except Refused as refused:
            form.add_error(refused)
            form.version = seen
        else:
            flash(f"Check-in {check_in.number} is entered on behalf of {commitment.organisation.name}.")
            address = url_for(
                "programmes.review_check_in", programme=programme.slug, check_in=check_in.public_id
            )
            return redirect(address, code=303)
    page = show.form_page(commitment.organisation, commitment, today)
    return render_form("check_ins/record_on_behalf.html", form, programme=programme, here=here, **page)


def _form_about(commitment: Commitment) -> type[RecordOnBehalfForm]:
    """Ask what the organisation is asked. A figure says in its note who entered it and how they know."""
    form = asked_about(RecordOnBehalfForm, commitment)
    form = taking_milestones(
        taking_figures(form, commitment.measures, shows_last=False), open_milestones(commitment)
    )
    return asking_also(form, questions_asked_of(commitment))


def _why_not(commitment: Commitment) -> str | None:
    """Say why nothing can be entered, before anybody types it."""
    try:
        refuse_unless_reportable(commitment)
    except Refused as refused:
        return refused.message
    returned = returned_answer(commitment)
    return f"{why_back(returned)} Its organisation corrects that one." if returned else None
