"""What was said at the end of a commitment, in order: corrections, both sides' answers, the year after."""

from collections.abc import Mapping
from typing import Any

from equity_tracker.model.change import Change
from equity_tracker.model.evidence_words import evidence_title
from equity_tracker.model.vocabulary import (
    CLOSE_OUT_ANSWERS,
    CLOSE_OUT_QUESTIONS,
    CLOSE_REASONS,
    NOT_STATED_LABEL,
    STILL_IN_PLACE,
)

Payload = Mapping[str, Any]
# A label, and what was said under it before and after.
Said = tuple[str, str | None, str | None]


def close_out_changes(before: Payload, after: Payload) -> list[Change]:
    """List what a correction changed of what was said when the commitment closed."""
    then, now = before.get("close_out") or {}, after.get("close_out") or {}
    words: list[Said] = [
        ("Why it closed", _reason(before), _reason(after)),
        ("What happened", before["close_note"], after["close_note"]),
        ("What was learned", then.get("lessons"), now.get("lessons")),
        ("Where it goes on", _home(then), _home(now)),
        ("Did it work like that?", _worked(then), _worked(now)),
        ("Evidence", _evidence(then), _evidence(now)),
    ]
    return _differences(words) + four_changes(then.get("answers", {}), now.get("answers", {}))


def four_changes(before: Payload, after: Payload) -> list[Change]:
    return _differences(
        [
            (term.label, _answer(before.get(term.slug)), _answer(after.get(term.slug)))
            for term in CLOSE_OUT_QUESTIONS
        ]
    )


def assessment_event(before: Payload | None, after: Payload) -> tuple[str, list[Change]]:
    """Say what was new in the coordinators' answers: the answers themselves, or the organisation's reply."""
    if before is None:
        return "The coordinators answered the four questions", []
    if before["number"] != after["number"]:
        changes = four_changes(before["answers"], after["answers"])
        changes += _differences([("What it is based on", before["reason"], after["reason"])])
        return "The coordinators answered again", changes
    then, now = before["reply"], after["reply"]
    if then is None or then["to_number"] != now["to_number"]:
        return "The organisation replied to the coordinators", []
    return "The organisation corrected its reply", _differences([("The reply", then["words"], now["words"])])


def still_event(before: Payload | None, after: Payload) -> tuple[str, list[Change]]:
    """Say what was answered a year later, and what was said before when it was answered again."""
    what = f"Still in place? {STILL_IN_PLACE.label(after['answer'])}"
    if before is None:
        return what, []
    words: list[Said] = [
        ("Still in place?", STILL_IN_PLACE.label(before["answer"]), STILL_IN_PLACE.label(after["answer"])),
        ("What has become of it", before["note"], after["note"]),
    ]
    return what, _differences(words)


def _reason(said: Payload) -> str:
    return CLOSE_REASONS.label(said["close_reason"])


def _differences(words: list[Said]) -> list[Change]:
    return [
        Change(label, before or NOT_STATED_LABEL, after or NOT_STATED_LABEL, is_long=True)
        for label, before, after in words
        if (before or "") != (after or "")
    ]


def _home(said: Payload) -> str | None:
    return said.get("new_home_url") or said.get("new_home_reference")


def _worked(said: Payload) -> str | None:
    return _sentence(said.get("worked_as_described"), said.get("how_it_worked"))


def _answer(said: Payload | None) -> str | None:
    return _sentence(said["answer"], said["because"]) if said else None


def _sentence(answer: str | None, because: str | None) -> str | None:
    if answer is None:
        return None
    label = CLOSE_OUT_ANSWERS.label(answer)
    return f"{label}. {because}" if because else label


def _evidence(said: Payload) -> str:
    return "; ".join(f"{evidence_title(row)}, {row['url']}" for row in said.get("evidence", ()))
