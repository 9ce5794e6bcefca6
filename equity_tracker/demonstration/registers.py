"""The real registers beside the invented programmes: as their sources have them, with nothing added."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from equity_tracker.extensions import db
from equity_tracker.imports.actions.directory import import_directory
from equity_tracker.imports.actions.health_equity_2013 import import_health_equity_2013
from equity_tracker.imports.actions.registers import import_records
from equity_tracker.imports.actions.sourced_programmes import find_or_found
from equity_tracker.imports.health_equity_2013 import read_health_equity_2013
from equity_tracker.imports.mapping import read_mapping
from equity_tracker.imports.organisations_reading import DATA, read_directory
from equity_tracker.imports.outcome import ImportOutcome
from equity_tracker.imports.plan import plan_file
from equity_tracker.imports.planned import PlannedMaker
from equity_tracker.imports.queries import find_programme
from equity_tracker.imports.sourced_programme import SourcedProgramme
from equity_tracker.model.organisation import OrganisationIdentifier

NEW_ZEALAND = "new-zealand-promised-and-done"
HEALTH_EQUITY_2013 = "working-for-health-equity-2013"
_REGISTER = "nz-promised-vs-did"

_SUMMARY = (
    "Promises of parties that governed New Zealand, as the register Promised vs Performed keeps them. Each"
    " status was judged by the compiler of that register, not by the party and not by us. They reach beyond"
    " health, and are here because they are real: this is how an imported register reads."
)


@dataclass(frozen=True)
class Part:
    """One register: whether it is there, and how to bring it in; the latter says what it brought."""

    name: str
    is_loaded: Callable[[], bool]
    load: Callable[[datetime, date], str]


class PartRefused(Exception):
    """A file that ships with the product cannot be imported into what this database holds already."""


def _has_directory() -> bool:
    council = select(OrganisationIdentifier.id).where(OrganisationIdentifier.namespace == "LA").limit(1)
    return db.session.scalar(council) is not None


def _load_directory(now: datetime, today: date) -> str:
    outcome = import_directory(read_directory(), now=now, today=today)
    if outcome.is_refused:
        raise PartRefused("\n".join(problem.text for problem in outcome.plan.problems))
    return f"{outcome.created} organisations added, {outcome.successions} mergers, splits and ends"


def _load_new_zealand(now: datetime, today: date) -> str:
    programme = find_or_found(
        SourcedProgramme(
            slug=NEW_ZEALAND,
            name="New Zealand: promised and done",
            reference_prefix="NZ",
            summary=_SUMMARY,
            body=PlannedMaker("Promised vs Performed (imported register)", "other", "Promised vs Performed"),
            launches_on=today,
        ),
        now=now,
        today=today,
    )
    mapping = read_mapping((DATA / f"{_REGISTER}.toml").read_text("utf-8"))
    plan = plan_file((DATA / f"{_REGISTER}.csv").read_bytes(), mapping)
    return _loaded(import_records(programme, plan, now=now, today=today))


def _load_2013(now: datetime, today: date) -> str:
    outcome = import_health_equity_2013(read_health_equity_2013(), now=now, today=today)
    return f"{_loaded(outcome.records)}, {outcome.statements} statements for action"


def _loaded(outcome: ImportOutcome) -> str:
    if outcome.is_refused:
        raise PartRefused("\n".join(problem.text for problem in outcome.problems))
    return f"{outcome.created} imported as statements of intent"


PARTS = (
    Part("The directory of organisations", _has_directory, _load_directory),
    Part("New Zealand", lambda: find_programme(NEW_ZEALAND) is not None, _load_new_zealand),
    Part("The programme of 2013", lambda: find_programme(HEALTH_EQUITY_2013) is not None, _load_2013),
)
