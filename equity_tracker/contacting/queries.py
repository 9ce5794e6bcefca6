"""Whom a message from the public goes to."""

from dataclasses import dataclass
from datetime import date

from equity_tracker.extensions import db
from equity_tracker.model.organisation import sort_name
from equity_tracker.model.programme import Programme
from equity_tracker.model.publication import PublicationKind
from equity_tracker.programmes.queries import list_coordinators
from equity_tracker.public.queries import publications


@dataclass(frozen=True)
class PublicProgramme:
    """A programme, as the public knows it."""

    id: int
    public_id: str
    name: str


def list_programmes(today: date) -> list[PublicProgramme]:
    """Return the programmes that the public may know of, in alphabetical order."""
    found = [
        PublicProgramme(row.programme_id, row.subject_id, row.payload["name"])
        for row in publications.list_current(PublicationKind.PROGRAMME, today)
    ]
    return sorted(found, key=lambda row: (sort_name(row.name), row.public_id))


def list_addresses(programme: PublicProgramme | None, operator: str) -> list[str]:
    """Return who reads it: a programme's coordinators, or else whoever runs the register."""
    if programme is None:
        return [operator]
    coordinators = list_coordinators(db.session.get_one(Programme, programme.id))
    return sorted({person.email for person in coordinators}) or [operator]
