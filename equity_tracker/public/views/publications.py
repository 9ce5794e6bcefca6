"""What was published of a commitment, number by number. Each address stays readable for ever."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from equity_tracker import clock
from equity_tracker.model.told_measure import told_measures
from equity_tracker.model.told_milestone import told_milestones
from equity_tracker.public.change_log import Frozen, change_log
from equity_tracker.public.queries import publications
from equity_tracker.public.views.blueprint import blueprint
from equity_tracker.public.views.citing import citation
from equity_tracker.public.views.commitments import taken_back
from equity_tracker.web.access import loads, public


@dataclass(frozen=True)
class Found:
    """What the register says of a commitment, and all that was published of its text."""

    entry: Any
    versions: Sequence[Any]


@blueprint.get("/commitments/<public_id>/<slug>/publications")
@loads(public_id=publications.readable, slug=publications.readable)
@public
def list_publications(public_id: str, slug: str) -> ResponseReturnValue:
    """Show the change log: every publication with its date, what it changed, and the reason."""
    today = clock.today()
    found = _find(public_id, slug, today)
    if not isinstance(found, Found):
        return found
    entry, versions = found.entry, found.versions
    return render_template(
        "public/list_publications.html",
        entry=entry,
        promise=Frozen(versions[-1].payload),
        public_id=public_id,
        log=change_log(versions)[::-1],
    )


@blueprint.get("/commitments/<public_id>/<slug>/publications/<number>")
@loads(public_id=publications.readable, slug=publications.readable, number=publications.numbered)
@public
def show_publication(public_id: str, slug: str, number: int) -> ResponseReturnValue:
    """Show one frozen copy as it was, and what came before and after it."""
    today = clock.today()
    found = _find(public_id, slug, today)
    if not isinstance(found, Found):
        return found
    entry, versions = found.entry, found.versions
    position = next((at for at, row in enumerate(versions) if row.number == number), None)
    if position is None:
        abort(404)
    shown = versions[position]
    if shown.retracted_on is not None:
        return taken_back(shown)
    return render_template(
        "public/show_publication.html",
        entry=entry,
        promise=Frozen(shown.payload),
        measures=told_measures(shown.payload),
        milestones=told_milestones(shown.payload),
        public_id=public_id,
        shown=shown,
        logged=change_log(versions[: position + 1])[-1],
        previous=versions[position - 1] if position else None,
        following=versions[position + 1] if position + 1 < len(versions) else None,
        current=versions[-1],
        citation=citation(public_id, slug, shown),
        today=today,
    )


@blueprint.get("/commitments/<public_id>/<slug>/publications/<number>/citation.bib")
@loads(public_id=publications.readable, slug=publications.readable, number=publications.numbered)
@public
def cite_in_bibtex(public_id: str, slug: str, number: int) -> ResponseReturnValue:
    """Hand out how to cite one publication, for BibTeX."""
    return _cited(public_id, slug, number, "bib", "application/x-bibtex")


@blueprint.get("/commitments/<public_id>/<slug>/publications/<number>/citation.ris")
@loads(public_id=publications.readable, slug=publications.readable, number=publications.numbered)
@public
def cite_in_ris(public_id: str, slug: str, number: int) -> ResponseReturnValue:
    """Hand out how to cite one publication, for reference managers."""
    return _cited(public_id, slug, number, "ris", "application/x-research-info-systems")


def _cited(public_id: str, slug: str, number: int, ending: str, kind: str) -> ResponseReturnValue:
    today = clock.today()
    found = _find(public_id, slug, today)
    if not isinstance(found, Found):
        return found
    shown = next((row for row in found.versions if row.number == number), None)
    if shown is None:
        abort(404)
    if shown.retracted_on is not None:
        return taken_back(shown)
    cited = citation(public_id, slug, shown)
    return Response(
        cited.bibtex(today) if ending == "bib" else cited.ris(today),
        content_type=f"{kind}; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{cited.key}.{ending}"'},
    )


def _find(public_id: str, slug: str, today: date) -> Found | ResponseReturnValue:
    """Find it, or answer that it was taken back or has another address now."""
    versions = publications.list_promises(public_id, today)
    if versions and versions[-1].retracted_on is not None:
        return taken_back(versions[-1])
    entry = publications.find_entry(public_id, today)
    if entry is None or not versions:
        abort(404)
    if entry.slug != slug:
        arguments = dict(request.view_args or {}) | {"public_id": public_id, "slug": entry.slug}
        return redirect(url_for(request.endpoint or "", **arguments), code=301)
    return Found(entry, versions)
