"""The one question of the year after: is it still in place?"""

from flask import flash, redirect
from flask.typing import ResponseReturnValue
from flask_login import current_user

from equity_tracker import clock
from equity_tracker.closing import queries
from equity_tracker.closing.actions import still_in_place as actions
from equity_tracker.closing.forms import AnswerStillInPlaceForm
from equity_tracker.closing.views.blueprint import blueprint, record_address
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.errors import Refused
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.permissions import Permission
from equity_tracker.model.still_in_place import refuse_unless_asked
from equity_tracker.web.access import loads, requires
from equity_tracker.web.form_keys import creates_once
from equity_tracker.web.templating import render_form


@blueprint.route("/o/<organisation>/commitments/<commitment>/still-in-place", methods=["GET", "POST"])
@loads(commitment=queries.get_commitment)
@requires(get=Permission.ANSWER_STILL_IN_PLACE, post=Permission.ANSWER_STILL_IN_PLACE)
@creates_once
def answer_still_in_place(organisation: Organisation, commitment: Commitment) -> ResponseReturnValue:
    """Answer in public, beside the closing that stays as it was."""
    today = clock.today(organisation.time_zone)
    try:
        question = refuse_unless_asked(commitment, today)
    except Refused as refused:
        flash(refused.message, "error")
        return redirect(record_address(commitment), code=303)
    form = AnswerStillInPlaceForm.for_request(question.current, version=len(question.answers))
    if form.is_submitted and form.validate():
        try:
            actions.answer_still_in_place(
                commitment,
                form.data["answer"],
                note=form.data["note"],
                url=form.data["url"],
                seen=form.version,
                by=current_user,
                now=clock.now(),
                today=today,
            )
        except Refused as refused:
            form.add_error(refused)
            form.version = len(question.answers)
        else:
            flash("Thank you. Your answer stands on the public page.")
            return redirect(record_address(commitment), code=303)
    return render_form(
        "closing/answer_still_in_place.html",
        form,
        organisation=organisation,
        commitment=commitment,
        question=question,
        ending=queries.find_ending(commitment, today),
    )
