"""The form of a check-in on every page that has it: as it is sent, as it was kept, or fresh."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from equity_tracker import clock
from equity_tracker.check_ins import drafting, queries, show
from equity_tracker.check_ins.answers import values_to_confirm, values_to_correct
from equity_tracker.check_ins.beside import Beside, beside_from, open_milestones
from equity_tracker.check_ins.forms import RecordCheckInForm
from equity_tracker.check_ins.forms.asked import asked_about, asking_also, taking_figures, taking_milestones
from equity_tracker.check_ins.round_questions import questions_asked_of
from equity_tracker.model.check_in import CheckIn
from equity_tracker.model.check_in_draft import CheckInDraft
from equity_tracker.model.checking_in import last_check_in
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.errors import ChangedSince
from equity_tracker.model.permissions import Permission
from equity_tracker.web.uploads import look_among
from equity_tracker.web.workspace import may


def open_form(commitment: Commitment, *, is_guest: bool = False) -> RecordCheckInForm:
    """Return the form as it was posted; or else as the draft keeps it, or with only what is confirmed.

    :param is_guest: whether it is for somebody who reads no more than the public.
    """
    look_among(commitment)
    draft = commitment.check_in_draft
    form = kind_of(commitment, is_guest=is_guest).for_request(
        values_to_confirm(commitment),
        version=last_number(commitment),
        kept=draft.typed if draft is not None and draft.has_text else None,
    )
    form.stamp = request.form.get("draft", "") if form.is_submitted else draft.stamp if draft else ""
    return form


def kind_of(commitment: Commitment, *, is_guest: bool = False) -> type[RecordCheckInForm]:
    """Return the form that asks about this commitment: power, measures, milestones, and the round's own."""
    form = asked_about(RecordCheckInForm, commitment)
    form = taking_figures(form, commitment.measures, shows_last=not is_guest)
    form = taking_milestones(form, open_milestones(commitment))
    return asking_also(form, questions_asked_of(commitment))


def beside_of(form: RecordCheckInForm, commitment: Commitment) -> Beside:
    """Return the figures and the milestones that a complete form holds."""
    return beside_from(form.data, commitment)


def form_of(draft: CheckInDraft) -> RecordCheckInForm:
    """Return the form as the draft keeps it, whatever is posted: to be read, compared, checked and sent."""
    look_among(draft.commitment)
    form = kind_of(draft.commitment).of_kept(draft.typed, version=draft.last_known)
    form.stamp = draft.stamp
    return form


def form_page(commitment: Commitment) -> dict[str, Any]:
    """Return what stands around the form in the organisation's workspace."""
    organisation = commitment.organisation
    today = clock.today(organisation.time_zone)
    awaits = needs_signature(commitment)
    page = show.form_page(organisation, commitment, today) | {
        "draft": commitment.check_in_draft,
        "links": queries.list_open_links(commitment, now=clock.now()),
        "awaits_signature": awaits,
    }
    if awaits:
        page["publicity"] = drafting.when_public(commitment, today, awaits_signature=True)
    return page


def needs_signature(commitment: Commitment) -> bool:
    """Say whether what this person sends waits for somebody who may sign."""
    return commitment.organisation.signs_check_ins and not may(Permission.SIGN_CHECK_IN)


def last_number(commitment: Commitment) -> int:
    """Return the number of the last check-in: what a form opened now knows of."""
    last = last_check_in(commitment)
    return last.number if last else 0


def address(endpoint: str, commitment: Commitment) -> str:
    """Return the address of one of the pages of this commitment's next check-in."""
    return url_for(
        f"check_ins.{endpoint}",
        organisation=commitment.organisation.slug,
        commitment=commitment.public_id,
    )


def receipt(
    sent: CheckIn | CheckInDraft, what: str = "has been sent", *, look_again: str = ""
) -> ResponseReturnValue:
    """Go to what was sent, and say where it is now, who gets it, and what may be a slip."""
    commitment = sent.commitment
    if isinstance(sent, CheckInDraft):
        flash(
            "Your check-in waits to be signed. The approvers and admins of your organisation have been told."
        )
        return redirect(address("preview_check_in", commitment), code=303)
    today = clock.today(commitment.organisation.time_zone)
    author = sent.current.submitted_by
    to = author.email if author == current_user else author.name
    stands = show.standing(sent, today)
    flash(f"Check-in {sent.number} {what}. {stands} A copy is on its way to {to}.{look_again}")
    there = url_for(
        "check_ins.show_check_in", organisation=commitment.organisation.slug, check_in=sent.public_id
    )
    return redirect(there, code=303)


def conflict(commitment: Commitment, form: RecordCheckInForm, changed: ChangedSince) -> ResponseReturnValue:
    """Show what a colleague sent or saved meanwhile beside what this person typed."""
    last = last_check_in(commitment)
    if last is None or last.number == form.version:
        return draft_conflict(commitment, form, changed)
    form.version = last.number
    form.stamp = commitment.check_in_draft.stamp if commitment.check_in_draft else ""
    page = form_page(commitment) | {"button": "Send mine as well"}
    return sent_meanwhile("check_ins/record_check_in.html", form, last, changed, page)


def sent_meanwhile(
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


def draft_conflict(
    commitment: Commitment, form: RecordCheckInForm, changed: ChangedSince
) -> ResponseReturnValue:
    """Show what a colleague saved beside what this person typed; or, if it is gone, keep what was typed."""
    draft = commitment.check_in_draft
    page = form_page(commitment)
    if draft is None:
        form.stamp = ""
        flash(changed.message, "error")
        return render_template("check_ins/record_check_in.html", form=form, **page), 409
    compared = form.compared_with(form_of(draft))
    form.stamp, form.version = draft.stamp, last_number(commitment)
    page |= {"message": changed.message, "compared": compared}
    return render_template("check_ins/draft_changed.html", form=form, **page), 409
