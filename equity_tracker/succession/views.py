"""Recording in a programme who follows an organisation, and answering in the new holder's workspace."""

from collections.abc import Sequence

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from equity_tracker import clock
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.errors import Refused
from equity_tracker.model.handover import HandoverDecision, refuse_unless_awaited
from equity_tracker.model.organisation import Organisation, OrganisationChange
from equity_tracker.model.permissions import Permission
from equity_tracker.model.programme import Participation, Programme
from equity_tracker.programmes.queries.participations import get_participation
from equity_tracker.succession import queries
from equity_tracker.succession.actions import decisions, successions
from equity_tracker.succession.actions.handing_over import Recorded
from equity_tracker.succession.forms import DecideHandoverForm, RecordSuccessionForm
from equity_tracker.web.access import loads, requires
from equity_tracker.web.fields import Option
from equity_tracker.web.form_keys import creates_once
from equity_tracker.web.templating import render_form

blueprint = Blueprint("succession", __name__)


@blueprint.route("/p/<programme>/organisations/<participant>/succeeded", methods=["GET", "POST"])
@loads(participant=get_participation)
@requires(get=Permission.RECORD_SUCCESSION, post=Permission.RECORD_SUCCESSION)
@creates_once
def record_succession(programme: Programme, participant: Participation) -> ResponseReturnValue:
    """Record who follows an organisation, and hand over what it had promised."""
    successors = queries.list_possible_successors(participant)
    passed = queries.list_to_pass_on(participant)
    known = queries.list_known_changes(participant.organisation)
    form = _form(successors, passed, known[0] if known else None)
    if form.is_submitted and form.validate():
        try:
            moved = successions.record_succession(
                participant,
                next(row for row in successors if row.organisation.slug == form.data["successor"]),
                Recorded(
                    form.data["kind"], form.data["effective_on"], form.data["source_url"], form.data["note"]
                ),
                form.data["commitments"],
                by=current_user,
                now=clock.now(),
                today=clock.today(),
            )
        except Refused as refused:
            form.add_error(refused)
        else:
            said = "1 commitment is" if len(moved) == 1 else f"{len(moved)} commitments are"
            flash(f"Recorded. {said} with the new holder.")
            return redirect(url_for("programmes.list_participations", programme=programme.slug), code=303)
    return render_form(
        "succession/record_succession.html",
        form,
        programme=programme,
        before=participant.organisation,
        passed=passed,
        successors=successors,
        known=known,
    )


@blueprint.route("/o/<organisation>/commitments/<commitment>/take-on", methods=["GET", "POST"])
@loads(commitment=queries.get_commitment)
@requires(get=Permission.DECIDE_HANDOVER, post=Permission.DECIDE_HANDOVER)
@creates_once
def decide_handover(organisation: Organisation, commitment: Commitment) -> ResponseReturnValue:
    """Say in public whether the organisation takes on what came to it."""
    record = _page_of("commitments.show_commitment", commitment)
    try:
        handover = refuse_unless_awaited(commitment)
    except Refused as refused:
        flash(refused.message, "error")
        return redirect(record, code=303)
    form = DecideHandoverForm.for_request(version=commitment.version)
    if form.is_submitted and form.validate():
        decision = HandoverDecision(form.data["decision"])
        try:
            decisions.decide_handover(
                commitment,
                decision,
                reason=form.data["reason"],
                version=form.version,
                by=current_user,
                now=clock.now(),
                today=clock.today(organisation.time_zone),
            )
        except Refused as refused:
            form.add_error(refused)
            form.version = commitment.version
        else:
            return _decided(decision, commitment)
    return render_form(
        "succession/decide_handover.html",
        form,
        organisation=organisation,
        commitment=commitment,
        handover=handover,
        record=record,
    )


def _form(
    successors: Sequence[Participation], passed: Sequence[Commitment], known: OrganisationChange | None
) -> RecordSuccessionForm:
    """Begin with what the directory knows, and with all that is there to hand over."""
    offered = {row.organisation.slug for row in successors}
    followed_by = [row.slug for row in known.successors if row.slug in offered] if known else []
    stored = {
        "successor": followed_by[0] if followed_by else None,
        "kind": known.kind if known else None,
        "effective_on": known.effective_on if known else None,
        "source_url": known.source_url if known else None,
        "note": known.note if known else None,
        "commitments": [row.public_id for row in passed],
    }
    return RecordSuccessionForm.for_request(
        stored,
        options={
            "successor": [Option(row.organisation.slug, row.organisation.name) for row in successors],
            "commitments": [_option(row) for row in passed],
        },
    )


def _option(commitment: Commitment) -> Option:
    asks = "" if commitment.is_live else "It moves, and nothing is asked about it."
    return Option(commitment.public_id, commitment.display_title, asks)


def _page_of(endpoint: str, commitment: Commitment) -> str:
    return url_for(endpoint, organisation=commitment.organisation.slug, commitment=commitment.public_id)


def _decided(decision: HandoverDecision, commitment: Commitment) -> ResponseReturnValue:
    if decision is HandoverDecision.AMENDED:
        flash(
            "Your answer is public. Now change the text: what stands there is what was promised before you."
        )
        return redirect(_page_of("commitments.amend_commitment", commitment), code=303)
    closes = decision is HandoverDecision.DECLINED
    flash("Your answer is public. The commitment is closed." if closes else "Your answer is public.")
    return redirect(_page_of("commitments.show_commitment", commitment), code=303)
