"""What the panel beside a commitment shows its author: how it reads, hints, and one step up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from equity_tracker.commitments.prompts import NO_PROMPTS, Prompts
from equity_tracker.commitments.sections import YES_NO_COLUMNS
from equity_tracker.model.dates import PartialDate
from equity_tracker.model.hints import Hint, hints_for
from equity_tracker.model.ingredients import Payload
from equity_tracker.model.one_step_up import Suggestion, one_step_up
from equity_tracker.model.ownership import OwnerRole
from equity_tracker.model.quality import Dimension, how_it_reads
from equity_tracker.model.readiness import SECTION_TITLES, Section

# Which of the five answers a section speaks to most. They stand first beside its form.
_FIRST: Mapping[Section, tuple[str, ...]] = {
    Section.PROMISE: ("verifiable", "ambition"),
    Section.INEQUALITY: ("trackable",),
    Section.ACTION: ("ambition",),
    Section.PEOPLE: ("ambition", "owned"),
    Section.OWNERSHIP: ("owned", "trackable"),
    Section.TIMING: ("trackable", "verifiable"),
    Section.NEW: ("additional", "ambition"),
}
_YES_NO = {"yes": True, "no": False, None: None}


@dataclass(frozen=True)
class Panel:
    """What stands beside one section of a commitment, or beside the whole of it."""

    section: Section | None
    dimensions: Sequence[Dimension]
    hints: Sequence[Hint]
    suggestions: Sequence[Suggestion]
    # What is still to be chosen before a next step can be suggested.
    needed_for_suggestions: Sequence[tuple[str, Section]]
    # Questions about wording, for those who may edit.
    prompts: Prompts

    @property
    def section_titles(self) -> Mapping[Section, str]:
        return SECTION_TITLES


def panel_for(payload: Payload, section: Section | None = None, prompts: Prompts = NO_PROMPTS) -> Panel:
    """Read the whole promise, and put first what this section can answer."""
    first = _FIRST[section] if section else ()
    chosen = (
        ("the main domain", "domain", Section.PROMISE),
        ("the level of action", "level", Section.ACTION),
    )
    return Panel(
        section=section,
        dimensions=[
            replace(each, raised_by=sorted(each.raised_by, key=lambda step: step.section is not section))
            for each in sorted(how_it_reads(payload).dimensions, key=lambda each: _place(each.slug, first))
        ],
        hints=sorted(hints_for(payload), key=lambda each: each.section is not section),
        suggestions=one_step_up(payload.get("domain"), payload.get("level"), payload.get("reach")),
        needed_for_suggestions=[(words, place) for words, name, place in chosen if not payload.get(name)],
        prompts=prompts,
    )


def _place(slug: str, first: Sequence[str]) -> int:
    return first.index(slug) if slug in first else len(first)


def as_typed(payload: Payload, section: Section, answers: Mapping[str, Any]) -> Payload:
    """Return a copy of the payload in which the section says what is typed. The record is not touched."""
    typed = dict(payload)
    for name, value in answers.items():
        if name not in payload:
            continue  # What is not public has no part in how a promise reads.
        if name in YES_NO_COLUMNS:
            typed[name] = _YES_NO[value]
        elif isinstance(value, PartialDate):
            typed |= {name: value.on.isoformat(), "ends_precision": value.precision.value}
        else:
            typed[name] = _plain(value)
    if section is Section.OWNERSHIP:
        typed["owners"] = {role.value: answers[role.value] for role in OwnerRole if answers[role.value]}
    return typed


def _plain(value: Any) -> Any:  # noqa: ANN401 - an answer of any kind
    """Write days as a publication does, also in the rows of a list."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return [_plain(each) for each in value]
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items()}
    return value
