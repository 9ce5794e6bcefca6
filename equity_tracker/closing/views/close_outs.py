"""Closing a commitment, and correcting its close-out."""

from typing import Any

from flask import flash, redirect
from flask.typing import ResponseReturnValue
from flask_login import current_user

from equity_tracker import clock
from equity_tracker.closing import queries
from equity_tracker.closing.actions import close_outs as actions
from equity_tracker.closing.answers import details_from, values_to_correct
from equity_tracker.closing.forms import (
    CloseCommitmentForm,
    CloseWithoutMechanismForm,
    CorrectCloseOutForm,
    CorrectWithoutMechanismForm,
)
from equity_tracker.closing.views.blueprint import blueprint, record_address
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.errors import ChangedSince, Refused
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.permissions import Permission
from equity_tracker.web.access import loads, requires
from equity_tracker.web.form_keys import creates_once
from equity_tracker.web.templating import render_changed_since, render_form
from equity_tracker.web.uploads import takes_files


@blueprint.route("/o/<organisation>/commitments/<commitment>/close", methods=["GET", "POST"])
@loads(commitment=queries.get_commitment)
@requires(get=Permission.CLOSE_COMMITMENT, post=Permission.CLOSE_COMMITMENT)
@takes_files
@creates_once
def close_commitment(organisation: Organisation, commitment: Commitment) -> ResponseReturnValue:
    """End a commitment in public, with an account of what happened."""
    kind = CloseCommitmentForm if commitment.how_it_works else CloseWithoutMechanismForm
    form = kind.for_request(version=commitment.version)
    if not form.is_submitted and not commitment.is_published:
        flash("Only a published commitment can be closed.", "error")
        return redirect(record_address(commitment), code=303)
    if form.is_submitted and form.validate():
        try:
            actions.close_commitment(
                commitment,
                _account(form),
                version=form.version,
                by=current_user,
                now=clock.now(),
                today=clock.today(organisation.time_zone),
            )
        except Refused as refused:
            form.add_error(refused)
            form.version = commitment.version  # What stands now is linked from the page that follows.
        else:
            flash("Closed. What you wrote stands at the top of its public page.")
            return redirect(record_address(commitment), code=303)
    return render_form("closing/close_commitment.html", form, **_page(organisation, commitment))


@blueprint.route("/o/<organisation>/commitments/<commitment>/close/correct", methods=["GET", "POST"])
@loads(commitment=queries.get_commitment)
@requires(get=Permission.CLOSE_COMMITMENT, post=Permission.CLOSE_COMMITMENT)
@takes_files
@creates_once
def correct_close_out(organisation: Organisation, commitment: Commitment) -> ResponseReturnValue:
    """Say it again, corrected. What was said before stays on record."""
    stands = commitment.close_out
    if stands is None or not commitment.is_closed:
        flash("This commitment is not closed, so there is nothing to correct.", "error")
        return redirect(record_address(commitment), code=303)
    kind = CorrectCloseOutForm if commitment.how_it_works else CorrectWithoutMechanismForm
    form = kind.for_request(values_to_correct(stands), version=stands.number)
    page = _page(organisation, commitment)
    if form.is_submitted and form.validate():
        try:
            actions.correct_close_out(
                commitment,
                _account(form),
                correction=form.data["correction"],
                seen=form.version,
                by=current_user,
                now=clock.now(),
                today=clock.today(organisation.time_zone),
            )
        except ChangedSince as changed:
            saved = commitment.close_out or stands
            theirs = kind(None, values_to_correct(saved) | {"correction": saved.correction})
            page |= {"message": changed.message}
            return render_changed_since(
                "closing/changed_since.html", form, theirs, version=saved.number, **page
            )
        except Refused as refused:
            form.add_error(refused)
        else:
            flash("Corrected. What you wrote before stays on record.")
            return redirect(record_address(commitment), code=303)
    return render_form("closing/correct_close_out.html", form, **page)


def _account(form: CloseCommitmentForm) -> actions.Account:
    values = form.data
    return actions.Account(values["reason"], values["what_happened"], details_from(values))


def _page(organisation: Organisation, commitment: Commitment) -> dict[str, Any]:
    return {"organisation": organisation, "commitment": commitment}
