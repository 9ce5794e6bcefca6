"""The public record of one commitment: the promise first, then how it stands, then what has happened."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from equity_tracker import clock
from equity_tracker.model.publication import PublicationKind
from equity_tracker.public.queries import joint_work, library, publications
from equity_tracker.public.queries.tables import AnyRow
from equity_tracker.public.views.blueprint import blueprint
from equity_tracker.public.views.citing import citation
from equity_tracker.public.views.gathering import gather
from equity_tracker.web.access import loads, public
from equity_tracker.web.remembered import remembered


@dataclass(frozen=True)
class Found:
    """What the register says of a commitment, and what its page is drawn from."""

    entry: AnyRow


@blueprint.get("/commitments/<public_id>")
@loads(public_id=publications.readable)
@public
def find_commitment(public_id: str) -> ResponseReturnValue:
    """Lead from an id, or from a reference such as FH-0017, to the page."""
    today = clock.today()
    found = publications.find_address(public_id, today)
    if found is None:
        # What was taken back is told here: its address would give away its title.
        return taken_back(publications.find_taken_back(public_id, today))
    return redirect(url_for("public.show_commitment", public_id=found.public_id, slug=found.slug), code=301)


@blueprint.get("/commitments/<public_id>/<slug>")
@loads(public_id=publications.readable, slug=publications.readable)
@public
def show_commitment(public_id: str, slug: str) -> ResponseReturnValue:
    """Show what was promised and what became of it, or when and why it was taken back.

    What the page is drawn from is asked every time, by its marks; it is drawn anew when any of them differs.
    """
    today = clock.today()
    found = find(public_id, slug, today)
    if not isinstance(found, Found):
        return found
    entry = found.entry
    beside = library.list_mentioning(public_id, today) if entry.is_mentioned else ()
    known = frozenset(joint_work.list_known(public_id, today) if entry.has_partners else ())

    def draw() -> str:
        told = publications.list_told(public_id, today)
        promise = current_promise(told)
        return render_template(
            "public/show_commitment.html",
            public_id=public_id,
            beside=beside,
            known_partners=known,
            today=today,
            citation=citation(public_id, slug, promise),
            **gather(told, promise, entry, today),
        )

    return remembered().get(_drawn_from(public_id, entry, beside, known, today), draw)


def _drawn_from(
    public_id: str, entry: AnyRow, beside: Sequence[AnyRow], known: frozenset[str], today: date
) -> Hashable:
    """Return everything that the page depends on. Of a publication that is its number: it never changes."""
    facts = tuple(entry)[:-1]  # But for what the programme says, which has its number beside it.
    return public_id, facts, tuple((row.subject_id, row.number) for row in beside), known, today


def find(public_id: str, slug: str, today: date) -> Found | ResponseReturnValue:
    """Find a commitment, or answer that it was taken back or has another address now."""
    entry = publications.find_entry(public_id, today)
    if entry is None:
        promise = publications.find_taken_back(public_id, today)
        return taken_back(promise if promise and promise.subject_id == public_id else None)
    if entry.slug != slug:
        arguments = dict(request.view_args or {}) | {"public_id": public_id, "slug": entry.slug}
        return redirect(url_for(request.endpoint or "", **arguments), code=301)
    return Found(entry)


def current_promise(told: Sequence[AnyRow]) -> AnyRow:
    return next(row for row in told if row.kind is PublicationKind.COMMITMENT and row.is_current)


def taken_back(promise: Any) -> ResponseReturnValue:  # noqa: ANN401 - a database row, by name
    """Say when and why it was taken back, and nothing of what it said."""
    if promise is None:
        abort(404)
    return render_template("public/retracted_commitment.html", promise=promise), 410
