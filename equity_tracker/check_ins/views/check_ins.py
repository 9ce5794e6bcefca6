"""Pages of checking in: what is due, the form, nothing has changed, one check-in and its correction."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from equity_tracker import clock
from equity_tracker.check_ins import actions, queries, show
from equity_tracker.check_ins.answers import answers_from, values_to_confirm, values_to_correct
from equity_tracker.check_ins.forms import (
    ConfirmNothingChangedForm,
    CorrectCheckInForm,
    ExplainNothingChangedForm,
    RecordCheckInForm,
)
from equity_tracker.check_ins.views.blueprint import blueprint
from equity_tracker.model.check_in import CheckIn
from equity_tracker.model.checking_in import (
    last_check_in,
    offer_nothing_changed,
    refuse_unless_reportable,
    returned_answer,
    why_back,
)
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.errors import ChangedSince, Refused
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.permissions import Permission
from equity_tracker.web.access import loads, requires
from equity_tracker.web.form_keys import creates_once
from equity_tracker.web.templating import render_form


@blueprint.route("/check-ins/")
@requires(get=Permission.VIEW_COMMITMENT)
def list_due(organisation: Organisation) -> ResponseReturnValue:
    """Show every commitment that waits for a report, and what came back."""
    commitments = queries.list_reportable(organisation)
    rows = show.due(commitments, queries.list_returned(organisation), clock.today(organisation.time_zone))
    return render_template(
        "check_ins/list_due.html", organisation=organisation, rows=rows, others=len(commitments) - len(rows)
    )


@blueprint.route("/commitments/<commitment>/check-ins/new", methods=["GET", "POST"])
@loads(commitment=queries.get_commitment)
@requires(get=Permission.RECORD_CHECK_IN, post=Permission.RECORD_CHECK_IN)
@creates_once
def record_check_in(organisation: Organisation, commitment: Commitment) -> ResponseReturnValue:
    """Report on a commitment."""
    if request.method == "GET" and (elsewhere := _elsewhere(commitment)):
        return redirect(elsewhere, code=303)
    today = clock.today(organisation.time_zone)
    form = RecordCheckInForm.for_request(values_to_confirm(commitment), version=_seen(commitment))
    if form.is_submitted and form.validate():
        try:
            check_in = actions.record_check_in(
                commitment,
                answers_from(form.data),
                seen=form.version,
                by=current_user,
                now=clock.now(),
                today=today,
            )
        except ChangedSince as changed:
            last = last_check_in(commitment)
            theirs = last if last is not None and last.number != form.version else None
            form.version = _seen(commitment)
            page = show.form_page(organisation, commitment, today) | {"button": "Send mine as well"}
            return _conflict("check_ins/record_check_in.html", form, theirs, changed, page)
        except Refused as refused:
            form.add_error(refused)
        else:
            return _receipt(check_in, "has been sent")
    page = show.form_page(organisation, commitment, today)
    return render_form("check_ins/record_check_in.html", form, **page)


@blueprint.route("/commitments/<commitment>/check-ins/nothing-changed", methods=["GET", "POST"])
@loads(commitment=queries.get_commitment)
@requires(get=Permission.RECORD_CHECK_IN, post=Permission.RECORD_CHECK_IN)
@creates_once
def confirm_nothing_changed(organisation: Organisation, commitment: Commitment) -> ResponseReturnValue:
    """Sign the previous answers again, with those answers in view."""
    today = clock.today(organisation.time_zone)
    try:
        offer = offer_nothing_changed(commitment, today)
    except Refused as refused:
        flash(refused.message, "error")
        return redirect(_record_address(commitment), code=303)
    kind = ExplainNothingChangedForm if offer.needs_sentence else ConfirmNothingChangedForm
    form = kind.for_request(version=_seen(commitment))
    if form.is_submitted and form.validate():
        try:
            check_in = actions.confirm_nothing_changed(
                commitment,
                sentence=form.data.get("why"),
                seen=form.version,
                by=current_user,
                now=clock.now(),
                today=today,
            )
        except ChangedSince as changed:
            flash(changed.message, "error")
            form.version = _seen(commitment)
            page = show.form_page(organisation, commitment, today)
            return render_template("check_ins/confirm_nothing_changed.html", form=form, **page), 409
        except Refused as refused:
            form.add_error(refused)
        else:
            return _receipt(check_in, "has been sent")
    page = show.form_page(organisation, commitment, today)
    return render_form("check_ins/confirm_nothing_changed.html", form, **page)


@blueprint.route("/check-ins/<check_in>")
@loads(check_in=queries.get_check_in)
@requires(get=Permission.VIEW_COMMITMENT)
def show_check_in(organisation: Organisation, check_in: CheckIn) -> ResponseReturnValue:
    """Show one check-in with where it stands, its versions, and what to look at again."""
    today = clock.today(organisation.time_zone)
    return render_template(
        "check_ins/show_check_in.html", **show.check_in_page(organisation, check_in, today)
    )


@blueprint.route("/check-ins/<check_in>/correct", methods=["GET", "POST"])
@loads(check_in=queries.get_check_in)
@requires(get=Permission.CORRECT_CHECK_IN, post=Permission.CORRECT_CHECK_IN)
@creates_once
def correct_check_in(organisation: Organisation, check_in: CheckIn) -> ResponseReturnValue:
    """Say it again, corrected. What was said before stays on record."""
    today = clock.today(organisation.time_zone)
    if request.method == "GET":
        try:
            refuse_unless_reportable(check_in.commitment)
        except Refused as refused:
            flash(refused.message, "error")
            return redirect(_address(check_in), code=303)
    form = CorrectCheckInForm.for_request(
        values_to_correct(check_in.current.answers), version=check_in.current.number
    )
    if form.is_submitted and form.validate():
        try:
            actions.correct_check_in(
                check_in,
                answers_from(form.data),
                reason=form.reason.data or "",
                seen=form.version,
                by=current_user,
                now=clock.now(),
                today=today,
            )
        except ChangedSince as changed:
            theirs = check_in if check_in.current.number != form.version else None
            form.version = check_in.current.number
            page = _correction_page(organisation, check_in) | {"button": "Replace theirs with mine"}
            return _conflict("check_ins/correct_check_in.html", form, theirs, changed, page)
        except Refused as refused:
            form.add_error(refused)
        else:
            return _receipt(check_in, "has been corrected")
    page = _correction_page(organisation, check_in)
    return render_form("check_ins/correct_check_in.html", form, **page)


def _elsewhere(commitment: Commitment) -> str | None:
    """Return where to go when there is nothing to record here, having said why."""
    try:
        refuse_unless_reportable(commitment)
    except Refused as refused:
        flash(refused.message, "error")
        return url_for(
            "commitments.show_commitment",
            organisation=commitment.organisation.slug,
            commitment=commitment.public_id,
        )
    returned = returned_answer(commitment)
    if returned is None:
        return None
    flash(f"{why_back(returned)} Correct it here and send it again.", "error")
    return url_for(
        ".correct_check_in", organisation=commitment.organisation.slug, check_in=returned.public_id
    )


def _receipt(check_in: CheckIn, what: str) -> ResponseReturnValue:
    """Go to the check-in and say what was done with it, and who gets it now."""
    today = clock.today(check_in.commitment.organisation.time_zone)
    flash(
        f"Check-in {check_in.number} {what}. {show.standing(check_in, today)} "
        f"A copy is on its way to {current_user.email}."
    )
    return redirect(_address(check_in), code=303)


def _conflict(
    template: str,
    form: RecordCheckInForm,
    theirs: CheckIn | None,
    changed: ChangedSince,
    page: dict[str, Any],
) -> ResponseReturnValue:
    """Show what a colleague sent beside what this person typed; or, if nobody did, ask to send it again."""
    if theirs is None:
        flash(changed.message, "error")
        return render_template(template, form=form, **page), 409
    saved = type(form)(None, values_to_correct(theirs.current.answers))
    page |= {"theirs": theirs, "message": changed.message, "compared": form.compared_with(saved)}
    return render_template("check_ins/reported_meanwhile.html", form=form, **page), 409


def _correction_page(organisation: Organisation, check_in: CheckIn) -> dict[str, Any]:
    page = show.form_page(organisation, check_in.commitment, clock.today(organisation.time_zone))
    return page | {"check_in": check_in, "returned": show.last_return(check_in)}


def _seen(commitment: Commitment) -> int:
    """Return the number of the last check-in: what a form opened now knows of."""
    last = last_check_in(commitment)
    return last.number if last else 0


def _address(check_in: CheckIn) -> str:
    return url_for(
        ".show_check_in", organisation=check_in.commitment.organisation.slug, check_in=check_in.public_id
    )


def _record_address(commitment: Commitment) -> str:
    return url_for(
        ".record_check_in", organisation=commitment.organisation.slug, commitment=commitment.public_id
    )
