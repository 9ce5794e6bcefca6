"""Asking to follow, confirming by a link, and stopping. Never cached, and open to anybody."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from equity_tracker import clock
from equity_tracker.following import queries
from equity_tracker.following.actions import asking
from equity_tracker.following.forms import AnswerForm, FollowForm
from equity_tracker.model.follow import Follow, Follower, Rhythm
from equity_tracker.model.people import fold_email
from equity_tracker.model.tokens import hash_token
from equity_tracker.public.queries import followable
from equity_tracker.public.queries.asking import UnknownFilter, read_question
from equity_tracker.public.queries.followable import Followable, named_alone
from equity_tracker.web import csrf, signed, throttle
from equity_tracker.web.access import anyone, as_typed, loads
from equity_tracker.web.templating import render_form

blueprint = Blueprint("following", __name__)

# What the links in mails are signed for.
LINK = "follower"


@blueprint.errorhandler(asking.NoLongerAsked)
def show_used_link(_error: Exception) -> ResponseReturnValue:
    return render_template("following/link_expired.html"), 410


@blueprint.route("/follow", methods=["GET", "POST"])
@anyone("GET", "POST")
def follow() -> ResponseReturnValue:
    """Ask to follow. Everybody gets the same answer, whichever address is known."""
    try:
        subject = _asked_subject()
    except UnknownFilter as unknown:
        return render_template("public/unknown_filter.html", title=unknown.title, value=unknown.value), 400
    if subject is None:
        abort(404)
    if subject.closed_on is not None:
        return render_template("following/closed.html", subject=subject)
    form = FollowForm.for_request()
    if form.is_submitted and form.validate():
        address = fold_email(form.data["email"])
        throttle.count(
            (throttle.FOLLOW_BY_ADDRESS, address),
            (throttle.FOLLOW_BY_NETWORK, throttle.network()),
            (throttle.FOLLOW_IN_ALL, "everybody"),
        )
        if not form.is_trapped:
            rhythm, hashes = Rhythm(form.data["rhythm"]), signed.known_hashes(address)
            asking.ask_to_follow(address, subject, rhythm, hashes=hashes, now=clock.now())
        return redirect(url_for(".show_asked"), code=303)
    asked: dict[str, Any] = request.args.to_dict(flat=False)
    here = url_for(".follow", **asked)
    return render_form("following/follow.html", form, subject=subject, here=here)


def _asked_subject() -> Followable | None:
    """Find what the address names: one thing of a kind, or else a search of the register."""
    arguments = request.args.to_dict(flat=False)
    named = named_alone(arguments)
    if named is not None:
        return followable.find_named(*named, clock.today())
    return followable.find_search(read_question(arguments, clock.today()))


@blueprint.get("/follow/asked")
@anyone("GET")
def show_asked() -> ResponseReturnValue:
    return render_template("following/asked.html")


@blueprint.route("/follow/confirm/<token>", methods=["GET", "POST"])
@loads(token=as_typed)
@anyone("GET", "POST")
def confirm(token: str) -> ResponseReturnValue:
    """Ask whether it was them. Programs that look into mails follow links, so only the button confirms."""
    found = queries.find_asked(hash_token(token), clock.now())
    if found is None:
        raise asking.NoLongerAsked
    subject = _subjects([found]).get(found.id)
    form = AnswerForm.for_request()
    if form.is_submitted:
        address = found.follower.address
        hashes = signed.known_hashes(address)
        if "never" in request.form:
            asking.refuse_to_be_asked(found, hashes=hashes, now=clock.now())
            flash("Done. Nobody can have us ask this address again.")
            return redirect(url_for(".show_stopped"), code=303)
        if subject is not None and subject.closed_on is None:
            asking.confirm(found, hashes=hashes, now=clock.now(), today=clock.today())
            flash(f"You now follow: {subject.name}.")
            return redirect(_manage_url(found.follower), code=303)
    return render_form("following/confirm.html", form, subject=subject, asked=found, token=token)


@blueprint.route("/follow/manage/<token>", methods=["GET", "POST"])
@loads(token=as_typed)
@anyone("GET", "POST")
def manage(token: str) -> ResponseReturnValue:
    """Show what the reader of a mail follows; stop one of it, or change how often."""
    follower = _follower(token)
    if follower is None:
        return redirect(url_for(".show_stopped"), code=303)
    form = AnswerForm.for_request()
    if form.is_submitted:
        return _manage(follower, token)
    named = _subjects(follower.follows)
    rows = [(row, named.get(row.id)) for row in follower.follows if row.is_confirmed]
    return render_form(
        "following/manage.html", form, rows=rows, token=token, address=follower.address, weekly=Rhythm.WEEKLY
    )


def _manage(follower: Follower, token: str) -> ResponseReturnValue:
    wanted = request.form.get("stop") or request.form.get("change")
    found = next((row for row in follower.follows if row.public_id == wanted), None)
    if found is not None and "stop" in request.form:
        asking.stop(found, hashes=signed.known_hashes(follower.address), now=clock.now())
        if not follower.follows:
            return redirect(url_for(".show_stopped"), code=303)
        flash("Stopped.")
    elif found is not None:
        other = Rhythm.DAILY if found.rhythm is Rhythm.WEEKLY else Rhythm.WEEKLY
        asking.change_rhythm(found, other, today=clock.today())
        flash("Changed.")
    return redirect(url_for(".manage", token=token), code=303)


@blueprint.route("/follow/stop/<token>", methods=["GET", "POST"])
@loads(token=as_typed)
@csrf.needs_no_token
@anyone("GET", "POST")
def stop(token: str) -> ResponseReturnValue:
    """Stop everything at once: by the button, or by a mail program that was told to (RFC 8058)."""
    follower = _follower(token)
    if request.method == "POST":
        if follower is not None:
            asking.stop_all(follower, hashes=signed.known_hashes(follower.address), now=clock.now())
        # No redirect: mail programs need not follow one (RFC 8058, 3.1).
        return render_template("following/stopped.html")
    if follower is None:
        return redirect(url_for(".show_stopped"), code=303)
    return render_template("following/stop.html", token=token)


@blueprint.get("/follow/stopped")
@anyone("GET")
def show_stopped() -> ResponseReturnValue:
    return render_template("following/stopped.html")


def _follower(token: str) -> Follower | None:
    """Return whose link it is; None when it has stopped. A link that we did not sign is not there."""
    public_id = signed.read(LINK, token)
    if public_id is None:
        abort(404)
    return queries.find_follower(public_id)


def _manage_url(follower: Follower) -> str:
    return url_for(".manage", token=signed.sign(LINK, follower.public_id))


def _subjects(rows: list[Follow]) -> dict[int, Followable]:
    """Return what these follow, as far as it can be read now."""
    found: dict[Any, Followable] = followable.find_subjects(
        [(row.kind.value, row.subject) for row in rows], clock.today()
    )
    return {
        row.id: found[row.kind.value, row.subject] for row in rows if (row.kind.value, row.subject) in found
    }
