"""Assessing a check-in in the programme's workspace, and replying in the organisation's."""

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from equity_tracker import clock
from equity_tracker.assessments import actions, queries
from equity_tracker.assessments.forms import AssessCheckInForm, ReplyForm
from equity_tracker.model.check_in import CheckIn
from equity_tracker.model.check_in_assessment import (
    check_in_assessment_payload,
    latest_assessment,
    refuse_unless_assessable,
    refuse_unless_repliable,
)
from equity_tracker.model.errors import Refused
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.permissions import Permission
from equity_tracker.model.programme import Programme
from equity_tracker.model.status import outlook_status
from equity_tracker.model.told_assessment import told_assessment
from equity_tracker.web.access import loads, requires
from equity_tracker.web.form_keys import creates_once
from equity_tracker.web.templating import render_form

blueprint = Blueprint("assessments", __name__)


@blueprint.route("/p/<programme>/check-ins/<check_in>/assess", methods=["GET", "POST"])
@loads(check_in=queries.get_registered)
@requires(get=Permission.ASSESS_CHECK_IN, post=Permission.ASSESS_CHECK_IN)
@creates_once
def assess_check_in(programme: Programme, check_in: CheckIn) -> ResponseReturnValue:
    """Say how the coordinators see what the organisation reported."""
    here = url_for("programmes.review_check_in", programme=programme.slug, check_in=check_in.public_id)
    try:
        refuse_unless_assessable(check_in, by=current_user)
    except Refused as refused:
        flash(refused.message, "error")
        return redirect(here, code=303)
    before = latest_assessment(check_in)
    form = AssessCheckInForm.for_request(before, version=actions.assessment_seen(check_in))
    if form.is_submitted and form.validate():
        try:
            actions.assess_check_in(
                check_in,
                delivery=form.data["delivery"],
                outlook=form.data["outlook"],
                reason=form.data["reason"],
                seen=form.version,
                by=current_user,
                now=clock.now(),
                today=clock.today(),
            )
        except Refused as refused:
            form.add_error(refused)
            form.version = actions.assessment_seen(check_in)
        else:
            flash("Sent. Your assessment stands beside theirs, and the organisation can reply.")
            return redirect(here, code=303)
    return render_form(
        "assessments/assess_check_in.html",
        form,
        programme=programme,
        check_in=check_in,
        commitment=check_in.commitment,
        version=check_in.published,
        outlook=outlook_status((check_in.published or check_in.current).outlook),
        before=before,
        here=here,
    )


@blueprint.route("/o/<organisation>/check-ins/<check_in>/reply", methods=["GET", "POST"])
@loads(check_in=queries.get_check_in)
@requires(get=Permission.REPLY_TO_ASSESSMENT, post=Permission.REPLY_TO_ASSESSMENT)
@creates_once
def reply_to_check_in_assessment(organisation: Organisation, check_in: CheckIn) -> ResponseReturnValue:
    """Reply in public, once."""
    here = url_for("check_ins.show_check_in", organisation=organisation.slug, check_in=check_in.public_id)
    try:
        assessment = refuse_unless_repliable(check_in)
    except Refused as refused:
        flash(refused.message, "error")
        return redirect(here, code=303)
    form = ReplyForm.for_request(version=actions.assessment_seen(check_in))
    if form.is_submitted and form.validate():
        try:
            actions.reply_to_check_in_assessment(
                check_in,
                form.data["words"],
                seen=form.version,
                by=current_user,
                now=clock.now(),
                today=clock.today(organisation.time_zone),
            )
        except Refused as refused:
            form.add_error(refused)
            form.version = actions.assessment_seen(check_in)
        else:
            flash("Sent. Your reply stands beside the coordinators’ assessment.")
            return redirect(here, code=303)
    return render_form(
        "assessments/reply_to_check_in_assessment.html",
        form,
        organisation=organisation,
        check_in=check_in,
        commitment=check_in.commitment,
        assessed=told_assessment(check_in_assessment_payload(assessment)),
        here=here,
    )
