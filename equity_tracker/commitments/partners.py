"""The partners of a commitment as its form asks for them, and as plain answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from equity_tracker.model.naming_partners import Organisations

# What a person picks who means none of the organisations that the register knows by a like name.
OUTSIDE = "outside"
Rows = Sequence[Mapping[str, Any]]
_YES_NO = {"yes": True, "no": False}
_WORDS: dict[bool | None, str | None] = {True: "yes", False: "no", None: None}


@dataclass(frozen=True)
class Known:
    """An organisation of the register that a typed name may mean; `is_exact` when it can mean no other."""

    slug: str
    name: str
    is_exact: bool


def form_partners(named: Rows) -> list[dict[str, Any]]:
    """Return what fills the rows of the form."""
    return [{**row, "worked_together_before": _WORDS[row["worked_together_before"]]} for row in named]


def given_partners(rows: Rows, organisations: Organisations) -> list[dict[str, Any]]:
    """Return what was typed into the form as plain answers; a known organisation has its own name."""
    given = []
    for row in rows:
        organisation = organisations.get(row.get("organisation") or "")
        given.append(
            {
                "name": organisation.name if organisation else row["name"],
                "organisation": organisation.slug if organisation else None,
                "role": row["role"],
                "contribution": row["contribution"],
                "worked_together_before": _YES_NO.get(row["worked_together_before"] or ""),
                "outcome": row["outcome"],
            }
        )
    return given


def known_partners(named: Rows) -> dict[str, list[Known]]:
    """Return whom the names that are stored already stand for."""
    return {
        row["name"]: [Known(row["organisation"], row["name"], is_exact=True)]
        for row in named
        if row["organisation"]
    }


def settled_outside(named: Rows) -> set[str]:
    """Return the names that somebody has said are outside the register. Nobody is asked twice."""
    return {row["name"] for row in named if not row["organisation"]}
