"""What an organisation's admins change about the organisation itself."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.exc import IntegrityError

from equity_tracker.database import unique_violation
from equity_tracker.extensions import db
from equity_tracker.model.activity import ActivityKind
from equity_tracker.model.errors import Refused
from equity_tracker.model.organisation import (
    Organisation,
    OrganisationAlias,
    OrganisationChange,
    OrganisationIdentifier,
    sort_name,
)
from equity_tracker.model.people import User
from equity_tracker.model.publication import PublicationKind
from equity_tracker.model.publishing import public_from, publish_organisation
from equity_tracker.model.registering import refresh_register_entry
from equity_tracker.organisations.identifiers import EDITABLE, Identifier
from equity_tracker.organisations.log import line
from equity_tracker.organisations.queries import members, participations
from equity_tracker.organisations.queries import settings as queries
from equity_tracker.publishing.queries import find_current_publication

RENAMED = "renamed"
TAKEN = "belongs to another organisation here. Check it, or ask the programme's coordinator"


@dataclass(frozen=True)
class Facts:
    """What an organisation says about itself."""

    name: str
    short_name: str | None
    kind: str
    place: str | None
    website: str | None
    mailbox: str | None
    time_zone: str
    signs_check_ins: bool
    identifiers: tuple[Identifier, ...]


def edit_organisation(
    organisation: Organisation, facts: Facts, *, version: int | None, by: User, now: datetime, today: date
) -> None:
    """Save the settings. A new name is a dated event; promises keep the name they were made under.

    :param version: that of the settings which the person saw and changed.
    """
    members.lock_organisation(organisation)
    before = _facts(organisation)
    changed = {name for name, value in vars(facts).items() if getattr(before, name) != value}
    if not changed:
        return
    organisation.refuse_if_changed(version)
    _set_identifiers(organisation, facts.identifiers)
    organisation.begin_version(now)
    if "name" in changed:
        _rename(organisation, facts.name, today=today)
    for name in ("short_name", "kind", "place", "website", "mailbox", "time_zone", "signs_check_ins"):
        setattr(organisation, name, getattr(facts, name))
    db.session.add(
        line(
            ActivityKind.ORGANISATION_CHANGED,
            organisation,
            by=by,
            now=now,
            subject=("organisation", organisation.public_id, organisation.name),
            before=_plain(before, changed),
            after=_plain(facts, changed),
        )
    )
    _publish(organisation, now=now, today=today)
    if changed & {"name", "kind"}:
        for commitment in queries.list_in_register(organisation):
            refresh_register_entry(commitment, now=now)
    db.session.flush()


def _facts(organisation: Organisation) -> Facts:
    return Facts(
        name=organisation.name,
        short_name=organisation.short_name,
        kind=organisation.kind,
        place=organisation.place,
        website=organisation.website,
        mailbox=organisation.mailbox,
        time_zone=organisation.time_zone,
        signs_check_ins=organisation.signs_check_ins,
        identifiers=tuple(Identifier.all_of(organisation)),
    )


def _plain(facts: Facts, names: Collection[str]) -> dict[str, Any]:
    values = {name: getattr(facts, name) for name in sorted(names)}
    if "identifiers" in values:
        values["identifiers"] = [str(identifier) for identifier in facts.identifiers]
    return values


def _rename(organisation: Organisation, name: str, *, today: date) -> None:
    """Take the new name; keep the old one on record, and findable."""
    old = organisation.name
    organisation.rename(name)
    db.session.add(
        OrganisationChange(
            kind=RENAMED, effective_on=today, note=f"Until then: {old}", predecessors=[organisation]
        )
    )
    if sort_name(old) not in {alias.folded_name for alias in organisation.aliases}:
        organisation.aliases.append(OrganisationAlias(folded_name=sort_name(old)))


def _set_identifiers(organisation: Organisation, wanted: Collection[Identifier]) -> None:
    """Keep the codes that stay, drop and add the others. Codes that the form does not show are left alone."""
    taken = queries.list_taken_identifiers(organisation, [(row.namespace, row.value) for row in wanted])
    if taken:
        raise Refused(f"{Identifier.of(taken[0])} {TAKEN}.", "identifiers")
    kept = [
        row
        for row in organisation.identifiers
        if row.namespace not in EDITABLE or Identifier.of(row) in wanted
    ]
    had = {Identifier.of(row) for row in kept}
    added = [
        OrganisationIdentifier(namespace=row.namespace, value=row.value) for row in wanted if row not in had
    ]
    try:
        with db.session.begin_nested():
            organisation.identifiers = [*kept, *added]
    except IntegrityError as error:
        if unique_violation(error) != "organisation_identifiers_namespace_value":
            raise
        raise Refused(f"One of these codes {TAKEN}.", "identifiers") from None


def _publish(organisation: Organisation, *, now: datetime, today: date) -> None:
    """Bring the public page in line, if there is one or a programme in which there should be."""
    previous = find_current_publication(PublicationKind.ORGANISATION, organisation.public_id)
    current = [row for row in participations.list_participations(organisation) if row.is_current]
    if previous is None and not current:
        return
    launches = [public_from(row.programme) for row in current]
    publication = publish_organisation(
        organisation,
        previous,
        now=now,
        today=today,
        visible_from=min((day for day in launches if day is not None), default=None),
    )
    if publication is not None:
        db.session.add(publication)
