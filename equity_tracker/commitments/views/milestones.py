"""Pages of the milestones of a published commitment: move one, or mark it as met."""

from flask import flash
from flask.typing import ResponseReturnValue

from equity_tracker.commitments.actions import milestones as actions
from equity_tracker.commitments.forms.milestones import MeetMilestoneForm, ReviseMilestoneForm
from equity_tracker.commitments.queries.commitments import get_commitment
from equity_tracker.commitments.queries.measures import get_milestone
from equity_tracker.commitments.show import tell_milestone
from equity_tracker.commitments.views.blueprint import blueprint
from equity_tracker.commitments.views.measures import refuse_other
from equity_tracker.commitments.views.readings import (
    add_refusal,
    closed_to_updates,
    signing_of,
    to_the_record,
)
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.errors import Refused
from equity_tracker.model.milestone import Milestone
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.permissions import Permission
from equity_tracker.web.access import loads, requires
from equity_tracker.web.form_keys import creates_once
from equity_tracker.web.templating import render_form


@blueprint.route("/<commitment>/milestones/<milestone>/move", methods=["GET", "POST"])
@loads(commitment=get_commitment, milestone=get_milestone)
@requires(get=Permission.REVISE_MILESTONE, post=Permission.REVISE_MILESTONE)
@creates_once
def revise_milestone(
    organisation: Organisation, commitment: Commitment, milestone: Milestone
) -> ResponseReturnValue:
    """Move the date of a milestone, for a reason that everybody reads."""
    refuse_other(commitment, milestone)
    if elsewhere := closed_to_updates(commitment):
        return elsewhere
    form = ReviseMilestoneForm.about(milestone)
    if form.is_submitted and form.validate() and form.revised_on.data is not None:
        try:
            actions.revise_milestone(
                milestone,
                form.revised_on.data,
                reason=form.reason.data or "",
                signing=signing_of(form, organisation),
            )
        except Refused as refused:
            add_refusal(form, refused, commitment)
        else:
            flash("The milestone is moved. The first date and your reason are public beside it.")
            return to_the_record(commitment)
    return render_form(
        "commitments/revise_milestone.html",
        form,
        organisation=organisation,
        commitment=commitment,
        milestone=milestone,
        told=tell_milestone(milestone),
    )


@blueprint.route("/<commitment>/milestones/<milestone>/met", methods=["GET", "POST"])
@loads(commitment=get_commitment, milestone=get_milestone)
@requires(get=Permission.MEET_MILESTONE, post=Permission.MEET_MILESTONE)
@creates_once
def meet_milestone(
    organisation: Organisation, commitment: Commitment, milestone: Milestone
) -> ResponseReturnValue:
    """Say on which day a milestone was met."""
    refuse_other(commitment, milestone)
    if elsewhere := closed_to_updates(commitment):
        return elsewhere
    form = MeetMilestoneForm.for_request(version=commitment.version)
    if form.is_submitted and form.validate() and form.met_on.data is not None:
        try:
            actions.meet_milestone(milestone, form.met_on.data, signing=signing_of(form, organisation))
        except Refused as refused:
            add_refusal(form, refused, commitment)
        else:
            flash("The milestone is marked as met, and that is public.")
            return to_the_record(commitment)
    return render_form(
        "commitments/meet_milestone.html",
        form,
        organisation=organisation,
        commitment=commitment,
        milestone=milestone,
        told=tell_milestone(milestone),
    )
