"""What the pages before sending and before signing show: the report as the public will read it."""

from typing import Any

from flask_login import current_user

from equity_tracker import clock
from equity_tracker.check_ins import drafting
from equity_tracker.check_ins.actions.signing import sentence_of
from equity_tracker.check_ins.answers import answers_from
from equity_tracker.check_ins.beside import met_field, open_milestones
from equity_tracker.check_ins.forms import FigureFields, RecordCheckInForm
from equity_tracker.check_ins.round_questions import field_name, questions_asked_of
from equity_tracker.check_ins.views import filling
from equity_tracker.model.check_in_answers import Answers
from equity_tracker.model.check_in_draft import CheckInDraft
from equity_tracker.model.checking_in import answers_unchanged
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.dates import long_date
from equity_tracker.model.errors import Refused
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
    told, problem = None, ""
    try:
        answers = answers_of(draft, kept)
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
        "problem": problem,
        "missing": [] if draft.nothing_changed else kept.errors_for_summary,
        "typed": kept.typed,
        "beside": [*(pair for row in kept.figure_fields for pair in _said(row)), *_met(commitment, kept)],
        "private": [*drafting.kept_private(kept), *_for_the_coordinators(commitment, kept)],
        "when": drafting.when_public(commitment, today, awaits_signature=awaits),
        "awaits_signature": filling.needs_signature(commitment),
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


def _for_the_coordinators(commitment: Commitment, kept: RecordCheckInForm) -> list[tuple[str, str]]:
    """Return the answers to what the round asks for itself."""
    asked = [(row, kept[field_name(row)]) for row in questions_asked_of(commitment) if not row.is_public]
    return [(row.words, answer.as_typed) for row, answer in asked if not answer.is_blank]
