"""What has become of a commitment, put together from its publications alone."""

import itertools
from collections.abc import Mapping, Sequence
from typing import Any

from equity_tracker.model.changes import check_in_changes
from equity_tracker.model.publication import PublicationKind
from equity_tracker.model.told_assessment import told_assessment
from equity_tracker.public.change_log import change_log
from equity_tracker.public.told import Told, standing

Payload = Mapping[str, Any]


def check_ins(told: Sequence[Told]) -> list[dict[str, Any]]:
    """Return every check-in as last corrected, the latest first. One taken back says when and why alone."""
    judged: dict[int, list[dict[str, Any]]] = {}
    for row in standing(told):
        if row.kind is PublicationKind.CHECK_IN_ASSESSMENT:
            judged.setdefault(row.payload["check_in"], []).append(_judged(row.payload))
    found = [_check_in(versions, judged) for versions in _by_subject(told, PublicationKind.CHECK_IN)]
    return sorted(found, key=lambda row: (row["submitted_on"], row["number"]), reverse=True)


def missed(told: Sequence[Told]) -> list[Payload]:
    """Return the rounds that closed without a report, the latest first."""
    rows = [versions[-1] for versions in _by_subject(told, PublicationKind.MISSED_CHECK_IN)]
    payloads = [row.payload for row in rows if row.retracted_on is None]
    return sorted(payloads, key=lambda payload: payload["due_on"], reverse=True)


def changes(told: Sequence[Told]) -> list[dict[str, Any]]:
    """Return what each publication changed, the latest first."""
    versions = [row for rows in _by_subject(told, PublicationKind.COMMITMENT) for row in rows]
    return [
        vars(logged) | {"taken_back_on": logged.retracted_on, "taken_back_because": logged.retraction_reason}
        for logged in change_log(versions)[::-1]
    ]


def close_out(promise: Payload) -> dict[str, Any] | None:
    """Return what was said at the end, from the publication of a closed commitment."""
    if not promise.get("closed_on"):
        return None
    said: Payload = promise.get("close_out") or {}
    return {
        **said,
        "closed_on": promise["closed_on"],
        "close_reason": promise["close_reason"],
        "what_happened": promise.get("close_note"),
        "answers": _answered(said),
    }


def end_assessment(told: Sequence[Told]) -> dict[str, Any] | None:
    """Return the coordinators' answers about a closed commitment, with the reply."""
    payload = _current(told, PublicationKind.ASSESSMENT)
    return {**payload, "answers": _answered(payload)} if payload else None


def still_in_place(told: Sequence[Told]) -> Payload | None:
    return _current(told, PublicationKind.STILL_IN_PLACE)


def _by_subject(told: Sequence[Told], kind: PublicationKind) -> list[list[Told]]:
    found: dict[str, list[Told]] = {}
    for row in told:
        if row.kind is kind:
            found.setdefault(row.subject_id, []).append(row)
    return [sorted(rows, key=lambda row: row.number) for rows in found.values()]


def _current(told: Sequence[Told], kind: PublicationKind) -> Payload | None:
    return next((row.payload for row in standing(told) if row.kind is kind and row.is_current), None)


def _answered(said: Payload) -> list[dict[str, Any]]:
    answers: Payload = said.get("answers") or {}
    return [{"question": question, **answer} for question, answer in answers.items()]


def _check_in(versions: Sequence[Told], judged: Mapping[int, list[dict[str, Any]]]) -> dict[str, Any]:
    current = versions[-1]
    known = {"id": current.subject_id, "number": current.payload["number"]}
    if current.retracted_on is not None:
        return known | {
            "submitted_on": versions[0].payload["submitted_on"],
            "taken_back_on": current.retracted_on,
            "taken_back_because": current.retraction_reason,
        }
    return {
        **current.payload,
        **known,
        "corrections": [
            {
                "on": after.happened_on,
                "reason": after.note,
                "changes": check_in_changes(before.payload, after.payload),
            }
            for before, after in itertools.pairwise(standing(versions))
        ][::-1],
        "assessments": judged.get(current.payload["number"], []),
    }


def _judged(payload: Payload) -> dict[str, Any]:
    told = told_assessment(payload)
    return {**payload, "by": told.by, "on": told.on}
