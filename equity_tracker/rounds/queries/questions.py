"""Reads of what a round asks of its own, and of what was answered."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Row, and_, func, or_, select

from equity_tracker.extensions import db
from equity_tracker.model.check_in import CheckIn, CheckInVersion
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.programme import Programme
from equity_tracker.model.round import Round
from equity_tracker.model.round_question import RoundAnswer, RoundQuestion


def find_question(round_: Round, number: int) -> RoundQuestion | None:
    return next((row for row in round_.questions if row.number == number), None)


def list_answers(
    question: RoundQuestion, *, most: int, after: tuple[str, str, int] | None = None
) -> Sequence[Row[Any]]:
    """Return the answers that stand now, by organisation and title.

    :param after: the organisation, title and id of the last answer shown.
    """
    statement = _answers(question)
    if after is not None:
        name, title, last = after
        statement = statement.where(
            or_(
                Organisation.sort_name > name,
                and_(Organisation.sort_name == name, Commitment.title > title),
                and_(Organisation.sort_name == name, Commitment.title == title, RoundAnswer.id > last),
            )
        )
    return db.session.execute(statement.limit(most)).all()


def iter_answers(question: RoundQuestion) -> Iterator[Row[Any]]:
    yield from db.session.execute(_answers(question))


def count_answers(programme: Programme, round_: Round) -> dict[int, dict[str, int]]:
    """Count the answers that stand: by the number of the question, then by what was answered."""
    counted = db.session.execute(
        _standing(select(RoundQuestion.number, RoundAnswer.value, func.count()))
        .where(RoundAnswer.programme_id == programme.id, RoundQuestion.round_id == round_.id)
        .group_by(RoundQuestion.number, RoundAnswer.value)
    )
    found: dict[int, dict[str, int]] = {}
    for number, value, count in counted:
        found.setdefault(number, {})[value] = count
    return found


def _answers(question: RoundQuestion) -> Any:  # noqa: ANN401 - as below
    return (
        _standing(
            select(
                RoundAnswer.id,
                RoundAnswer.value,
                CheckIn.public_id.label("check_in_id"),
                CheckIn.submitted_on,
                Commitment.public_id.label("commitment_id"),
                Commitment.reference,
                Commitment.title,
                Organisation.name.label("organisation"),
                Organisation.sort_name,
            )
        )
        .join(Commitment, Commitment.id == CheckIn.commitment_id)
        .join(Organisation, Organisation.id == Commitment.organisation_id)
        .where(RoundAnswer.programme_id == question.programme_id, RoundAnswer.question_id == question.id)
        .order_by(Organisation.sort_name, Commitment.title, RoundAnswer.id)
    )


def _standing(statement: Any) -> Any:  # noqa: ANN401 - a select of any columns
    """Leave what the latest version of each check-in says, as far as it was not taken back."""
    later = (
        select(func.max(CheckInVersion.number))
        .where(CheckInVersion.check_in_id == CheckIn.id)
        .correlate(CheckIn)
        .scalar_subquery()
    )
    return (
        statement.select_from(RoundAnswer)
        .join(RoundQuestion, RoundQuestion.id == RoundAnswer.question_id)
        .join(CheckInVersion, CheckInVersion.id == RoundAnswer.check_in_version_id)
        .join(CheckIn, CheckIn.id == CheckInVersion.check_in_id)
        .where(CheckInVersion.number == later, CheckIn.retracted_on.is_(None))
    )
