"""The coordinators' own answers, and the organisation's reply."""

from flask import flash, redirect
from flask.typing import ResponseReturnValue
from flask_login import current_user

from equity_tracker import clock
from equity_tracker.closing import queries
from equity_tracker.closing.actions import assessments as actions
from equity_tracker.closing.answers import four_answers_from, values_of_four
from equity_tracker.closing.forms import AssessCloseOutForm, ReplyToAssessmentForm
from equity_tracker.closing.views.blueprint import blueprint, record_address, registered_address
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.coordinator_assessment import latest_assessment
from equity_tracker.model.errors import Refused
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.permissions import Permission
from equity_tracker.model.programme import Programme
from equity_tracker.web.access import loads, requires
from equity_tracker.web.form_keys import creates_once
from equity_tracker.web.templating import render_form


@blueprint.route("/p/<programme>/commitments/<commitment>/assess", methods=["GET", "POST"])
@loads(commitment=queries.get_registered)
@requires(get=Permission.ASSESS_CLOSE_OUT, post=Permission.ASSESS_CLOSE_OUT)
@creates_once
def assess_close_out(programme: Programme, commitment: Commitment) -> ResponseReturnValue:
    """Answer the four questions as the programme sees it."""
    if not commitment.is_closed:
        flash("The four questions are asked when a commitment has closed.", "error")
        return redirect(registered_address(commitment), code=303)
    today = clock.today()
    before = latest_assessment(commitment)
    values = values_of_four(before.four_answers) | {"reason": before.reason} if before else None
    form = AssessCloseOutForm.for_request(values, version=len(commitment.assessments))
    if form.is_submitted and form.validate():
        try:
            actions.assess_close_out(
                commitment,
                four_answers_from(form.data),
                form.data["reason"],
                seen=form.version,
                by=current_user,
                now=clock.now(),
                today=today,
            )
        except Refused as refused:
            form.add_error(refused)
            form.version = len(commitment.assessments)
        else:
            flash("Sent. Your answers stand beside theirs, and the organisation can reply.")
            return redirect(registered_address(commitment), code=303)
    return render_form(
        "closing/assess_close_out.html",
        form,
        programme=programme,
        commitment=commitment,
        ending=queries.find_ending(commitment, today),
    )


@blueprint.route("/o/<organisation>/commitments/<commitment>/reply", methods=["GET", "POST"])
@loads(commitment=queries.get_commitment)
@requires(get=Permission.REPLY_TO_ASSESSMENT, post=Permission.REPLY_TO_ASSESSMENT)
@creates_once
def reply_to_assessment(organisation: Organisation, commitment: Commitment) -> ResponseReturnValue:
    """Reply to the coordinators' answers in public."""
    assessment = latest_assessment(commitment)
    if assessment is None or not commitment.is_closed:
        flash("The coordinators have not answered the four questions on this commitment.", "error")
        return redirect(record_address(commitment), code=303)
    today = clock.today(organisation.time_zone)
    form = ReplyToAssessmentForm.for_request(
        {"words": assessment.reply.words} if assessment.reply else None,
        version=actions.reply_seen(commitment),
    )
    if form.is_submitted and form.validate():
        try:
            actions.reply_to_assessment(
                commitment,
                form.data["words"],
                seen=form.version,
                by=current_user,
                now=clock.now(),
                today=today,
            )
        except Refused as refused:
            form.add_error(refused)
            form.version = actions.reply_seen(commitment)
        else:
            flash("Sent. Your reply stands beside the coordinators’ answers.")
            return redirect(record_address(commitment), code=303)
    return render_form(
        "closing/reply_to_assessment.html",
        form,
        organisation=organisation,
        commitment=commitment,
        ending=queries.find_ending(commitment, today),
        has_replied=assessment.reply is not None,
    )
