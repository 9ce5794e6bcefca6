"""How a commitment reads while one section of it is being written."""

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue

from equity_tracker.commitments.forms.sections import SECTION_FORMS
from equity_tracker.commitments.forms.typed import readable_answers
from equity_tracker.commitments.prompts import shown_prompts
from equity_tracker.commitments.queries import commitments as queries
from equity_tracker.commitments.reading import Panel, as_typed, panel_for
from equity_tracker.commitments.views.blueprint import blueprint
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.permissions import Permission
from equity_tracker.model.public_promise import commitment_payload
from equity_tracker.model.readiness import Section
from equity_tracker.web.access import loads, one_of, requires
from equity_tracker.web.transactions import only_reads


@blueprint.post("/<commitment>/<section>/reading")
@loads(commitment=queries.get_commitment, section=one_of(Section))
@requires(post=Permission.EDIT_COMMITMENT)
@only_reads
def show_reading(organisation: Organisation, commitment: Commitment, section: Section) -> ResponseReturnValue:
    """Answer with the inside of the panel, for what is typed. Nothing is saved."""
    if not commitment.is_editable:
        abort(409)
    return render_template(
        "commitments/_reading_content.html",
        organisation=organisation,
        commitment=commitment,
        panel=panel_beside(commitment, section),
    )


def panel_beside(commitment: Commitment, section: Section) -> Panel:
    """Return the panel for the form of this request: as it was sent, or as it is stored."""
    payload = commitment_payload(commitment)
    if request.method != "POST":
        return panel_for(payload, section, shown_prompts(commitment, section))
    answers = readable_answers(SECTION_FORMS[section], request.form)
    return panel_for(
        as_typed(payload, section, answers), section, shown_prompts(commitment, section, answers)
    )
