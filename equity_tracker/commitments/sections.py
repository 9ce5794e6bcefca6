"""Which answers belong to which section of the task list, and how each is read and written."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from equity_tracker.commitments.partners import form_partners, read_partners, write_partners
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.milestone import Milestone
from equity_tracker.model.ownership import OwnerRole
from equity_tracker.model.readiness import Section

Read = Callable[[Commitment], Any]

# Answers that are plain columns of the commitment.
COLUMNS: dict[Section, tuple[str, ...]] = {
    Section.PROMISE: (
        "title",
        "statement",
        "kind",
        "domain",
        "other_domains",
        "recommendation_areas",
        "other_recommendation_area",
        "marmot_principles",
        "core20plus5",
        "anchor_areas",
        "source_url",
        "approved_by",
        "approved_on",
        "also_registered_at",
    ),
    Section.INEQUALITY: (
        "inequality",
        "determinants",
        "rationale",
        "mechanisms",
        "how_it_works",
        "population",
        "benefits_own_staff",
        "excluding_system",
        "setting",
        "place",
        "professions",
        "profession",
    ),
    Section.ACTION: (
        "level",
        "actor_position",
        "reach",
        "distribution",
        "how_inequality_shrinks",
        "upstream_meanings",
    ),
    Section.PEOPLE: ("decision_power", "decision_body", "money_holder", "idea_sources"),
    Section.OWNERSHIP: ("sponsor_statement", "forum", "resources", "funding_source", "funding_ends_on"),
    Section.TIMING: (
        "starts_on",
        "deliverable",
        "measure",
        "baseline",
        "baseline_by",
        "evidence_source",
        "ask_addressee",
        "ask",
        "why_us",
        "ask_by",
        "reply_logging",
    ),
    Section.NEW: ("additionality", "counterfactual"),
}
_YES_NO = {"yes": True, "no": False, None: None}
_WORDS = {value: word for word, value in _YES_NO.items()}
# Columns that a form asks for as yes or no.
YES_NO_COLUMNS = {"benefits_own_staff"}


def _plain(name: str) -> Read:
    def read(commitment: Commitment) -> Any:  # noqa: ANN401 - a column's value
        value = getattr(commitment, name)
        return value.isoformat() if isinstance(value, date) else value

    return read


def _owner(role: OwnerRole, field: str) -> Read:
    def read(commitment: Commitment) -> str | None:
        row = commitment.owner(role)
        return getattr(row, field) if row else None

    return read


def _milestones(commitment: Commitment) -> list[list[str]]:
    return [[row.title, row.planned_on.isoformat()] for row in commitment.milestones]


def _end(commitment: Commitment) -> str | None:
    if commitment.ends_on is None:
        return None
    return f"{commitment.ends_on.isoformat()} ({commitment.ends_precision})"


SECTION_FIELDS: dict[Section, dict[str, Read]] = {
    section: {name: _plain(name) for name in names} for section, names in COLUMNS.items()
}
SECTION_FIELDS[Section.PEOPLE]["partners"] = read_partners
SECTION_FIELDS[Section.TIMING] |= {"ends_on": _end, "milestones": _milestones}
for _role in OwnerRole:
    SECTION_FIELDS[Section.OWNERSHIP] |= {
        _role.value: _owner(_role, "job_title"),
        f"{_role.value}_name": _owner(_role, "name"),
    }


def form_values(commitment: Commitment, section: Section) -> dict[str, Any]:
    """Return what fills the section's form when it is first shown."""
    values: dict[str, Any] = {name: getattr(commitment, name) for name in COLUMNS[section]}
    values |= {name: _WORDS[values[name]] for name in YES_NO_COLUMNS & set(values)}
    if section is Section.OWNERSHIP:
        for role in OwnerRole:
            row = commitment.owner(role)
            values |= {role.value: row and row.job_title, f"{role.value}_name": row and row.name}
    elif section is Section.TIMING:
        values["ends_on"] = commitment.ends_period
        values["milestones"] = [
            {"title": row.title, "planned_on": row.planned_on} for row in commitment.milestones
        ]
    elif section is Section.PEOPLE:
        values["partners"] = form_partners(commitment)
    return values


def write_section(
    commitment: Commitment, section: Section, values: Mapping[str, Any], *, today: date
) -> None:
    """Write the section's answers, each by its name."""
    for name in COLUMNS[section]:
        value = values[name]
        setattr(commitment, name, _YES_NO[value] if name in YES_NO_COLUMNS else value)
    if section is Section.OWNERSHIP:
        for role in OwnerRole:
            commitment.name_owner(role, values[role.value], values[f"{role.value}_name"], today=today)
    elif section is Section.TIMING:
        commitment.ends_period = values["ends_on"]
        _write_milestones(commitment, values["milestones"])
    elif section is Section.PEOPLE:
        write_partners(commitment, values["partners"])


def _write_milestones(commitment: Commitment, rows: list[dict[str, Any]]) -> None:
    """Replace the draft's milestones, if they differ; what is not yet public may be overwritten."""
    given = [[row["title"], row["planned_on"].isoformat()] for row in rows]
    if given != _milestones(commitment):
        commitment.milestones = [Milestone(title=row["title"], planned_on=row["planned_on"]) for row in rows]
