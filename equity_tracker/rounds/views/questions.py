"""What a round asks of its own: its questions, and for each a list of the answers."""

from collections.abc import Iterator

from flask import Response, flash, redirect, render_template, request, stream_with_context, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from werkzeug.exceptions import NotFound

from equity_tracker import clock
from equity_tracker.model import csv_file
from equity_tracker.model.errors import ChangedSince, Refused
from equity_tracker.model.permissions import Permission
from equity_tracker.model.programme import Programme
from equity_tracker.model.round import Round
from equity_tracker.model.round_question import RoundQuestion
from equity_tracker.programmes.queries.rounds import get_round
from equity_tracker.rounds import actions
from equity_tracker.rounds.forms import EditQuestionsForm, question_from, values_of
from equity_tracker.rounds.queries import questions as queries
from equity_tracker.rounds.views.blueprint import blueprint
from equity_tracker.web.access import as_typed, loads, requires
from equity_tracker.web.pagination import PAGE_SIZE, cut, read_cursor
from equity_tracker.web.templating import render_changed_since, render_form

SEVEN = 7
LONGEST_NUMBER = 3
_HEADER = ("Organisation", "Reference", "Commitment", "Checked in on", "Answer")


@blueprint.route("/<reporting_round>/questions", methods=["GET", "POST"])
@loads(reporting_round=get_round)
@requires(get=Permission.MANAGE_ROUND, post=Permission.MANAGE_ROUND)
def edit_questions(programme: Programme, reporting_round: Round) -> ResponseReturnValue:
    """Set what the round asks beside the seven questions."""
    form = EditQuestionsForm.for_request(values_of(reporting_round), version=reporting_round.version)
    if form.is_submitted and form.validate():
        try:
            actions.edit_questions(
                reporting_round,
                [question_from(row) for row in form.questions.data],
                version=form.version,
                by=current_user,
                now=clock.now(),
            )
        except ChangedSince:
            return render_changed_since(
                "rounds/questions_changed_since.html",
                form,
                EditQuestionsForm(None, values_of(reporting_round)),
                version=reporting_round.version,
                programme=programme,
                round=reporting_round,
            )
        except Refused as refused:
            form.add_error(refused)
        else:
            flash(_said(len(reporting_round.questions)))
            return redirect(_round_url(reporting_round), code=303)
    return render_form("rounds/edit_questions.html", form, programme=programme, round=reporting_round)


@blueprint.route("/<reporting_round>/questions/<number>")
@loads(reporting_round=get_round, number=as_typed)
@requires(get=Permission.VIEW_REGISTERED)
def list_answers(programme: Programme, reporting_round: Round, number: str) -> ResponseReturnValue:
    """Show what was answered to one question, organisation by organisation."""
    question = _question(reporting_round, number)
    cursor = read_cursor(request.args.get("after"), [str, str, int])
    after = (cursor[0], cursor[1], cursor[2]) if cursor else None
    rows = queries.list_answers(question, most=PAGE_SIZE + 1, after=after)
    page = cut(rows, lambda row: [row.sort_name, row.title or "", row.id])
    counts = queries.count_answers(programme, reporting_round).get(question.number, {})
    return render_template(
        "rounds/list_answers.html",
        programme=programme,
        round=reporting_round,
        question=question,
        rows=page.rows,
        counts=counts,
        total=sum(counts.values()),
        next_url=_answers_url(question, page.next_cursor) if page.next_cursor else None,
        first_url=_answers_url(question) if cursor else None,
    )


@blueprint.route("/<reporting_round>/questions/<number>.csv")
@loads(reporting_round=get_round, number=as_typed)
@requires(get=Permission.VIEW_REGISTERED)
def download_answers(programme: Programme, reporting_round: Round, number: str) -> ResponseReturnValue:
    """Hand out the same list as a file."""
    question = _question(reporting_round, number)
    name = f"{programme.slug}-round-{reporting_round.number}-question-{question.number}.csv"
    return Response(
        stream_with_context(csv_file.lines(_HEADER, _cells(question))),
        mimetype="text/csv",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _cells(question: RoundQuestion) -> Iterator[list[str]]:
    for row in queries.iter_answers(question):
        on = row.submitted_on.isoformat()
        yield [row.organisation, row.reference or "", row.title or "", on, question.in_words(row.value)]


def _question(round_: Round, number: str) -> RoundQuestion:
    is_number = number.isascii() and number.isdecimal() and len(number) <= LONGEST_NUMBER
    question = queries.find_question(round_, int(number)) if is_number else None
    if question is None:
        raise NotFound
    return question


def _said(number: int) -> str:
    if not number:
        return "The round asks the seven questions alone."
    return f"Saved. Check-ins of this round ask {SEVEN + number} questions instead of {SEVEN}."


def _round_url(round_: Round) -> str:
    return url_for("programmes.show_round", programme=round_.programme.slug, reporting_round=round_.public_id)


def _answers_url(question: RoundQuestion, after: str | None = None) -> str:
    return url_for(
        ".list_answers",
        programme=question.round.programme.slug,
        reporting_round=question.round.public_id,
        number=question.number,
        after=after,
    )
