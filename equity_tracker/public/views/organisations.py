"""The directory of organisations, and the public page of each."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from equity_tracker import clock
from equity_tracker.model.publication import Form, PublicationKind
from equity_tracker.model.vocabulary import ORGANISATION_KINDS
from equity_tracker.public.counting import EXACT_UP_TO
from equity_tracker.public.directory import Listed, by_letter, in_order, named_like
from equity_tracker.public.filters import Filters, Question, Sort
from equity_tracker.public.queries import (
    figures,
    joint_work,
    library,
    publications,
    register,
    responses,
)
from equity_tracker.public.queries.names import list_former_names
from equity_tracker.public.views.blueprint import blueprint
from equity_tracker.public.views.listing import Listed as Row
from equity_tracker.public.views.listing import listed
from equity_tracker.web.access import loads, public
from equity_tracker.web.charts import ResponseBar, response_bars

SHOWN_AT_MOST = 50
# So many rounds are drawn, the last ones; the table has all.
ROUNDS_DRAWN = 8
IDENTIFIERS = {
    "ODS": "NHS organisation code (ODS)",
    "GSS": "Government statistics code (GSS)",
    "former GSS": "Former government statistics code (GSS)",
    "LA": "Local authority code",
    "charity": "Charity number",
    "company": "Company number",
}


@dataclass(frozen=True)
class Held:
    """What an organisation holds of one form: the first of it, and how many there are."""

    rows: list[Row]
    in_all: int


@blueprint.get("/organisations")
@public
def list_organisations() -> ResponseReturnValue:
    """Show those that hold something published, in one programme or in any; or the whole directory."""
    today = clock.today()
    kind, q = request.args.get("kind", ""), " ".join(request.args.get("q", "").split())
    programmes = {row.slug: row for row in publications.list_current(PublicationKind.PROGRAMME, today)}
    programme = request.args.get("programme", "")
    if kind and kind not in ORGANISATION_KINDS:
        return render_template("public/unknown_filter.html", title="Kind of organisation", value=kind), 400
    if programme and programme not in programmes:
        return render_template("public/unknown_filter.html", title="Programme", value=programme), 400
    shows_all = request.args.get("show", "") == "all" and not programme
    programme_id = programmes[programme].programme_id if programme else None
    listed = _listed(today, shows_all=shows_all, kind=kind, q=q, programme_id=programme_id)
    kept = {"kind": kind, "programme": programme, "show": "all" if shows_all else ""}
    return render_template(
        "public/list_organisations.html",
        groups=by_letter(listed),
        count=len(listed),
        kind=kind,
        q=q,
        programme=programmes[programme].payload if programme else None,
        programmes=sorted((row.payload for row in programmes.values()), key=_by_name),
        shows_all=shows_all,
        kept=[(name, value) for name, value in kept.items() if value],
    )


def _by_name(payload: dict[str, Any]) -> str:
    return str(payload["name"]).casefold()


def _listed(
    today: date, *, shows_all: bool, kind: str, q: str, programme_id: int | None = None
) -> list[Listed]:
    """Return what the directory shows, each with how many commitments and statements of intent it holds."""
    counts = {row.organisation_id: row.number for row in figures.count_by_organisation(today, programme_id)}
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
        for payload in (named_like(q, payloads, list_former_names(today)) if q else in_order(payloads))
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
    organisation_id = published.organisation_id or 0
    held = {form: _held(organisation_id, form, today) for form in Form}
    return render_template(
        "public/show_organisation.html",
        organisation=published.payload,
        today=today,
        identifiers=[
            (IDENTIFIERS.get(space, space), value) for space, value in published.payload["identifiers"]
        ],
        commitments=held[Form.COMMITMENT],
        statements_of_intent=held[Form.STATEMENT_OF_INTENT],
        most=EXACT_UP_TO,
        companions=in_order(row.payload for row in joint_work.list_companions(organisation_id, today)),
        beside=library.list_of_organisation(published.organisation_id, today),
        report_url=url_for("reports.show_public_report", slug=slug),
        **_responses(organisation_id, today),
    )


def _held(organisation_id: int, form: Form, today: date) -> Held:
    """Return what it holds of one form: the first by title, and how many there are."""
    found = register.read_page(
        Question(
            Filters(chosen={"form": (form.value,)}, sort=Sort.TITLE), {"organisation": (organisation_id,)}
        ),
        today,
        after=None,
        limit=SHOWN_AT_MOST,
    )
    return Held(listed(found.rows, today, url_for("public.list_commitments")), found.in_all)


def _responses(organisation_id: int, today: date) -> dict[str, Any]:
    """Draw who reported in each round. Where it takes part in several programmes, each round says whose."""
    rows = responses.list_responses(organisation_id, today)
    has_several = len({row.programme_name for row in rows}) > 1
    told = [
        {
            "name": f"{row.programme_name}: {row.payload['name']}" if has_several else row.payload["name"],
            "due_on": row.payload["due_on"],
            "expected": row.expected,
            "reported": row.reported,
        }
        for row in rows
    ]
    drawn = [ResponseBar(row["name"], row["reported"], row["expected"]) for row in told[-ROUNDS_DRAWN:]]
    chart = response_bars(drawn, title="Reported, round by round", id_prefix="response") if drawn else None
    return {"rounds": told, "response_chart": chart, "rounds_drawn": len(drawn)}
