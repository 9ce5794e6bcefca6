"""What waits for a coordinator, and the pages where it is read and decided."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from equity_tracker import clock
from equity_tracker.closing import queries as closing
from equity_tracker.model.amendment import waiting_amendment
from equity_tracker.model.check_in import CheckIn
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.dates import long_date
from equity_tracker.model.errors import Refused
from equity_tracker.model.permissions import Permission
from equity_tracker.model.programme import Programme
from equity_tracker.model.review import Decision, review_version
from equity_tracker.programmes.actions import review_together as together
from equity_tracker.programmes.actions import reviews as actions
from equity_tracker.programmes.forms.reviews import ACCEPTED, ReviewForm, ReviewTogetherForm, decision_options
from equity_tracker.programmes.queries import commitments as registered
from equity_tracker.programmes.queries import reviews as queries
from equity_tracker.programmes.show import check_in_page, commitment_page, waiting
from equity_tracker.programmes.ticked import Left, Together
from equity_tracker.programmes.views.blueprint import blueprint
from equity_tracker.web.access import loads, requires
from equity_tracker.web.templating import render_form

MOST_SHOWN = 50
# Messages travel in a cookie, which holds no more.
MOST_NAMED, LONGEST_NAMED = 8, 90
_SAID = {
    Decision.ACKNOWLEDGED: "Acknowledged.",
    Decision.APPROVED: "Approved. It is published.",
    Decision.RETURNED: "Returned. The organisation has the reason by e-mail.",
}


@blueprint.route("/p/<programme>/reviews", methods=["GET", "POST"])
@requires(get=Permission.VIEW_REGISTERED, post=Permission.REVIEW_COMMITMENT)
def list_reviews(programme: Programme) -> ResponseReturnValue:
    """Show what waits, the longest first, and accept at once what was ticked."""
    form = ReviewTogetherForm.for_request()
    if form.is_submitted and form.validate():
        try:
            came_of = together.review_together(
                programme, form.items(), by=current_user, now=clock.now(), today=clock.today()
            )
        except Refused as refused:
            form.add_error(refused)
        else:
            return _say_what_came_of(programme, came_of)
    commitments = queries.list_waiting_commitments(programme, most=MOST_SHOWN)
    check_ins = queries.list_waiting_check_ins(programme, most=MOST_SHOWN)
    submitters = queries.find_submitters(commitments)
    found = waiting(commitments, check_ins, submitters, reader=current_user)
    rows = [row for row in found if not (row.is_own and row.is_on_behalf)]
    return render_form(
        "programmes/list_reviews.html",
        form,
        programme=programme,
        rows=rows[:MOST_SHOWN],
        button_words=_button_words({row.decision for row in rows[:MOST_SHOWN]}),
        count=queries.count_waiting(programme) - (len(found) - len(rows)),
        entered=len(found) - len(rows),
        older=queries.count_waiting(programme, older=True),
        to_assess=[] if programme.is_closed else closing.list_to_assess(programme, most=MOST_SHOWN),
    )


@blueprint.route("/p/<programme>/reviews/acknowledge-older", methods=["POST"])
@requires(post=Permission.REVIEW_COMMITMENT)
def acknowledge_older(programme: Programme) -> ResponseReturnValue:
    """Acknowledge what was public before the present round began."""
    try:
        came_of = together.acknowledge_older(programme, by=current_user, now=clock.now(), today=clock.today())
    except Refused as refused:
        flash(refused.message, "error")
        return redirect(url_for(".list_reviews", programme=programme.slug), code=303)
    return _say_what_came_of(programme, came_of)


def _button_words(decisions: set[str]) -> str:
    words = {"To acknowledge": "Acknowledge those ticked", "To approve": "Approve those ticked"}
    return words[decisions.pop()] if len(decisions) == 1 else "Acknowledge or approve those ticked"


def _say_what_came_of(programme: Programme, came_of: Together) -> ResponseReturnValue:
    """Go back to the list and say how many were accepted; name those that were left, and why."""
    if came_of.said:
        flash(f"{came_of.said}.")
    if came_of.left:
        named = [_named(row) for row in came_of.left[:MOST_NAMED]]
        if len(came_of.left) > MOST_NAMED:
            named.append(f"and {len(came_of.left) - MOST_NAMED} more")
        flash(f"{len(came_of.left)} left: {'; '.join(named)}.", "error")
    return redirect(url_for(".list_reviews", programme=programme.slug), code=303)


def _named(row: Left) -> str:
    title = f"{row.title[:LONGEST_NAMED]}…" if len(row.title) > LONGEST_NAMED else row.title
    at = ""
    if row.at is not None:
        is_today = clock.local_date(row.at) == clock.today()
        at = f" at {clock.local_time(row.at)}" if is_today else f" on {long_date(clock.local_date(row.at))}"
    return f"{title} ({row.because.rstrip('.')}{at})"


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
