"""Pages of checking in: what is due, the form, nothing has changed, one check-in and its correction."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from equity_tracker import clock
from equity_tracker.check_ins import actions, drafting, queries, show
from equity_tracker.check_ins.actions import signing
from equity_tracker.check_ins.answers import answers_from, values_to_correct
from equity_tracker.check_ins.figures import far_off
from equity_tracker.check_ins.forms import (
    ConfirmNothingChangedForm,
    CorrectCheckInForm,
    ExplainNothingChangedForm,
)
from equity_tracker.check_ins.forms.asked import asked_about, asking_also
from equity_tracker.check_ins.receipt import receipt_of
from equity_tracker.check_ins.views import filling
from equity_tracker.check_ins.views.blueprint import blueprint
from equity_tracker.check_ins.views.previewing import correction_page
from equity_tracker.model.check_in import CheckIn
from equity_tracker.model.checking_in import (
    offer_nothing_changed,
    refuse_correction,
    refuse_unless_reportable,
    returned_answer,
    why_back,
)
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.errors import ChangedSince, Refused
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.people import User
from equity_tracker.model.permissions import Permission
from equity_tracker.programmes.queries import list_coordinators
from equity_tracker.web import form_keys
from equity_tracker.web.access import loads, requires
from equity_tracker.web.form_keys import creates_once
from equity_tracker.web.templating import render_form
from equity_tracker.web.uploads import takes_files
from equity_tracker.web.workspace import may

# What the buttons beside "send" on a correction do; its text goes with the form, kept nowhere.
LOOK, GO_ON = "preview", "write"


@blueprint.route("/check-ins/")
@requires(get=Permission.VIEW_COMMITMENT)
def list_due(organisation: Organisation) -> ResponseReturnValue:
    """Show every commitment that waits for a report, and what came back."""
    commitments = queries.list_reportable(organisation)
    rows = show.due(commitments, queries.list_returned(organisation), clock.today(organisation.time_zone))
    rows = drafting.with_drafts(rows, commitments, queries.list_drafts(organisation))
    return render_template(
        "check_ins/list_due.html", organisation=organisation, rows=rows, others=len(commitments) - len(rows)
    )


@blueprint.route("/commitments/<commitment>/check-ins/new", methods=["GET", "POST"])
@loads(commitment=queries.get_commitment)
@requires(get=Permission.RECORD_CHECK_IN, post=Permission.RECORD_CHECK_IN)
@takes_files
@creates_once
def record_check_in(organisation: Organisation, commitment: Commitment) -> ResponseReturnValue:
    """Report on a commitment."""
    if request.method == "GET" and (elsewhere := _elsewhere(commitment)):
        return redirect(elsewhere, code=303)
    today = clock.today(organisation.time_zone)
    form = filling.open_form(commitment)
    if form.is_submitted and form.validate():
        beside = filling.beside_of(form, commitment)
        look_again = far_off(beside.figures)
        try:
            sent = signing.send_check_in(
                commitment,
                answers_from(form.data),
                form.to_keep(request.form),
                beside=beside,
                stamp=form.stamp,
                seen=form.version,
                may_sign=may(Permission.SIGN_CHECK_IN),
                by=current_user,
                now=clock.now(),
                today=today,
            )
        except ChangedSince as changed:
            return filling.conflict(commitment, form, changed)
        except Refused as refused:
            form.add_error(refused)
        else:
            return filling.receipt(sent, look_again=look_again)
    return render_form("check_ins/record_check_in.html", form, **filling.form_page(commitment))


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
    form = kind.for_request(version=filling.last_number(commitment))
    if form.is_submitted and form.validate():
        try:
            sent = signing.confirm_nothing_changed(
                commitment,
                sentence=form.data.get("why"),
                seen=form.version,
                may_sign=may(Permission.SIGN_CHECK_IN),
                by=current_user,
                now=clock.now(),
                today=today,
            )
        except ChangedSince as changed:
            flash(changed.message, "error")
            form.version = filling.last_number(commitment)
            page = filling.form_page(commitment)
            return render_template("check_ins/confirm_nothing_changed.html", form=form, **page), 409
        except Refused as refused:
            form.add_error(refused)
        else:
            return filling.receipt(sent)
    return render_form("check_ins/confirm_nothing_changed.html", form, **filling.form_page(commitment))


@blueprint.route("/check-ins/<check_in>")
@loads(check_in=queries.get_check_in)
@requires(get=Permission.VIEW_COMMITMENT)
def show_check_in(organisation: Organisation, check_in: CheckIn) -> ResponseReturnValue:
    """Show one check-in with where it stands, its versions, and what to look at again."""
    today = clock.today(organisation.time_zone)
    return render_template(
        "check_ins/show_check_in.html",
        receipt=receipt_of(check_in, list_coordinators(check_in.commitment.programme), today),
        **show.check_in_page(organisation, check_in, today),
    )


@blueprint.route("/check-ins/<check_in>/correct", methods=["GET", "POST"])
@loads(check_in=queries.get_check_in)
@requires(get=Permission.CORRECT_CHECK_IN, post=Permission.CORRECT_CHECK_IN)
@takes_files
@creates_once
def correct_check_in(organisation: Organisation, check_in: CheckIn) -> ResponseReturnValue:
    """Say it again, corrected. What was said before stays on record."""
    today = clock.today(organisation.time_zone)
    if request.method == "GET":
        try:
            refuse_unless_reportable(check_in.commitment)
            _refuse_unless_signing(organisation)
        except Refused as refused:
            flash(refused.message, "error")
            return redirect(_address(check_in), code=303)
    form, wanted = _correction_form(check_in), request.form.get("next", "")
    if wanted in {LOOK, GO_ON}:
        form_keys.leave_unspent()
    if form.is_submitted and wanted != GO_ON and form.validate():
        try:
            if wanted == LOOK:
                return _preview_correction(check_in, form)
            actions.correct_check_in(
                check_in,
                answers_from(form.data),
                reason=form.reason.data or "",
                seen=form.version,
                by=current_user,
                now=clock.now(),
                today=today,
                signed_by=_signer(organisation),
            )
        except ChangedSince as changed:
            theirs = check_in if check_in.current.number != form.version else None
            form.version = check_in.current.number
            page = _correction_page(organisation, check_in) | {"button": "Replace theirs with mine"}
            return filling.sent_meanwhile("check_ins/correct_check_in.html", form, theirs, changed, page)
        except Refused as refused:
            form.add_error(refused)
        else:
            return filling.receipt(check_in, "has been corrected")
    page = _correction_page(organisation, check_in)
    return render_form("check_ins/correct_check_in.html", form, **page)


def _correction_form(check_in: CheckIn) -> CorrectCheckInForm:
    said = check_in.current.answers
    questions = check_in.round.questions if check_in.round else []
    kind = asking_also(
        asked_about(CorrectCheckInForm, check_in.commitment, said=said.decision_power), questions
    )
    return kind.for_request(values_to_correct(said), version=check_in.current.number)


def _preview_correction(check_in: CheckIn, form: CorrectCheckInForm) -> ResponseReturnValue:
    """Show what will be public of it and when, to be sent from there; or refuse it as sending would."""
    _refuse_unless_signing(check_in.commitment.organisation)
    actions.refuse_if_corrected(check_in, form.version)
    refuse_correction(check_in, answers_from(form.data))
    return render_template("check_ins/preview_correction.html", form=form, **correction_page(check_in, form))


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
    draft = commitment.check_in_draft
    if draft is not None and draft.is_waiting:
        return filling.address("preview_check_in", commitment)
    returned = returned_answer(commitment)
    if returned is None:
        return None
    flash(f"{why_back(returned)} Correct it here and send it again.", "error")
    return url_for(
        ".correct_check_in", organisation=commitment.organisation.slug, check_in=returned.public_id
    )


def _refuse_unless_signing(organisation: Organisation) -> None:
    """A correction stands at once, so where check-ins are signed those who sign write it."""
    if organisation.signs_check_ins and not may(Permission.SIGN_CHECK_IN):
        raise Refused("In your organisation an approver or an admin signs a correction. Ask one of them.")


def _signer(organisation: Organisation) -> User | None:
    """Return who signs what this person sends, where that is wanted and they may."""
    is_signed = organisation.signs_check_ins and may(Permission.SIGN_CHECK_IN)
    return current_user if is_signed else None


def _correction_page(organisation: Organisation, check_in: CheckIn) -> dict[str, Any]:
    page = show.form_page(organisation, check_in.commitment, clock.today(organisation.time_zone))
    return page | {"check_in": check_in, "returned": show.last_return(check_in)}


def _address(check_in: CheckIn) -> str:
    return url_for(
        ".show_check_in", organisation=check_in.commitment.organisation.slug, check_in=check_in.public_id
    )


def _record_address(commitment: Commitment) -> str:
    return url_for(
        ".record_check_in", organisation=commitment.organisation.slug, commitment=commitment.public_id
    )
