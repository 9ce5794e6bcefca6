"""Dismissing a prompt about wording: a button beside it, and a page only when a reason cannot be kept."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from equity_tracker import clock
from equity_tracker.commitments.actions import prompts as actions
from equity_tracker.commitments.forms.prompts import DismissPromptForm
from equity_tracker.commitments.queries import commitments as queries
from equity_tracker.commitments.views.blueprint import blueprint
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.errors import Refused
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.permissions import Permission
from equity_tracker.model.readiness import Section
from equity_tracker.web.access import loads, requires
from equity_tracker.web.templating import render_form


@blueprint.post("/<commitment>/prompts/dismissed")
@loads(commitment=queries.get_commitment)
@requires(post=Permission.EDIT_COMMITMENT)
def dismiss_prompt(organisation: Organisation, commitment: Commitment) -> ResponseReturnValue:
    """Set a prompt aside, and go back to the page that it stood on."""
    form = DismissPromptForm.for_request()
    back = _page_it_stood_on(commitment, form.section.data)
    if form.validate():
        try:
            actions.dismiss_prompt(
                commitment,
                answer=form.answer.data or "",
                family=form.family.data or "",
                words=form.words.data or "",
                reason=form.reason.data,
                by=current_user,
                now=clock.now(),
            )
        except Refused as refused:
            form.add_error(refused)
        else:
            flash("Dismissed. This question will not come back for these words.")
            return redirect(back, code=303)
    return render_form(
        "commitments/dismiss_prompt.html", form, organisation=organisation, commitment=commitment, back=back
    )


def _page_it_stood_on(commitment: Commitment, section: str | None) -> str:
    organisation, public_id = commitment.organisation.slug, commitment.public_id
    if section in set(Section):
        return url_for(".edit_section", organisation=organisation, commitment=public_id, section=section)
    return url_for(".show_commitment", organisation=organisation, commitment=public_id)
