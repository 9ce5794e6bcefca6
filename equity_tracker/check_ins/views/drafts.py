"""A check-in that is written together: kept, looked at before it is sent, handed over, thrown away."""

from flask import flash, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from equity_tracker import clock
from equity_tracker.check_ins import queries
from equity_tracker.check_ins.actions import drafts as actions
from equity_tracker.check_ins.actions import signing
from equity_tracker.check_ins.answers import answers_from
from equity_tracker.check_ins.figures import far_off
from equity_tracker.check_ins.forms import RecordCheckInForm
from equity_tracker.check_ins.forms.together import ConfirmForm, HandOverForm
from equity_tracker.check_ins.views import filling
from equity_tracker.check_ins.views.blueprint import blueprint
from equity_tracker.check_ins.views.previewing import preview_page
from equity_tracker.model.check_in_draft import CheckInDraft
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.errors import ChangedSince, Refused
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.people import Membership
from equity_tracker.model.permissions import Permission
from equity_tracker.organisations.queries.members import list_members
from equity_tracker.web.access import loads, requires
from equity_tracker.web.fields import Option
from equity_tracker.web.form_keys import creates_once
from equity_tracker.web.templating import render_form
from equity_tracker.web.uploads import takes_files
from equity_tracker.web.workspace import may

# What the buttons that save lead to, by their value.
NEXT = {
    "preview": "preview_check_in",
    "hand_over": "hand_over_check_in",
    "ask": "ask_by_link",
}
BY_SCRIPT = "autosave"
NOTHING_WRITTEN = "Nothing is written for this check-in yet."


@blueprint.post("/commitments/<commitment>/check-ins/draft")
@loads(commitment=queries.get_commitment)
@requires(post=Permission.RECORD_CHECK_IN)
@takes_files
def save_check_in(organisation: Organisation, commitment: Commitment) -> ResponseReturnValue:
    """Keep what was typed, for its writer or a colleague to go on with."""
    form, wanted = filling.open_form(commitment), request.form.get("next", "")
    try:
        if "take_back" in request.form:
            form.stamp = _taken_back(commitment, form)
        draft = actions.save_draft(
            commitment,
            form.to_keep(request.form),
            stamp=form.stamp,
            seen=form.version,
            by=current_user,
            now=clock.now(),
        )
    except ChangedSince as changed:
        if wanted == BY_SCRIPT:
            return jsonify(news=f"Not saved. {changed.message} Save to see both texts."), 409
        return filling.conflict(commitment, form, changed)
    except Refused as refused:
        form.add_error(refused)
        return render_form("check_ins/record_check_in.html", form, **filling.form_page(commitment))
    if wanted == BY_SCRIPT:
        return jsonify(draft=draft.stamp, news=saved_at(draft, organisation.time_zone))
    if wanted in NEXT:
        return redirect(filling.address(NEXT[wanted], commitment), code=303)
    flash("Saved. Nobody outside your organisation sees it until it is sent.")
    return redirect(url_for(".list_due", organisation=organisation.slug), code=303)


def _taken_back(commitment: Commitment, form: RecordCheckInForm) -> str:
    """Take back what waits for a signature, as the person saw it, and return the stamp that it has now."""
    draft = commitment.check_in_draft
    if draft is None or not draft.is_waiting or draft.stamp != form.stamp:
        return form.stamp
    actions.take_back(commitment, by=current_user, now=clock.now())
    return draft.stamp


def saved_at(draft: CheckInDraft, zone: str) -> str:
    return f"Saved at {clock.local_time(draft.saved_at, zone)}. Not sent yet."


