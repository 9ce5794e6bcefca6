"""Gathering a round report, in either edition. It only reads."""

from datetime import date, datetime, time
from typing import Any

from sqlalchemy import select

from equity_tracker.extensions import db
from equity_tracker.model.errors import Refused
from equity_tracker.model.report import Edition
from equity_tracker.model.report_choice import Choice
from equity_tracker.model.round import Round, RoundState
from equity_tracker.model.round_question import YES_OR_NO, QuestionKind, RoundQuestion
from equity_tracker.model.round_response import Count
from equity_tracker.model.round_snapshot import RoundSnapshot, SnapshotRow, take_snapshot
from equity_tracker.rounds.answered import AnswerLine, Question, question_of
from equity_tracker.rounds.composing import composed
from equity_tracker.rounds.queries.published import gather_public
from equity_tracker.rounds.queries.questions import iter_answers
from equity_tracker.rounds.queries.record import find_snapshot, list_answered
from equity_tracker.rounds.reported import Against, InRound, against
from equity_tracker.rounds.round_report import RoundReport

NOT_OPENED = "This round has not been opened, so nobody has been asked."
NOT_PUBLIC = "The public reads of a round once it has closed. Ask for the internal edition until then."


def gather_round_report(round_: Round, choice: Choice) -> RoundReport:
    """Read everything once. Raises Refused for a round that has asked nobody, or is not public yet."""
    if round_.state is RoundState.PLANNED:
        raise Refused(NOT_OPENED)
    if choice.edition is Edition.INTERNAL:
        return _gather_internal(round_, choice)
    report = gather_public(round_, choice)
    if report is None:
        raise Refused(NOT_PUBLIC)
    return report


def _gather_internal(round_: Round, choice: Choice) -> RoundReport:
    programme = round_.programme
    record = _record(round_, choice.as_of)
    facts: dict[str, Any] = {
        name: getattr(round_, name) for name in ("name", "opens_on", "due_on", "grace_until", "closes_on")
    }
    return composed(
        choice,
        [_in_round(row) for row in record.rows],
        **facts,
        programme=programme.name,
        coordinating_body=programme.coordinating_body.name,
        attribution=programme.attribution,
        closed_on=record.closed_on if round_.state is RoundState.CLOSED else None,
        total=_total(record),
        before=lambda rows: _before(round_, rows, choice.as_of),
        questions=lambda: tuple(_question(question) for question in round_.questions),
    )


def _record(round_: Round, today: date) -> RoundSnapshot:
    """Return how it stood when it closed. Open, or from before records were kept: how it stands."""
    kept = find_snapshot(round_) if round_.state is RoundState.CLOSED else None
    if kept is not None:
        return kept
    closed_on = round_.closed_at.date() if round_.closed_at else today
    # It is added to nothing, so that it is not kept.
    return take_snapshot(
        round_, list_answered(round_), now=datetime.combine(closed_on, time()), today=closed_on
    )


def _total(record: RoundSnapshot) -> Count:
    return Count(record.expected, record.reported, record.late, record.settled)


def _in_round(row: SnapshotRow) -> InRound:
    return InRound(
        commitment_id=row.commitment_id,
        reference=row.reference or "",
        title=row.title,
        organisation_id=row.organisation_id,
        organisation=row.organisation_name,
        organisation_kind=row.organisation_kind,
        outcome=row.outcome,
        due_on=row.due_on,
        reported_on=row.reported_on,
        delivery=row.delivery,
        outlook=row.outlook,
        level=row.level,
    )


def _before(round_: Round, rows: list[InRound], today: date) -> Against | None:
    """Compare with the last round that was due before this one, once that has been opened."""
    earlier = db.session.scalar(
        select(Round)
        .where(
            Round.programme_id == round_.programme_id,
            Round.state != RoundState.PLANNED,
            Round.due_on < round_.due_on,
        )
        .order_by(Round.due_on.desc(), Round.id.desc())
        .limit(1)
    )
    if earlier is None:
        return None
    record = _record(earlier, today)
    then = [_in_round(row) for row in record.rows]
    return against(rows, then, name=earlier.name, due_on=earlier.due_on, total=_total(record))


def _question(question: RoundQuestion) -> Question:
    """Tell what stands now: an answer may be corrected after the round has closed."""
    lines = [
        AnswerLine(row.organisation, row.title or "Untitled commitment", question.in_words(row.value))
        for row in iter_answers(question)
    ]
    offered = list(YES_OR_NO.values()) if question.kind is QuestionKind.YES_NO else list(question.choices)
    return question_of(question.words, lines, is_public=question.is_public, offered=offered)
