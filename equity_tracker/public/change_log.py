"""Every publication of a promise, in order: what each said, what it changed, and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from equity_tracker.model.change import Change
from equity_tracker.model.changes import promise_changes
from equity_tracker.model.measure_changes import milestones_met, readings_added
from equity_tracker.model.partner_changes import partner_answers
from equity_tracker.model.publication import Form
from equity_tracker.model.told_handover import handover_answers
from equity_tracker.model.vocabulary import CLOSE_REASONS, PUBLICATION_FORMS

Payload = dict[str, Any]
# What a payload that lacks them holds instead of nothing, so that the oldest ones read like the newest.
_LISTS = set(
    "other_domains recommendation_areas marmot_principles core20plus5 anchor_areas determinants mechanisms"
    " professions upstream_meanings milestones partners handovers".split()
)

# Labels that are names keep their capitals in a sentence.
_NAMES = ("Marmot", "Core20")


class Numbered(Protocol):
    """One publication of a promise, as it was read."""

    @property
    def number(self) -> int: ...
    @property
    def payload(self) -> Payload: ...
    @property
    def note(self) -> str | None: ...
    @property
    def happened_on(self) -> date: ...
    @property
    def retracted_on(self) -> date | None: ...
    @property
    def retraction_reason(self) -> str | None: ...


class Frozen(dict[str, Any]):
    """A payload as it was. It stays readable when later publications have answers that it has not."""

    def __missing__(self, name: str) -> Any:  # noqa: ANN401 - nothing, in the shape of the answer
        return [] if name in _LISTS else {} if name == "owners" else None


@dataclass(frozen=True)
class Logged:
    """One line of the change log. A publication that was taken back says when and why, and nothing else."""

    number: int
    on: date
    what: str
    changes: list[Change]
    reason: str | None
    retracted_on: date | None = None
    retraction_reason: str | None = None


def change_log(versions: Sequence[Numbered]) -> list[Logged]:
    """Tell the publications of one promise, the first first. What was taken back is compared with nothing."""
    logged = []
    before: Payload | None = None
    for row in versions:
        if row.retracted_on is not None:
            logged.append(
                Logged(
                    row.number,
                    row.happened_on,
                    "Taken back",
                    [],
                    None,
                    row.retracted_on,
                    row.retraction_reason,
                )
            )
            before = None
            continue
        changes = promise_changes(before, row.payload) if before is not None else []
        logged.append(
            Logged(row.number, row.happened_on, _what(before, row.payload, changes), changes, row.note)
        )
        before = row.payload
    return logged


def _what(before: Payload | None, after: Payload, changes: Sequence[Change]) -> str:
    if before is None:
        form = PUBLICATION_FORMS.label(after.get("form") or Form.COMMITMENT.value)
        return f"Published as a {form.lower()}"
    said = handover_answers(before, after)
    if after.get("closed_on") and not before.get("closed_on"):
        said.append(f"Closed: {CLOSE_REASONS.label(after.get('close_reason'))}")
    said += [f"Milestone met: {title}" for title in milestones_met(before, after)]
    said += [f"Reading: {words}" for words in readings_added(before, after)]
    said += partner_answers(Frozen(before), Frozen(after))
    if changes:
        said.append(f"Changed: {', '.join(_in_a_list(change.label) for change in changes)}")
    return ". ".join(said) or "Changed: details of the record"


def _in_a_list(label: str) -> str:
    return label if label.startswith(_NAMES) else label[0].lower() + label[1:]
