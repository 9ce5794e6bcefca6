"""What coordinators do about what a round asks of its own."""

from datetime import datetime
from typing import Any

from equity_tracker.extensions import db
from equity_tracker.model.activity import Activity, ActivityKind
from equity_tracker.model.people import User
from equity_tracker.model.round import Round
from equity_tracker.model.round_question import RoundQuestion


def edit_questions(
    round_: Round, questions: list[RoundQuestion], *, version: int | None, by: User, now: datetime
) -> None:
    """Put these questions in the place of those that the round asks.

    :param version: that of the round as the person saw and changed it.
    """
    round_.programme.refuse_if_closed()
    db.session.refresh(round_, with_for_update=True)
    round_.refuse_unless_planned()
    before = [_facts(row) for row in round_.questions]
    after = [_facts(row) for row in questions]
    if before == after:
        return
    round_.refuse_if_changed(version)
    round_.check_questions(questions)
    # The places must be free before others take them.
    round_.questions = []
    db.session.flush()
    round_.questions = questions
    round_.begin_version(now)
    db.session.flush()
    db.session.add(
        Activity(
            kind=ActivityKind.ROUND_QUESTIONS_CHANGED,
            at=now,
            actor=by,
            programme_id=round_.programme_id,
            subject_kind="round",
            subject_id=round_.public_id,
            subject_name=round_.name,
            before={"questions": before},
            after={"questions": after},
        )
    )
    db.session.flush()


def _facts(question: RoundQuestion) -> dict[str, Any]:
    return {
        "words": question.words,
        "kind": question.kind.value,
        "hint": question.hint,
        "choices": question.choices,
        "is_required": question.is_required,
        "is_public": question.is_public,
    }
