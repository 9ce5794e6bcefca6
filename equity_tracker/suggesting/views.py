"""The form for readers, the coordinators' queue, and what an organisation was passed."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from equity_tracker import clock
from equity_tracker.model.errors import Refused
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.permissions import Permission
from equity_tracker.model.programme import Programme
from equity_tracker.model.suggestion import STATE_LABELS, SuggestionState
from equity_tracker.suggesting import actions, queries
from equity_tracker.suggesting.columns import SUGGESTIONS
from equity_tracker.suggesting.forms import DecideForm, SuggestForm
from equity_tracker.web import throttle
from equity_tracker.web.access import anyone, as_typed, loads, requires
from equity_tracker.web.csv_files import csv_response
from equity_tracker.web.pagination import PAGE_SIZE, cut, read_cursor
from equity_tracker.web.templating import render_form

blueprint = Blueprint("suggesting", __name__)


@blueprint.route("/suggest/<public_id>", methods=["GET", "POST"])
@loads(public_id=as_typed)
@anyone("GET", "POST")
def suggest(public_id: str) -> ResponseReturnValue:
    """Say what has happened to a commitment, with a source. Coordinators read it; it is never public."""
    about = queries.find_about(public_id, clock.today())
    if about is None:
        abort(404)
    if isinstance(about, queries.TakenBack) or about.closed_on is not None:
        return render_template("suggesting/closed.html", about=about)
    form = SuggestForm.for_request()
    if form.is_submitted and form.validate():
        throttle.count(
            (throttle.SUGGEST_BY_NETWORK, throttle.network()),
            (throttle.SUGGEST_BY_COMMITMENT, about.public_id),
            (throttle.SUGGEST_IN_ALL, "everybody"),
        )
        try:
            if not form.is_trapped:
                _suggest(about, form)
        except Refused as refused:
            form.add_error(refused)
        else:
            return redirect(url_for(".show_sent"), code=303)
    return render_form("suggesting/suggest.html", form, about=about)


def _suggest(about: queries.About, form: SuggestForm) -> None:
    actions.suggest(
        queries.get_commitment(about),
        what=form.data["what"],
        url=form.data["url"],
        happened_on=form.data["happened_on"],
        name=form.data["name"],
        email=form.data["email"],
        form_key=form.form_key,
        now=clock.now(),
    )


@blueprint.get("/suggest/sent")
@anyone("GET")
def show_sent() -> ResponseReturnValue:
    return render_template("suggesting/sent.html")


@blueprint.get("/p/<programme>/suggestions")
@requires(get=Permission.VIEW_REGISTERED)
def list_suggestions(programme: Programme) -> ResponseReturnValue:
    """Show what readers suggested, the newest first."""
    state, after = _state(), read_cursor(request.args.get("after"), queries.SHAPE)
    found = queries.list_suggestions(programme, state, before=after[0] if after else None, most=PAGE_SIZE + 1)
    page = cut(found, lambda row: (row.id,))
    chosen: dict[str, Any] = {"programme": programme.slug, "state": state}
    return render_template(
        "suggesting/list_suggestions.html",
        programme=programme,
        rows=page.rows,
        state=state,
        labels=STATE_LABELS,
        counts=queries.count_by_state(programme),
        first_url=url_for(".list_suggestions", **chosen) if after else None,
        next_url=url_for(".list_suggestions", after=page.next_cursor, **chosen) if page.next_cursor else None,
        csv_url=url_for(".list_suggestions_csv", **chosen),
    )


@blueprint.get("/p/<programme>/suggestions.csv")
@requires(get=Permission.VIEW_REGISTERED)
def list_suggestions_csv(programme: Programme) -> ResponseReturnValue:
    """Give the same list as a file, without who suggested it."""
    rows = queries.all_suggestions(programme, _state())
    return csv_response("suggestions", SUGGESTIONS.header, map(SUGGESTIONS.cells, rows), clock.today())


@blueprint.route("/p/<programme>/suggestions/<suggestion>", methods=["GET", "POST"])
@loads(suggestion=queries.get_suggestion)
@requires(get=Permission.VIEW_REGISTERED, post=Permission.DECIDE_SUGGESTION)
def decide(programme: Programme, suggestion: Any) -> ResponseReturnValue:  # noqa: ANN401 - the loader's row
    """Show one suggestion, and decide on it."""
    form = DecideForm.asking(suggestion.choices)
    if form.is_submitted and form.validate():
        state = SuggestionState(form.data["state"])
        try:
            actions.decide(suggestion, state, form.data["words"], by=current_user, now=clock.now())
        except Refused as refused:
            form.add_error(refused)
        else:
            flash(f"{STATE_LABELS[state]}.")
            return redirect(url_for(".list_suggestions", programme=programme.slug), code=303)
    return render_form(
        "suggesting/decide.html", form, programme=programme, suggestion=suggestion, labels=STATE_LABELS
    )


@blueprint.get("/o/<organisation>/suggestions")
@requires(get=Permission.VIEW_COMMITMENT)
def list_passed_on(organisation: Organisation) -> ResponseReturnValue:
    """Show what coordinators passed on of what readers suggested."""
    after = read_cursor(request.args.get("after"), queries.SHAPE)
    found = queries.list_passed_on(organisation, before=after[0] if after else None, most=PAGE_SIZE + 1)
    page = cut(found, lambda row: (row.id,))
    here = url_for(".list_passed_on", organisation=organisation.slug)
    return render_template(
        "suggesting/list_passed_on.html",
        organisation=organisation,
        rows=page.rows,
        labels=STATE_LABELS,
        first_url=here if after else None,
        next_url=f"{here}?after={page.next_cursor}" if page.next_cursor else None,
    )


def _state() -> SuggestionState | None:
    word = request.args.get("state", "")
    return SuggestionState(word) if word in set(SuggestionState) else None
