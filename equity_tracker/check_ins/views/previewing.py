"""What the pages before sending and before signing show: the report as the public will read it."""

from collections.abc import Sequence
from typing import Any

from flask import request
from flask_login import current_user

from equity_tracker import clock
from equity_tracker.check_ins import drafting
from equity_tracker.check_ins.actions.signing import sentence_of
from equity_tracker.check_ins.answers import answers_from
from equity_tracker.check_ins.beside import met_field, open_milestones
from equity_tracker.check_ins.forms import CorrectCheckInForm, FigureFields, RecordCheckInForm
from equity_tracker.check_ins.round_questions import field_name, questions_asked_of
from equity_tracker.check_ins.views import filling
from equity_tracker.model.check_in import CheckIn
from equity_tracker.model.check_in_answers import Answers
from equity_tracker.model.check_in_draft import CheckInDraft
from equity_tracker.model.checking_in import answers_unchanged, passed_step
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.dates import long_date
from equity_tracker.model.errors import Refused
from equity_tracker.model.round_question import RoundQuestion
from equity_tracker.web.uploads import look_among


def answers_of(draft: CheckInDraft, kept: RecordCheckInForm) -> Answers:
    """Return the answers that are complete, or say what is missing."""
    today = clock.today(draft.commitment.organisation.time_zone)
    if draft.nothing_changed:
        return answers_unchanged(draft.commitment, today, sentence_of(draft))
    if not kept.validate():
        raise Refused("Some answers are missing or not right yet.")
    return answers_from(kept.data)


def preview_page(
    commitment: Commitment, draft: CheckInDraft, kept: RecordCheckInForm, *, is_signing: bool = False
) -> dict[str, Any]:
    """Return the report as it will be told, what stays private, and what is still to be answered."""
    today = clock.today(commitment.organisation.time_zone)
    told, passed, problem = None, None, ""
    try:
        answers = answers_of(draft, kept)
        passed = passed_step(answers, today)
        files = {file.id: file for file in look_among(commitment).known.values()}
        told = drafting.in_public(commitment, answers, files, by=current_user, now=clock.now(), today=today)
    except Refused as refused:
        problem = refused.message
    awaits = not is_signing and (draft.is_waiting or filling.needs_signature(commitment))
    return {
        "organisation": commitment.organisation,
        "commitment": commitment,
        "draft": draft,
        "told": told,
        "passed": passed,
        "problem": problem,
        "missing": [] if draft.nothing_changed else kept.errors_for_summary,
        "typed": kept.typed,
        "beside": [*(pair for row in kept.figure_fields for pair in _said(row)), *_met(commitment, kept)],
        "private": _private(kept, questions_asked_of(commitment)),
        "when": drafting.when_public(commitment, today, awaits_signature=awaits),
        "awaits_signature": filling.needs_signature(commitment),
    }


def correction_page(check_in: CheckIn, form: CorrectCheckInForm) -> dict[str, Any]:
    """Return what is shown before a correction is sent, of a complete form, and the form's own inputs."""
    commitment = check_in.commitment
    today = clock.today(commitment.organisation.time_zone)
    files = {file.id: file for file in look_among(commitment).known.values()}
    told = drafting.corrected_in_public(
        check_in,
        answers_from(form.data),
        files,
        reason=form.reason.data or "",
        by=current_user,
        now=clock.now(),
        today=today,
    )
    return {
        "organisation": commitment.organisation,
        "commitment": commitment,
        "check_in": check_in,
        "told": told,
        "private": _private(form, check_in.round.questions if check_in.round else ()),
        "when": drafting.when_public(commitment, today, awaits_signature=False),
        "inputs": form.to_keep(request.form),
    }


def _said(row: FigureFields) -> list[tuple[str, str]]:
    """Say what was typed about a measure, if anything was."""
    words = ", ".join(filter(None, (row.value.as_typed, row.on.as_typed, row.because.as_typed)))
    return [(row.measure.name, words)] if words else []


def _met(commitment: Commitment, kept: RecordCheckInForm) -> list[tuple[str, str]]:
    """Return the milestones for which a day was typed."""
    fields = [(row.title, kept[met_field(row)]) for row in open_milestones(commitment)]
    return [
        (f"Milestone: {title}", f"Met on {long_date(field.data) if field.data else field.as_typed}")
        for title, field in fields
        if not field.is_blank
    ]


def _private(form: RecordCheckInForm, asked: Sequence[RoundQuestion]) -> list[tuple[str, str]]:
    """Return what is marked as private, and the answers to what the round asks for the coordinators."""
    to_them = [(row, form[field_name(row)]) for row in asked if not row.is_public]
    answered = [(row.words, answer.as_typed) for row, answer in to_them if not answer.is_blank]
    return [*drafting.kept_private(form), *answered]
