"""Statements for action, case studies and support: beside commitments, never counted as one."""

from flask import abort, render_template, url_for
from flask.typing import ResponseReturnValue

from equity_tracker import clock
from equity_tracker.model.publication import PublicationKind
from equity_tracker.public.filters import Filters, Question, Sort
from equity_tracker.public.queries import library, publications, register
from equity_tracker.public.views.blueprint import blueprint
from equity_tracker.public.views.listing import listed
from equity_tracker.web.access import loads, public

SHOWN_AT_MOST = 50


@blueprint.get("/statements")
@public
def list_statements() -> ResponseReturnValue:
    """Show guidance that bodies wrote for their professions."""
    return _list("public/list_statements.html", PublicationKind.STATEMENT)


@blueprint.get("/statements/<entry>")
@loads(entry=publications.readable)
@public
def show_statement(entry: str) -> ResponseReturnValue:
    """Show one statement for action, and the commitments of its profession."""
    return _show("public/show_statement.html", PublicationKind.STATEMENT, entry)


@blueprint.get("/case-studies")
@public
def list_case_studies() -> ResponseReturnValue:
    """Show worked examples."""
    return _list("public/list_case_studies.html", PublicationKind.CASE_STUDY)


@blueprint.get("/case-studies/<entry>")
@loads(entry=publications.readable)
@public
def show_case_study(entry: str) -> ResponseReturnValue:
    """Show one worked example, and the commitments it belongs with."""
    return _show("public/show_case_study.html", PublicationKind.CASE_STUDY, entry)


@blueprint.get("/supports")
@public
def list_supports() -> ResponseReturnValue:
    """Show whose asks organisations back."""
    return _list("public/list_supports.html", PublicationKind.SUPPORT)


@blueprint.get("/supports/<entry>")
@loads(entry=publications.readable)
@public
def show_support(entry: str) -> ResponseReturnValue:
    """Show one ask that an organisation backs."""
    return _show("public/show_support.html", PublicationKind.SUPPORT, entry)


def _list(template: str, kind: PublicationKind) -> ResponseReturnValue:
    rows = publications.list_current(kind, clock.today())
    return render_template(template, entries=[(row.subject_id, row.payload) for row in rows])


def _show(template: str, kind: PublicationKind, subject_id: str) -> ResponseReturnValue:
    """Show an entry with the commitments it names, and those of its profession; or when it was taken back."""
    today = clock.today()
    found = library.find_entry(kind, subject_id, today)
    if found is None:
        abort(404)
    if found.retracted_on is not None:
        return render_template("public/retracted_entry.html", entry=found), 410
    named = library.list_named(found.payload.get("commitments", ()), today)
    profession = found.payload.get("profession")
    like_it = (
        register.list_entries(
            Question(Filters(chosen={"profession": (profession,)}, sort=Sort.TITLE)),
            today,
            after=None,
            limit=SHOWN_AT_MOST + 1,
        )
        if profession
        else ()
    )
    others = [row for row in like_it if row.public_id not in {each.public_id for each in named}]
    register_url = url_for("public.list_commitments")
    return render_template(
        template,
        found=found,
        entry=found.payload,
        named=listed(named, today, register_url),
        of_profession=listed(others[:SHOWN_AT_MOST], today, register_url),
        has_more=len(others) > SHOWN_AT_MOST,
    )
