"""Writing the directory of organisations that ships with the product: who exists, and who followed whom."""

from collections.abc import Sequence
from datetime import date, datetime

from equity_tracker.extensions import db
from equity_tracker.imports import queries
from equity_tracker.imports.directory_outcome import DirectoryOutcome
from equity_tracker.imports.names import fold_name
from equity_tracker.imports.new_organisations import new_organisation, publications_of
from equity_tracker.imports.organisations_reading import DirectoryPlan, Identifier, PlannedOrganisation
from equity_tracker.imports.successions import PlannedSuccession, successions
from equity_tracker.model.organisation import (
    Organisation,
    OrganisationAlias,
    OrganisationChange,
    OrganisationIdentifier,
)
from equity_tracker.model.publication import PublicationKind


def import_directory(plan: DirectoryPlan, *, now: datetime, today: date) -> DirectoryOutcome:
    """Write the directory, or nothing if a row is refused. The caller commits, or rolls a dry run back."""
    if plan.problems:
        return DirectoryOutcome(plan)
    known = _Known(queries.list_organisations())
    created, changed = [], []
    rows: dict[str, Organisation] = {}
    for planned in plan.organisations:
        organisation = known.find(planned)
        if organisation is None:
            organisation = known.add(planned, now=now)
            created.append(organisation)
        elif _write(organisation, planned):
            organisation.begin_version(now)
            changed.append(organisation)
        rows[planned.key] = organisation
    succeeded = [
        change
        for succession in successions(plan)
        if (change := _add_succession(succession, rows)) is not None
    ]
    touched = {*created, *changed, *(row for change in succeeded for row in _involved(change))}
    db.session.flush()
    db.session.add_all(
        publications_of(
            sorted(touched, key=lambda row: (row.sort_name, row.slug)),
            queries.list_current_publications(PublicationKind.ORGANISATION),
            visible_from=today,
            now=now,
            today=today,
        )
    )
    db.session.flush()
    return DirectoryOutcome(
        plan,
        created=len(created),
        changed=tuple(row.name for row in changed),
        unchanged=len(plan.organisations) - len(created) - len(changed),
        successions=len(succeeded),
    )


def _involved(change: OrganisationChange) -> list[Organisation]:
    return [*change.predecessors, *change.successors]


class _Known:
    """The organisations there are, found by code or, where they have none, by their exact name."""

    def __init__(self, organisations: Sequence[Organisation]) -> None:
        self._slugs = {row.slug for row in organisations}
        self._by_code: dict[Identifier, Organisation] = {
            (code.namespace, code.value): row for row in organisations for code in row.identifiers
        }
        self._by_name = {fold_name(row.name): row for row in organisations if not row.identifiers}

    def find(self, planned: PlannedOrganisation) -> Organisation | None:
        coded = (self._by_code.get(identifier) for identifier in planned.identifiers)
        return next((row for row in coded if row is not None), None) or self._by_name.get(
            fold_name(planned.name)
        )

    def add(self, planned: PlannedOrganisation, *, now: datetime) -> Organisation:
        organisation = new_organisation(planned.name, planned.kind, taken=self._slugs, now=now)
        organisation.source_name = _source(planned)
        db.session.add(organisation)
        self._slugs.add(organisation.slug)
        _write(organisation, planned)
        return organisation


def _source(planned: PlannedOrganisation) -> str:
    return planned.source if planned.licence == "facts" else f"{planned.source} ({planned.licence})"


def _write(organisation: Organisation, planned: PlannedOrganisation) -> bool:
    """Write what the directory says; say whether anything is new.

    Of an organisation that somebody else added only codes and other names are completed.
    """
    changed = _add_names(organisation, planned)
    if organisation.source_name != _source(planned):
        return changed
    if organisation.name != planned.name:
        organisation.rename(planned.name)
        changed = True
    values = {
        "short_name": planned.short_name,
        "kind": planned.kind,
        "place": planned.place,
        "started_on": planned.start_on,
        "ended_on": planned.end_on,
        "source_is_checked": planned.checked,
    }
    for name, value in values.items():
        if getattr(organisation, name) != value:
            setattr(organisation, name, value)
            changed = True
    return changed


def _add_names(organisation: Organisation, planned: PlannedOrganisation) -> bool:
    codes = {(row.namespace, row.value) for row in organisation.identifiers}
    new_codes = [code for code in planned.identifiers if code not in codes]
    organisation.identifiers.extend(
        OrganisationIdentifier(namespace=namespace, value=value) for namespace, value in new_codes
    )
    aliases = {row.folded_name for row in organisation.aliases}
    folded = dict.fromkeys(fold_name(alias) for alias in planned.aliases)
    new_aliases = [alias for alias in folded if alias not in aliases]
    organisation.aliases.extend(OrganisationAlias(folded_name=alias) for alias in new_aliases)
    return bool(new_codes or new_aliases)


def _add_succession(
    succession: PlannedSuccession, rows: dict[str, Organisation]
) -> OrganisationChange | None:
    """Put the change on record, unless it is there already."""
    predecessors = [rows[key] for key in succession.predecessors]
    successors = [rows[key] for key in succession.successors]
    if any(set(change.successors) == set(successors) for change in predecessors[0].changes_from):
        return None
    change = OrganisationChange(
        kind=succession.kind,
        effective_on=succession.effective_on,
        note=succession.note,
        source_name=succession.source,
    )
    change.predecessors.extend(predecessors)
    change.successors.extend(successors)
    db.session.add(change)
    return change
