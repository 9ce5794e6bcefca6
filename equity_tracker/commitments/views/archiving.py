"""Pages on which a draft is set aside, and taken up again."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from equity_tracker import clock
from equity_tracker.commitments.actions import archiving as actions
from equity_tracker.commitments.forms.archiving import ArchiveCommitmentForm, ResumeCommitmentForm
from equity_tracker.commitments.queries.commitments import get_commitment
from equity_tracker.commitments.views.blueprint import blueprint
from equity_tracker.model.archiving import refuse_unless_archivable, refuse_unless_resumable
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.errors import Refused
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.permissions import Permission
from equity_tracker.web.access import loads, requires
from equity_tracker.web.templating import render_form


@blueprint.route("/<commitment>/archive", methods=["GET", "POST"])
@loads(commitment=get_commitment)
@requires(get=Permission.EDIT_COMMITMENT, post=Permission.EDIT_COMMITMENT)
def archive_commitment(organisation: Organisation, commitment: Commitment) -> ResponseReturnValue:
    """Ask, then set a draft aside."""
    try:
        refuse_unless_archivable(commitment)
    except Refused as refused:
        return _to_the_record(commitment, refused)
    form = ArchiveCommitmentForm.for_request(version=commitment.version)
    if form.is_submitted and form.validate():
        try:
            actions.archive_commitment(
                commitment, note=form.note.data, version=form.version, by=current_user, now=clock.now()
            )
        except Refused as refused:
            form.add_error(refused)
            form.version = commitment.version  # What stands now is a link away.
        else:
            flash("Archived. You find it under “Archived” in the list of commitments.")
            return redirect(url_for(".list_commitments", organisation=organisation.slug), code=303)
    return render_form(
        "commitments/archive_commitment.html", form, organisation=organisation, commitment=commitment
    )


@blueprint.route("/<commitment>/resume", methods=["GET", "POST"])
@loads(commitment=get_commitment)
@requires(get=Permission.EDIT_COMMITMENT, post=Permission.EDIT_COMMITMENT)
def resume_commitment(organisation: Organisation, commitment: Commitment) -> ResponseReturnValue:
    """Say what follows, then make it a draft again."""
    try:
        refuse_unless_resumable(commitment)
    except Refused as refused:
        return _to_the_record(commitment, refused)
    form = ResumeCommitmentForm.for_request(version=commitment.version)
    if form.is_submitted and form.validate():
        try:
            actions.resume_commitment(commitment, version=form.version, by=current_user, now=clock.now())
        except Refused as refused:
            form.add_error(refused)
            form.version = commitment.version
        else:
            flash("It is a draft again.")
            return redirect(_address(commitment), code=303)
    return render_form(
        "commitments/resume_commitment.html", form, organisation=organisation, commitment=commitment
    )


def _to_the_record(commitment: Commitment, refused: Refused) -> ResponseReturnValue:
    flash(refused.message)
    return redirect(_address(commitment), code=303)


def _address(commitment: Commitment) -> str:
    return url_for(
        ".show_commitment", organisation=commitment.organisation.slug, commitment=commitment.public_id
    )
