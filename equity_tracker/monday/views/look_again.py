"""What may be worth a second look, and the page on which a coordinator notes what they found."""

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from equity_tracker import clock
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.errors import Refused
from equity_tracker.model.flags import FlagKind
from equity_tracker.model.permissions import Permission
from equity_tracker.model.programme import Programme
from equity_tracker.monday.actions import looks as actions
from equity_tracker.monday.columns import LOOK_AGAIN
from equity_tracker.monday.forms import LookForm
from equity_tracker.monday.queries import look_again as queries
from equity_tracker.monday.queries import looks
from equity_tracker.monday.queries.look_again import Flagged
from equity_tracker.monday.sentences import KIND_HINTS, KIND_LABELS
from equity_tracker.monday.views.blueprint import blueprint
from equity_tracker.programmes.queries.commitments import get_commitment
from equity_tracker.web.access import as_typed, loads, one_of, requires
from equity_tracker.web.csv_files import csv_response
from equity_tracker.web.pagination import PAGE_SIZE, cut, read_cursor
from equity_tracker.web.templating import render_form

FIRST_SHOWN = 10
LOOKS_SHOWN = 10


@blueprint.route("/look-again")
@requires(get=Permission.VIEW_REGISTERED)
def list_flagged(programme: Programme) -> ResponseReturnValue:
    """Show what nobody has looked at yet: the first of each kind, or one kind page by page."""
    today = clock.today()
    kind = _kind()
    after = read_cursor(request.args.get("after"), queries.SHAPE) if kind else None
    counts = queries.count_flagged(programme, today=today)
    next_cursor = None
    shown: list[tuple[FlagKind, Any]] = []
    for one in (kind,) if kind else queries.LOOK_AGAIN:
        if counts[one]:
            most = (PAGE_SIZE if kind else FIRST_SHOWN) + 1
            page = cut(
                queries.list_flagged(programme, one, today=today, most=most, after=after),
                lambda row: row.place,
            )
            next_cursor = page.next_cursor
            shown.append((one, page.rows if kind else page.rows[:FIRST_SHOWN]))
    chosen: dict[str, Any] = {"programme": programme.slug, "kind": kind}
    return render_template(
        "monday/list_flagged.html",
        programme=programme,
        shown=shown,
        counts=counts,
        total=sum(counts.values()),
        kind=kind,
        kinds=KIND_LABELS,
        hints=KIND_HINTS,
        looks=looks.list_looks(programme, most=LOOKS_SHOWN),
        first_url=url_for(".list_flagged", **chosen) if after else None,
        next_url=url_for(".list_flagged", after=next_cursor, **chosen) if kind and next_cursor else None,
        csv_url=url_for(".list_flagged_csv", **chosen),
    )


@blueprint.route("/look-again.csv")
@requires(get=Permission.VIEW_REGISTERED)
def list_flagged_csv(programme: Programme) -> ResponseReturnValue:
    """Give every row of the same list as a file."""
    today = clock.today()
    rows = queries.all_flagged(programme, today=today, kind=_kind())
    return csv_response("look-again", LOOK_AGAIN.header, map(LOOK_AGAIN.cells, rows), today)


@blueprint.route("/look-again/<commitment>/<kind>/<subject>", methods=["GET", "POST"])
@loads(commitment=get_commitment, kind=one_of(FlagKind), subject=as_typed)
@requires(get=Permission.VIEW_REGISTERED, post=Permission.LOOK_AT_FLAG)
def look_at_flag(
    programme: Programme, commitment: Commitment, kind: FlagKind, subject: str
) -> ResponseReturnValue:
    """Show what there is to look at, with both texts where two are alike, and take a note."""
    if kind not in queries.LOOK_AGAIN or not subject.isprintable():
        abort(404)
    flagged = queries.find_flagged(programme, kind, commitment, subject, today=clock.today())
    before = looks.list_looks_at(programme, commitment, kind, subject)
    if flagged is None and not before:
        abort(404)
    form = LookForm.for_request(version=flagged.version if flagged else None)
    if flagged is not None and form.is_submitted and form.validate():
        try:
            actions.look_at_flag(
                flagged,
                commitment,
                note=form.data["note"],
                seen=form.version,
                by=current_user,
                now=clock.now(),
            )
        except Refused as refused:
            form.add_error(refused)
            form.version = flagged.version
        else:
            flash("Your note is kept. It comes back if a later version is alike.")
            return redirect(url_for(".list_flagged", programme=programme.slug), code=303)
    return render_form(
        "monday/look_at_flag.html",
        form,
        programme=programme,
        commitment=commitment,
        kind=kind,
        subject=subject,
        flagged=flagged,
        before=before,
        label=KIND_LABELS[kind],
        hint=KIND_HINTS[kind],
        **_texts(commitment, flagged),
    )


def _texts(commitment: Commitment, flagged: Flagged | None) -> dict[str, Any]:
    """Return the check-in that is flagged, and the earlier one that it is like."""
    if flagged is None:
        return {"check_in": None, "version": None, "earlier": None}
    found = [row for row in commitment.check_ins if row.public_id == flagged.subject]
    versions = [row for check_in in found for row in check_in.versions if row.number == flagged.version]
    earlier = [row for row in commitment.check_ins if row.number == flagged.earlier_number]
    return {
        "check_in": found[0] if found else None,
        "version": versions[0] if versions else None,
        "earlier": earlier[0] if earlier else None,
    }


def _kind() -> FlagKind | None:
    word = request.args.get("kind", "")
    return FlagKind(word) if word in set(queries.LOOK_AGAIN) else None