@blueprint.route("/commitments/<commitment>/check-ins/preview", methods=["GET", "POST"])
@loads(commitment=queries.get_commitment)
@requires(get=Permission.RECORD_CHECK_IN, post=Permission.RECORD_CHECK_IN)
@creates_once
def preview_check_in(organisation: Organisation, commitment: Commitment) -> ResponseReturnValue:
    """Show what will be public of it and when, and send it from there."""
    draft = commitment.check_in_draft
    if draft is None:
        flash(NOTHING_WRITTEN, "error")
        return redirect(filling.address("record_check_in", commitment), code=303)
    form, kept = ConfirmForm.for_request(), filling.form_of(draft)
    form.stamp = draft.stamp
    if form.is_submitted and not draft.is_waiting and not draft.nothing_changed and kept.validate():
        today = clock.today(organisation.time_zone)
        beside = filling.beside_of(kept, commitment)
        look_again = far_off(beside.figures)
        try:
            if request.form.get("draft") != draft.stamp:
                raise ChangedSince(
                    "This check-in changed since you opened it. Read it again before you send it."
                )
            sent = signing.send_check_in(
                commitment,
                answers_from(kept.data),
                draft.typed,
                beside=beside,
                stamp=draft.stamp,
                seen=filling.last_number(commitment),
                may_sign=may(Permission.SIGN_CHECK_IN),
                by=current_user,
                now=clock.now(),
                today=today,
            )
        except Refused as refused:
            form.add_error(refused)
        else:
            return filling.receipt(sent, look_again=look_again)
    elif form.is_submitted:
        form.add_error(Refused("It cannot be sent as it is. Below is why."))
    return render_form("check_ins/preview_check_in.html", form, **preview_page(commitment, draft, kept))


@blueprint.route("/commitments/<commitment>/check-ins/discard", methods=["GET", "POST"])
@loads(commitment=queries.get_commitment)
@requires(get=Permission.RECORD_CHECK_IN, post=Permission.RECORD_CHECK_IN)
def discard_check_in(organisation: Organisation, commitment: Commitment) -> ResponseReturnValue:
    """Ask once more, with the text in view, and throw it away."""
    draft = commitment.check_in_draft
    if draft is None:
        flash("It is thrown away." if request.method == "POST" else NOTHING_WRITTEN)
        return redirect(filling.address("record_check_in", commitment), code=303)
    form = ConfirmForm.for_request()
    if form.is_submitted:
        stamp = request.form.get("draft", "")
        try:
            actions.discard_draft(commitment, stamp=stamp, by=current_user, now=clock.now())
        except ChangedSince as changed:
            form.add_error(changed)
        else:
            flash("It is thrown away.")
            return redirect(url_for(".list_due", organisation=organisation.slug), code=303)
    form.stamp = draft.stamp
    return render_form(
        "check_ins/discard_check_in.html",
        form,
        organisation=organisation,
        commitment=commitment,
        draft=draft,
        typed=filling.form_of(draft).typed,
    )


@blueprint.route("/commitments/<commitment>/check-ins/hand-over", methods=["GET", "POST"])
@loads(commitment=queries.get_commitment)
@requires(get=Permission.RECORD_CHECK_IN, post=Permission.RECORD_CHECK_IN)
@creates_once
def hand_over_check_in(organisation: Organisation, commitment: Commitment) -> ResponseReturnValue:
    """Ask a colleague to go on with it."""
    colleagues = _colleagues(organisation)
    options = [Option(row.user.public_id, row.user.name) for row in colleagues.values()]
    form = HandOverForm.for_request(options={"to": options})
    if form.is_submitted and form.validate():
        to = colleagues[form.to.data or ""].user
        try:
            actions.hand_over(commitment, to, form.note.data, by=current_user, now=clock.now())
        except Refused as refused:
            form.add_error(refused)
        else:
            flash(f"{to.name} has it now, and gets an e-mail with a link to it.")
            return redirect(url_for(".list_due", organisation=organisation.slug), code=303)
    return render_form(
        "check_ins/hand_over_check_in.html",
        form,
        organisation=organisation,
        commitment=commitment,
        has_colleagues=bool(colleagues),
    )


@blueprint.post("/commitments/<commitment>/check-ins/take-back")
@loads(commitment=queries.get_commitment)
@requires(post=Permission.RECORD_CHECK_IN)
def take_back_check_in(organisation: Organisation, commitment: Commitment) -> ResponseReturnValue:  # noqa: ARG001 - the gate's scope
    """Go on with what waits for a signature or is with a colleague."""
    try:
        actions.take_back(commitment, by=current_user, now=clock.now())
    except Refused as refused:
        flash(refused.message, "error")
    else:
        flash("You have it again. It is not sent.")
    return redirect(filling.address("record_check_in", commitment), code=303)


def _colleagues(organisation: Organisation) -> dict[str, Membership]:
    """Return the others who may check in, by the public ids of the people."""
    return {
        row.user.public_id: row
        for row in list_members(organisation)
        if row.may(Permission.RECORD_CHECK_IN) and row.user_id != current_user.id
    }
