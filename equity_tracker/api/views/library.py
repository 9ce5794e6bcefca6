"""What organisations wrote beside their commitments: never counted as one."""

from typing import Any

from flask import url_for
from flask.typing import ResponseReturnValue

from equity_tracker import clock
from equity_tracker.api.views.blueprint import blueprint
from equity_tracker.api.views.schemas.places import LibraryEntry
from equity_tracker.api.views.standing import GIVEN_ID, refuse_unless_stands
from equity_tracker.model.publication import PublicationKind
from equity_tracker.public import beside
from equity_tracker.public.queries import library, publications
from equity_tracker.web.access import loads, public
from equity_tracker.web.answer_fields import page_of
from equity_tracker.web.parts import LINK, here, part_of_all
from equity_tracker.web.resources import PageQuestion

ID = GIVEN_ID | {"name": "entry", "description": "Its id."}


@blueprint.route("/statements")
@public
@blueprint.arguments(PageQuestion, location="query")
@blueprint.response(200, page_of(LibraryEntry), headers=LINK)
def list_statements(asked: dict[str, Any]) -> ResponseReturnValue:
    """List statements for action: guidance that bodies wrote for their professions, by title."""
    return _list(PublicationKind.STATEMENT, asked)


@blueprint.route("/case-studies")
@public
@blueprint.arguments(PageQuestion, location="query")
@blueprint.response(200, page_of(LibraryEntry), headers=LINK)
def list_case_studies(asked: dict[str, Any]) -> ResponseReturnValue:
    """List case studies: worked examples, by title."""
    return _list(PublicationKind.CASE_STUDY, asked)


@blueprint.route("/supports")
@public
@blueprint.arguments(PageQuestion, location="query")
@blueprint.response(200, page_of(LibraryEntry), headers=LINK)
def list_supports(asked: dict[str, Any]) -> ResponseReturnValue:
    """List whose asks organisations back, by title."""
    return _list(PublicationKind.SUPPORT, asked)


@blueprint.route("/statements/<entry>", parameters=[ID])
@loads(entry=publications.readable)
@public
@blueprint.response(200, LibraryEntry)
@blueprint.alt_response(404, "404")
@blueprint.alt_response(410, "410")
def show_statement(entry: str) -> ResponseReturnValue:
    """Read one statement for action."""
    return _show(PublicationKind.STATEMENT, entry)


@blueprint.route("/case-studies/<entry>", parameters=[ID])
@loads(entry=publications.readable)
@public
@blueprint.response(200, LibraryEntry)
@blueprint.alt_response(404, "404")
@blueprint.alt_response(410, "410")
def show_case_study(entry: str) -> ResponseReturnValue:
    """Read one case study."""
    return _show(PublicationKind.CASE_STUDY, entry)


@blueprint.route("/supports/<entry>", parameters=[ID])
@loads(entry=publications.readable)
@public
@blueprint.response(200, LibraryEntry)
@blueprint.alt_response(404, "404")
@blueprint.alt_response(410, "410")
def show_support(entry: str) -> ResponseReturnValue:
    """Read whose ask an organisation backs."""
    return _show(PublicationKind.SUPPORT, entry)


def entry_shown(row: Any) -> dict[str, Any]:  # noqa: ANN401 - a database row, by name
    page = url_for(beside.PAGES[row.kind], entry=row.subject_id)
    return {**row.payload, "id": row.subject_id, "published_on": row.happened_on, "page": f"{here()}{page}"}


def _list(kind: PublicationKind, asked: dict[str, Any]) -> ResponseReturnValue:
    rows = library.list_of_kind(kind, clock.today())
    return part_of_all(rows, asked, _place, entry_shown)


def _show(kind: PublicationKind, entry: str) -> ResponseReturnValue:
    row = library.find_entry(kind, entry, clock.today())
    refuse_unless_stands(row)
    return entry_shown(row)


def _place(row: Any) -> tuple[str, str]:  # noqa: ANN401 - a database row, by name
    """Return where it stands in the list: by its title, or by the profession it is for."""
    return (row.payload.get("title") or row.payload["profession"]).casefold(), row.subject_id
