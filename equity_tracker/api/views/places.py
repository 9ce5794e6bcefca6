"""Programmes, their closed rounds, organisations, and the words."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from equity_tracker import clock
from equity_tracker.api.views.blueprint import blueprint
from equity_tracker.api.views.questions import OrganisationsQuestion, RoundsQuestion
from equity_tracker.api.views.schemas.places import Organisation, Programme, Round, Vocabulary
from equity_tracker.api.views.standing import NOT_FOUND
from equity_tracker.model.publication import Form, PublicationKind
from equity_tracker.model.vocabulary import ALL
from equity_tracker.public.directory import named_like
from equity_tracker.public.queries import figures, publications
from equity_tracker.public.queries.names import list_former_names
from equity_tracker.web.access import loads, public
from equity_tracker.web.answer_fields import page_of
from equity_tracker.web.parts import LINK, faulty, here, part_of_all
from equity_tracker.web.problems import Problem
from equity_tracker.web.resources import PageQuestion

MOVED = {"description": "It has another slug now: the header Location says which."}


def _slug(of: str, example: str) -> list[dict[str, Any]]:
    return [{"in": "path", "name": "slug", "description": f"The slug of {of}.", "example": example}]


@blueprint.route("/programmes")
@public
@blueprint.arguments(PageQuestion, location="query")
@blueprint.response(200, page_of(Programme), headers=LINK)
def list_programmes(asked: dict[str, Any]) -> ResponseReturnValue:
    """List the programmes, by name."""
    today = clock.today()
    rows = publications.list_current(PublicationKind.PROGRAMME, today)
    counts = _counts(today)
    return part_of_all(
        rows,
        asked,
        lambda row: (row.payload["name"].casefold(), row.slug),
        lambda row: _programme(row, counts),
    )


@blueprint.route("/programmes/<slug>", parameters=_slug("a programme", "fairer-harbour"))
@loads(slug=publications.readable)
@public
@blueprint.response(200, Programme)
@blueprint.alt_response(301, **MOVED)
@blueprint.alt_response(404, "404")
def show_programme(slug: str) -> ResponseReturnValue:
    """Read one programme."""
    today = clock.today()
    found = _at_its_slug(PublicationKind.PROGRAMME, slug, today)
    return _programme(found, _counts(today))


@blueprint.route("/rounds")
@public
@blueprint.arguments(RoundsQuestion, location="query")
@blueprint.response(200, page_of(Round), headers=LINK)
def list_rounds(asked: dict[str, Any]) -> ResponseReturnValue:
    """List what closed rounds came to, by due date: how many of the expected reports were made."""
    today = clock.today()
    known = {
        row.programme_id: row.slug for row in publications.list_current(PublicationKind.PROGRAMME, today)
    }
    wanted = asked.get("programme")
    if wanted is not None and wanted not in known.values():
        raise faulty("programme", f"There is no such answer: {wanted}")
    rows = [
        {**row.payload, "programme": known[row.programme_id]}
        for row in figures.list_rounds(today)
        if row.programme_id in known and wanted in {None, known[row.programme_id]}
    ]
    return part_of_all(rows, asked, lambda row: (row["due_on"], row["programme"], f"{row['number']:06}"))


@blueprint.route("/organisations")
@public
@blueprint.arguments(OrganisationsQuestion, location="query")
@blueprint.response(200, page_of(Organisation), headers=LINK)
def list_organisations(asked: dict[str, Any]) -> ResponseReturnValue:
    """List the organisations of the register, by name, whether they hold a commitment now or not."""
    today = clock.today()
    held = _held(today)
    rows = publications.list_current(PublicationKind.ORGANISATION, today)
    if (kind := asked.get("kind")) is not None:
        rows = [row for row in rows if row.payload["kind"] == kind]
    if (q := asked.get("q", "")).strip():
        payloads = [row.payload for row in rows]
        found = {payload["slug"] for payload in named_like(q, payloads, list_former_names(today))}
        rows = [row for row in rows if row.slug in found]
    return part_of_all(
        rows,
        asked,
        lambda row: (row.payload["sort_name"], row.slug),
        lambda row: _organisation(row, held),
    )


@blueprint.route("/organisations/<slug>", parameters=_slug("an organisation", "harbour-trust"))
@loads(slug=publications.readable)
@public
@blueprint.response(200, Organisation)
@blueprint.alt_response(301, **MOVED)
@blueprint.alt_response(404, "404")
def show_organisation(slug: str) -> ResponseReturnValue:
    """Read one organisation.

    Its commitments are in the register: `/api/v1/commitments?organisation=…`.
    """
    today = clock.today()
    found = _at_its_slug(PublicationKind.ORGANISATION, slug, today)
    return _organisation(found, _held(today))


@blueprint.route("/vocabulary")
@public
@blueprint.arguments(PageQuestion, location="query")
@blueprint.response(200, page_of(Vocabulary), headers=LINK)
def list_vocabulary(asked: dict[str, Any]) -> ResponseReturnValue:
    """List the vocabularies with their terms, definitions and sources, by name."""
    return part_of_all(list(ALL.values()), asked, lambda each: (each.name,))


def _at_its_slug(kind: PublicationKind, slug: str, today: date) -> Any:  # noqa: ANN401 - a database row, by name
    """Return what bears this slug. Ends the request with a 404, or with the way to its slug of today."""
    found = publications.find_by_slug(kind, slug, today)
    if found is None:
        raise Problem(NOT_FOUND)
    if found.slug != slug:
        abort(redirect(url_for(request.endpoint or "", slug=found.slug), code=301))
    return found


def _counts(today: date) -> dict[tuple[int, Form], int]:
    return {(row.programme_id, row.form): row.number for row in figures.count_by_programme(today)}


def _programme(row: Any, counts: Mapping[tuple[int, Form], int]) -> dict[str, Any]:  # noqa: ANN401 - a database row
    return {
        **row.payload,
        "commitments": counts.get((row.programme_id, Form.COMMITMENT), 0),
        "statements_of_intent": counts.get((row.programme_id, Form.STATEMENT_OF_INTENT), 0),
        "url": here() + url_for("public.show_programme", slug=row.slug),
    }


def _held(today: date) -> dict[int, int]:
    return {row.organisation_id: row.number for row in figures.count_by_organisation(today)}


def _organisation(row: Any, held: Mapping[int, int]) -> dict[str, Any]:  # noqa: ANN401 - a database row
    number = held.get(row.organisation_id, 0)
    report = url_for("reports.show_public_report", slug=row.slug) if number else None
    return {
        **row.payload,
        "identifiers": [
            {"namespace": namespace, "value": value} for namespace, value in row.payload["identifiers"]
        ],
        "held": number,
        "url": here() + url_for("public.show_organisation", slug=row.slug),
        "report_url": f"{here()}{report}" if report else None,
    }
