"""Who and what exists so far while the story is played, by the names that the content files use."""

from dataclasses import dataclass, field
from typing import Any

from equity_tracker.demonstration.content import Content
from equity_tracker.demonstration.timeline import Moment
from equity_tracker.extensions import db
from equity_tracker.model.activity import Activity, ActivityKind
from equity_tracker.model.base import HasPublicId
from equity_tracker.model.check_in import CheckIn
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.library import LibraryEntry
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.partner import Partner
from equity_tracker.model.people import User
from equity_tracker.model.programme import Participation, Programme
from equity_tracker.model.publication import Publication
from equity_tracker.model.round import Round


@dataclass
class Cast:
    """Organisations and programmes by slug, people and commitments by key, rounds by programme and number."""

    content: Content
    organisations: dict[str, Organisation] = field(default_factory=dict)
    people: dict[str, User] = field(default_factory=dict)
    programmes: dict[str, Programme] = field(default_factory=dict)
    participations: dict[tuple[str, str], Participation] = field(default_factory=dict)
    rounds: dict[tuple[str, int], Round] = field(default_factory=dict)
    commitments: dict[str, Commitment] = field(default_factory=dict)
    check_ins: dict[int, CheckIn] = field(default_factory=dict)
    # The current publication of an organisation or a programme, by its slug.
    published: dict[str, Publication | None] = field(default_factory=dict)

    def signer(self, organisation: str) -> User:
        """Return who signs for an organisation: its first editor, else its first admin."""
        return self._first(organisation, ("editor", "admin"))

    def approver(self, organisation: str) -> User:
        """Return who answers for what ends in its name: its first approver or admin, else who signs."""
        return self._first(organisation, ("approver", "admin", "editor"))

    def _first(self, organisation: str, roles: tuple[str, ...]) -> User:
        for role in roles:
            wanted = {"organisation": organisation, "role": role}
            for person in self.content.people:
                if wanted in person["roles"]:
                    return self.people[person["key"]]
        raise LookupError(f"nobody signs for {organisation}")

    def coordinator(self, programme: str) -> User:
        wanted = {"programme": programme, "role": "coordinator"}
        return next(self.people[row["key"]] for row in self.content.people if wanted in row["roles"])

    def operator(self) -> User:
        return next(self.people[row["key"]] for row in self.content.people if row.get("operator"))

    def commitments_in(self, programme: str) -> list[Commitment]:
        return [row for row in self.commitments.values() if row.programme.slug == programme]


def record(
    kind: ActivityKind,
    moment: Moment,
    *,
    by: User,
    subject: HasPublicId,
    name: str,
    organisation: Organisation | None = None,
    programme: Programme | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    """Write the line of the log that the product would have written. The subject has been flushed."""
    db.session.add(
        Activity(
            kind=kind,
            at=moment.now,
            actor=by,
            organisation_id=organisation.id if organisation else None,
            programme_id=programme.id if programme else None,
            subject_kind=_SUBJECTS[type(subject)],
            subject_id=subject.public_id,
            subject_name=name,
            after=after,
        )
    )


_SUBJECTS: dict[type, str] = {
    CheckIn: "check_in",
    Commitment: "commitment",
    LibraryEntry: "library_entry",
    Organisation: "organisation",
    Partner: "partnership",
    Programme: "programme",
    Round: "round",
}


def record_on(kind: ActivityKind, moment: Moment, commitment: Commitment, *, by: User) -> None:
    """Write a line about a commitment."""
    record(
        kind,
        moment,
        by=by,
        subject=commitment,
        name=commitment.display_title,
        organisation=commitment.organisation,
        programme=commitment.programme,
    )
