"""The directory of organisations, and the public page of each."""

from datetime import date

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from equity_tracker import clock
from equity_tracker.model.publication import PublicationKind
from equity_tracker.model.vocabulary import ORGANISATION_KINDS
from equity_tracker.public.directory import Listed, by_letter, in_order, named_like
from equity_tracker.public.filters import Filters, Question, Sort
from equity_tracker.public.queries import figures, joint_work, library, publications, register
from equity_tracker.public.views.blueprint import blueprint
from equity_tracker.public.views.listing import listed
from equity_tracker.web.access import loads, public

SHOWN_AT_MOST = 50
IDENTIFIERS = {
    "ODS": "NHS organisation code (ODS)",
    "GSS": "Government statistics code (GSS)",
    "former GSS": "Former government statistics code (GSS)",
    "LA": "Local authority code",
    "charity": "Charity number",
    "company": "Company number",
}


@blueprint.get("/organisations")
@public
def list_organisations() -> ResponseReturnValue:
    """Show those that hold something published, or the whole directory."""
    kind, q = request.args.get("kind", ""), " ".join(request.args.get("q", "").split())
    shows_all = request.args.get("show", "") == "all"
    if kind and kind not in ORGANISATION_KINDS:
        return render_template("public/unknown_filter.html", title="Kind of organisation", value=kind), 400
    listed = _listed(clock.today(), shows_all=shows_all, kind=kind, q=q)
    return render_template(
        "public/list_organisations.html",
        groups=by_letter(listed),
        count=len(listed),
        kind=kind,
        q=q,
        shows_all=shows_all,
        kept=[
            (name, value) for name, value in (("kind", kind), ("show", "all" if shows_all else "")) if value
        ],
    )


def _listed(today: date, *, shows_all: bool, kind: str, q: str) -> list[Listed]:
    """Return what the directory shows, each with how many commitments and statements of intent it holds."""
    counts = {row.organisation_id: row.number for row in figures.count_by_organisation(today)}
    numbers: dict[str, int] = {}
    payloads = []
    for row in publications.list_current(PublicationKind.ORGANISATION, today):
        number = numbers[row.payload["slug"]] = counts.get(row.organisation_id or 0, 0)
        if (shows_all or number) and (not kind or row.payload["kind"] == kind):
            payloads.append(row.payload)
    return [
        Listed(
            name=payload["name"],
            slug=payload["slug"],
            kind=payload["kind"],
            number=numbers[payload["slug"]],
            is_checked=payload["source_is_checked"],
            has_ended=bool(payload["ended_on"]),
        )
        for payload in (named_like(q, payloads) if q else in_order(payloads))
    ]


@blueprint.get("/organisations/<slug>")
@loads(slug=publications.readable)
@public
def show_organisation(slug: str) -> ResponseReturnValue:
    """Show who an organisation is, and what it has promised. An old address leads to the new one."""
    today = clock.today()
    published = publications.find_by_slug(PublicationKind.ORGANISATION, slug, today)
    if published is None:
        abort(404)
    if published.slug != slug:
        return redirect(url_for("public.show_organisation", slug=published.slug), code=301)
    rows = register.list_entries(
        Question(Filters(sort=Sort.TITLE), {"organisation": (published.organisation_id or 0,)}),
        today,
        after=None,
        limit=SHOWN_AT_MOST + 1,
    )
    companions = joint_work.list_companions(published.organisation_id or 0, today)
    return render_template(
        "public/show_organisation.html",
        organisation=published.payload,
        identifiers=[
            (IDENTIFIERS.get(space, space), value) for space, value in published.payload["identifiers"]
        ],
        rows=listed(rows[:SHOWN_AT_MOST], today, url_for("public.list_commitments")),
        companions=in_order(row.payload for row in companions),
        has_more=len(rows) > SHOWN_AT_MOST,
        beside=library.list_of_organisation(published.organisation_id, today),
        report_url=url_for("reports.show_public_report", slug=slug) if rows else None,
    )
