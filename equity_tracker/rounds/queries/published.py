"""What the public may read of a closed round: from publications alone, as they stood when it closed."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from equity_tracker.extensions import db
from equity_tracker.model.publication import Publication, PublicationKind
from equity_tracker.model.register import RegisterEntry
from equity_tracker.model.report_choice import Choice
from equity_tracker.model.round import Round
from equity_tracker.model.round_response import Count
from equity_tracker.model.round_snapshot import Outcome
from equity_tracker.rounds.answered import AnswerLine, Question, question_of
from equity_tracker.rounds.composing import composed
from equity_tracker.rounds.reported import Against, InRound, against
from equity_tracker.rounds.round_report import RoundReport

Payload = Mapping[str, Any]
_DATES = ("opens_on", "due_on", "grace_until", "closes_on")


def gather_public(round_: Round, choice: Choice) -> RoundReport | None:
    """Return what anybody could read for themselves; None while the round is not published.

    Of the row nothing but its ids are used.
    """
    rounds = _rounds(round_.programme_id, choice.as_of)
    told = next((row for row in rounds if row.subject_id == round_.public_id), None)
    programme = _programme(round_.programme_id, choice.as_of)
    if told is None or programme is None:
        return None
    rows, payloads = _rows(told, choice.as_of)
    days: dict[str, Any] = {name: date.fromisoformat(told.payload[name]) for name in _DATES}
    return composed(
        choice,
        rows,
        **days,
        name=told.payload["name"],
        programme=programme["name"],
        coordinating_body=programme["coordinating_body_name"],
        attribution=programme["attribution"],
        closed_on=told.happened_on,
        total=_total(told.payload),
        before=lambda found: _before(told, rounds, found, choice.as_of),
        questions=lambda: _questions(rows, payloads),
    )


def _rounds(programme_id: int, public_on: date) -> Sequence[Any]:
    return db.session.execute(
        select(
            Publication.programme_id, Publication.subject_id, Publication.payload, Publication.happened_on
        ).where(
            Publication.programme_id == programme_id,
            Publication.kind == PublicationKind.ROUND,
            Publication.is_current,
            Publication.public_from <= public_on,
        )
    ).all()


def _programme(programme_id: int, public_on: date) -> Payload | None:
    payload: Payload | None = db.session.scalar(
        select(Publication.payload).where(
            Publication.programme_id == programme_id,
            Publication.kind == PublicationKind.PROGRAMME,
            Publication.is_current,
            Publication.public_from <= public_on,
        )
    )
    return payload


def _total(payload: Payload) -> Count:
    return Count(payload["expected"], payload["reported"], payload.get("late", 0), payload.get("settled", 0))


def _rows(told: Any, public_on: date) -> tuple[list[InRound], dict[str, Payload]]:  # noqa: ANN401 - a row
    """Return what came of each commitment, and what each check-in said on the day the round closed."""
    answers = _answers(told, public_on)
    promises = _promises(told, public_on)
    rows, payloads = [], {}
    for about_id, (kind, payload) in answers.items():
        if about_id not in promises:
            continue
        rows.append(_in_round(about_id, kind, payload, told, promises[about_id]))
        payloads[about_id] = payload
    return rows, payloads


def _answers(told: Any, public_on: date) -> dict[str, tuple[PublicationKind, Payload]]:  # noqa: ANN401 - a row
    """Find the last version before the round closed. A later report does not change that one was missed.

    A round is known by its name and its dates, since two of a programme may have the same name.
    """
    opens_on, due_on = told.payload["opens_on"], told.payload["due_on"]
    found = db.session.execute(
        select(Publication.kind, Publication.about_id, Publication.payload)
        .where(
            Publication.programme_id == told.programme_id,
            Publication.kind.in_([PublicationKind.CHECK_IN, PublicationKind.MISSED_CHECK_IN]),
            Publication.retracted_on.is_(None),
            Publication.public_from <= public_on,
            Publication.happened_on <= told.happened_on,
            Publication.payload["round"].as_string() == told.payload["name"],
        )
        .order_by(Publication.happened_on, Publication.number, Publication.id)
    )
    answers: dict[str, tuple[PublicationKind, Payload]] = {}
    for kind, about_id, payload in found:
        is_missed = kind is PublicationKind.MISSED_CHECK_IN
        if is_missed and payload["due_on"] == due_on:
            answers[about_id] = kind, payload
        elif not is_missed and payload["submitted_on"] >= opens_on:
            answers.setdefault(about_id, (kind, payload))
            if answers[about_id][0] is kind:
                answers[about_id] = kind, payload
    return answers


def _promises(told: Any, public_on: date) -> dict[str, tuple[Payload, str]]:  # noqa: ANN401 - a row
    """Return the promises that stand, as they were when the round closed, with the kind of holder."""
    found = db.session.execute(
        select(
            Publication.subject_id,
            Publication.payload,
            Publication.happened_on,
            RegisterEntry.organisation_kind,
        )
        .join(RegisterEntry, RegisterEntry.public_id == Publication.subject_id)
        .where(
            Publication.programme_id == told.programme_id,
            Publication.kind == PublicationKind.COMMITMENT,
            Publication.retracted_on.is_(None),
            Publication.public_from <= public_on,
            RegisterEntry.retracted_on.is_(None),
        )
        .order_by(Publication.number)
    )
    promises: dict[str, tuple[Payload, str]] = {}
    for row in found:
        if row.subject_id not in promises or row.happened_on <= told.happened_on:
            promises[row.subject_id] = row.payload, row.organisation_kind
    return promises


def _in_round(
    about_id: str,
    kind: PublicationKind,
    payload: Payload,
    told: Any,  # noqa: ANN401 - a row
    promise: tuple[Payload, str],
) -> InRound:
    said = payload if kind is PublicationKind.CHECK_IN else {}
    words, organisation_kind = promise
    outcome = Outcome.NOT_REPORTED
    if said:
        outcome = Outcome.LATE if said["was_late"] else Outcome.REPORTED
    return InRound(
        commitment_id=about_id,
        reference=words["reference"] or "",
        title=words["title"],
        organisation_id=words["organisation_slug"],
        organisation=words["organisation_name"],
        organisation_kind=organisation_kind,
        outcome=outcome,
        due_on=date.fromisoformat(told.payload["due_on"]),
        reported_on=date.fromisoformat(said["submitted_on"]) if said else None,
        delivery=said.get("delivery"),
        outlook=said.get("outlook"),
        level=said.get("level"),
    )


def _before(
    told: Any,  # noqa: ANN401 - a row
    rounds: Sequence[Any],
    rows: Sequence[InRound],
    public_on: date,
) -> Against | None:
    earlier = [row for row in rounds if row.payload["due_on"] < told.payload["due_on"]]
    if not earlier:
        return None
    last = max(earlier, key=lambda row: row.payload["due_on"])
    then, _ = _rows(last, public_on)
    return against(
        rows,
        then,
        name=last.payload["name"],
        due_on=date.fromisoformat(last.payload["due_on"]),
        total=_total(last.payload),
    )


def _questions(rows: Sequence[InRound], payloads: Mapping[str, Payload]) -> tuple[Question, ...]:
    """Gather the public answers by the words of their questions."""
    lines: dict[str, list[AnswerLine]] = {}
    for row in sorted(rows, key=lambda row: (row.organisation.casefold(), row.title.casefold())):
        for said in payloads[row.commitment_id].get("to_round") or ():
            line = AnswerLine(row.organisation, row.title, said["answer"])
            lines.setdefault(said["question"], []).append(line)
    return tuple(question_of(words, found, is_public=True) for words, found in lines.items())
