"""The register, and the whole record of one commitment."""

from datetime import date
from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue

from equity_tracker import clock
from equity_tracker.api import history
from equity_tracker.api.views.blueprint import blueprint
from equity_tracker.api.views.library import entry_shown
from equity_tracker.api.views.questions import RegisterQuestion
from equity_tracker.api.views.schemas.check_in import CheckIn
from equity_tracker.api.views.schemas.commitment import Commitment, RegisterRow
from equity_tracker.api.views.standing import GIVEN_ID, NOT_FOUND, refuse_unless_stands
from equity_tracker.model.publication import PublicationKind
from equity_tracker.public.change_log import Frozen
from equity_tracker.public.columns import COLUMNS, About, record
from equity_tracker.public.filters import TITLES
from equity_tracker.public.queries import library, publications, register
from equity_tracker.public.queries.asking import UnknownFilter, read_question
from equity_tracker.public.record import imported_record, missing_from
from equity_tracker.web.access import loads, public
from equity_tracker.web.answer_fields import page_of
from equity_tracker.web.parts import LINK, faulty, here, part, part_of_all, place
from equity_tracker.web.problems import Problem
from equity_tracker.web.resources import PageQuestion

ID = GIVEN_ID | {"name": "public_id", "description": "The id of a commitment."}
Told = Any
_NAMES = {title: name for name, title in TITLES.items()} | {"Order": "sort"}


@blueprint.route("/commitments")
@public
@blueprint.arguments(RegisterQuestion, location="query")
@blueprint.response(200, page_of(RegisterRow), headers=LINK)
def list_commitments(asked: dict[str, Any]) -> ResponseReturnValue:
    """List published commitments and statements of intent.

    The same filters and orders as the page of the register. Questions narrow together.
    """
    today = clock.today()
    try:
        question = read_question(request.args.to_dict(flat=False), today)
    except UnknownFilter as unknown:
        name = _NAMES.get(unknown.title, "q")
        raise faulty(name, f"There is no such answer: {unknown.value}") from None
    sort, limit = question.filters.sort, asked["limit"]
    after = place(asked, register.cursor_shape(sort))
    rows = register.list_whole(question, today, after=after, limit=limit + 1)
    return part(rows, limit, lambda row: register.cursor_key(sort, row), lambda row: _row(row, today))


@blueprint.route("/commitments/<public_id>", parameters=[ID])
@loads(public_id=publications.readable)
@public
@blueprint.response(200, Commitment)
@blueprint.alt_response(404, "404")
@blueprint.alt_response(410, "410")
def show_commitment(public_id: str) -> ResponseReturnValue:
    """Read the whole public record of one commitment.

    What was promised, the two lights, who judged, check-ins, milestones, measures, partners, evidence, every
    change with its reason, and how it ended.
    """
    today = clock.today()
    told = _told(public_id, today)
    row = register.find_whole(public_id, today)
    promise = next(each for each in told if each.kind is PublicationKind.COMMITMENT and each.is_current)
    if row is None:
        raise Problem(NOT_FOUND)
    payload = Frozen(promise.payload)
    beside = library.list_mentioning(public_id, today)
    return {
        **_row(row, today),
        "promise": payload,
        "missing": missing_from(payload) if row.form == "statement_of_intent" else [],
        "milestones": payload["milestones"],
        "measures": payload["measures"],
        "check_ins": history.check_ins(told),
        "missed_check_ins": history.missed(told),
        "publications": history.changes(told),
        "close_out": history.close_out(payload),
        "end_assessment": history.end_assessment(told),
        "handovers": payload["handovers"],
        "still_in_place": history.still_in_place(told),
        "imported": imported_record(payload),
        "beside": [entry_shown(each) for each in beside],
    }


@blueprint.route("/commitments/<public_id>/check-ins", parameters=[ID])
@loads(public_id=publications.readable)
@public
@blueprint.arguments(PageQuestion, location="query")
@blueprint.response(200, page_of(CheckIn), headers=LINK)
@blueprint.alt_response(404, "404")
@blueprint.alt_response(410, "410")
def list_check_ins(asked: dict[str, Any], public_id: str) -> ResponseReturnValue:
    """List what was reported on a commitment, by number."""
    found = history.check_ins(_told(public_id, clock.today()))
    return part_of_all(found, asked, lambda row: (f"{row['number']:06}",))


def _told(public_id: str, today: date) -> Told:
    """Return every publication about it, or say that there is none, or that it was taken back."""
    told = publications.list_told(public_id, today)
    promise = next((row for row in told if row.kind is PublicationKind.COMMITMENT and row.is_current), None)
    refuse_unless_stands(promise)
    return told


def _row(row: Any, today: date) -> dict[str, Any]:  # noqa: ANN401 - a database row, by name
    """Return a row of the register by the names of its columns. What is not stated has no words either."""
    said = record(row, About(today, here() + url_for("public.list_commitments")))
    for column in COLUMNS:
        if column.code is not None and said[column.code_name] is None:
            said[column.name] = None
    return said | {
        "id": row.public_id,
        "organisation_slug": row.organisation_slug,
        "programme_slug": row.programme_slug,
    }
