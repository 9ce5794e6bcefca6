"""Founding a programme for imported records. It has no staff, no rounds and no invitations."""

from datetime import date, datetime

from equity_tracker.extensions import db
from equity_tracker.imports import queries
from equity_tracker.imports.names import MatchOutcome, NameIndex
from equity_tracker.imports.new_organisations import new_organisation, publications_of
from equity_tracker.imports.planned import PlannedMaker
from equity_tracker.imports.sourced_programme import SourcedProgramme
from equity_tracker.model.activity import Activity, ActivityKind
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.programme import Programme, Visibility
from equity_tracker.model.publication import PublicationKind
from equity_tracker.model.publishing import public_from, publish_programme


def find_or_found(planned: SourcedProgramme, *, now: datetime, today: date) -> Programme:
    """Return the programme, founded and public if it was not there yet."""
    known = queries.find_programme(planned.slug)
    if known is not None:
        return known
    programme = Programme(
        slug=planned.slug,
        name=planned.name,
        summary=planned.summary,
        reference_prefix=planned.reference_prefix,
        coordinating_body=_find_or_add(planned.body, now=now),
        visibility=Visibility.PUBLIC,
        launches_on=planned.launches_on,
        attribution=planned.attribution,
        created_at=now,
    )
    db.session.add(programme)
    db.session.flush()
    _publish(programme, now=now, today=today)
    db.session.add(
        Activity(
            kind=ActivityKind.PROGRAMME_CREATED,
            at=now,
            programme_id=programme.id,
            subject_kind="programme",
            subject_id=programme.public_id,
            subject_name=programme.name,
        )
    )
    return programme


def _find_or_add(body: PlannedMaker, *, now: datetime) -> Organisation:
    organisations = {row.slug: row for row in queries.list_organisations()}
    match = NameIndex(queries.known_name(row) for row in organisations.values()).match(body.name)
    if match.outcome is MatchOutcome.FOUND:
        return organisations[match.candidates[0].key]
    organisation = new_organisation(body.name, body.kind, taken=organisations.keys(), now=now)
    db.session.add(organisation)
    return organisation


def _publish(programme: Programme, *, now: datetime, today: date) -> None:
    bodies = publications_of(
        [programme.coordinating_body],
        queries.list_current_publications(PublicationKind.ORGANISATION),
        visible_from=public_from(programme),
        now=now,
        today=today,
    )
    own = publish_programme(programme, None, now=now, today=today)
    db.session.add_all([*bodies, *([own] if own is not None else [])])
