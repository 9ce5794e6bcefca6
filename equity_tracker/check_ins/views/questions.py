"""The questions of the next check-in on one page: to read, to print, to gather answers with colleagues."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from equity_tracker import clock
from equity_tracker.check_ins import queries, show
from equity_tracker.check_ins.views import filling
from equity_tracker.check_ins.views.blueprint import blueprint
from equity_tracker.model.checking_in import refuse_unless_reportable
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.errors import Refused
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.permissions import Permission
from equity_tracker.web.access import loads, requires


@blueprint.route("/commitments/<commitment>/check-ins/questions")
@loads(commitment=queries.get_commitment)
@requires(get=Permission.VIEW_COMMITMENT)
def show_questions(organisation: Organisation, commitment: Commitment) -> ResponseReturnValue:
    """Show what the form would ask today, with nothing to fill in on the screen."""
    try:
        refuse_unless_reportable(commitment)
    except Refused as refused:
        flash(refused.message, "error")
        address = url_for(
            "commitments.show_commitment", organisation=organisation.slug, commitment=commitment.public_id
        )
        return redirect(address, code=303)
    today = clock.today(organisation.time_zone)
    page = show.form_page(organisation, commitment, today)
    return render_template("check_ins/show_questions.html", form=filling.kind_of(commitment)(), **page)
