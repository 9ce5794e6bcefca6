"""What waits for a coordinator, and the pages where it is read and decided."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from equity_tracker import clock
from equity_tracker.closing import queries as closing
from equity_tracker.model.amendment import waiting_amendment
from equity_tracker.model.check_in import CheckIn
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.errors import Refused
from equity_tracker.model.permissions import Permission
from equity_tracker.model.programme import Programme
from equity_tracker.model.review import Decision, review_version
from equity_tracker.programmes.actions import reviews as actions
from equity_tracker.programmes.forms import ACCEPTED, ReviewForm, decision_options
from equity_tracker.programmes.queries import commitments as registered
from equity_tracker.programmes.queries import reviews as queries
from equity_tracker.programmes.show import check_in_page, commitment_page, waiting
from equity_tracker.programmes.views.blueprint import blueprint
from equity_tracker.web.access import loads, requires
from equity_tracker.web.templating import render_form

MOST_SHOWN = 50
_SAID = {
    Decision.ACKNOWLEDGED: "Acknowledged.",
    Decision.APPROVED: "Approved. It is published.",
    Decision.RETURNED: "Returned. The organisation has the reason by e-mail.",
}


@blueprint.route("/p/<programme>/reviews")
@requires(get=Permission.VIEW_REGISTERED)
def list_reviews(programme: Programme) -> ResponseReturnValue:
    """Show what waits, the longest first."""
    rows = waiting(
        queries.list_waiting_commitments(programme, most=MOST_SHOWN),
        queries.list_waiting_check_ins(programme, most=MOST_SHOWN),
    )
    return render_template(
        "programmes/list_reviews.html",
        programme=programme,
        rows=rows[:MOST_SHOWN],
        count=queries.count_waiting(programme),
        to_assess=[] if programme.is_closed else closing.list_to_assess(programme, most=MOST_SHOWN),
    )


@blueprint.route("/p/<programme>/commitments/<commitment>", methods=["GET", "POST"])
@loads(commitment=registered.get_commitment)
@requires(get=Permission.VIEW_REGISTERED, post=Permission.REVIEW_COMMITMENT)
def review_commitment(programme: Programme, commitment: Commitment) -> ResponseReturnValue:
    """Show everything that was submitted, and decide about it."""
    form = ReviewForm.for_request(
        version=review_version(commitment),
        options={"decision": decision_options(is_public=_is_public(commitment))},
    )
    if form.is_submitted and form.validate():
        try:
            decision = actions.review_commitment(
                commitment,
                is_accepted=form.data["decision"] == ACCEPTED,
                reason=form.data["reason"],
                seen=form.version,
                by=current_user,
                now=clock.now(),
                today=clock.today(),
            )
        except Refused as refused:
            form.add_error(refused)
            form.version = review_version(commitment)
        else:
            flash(_SAID[decision])
            return redirect(url_for(".list_reviews", programme=programme.slug), code=303)
    submitter = queries.find_submitter(commitment)
    page = commitment_page(commitment, submitter, reader=current_user, today=clock.today())
    ending = closing.find_ending(commitment, clock.today())
    return render_form("programmes/review_commitment.html", form, programme=programme, ending=ending, **page)


def _is_public(commitment: Commitment) -> bool:
    """Say whether what there is to decide about is public already."""
    return commitment.is_published and waiting_amendment(commitment) is None


@blueprint.route("/p/<programme>/check-ins/<check_in>", methods=["GET", "POST"])
@loads(check_in=registered.get_check_in)
@requires(get=Permission.VIEW_REGISTERED, post=Permission.REVIEW_CHECK_IN)
def review_check_in(programme: Programme, check_in: CheckIn) -> ResponseReturnValue:
    """Show a check-in with all of its versions, and decide about the latest."""
    is_public = check_in.published_version == check_in.current.number
    form = ReviewForm.for_request(
        version=check_in.current.number, options={"decision": decision_options(is_public=is_public)}
    )
    if form.is_submitted and form.validate():
        try:
            decision = actions.review_check_in(
                check_in,
                is_accepted=form.data["decision"] == ACCEPTED,
                reason=form.data["reason"],
                seen=form.version,
                by=current_user,
                now=clock.now(),
                today=clock.today(),
            )
        except Refused as refused:
            form.add_error(refused)
            form.version = check_in.current.number
        else:
            flash(_SAID[decision])
            return redirect(url_for(".list_reviews", programme=programme.slug), code=303)
    page = check_in_page(check_in, reader=current_user)
    return render_form("programmes/review_check_in.html", form, programme=programme, **page)
