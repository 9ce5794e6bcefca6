"""The register as files: every row of the question that a page asks, for people and for programs."""

from collections.abc import Callable
from datetime import date
from typing import BinaryIO, cast

from flask import Response, current_app, request, send_file, stream_with_context, url_for
from flask.typing import ResponseReturnValue

from equity_tracker import clock
from equity_tracker.public.columns import About
from equity_tracker.public.csv_rows import csv_lines
from equity_tracker.public.filters import TITLES
from equity_tracker.public.json_rows import json_parts
from equity_tracker.public.queries import register
from equity_tracker.public.queries.asking import Question, UnknownFilter, read_question
from equity_tracker.public.register_facts import RegisterFacts
from equity_tracker.public.views.around import address_of
from equity_tracker.public.views.blueprint import blueprint
from equity_tracker.public.views.register import unknown_filter
from equity_tracker.public.workbook import write_workbook
from equity_tracker.web.access import public

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@blueprint.get("/commitments.csv")
@public
def list_commitments_csv() -> ResponseReturnValue:
    """Give every row of the same question, as a file that is sent while it is read."""
    return _answer(_csv)


@blueprint.get("/commitments.json")
@public
def list_commitments_json() -> ResponseReturnValue:
    """Give the same rows with their codes and what the file is, sent while it is read."""
    return _answer(_json)


@blueprint.get("/commitments.xlsx")
@public
def list_commitments_xlsx() -> ResponseReturnValue:
    """Give the same rows as a workbook, with a sheet that says what it is."""
    return _answer(_xlsx)


def _answer(make: Callable[[Question, About], ResponseReturnValue]) -> ResponseReturnValue:
    today = clock.today()
    try:
        question = read_question(request.args.to_dict(flat=False), today)
    except UnknownFilter as unknown:
        return unknown_filter(unknown)
    return make(question, About(today, _absolute(url_for("public.list_commitments"))))


def _absolute(path: str) -> str:
    base: str = current_app.config["SETTINGS"].public_base_url
    return base + path


def _csv(question: Question, about: About) -> ResponseReturnValue:
    lines = csv_lines(register.iter_entries(question, about.today), about)
    return _sent(Response(stream_with_context(lines), mimetype="text/csv"), "csv", about.today)


def _json(question: Question, about: About) -> ResponseReturnValue:
    parts = json_parts(_facts(question, about), register.iter_entries(question, about.today), about)
    return _sent(Response(stream_with_context(parts), mimetype="application/json"), "json", about.today)


def _xlsx(question: Question, about: About) -> ResponseReturnValue:
    rows = register.iter_entries(question, about.today)
    file = write_workbook(_facts(question, about), rows, about)
    return _sent(send_file(cast("BinaryIO", file), mimetype=XLSX), "xlsx", about.today)


def _sent(response: Response, kind: str, today: date) -> Response:
    name = f"commitments-{today.isoformat()}.{kind}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _facts(question: Question, about: About) -> RegisterFacts:
    filters = question.filters
    asked = [
        (TITLES[name], " or ".join(question.words(name, value) for value in some))
        for name, some in filters.chosen.items()
    ]
    return RegisterFacts(
        made_on=about.today,
        asked=[("Search", filters.q), *asked] if filters.q else asked,
        sort=filters.sort,
        page_url=_absolute(address_of(filters.parameters())),
        method_url=_absolute(url_for("public.show_method")),
    )
