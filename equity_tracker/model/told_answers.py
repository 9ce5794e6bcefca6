"""The optional answers of a check-in in words, told from its publication, whatever its age.

Its own organisation and the coordinators read the same shape with what is private in it, and marked.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from equity_tracker.model.power import shown_power
from equity_tracker.model.vocabulary import ADDRESSEES, SYSTEM_CODES, THEMES

Payload = Mapping[str, Any]


@dataclass(frozen=True)
class ToldNote:
    """One theme or addressee, and what is said about it."""

    label: str
    note: str | None
    is_private: bool = False

    @property
    def words(self) -> str:
        return f"{self.label}: {self.note}" if self.note else self.label


@dataclass(frozen=True)
class ToldAnswers:
    """What helped and hindered (a theme that did both is in both), help, asks, and the rest."""

    helped: list[ToldNote]
    hindered: list[ToldNote]
    wanted: list[ToldNote]
    offered: list[ToldNote]
    asks: list[ToldNote]
    # What can be shown of the power that is claimed, in words; empty if nobody answered.
    power: str
    reported_elsewhere: Payload | None


def told_answers(payload: Payload) -> ToldAnswers:
    themes = _theme_rows(payload)
    return ToldAnswers(
        helped=_pointing(themes, "helping"),
        hindered=_pointing(themes, "hindering"),
        wanted=_help(payload, "wanted"),
        offered=_help(payload, "offered"),
        asks=[
            ToldNote(ADDRESSEES.label(row["addressee"]), row["what"], _is_private(row))
            for row in payload.get("asks") or ()
        ],
        power=shown_power(payload.get("decision_power"), payload.get("decision_power_claimed")),
        reported_elsewhere=payload.get("reported_elsewhere"),
    )


def theme_label(slug: str) -> str:
    """Name one of the twelve themes, or a finer code of what the system does."""
    return (THEMES if slug in THEMES else SYSTEM_CODES).label(slug)


def in_one_line(notes: Sequence[ToldNote]) -> str:
    return "; ".join(note.words for note in notes)


def _theme_rows(payload: Payload) -> Sequence[Payload]:
    """Return the themes. The first publications had them in two lists, without notes."""
    if "themes" in payload:
        rows: Sequence[Payload] = payload["themes"]
        return rows
    return [
        {"theme": slug, "direction": direction, "note": None}
        for name, direction in (("helped_by", "helping"), ("hindered_by", "hindering"))
        for slug in payload.get(name) or ()
    ]


def _pointing(rows: Sequence[Payload], direction: str) -> list[ToldNote]:
    return [
        ToldNote(theme_label(row["theme"]), row["note"], _is_private(row))
        for row in rows
        if row["direction"] in {direction, "both"}
    ]


def _help(payload: Payload, way: str) -> list[ToldNote]:
    return [
        ToldNote(theme_label(row["theme"]), row["note"], _is_private(row))
        for row in payload.get("help") or ()
        if row["way"] == way
    ]


def _is_private(row: Payload) -> bool:
    return bool(row.get("is_private"))
