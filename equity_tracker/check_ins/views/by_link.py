"""What somebody without an account sees who came by a link: one promise, one form, nothing else.

These pages stand outside every workspace. Whoever opens them is known by the link alone, signed in or not.
"""

from typing import Any

from flask import Blueprint, flash, jsonify, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from equity_tracker import clock
from equity_tracker.check_ins import drafting, queries
from equity_tracker.check_ins.actions import drafts as actions
from equity_tracker.check_ins.actions import signing
from equity_tracker.check_ins.answers import answers_from
from equity_tracker.check_ins.forms import RecordCheckInForm
from equity_tracker.check_ins.views import filling
from equity_tracker.check_ins.views.drafts import BY_SCRIPT, saved_at
from equity_tracker.model.check_in_link import CheckInLink
from equity_tracker.model.checking_in import open_expectation, refuse_unless_reportable
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.errors import ChangedSince, Refused
from equity_tracker.model.tokens import hash_token
from equity_tracker.web import link_sessions, refused_forms, throttle
from equity_tracker.web.access import anyone, as_typed, loads
from equity_tracker.web.templating import render_form

blueprint = Blueprint("check_in_links", __name__)

# Whoever has no account is not told the names of those who have.
SAVED_BY_ANOTHER = "Somebody else saved this check-in since you opened it."


class LinkEnded(Exception):
    """The link opens nothing: words for whoever holds it."""


@blueprint.errorhandler(LinkEnded)
def show_ended(error: LinkEnded) -> ResponseReturnValue:
    typed = refused_forms.typed_values()
    return render_template("check_in_links/link_ended.html", why=str(error), typed=typed), 410


@blueprint.errorhandler(throttle.TooManyTries)
def show_too_many_tries(error: throttle.TooManyTries) -> ResponseReturnValue:
    page = render_template("accounts/too_many_tries.html", minutes=-(-error.seconds // 60))
    return page, 429, {"Retry-After": str(error.seconds)}


@blueprint.get("/check-in-link/<token>")
@loads(token=as_typed)
@anyone("GET")
def open_link(token: str) -> ResponseReturnValue:
    """Begin a session that knows the link and nobody, and go on to an address without the token."""
    tried = throttle.count((throttle.LINK_BY_NETWORK, throttle.network()))
    link = queries.find_link(hash_token(token))
    if link is None:
        raise LinkEnded("There is no such link. Open it from the e-mail, whole, as it was sent.")
    _refuse_if_ended(link)
    response = make_response(redirect(url_for(".write_check_in", link=link.public_id), code=303))
    link_sessions.start(response, link.id, link.public_id)
    tried.take_back()
    return response


@blueprint.route("/check-in-by-link/<link>", methods=["GET", "POST"])
@loads(link=as_typed)
@anyone("GET", "POST")
def write_check_in(link: str) -> ResponseReturnValue:
    """Show the promise, what the public read last, and the form; and send it to be signed."""
    held, commitment = _held(link)
    form = filling.open_form(commitment, is_guest=True)
    form.offer_no_files()
    draft = commitment.check_in_draft
    if not form.is_submitted and draft is not None and draft.is_waiting:
        return render_template("check_in_links/waiting.html", **_page(held, commitment))
    if form.is_submitted and form.validate():
        try:
            signing.send_for_signature(
                commitment,
                answers_from(form.data),
                form.to_keep(request.form),
                beside=filling.beside_of(form, commitment),
                stamp=form.stamp,
                seen=form.version,
                by=held,
                now=clock.now(),
                today=clock.today(commitment.organisation.time_zone),
            )
        except ChangedSince:
            if not _is_sent_already(commitment, form):
                return _conflict(held, commitment, form)
            return redirect(url_for(".write_check_in", link=link), code=303)
        except Refused as refused:
            form.add_error(refused)
        else:
            return redirect(url_for(".write_check_in", link=link), code=303)
    page = _page(held, commitment) | {"compared": [], "news": ""}
    return render_form("check_in_links/write_check_in.html", form, **page)


@blueprint.post("/check-in-by-link/<link>/draft")
@loads(link=as_typed)
@anyone("POST")
def save_check_in(link: str) -> ResponseReturnValue:
    """Keep what was typed."""
    held, commitment = _held(link)
    form, by_script = filling.open_form(commitment, is_guest=True), request.form.get("next") == BY_SCRIPT
    form.offer_no_files()
    try:
        draft = actions.save_draft(
            commitment,
            form.to_keep(request.form),
            stamp=form.stamp,
            seen=form.version,
            by=held,
            now=clock.now(),
        )
    except ChangedSince:
        if by_script:
            return jsonify(news=f"Not saved. {SAVED_BY_ANOTHER} Save to see both texts."), 409
        return _conflict(held, commitment, form)
    if by_script:
        return jsonify(draft=draft.stamp, news=saved_at(draft, commitment.organisation.time_zone))
    flash("Saved. Not sent yet. Open the link in your e-mail again to go on.")
    return redirect(url_for(".write_check_in", link=link), code=303)


def _held(public_id: str) -> tuple[CheckInLink, Commitment]:
    """Return the link that this browser was let in by, and what it is about; or say why it opens nothing."""
    link_id = link_sessions.current_link_id(public_id)
    link = queries.find_link_by_id(link_id) if link_id is not None else None
    if link is None or link.public_id != public_id:
        raise LinkEnded("This page was open too long, or was opened without its link.")
    _refuse_if_ended(link)
    commitment = queries.get_commitment_of(link)
    try:
        refuse_unless_reportable(commitment)
    except Refused as refused:
        raise LinkEnded(refused.message) from None
    return link, commitment


def _refuse_if_ended(link: CheckInLink) -> None:
    if link.done_at is not None:
        raise LinkEnded("The check-in that it was for has been sent.")
    if link.revoked_at is not None or not queries.asker_may_still_ask(link):
        raise LinkEnded("The link was taken back.")
    if not link.is_open(clock.now()):
        raise LinkEnded("The link has expired.")


def _is_sent_already(commitment: Commitment, form: RecordCheckInForm) -> bool:
    """Whether these very answers wait to be signed: the button was pressed twice."""
    draft = commitment.check_in_draft
    return draft is not None and draft.is_waiting and draft.typed == form.to_keep(request.form)


def _page(link: CheckInLink, commitment: Commitment) -> dict[str, Any]:
    today = clock.today(commitment.organisation.time_zone)
    expected = open_expectation(commitment)
    return {
        "link": link,
        "commitment": commitment,
        "draft": commitment.check_in_draft,
        "organisation": commitment.organisation,
        "expected": expected,
        "last": drafting.last_in_public(commitment, today),
        "when": drafting.when_public(
            commitment, today, awaits_signature=True, place=commitment.organisation.name
        ),
    }


def _conflict(link: CheckInLink, commitment: Commitment, form: RecordCheckInForm) -> ResponseReturnValue:
    """Show what was saved meanwhile beside what this person typed, without saying by whom."""
    draft = commitment.check_in_draft
    compared = form.compared_with(filling.form_of(draft)) if draft else []
    if draft is None or not draft.is_waiting:
        form.stamp = draft.stamp if draft else ""
    form.is_outdated = True
    page = _page(link, commitment) | {"compared": compared, "news": SAVED_BY_ANOTHER}
    return render_form("check_in_links/write_check_in.html", form, **page)
