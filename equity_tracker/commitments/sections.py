"""Which answers belong to which section of the task list, and how each is read and written."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from equity_tracker.commitments.partners import form_partners, given_partners
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.dates import PartialDate, Precision
from equity_tracker.model.milestone import Milestone
from equity_tracker.model.naming_partners import Organisations, read_partners, refuse_self_and_twice
from equity_tracker.model.ownership import OwnerRole
from equity_tracker.model.promise_answers import References, write_answers
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
        "evidence_source",
        "ask_addressee",
        "ask",
        "why_us",
        "ask_by",
        "reply_logging",
    ),
    Section.NEW: ("additionality", "counterfactual"),
}
YES_NO = {"yes": True, "no": False, None: None}
YES_NO_WORDS = {value: word for word, value in YES_NO.items()}
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


def _holder(role: OwnerRole) -> Read:
    def read(commitment: Commitment) -> str | None:
        row = commitment.owner(role)
        return row.user.name if row and row.user and row.is_held else None

    return read


def _milestones(commitment: Commitment) -> list[list[str]]:
    return [[row.title, row.planned.on.isoformat(), row.planned_precision] for row in commitment.milestones]


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
        f"{_role.value}_person": _holder(_role),
    }


# Answers that are more than one plain column, by the names of `promise_answers`.
_BESIDE_COLUMNS: dict[Section, tuple[str, ...]] = {
    Section.PEOPLE: ("partners",),
    Section.OWNERSHIP: tuple(
        f"{role.value}{part}" for role in OwnerRole for part in ("", "_name", "_person")
    ),
    Section.TIMING: ("ends_on", "ends_precision"),
}


def form_values(commitment: Commitment, section: Section) -> dict[str, Any]:
    """Return what fills the section's form when it is first shown."""
    values: dict[str, Any] = {name: getattr(commitment, name) for name in COLUMNS[section]}
    values |= {name: YES_NO_WORDS[values[name]] for name in YES_NO_COLUMNS & set(values)}
    if section is Section.OWNERSHIP:
        for role in OwnerRole:
            values |= _ownership_values(commitment, role)
    elif section is Section.TIMING:
        values["ends_on"] = commitment.ends_period
        values["milestones"] = [
            {"title": row.title, "planned_on": row.planned} for row in commitment.milestones
        ]
    elif section is Section.PEOPLE:
        values["partners"] = form_partners(read_partners(commitment))
    return values


def _ownership_values(commitment: Commitment, role: OwnerRole) -> dict[str, Any]:
    """Return who holds the role; of a post whose holder has left, the job title alone."""
    row = commitment.owner(role)
    is_held = row is not None and row.is_held
    return {
        role.value: row and row.job_title,
        f"{role.value}_name": row.name if row and is_held else None,
        f"{role.value}_person": row.user.public_id if row and is_held and row.user else None,
    }


def answer_names(section: Section) -> tuple[str, ...]:
    """Name the answers of a section, as `given_answers` and `promise_answers` do."""
    return COLUMNS[section] + _BESIDE_COLUMNS.get(section, ())


def given_answers(
    section: Section, values: Mapping[str, Any], organisations: Organisations
) -> dict[str, Any]:
    """Return what was typed into a section's form as plain values, by the names of `promise_answers`.

    :param organisations: those that the form names as partners, by slug.
    """
    given = {name: _as_plain(name, values[name]) for name in COLUMNS[section]}
    if section is Section.OWNERSHIP:
        for role in OwnerRole:
            names = (role.value, f"{role.value}_name", f"{role.value}_person")
            given |= {name: values[name] or None for name in names}
    elif section is Section.TIMING:
        period: PartialDate | None = values["ends_on"]
        given["ends_on"] = period.on.isoformat() if period else None
        given["ends_precision"] = (period.precision if period else Precision.DAY).value
    elif section is Section.PEOPLE:
        given["partners"] = given_partners(values["partners"], organisations)
    return given


def _as_plain(name: str, value: Any) -> Any:  # noqa: ANN401 - an answer as the form gives it, and as JSON has it
    if name in YES_NO_COLUMNS:
        return YES_NO[value]
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, list | tuple) else value


def write_section(
    commitment: Commitment,
    section: Section,
    values: Mapping[str, Any],
    *,
    references: References,
    today: date,
) -> None:
    """Write the section's answers, each by its name."""
    given = given_answers(section, values, references.organisations)
    if section is Section.PEOPLE:
        refuse_self_and_twice(commitment, given["partners"])
    write_answers(commitment, given, references=references, today=today)
    if section is Section.TIMING:
        _write_milestones(commitment, values["milestones"])


def _write_milestones(commitment: Commitment, rows: list[dict[str, Any]]) -> None:
    """Replace the draft's milestones, if they differ; what is not yet public may be overwritten."""
    given = [
        Milestone(
            title=row["title"],
            planned_on=row["planned_on"].on,
            planned_precision=row["planned_on"].precision.value,
        )
        for row in rows
    ]
    wanted = [[row.title, row.planned_on.isoformat(), row.planned_precision] for row in given]
    if wanted != _milestones(commitment):
        commitment.milestones = given
