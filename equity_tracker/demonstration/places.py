"""The story of the places: programmes begin, organisations are invited, join, leave and are succeeded."""

from datetime import date
from functools import partial

from equity_tracker.demonstration.cast import Cast, record
from equity_tracker.demonstration.content import Row
from equity_tracker.demonstration.timeline import Moment, Timeline, Turn
from equity_tracker.extensions import db
from equity_tracker.model.activity import ActivityKind
from equity_tracker.model.organisation import Organisation, OrganisationChange, sort_name
from equity_tracker.model.programme import Participation, Programme, ReviewMode, Visibility
from equity_tracker.model.publishing import (
    public_from,
    publish_organisation,
    publish_programme,
)
from equity_tracker.succession.actions.handing_over import Recorded, hand_over

_ORGANISATION_COLUMNS = ("slug", "name", "short_name", "kind", "place", "website", "mailbox", "started_on")


def plan_places(cast: Cast, timeline: Timeline) -> None:
    for row in cast.content.programmes:
        timeline.add(row["created_on"], Turn.PROGRAMME, partial(_begin_programme, cast, row))
        for participation in row["participations"]:
            _plan_participation(cast, timeline, row, participation)
    for change in cast.content.changes:
        timeline.add(change["effective_on"], Turn.SUCCESSION, partial(_succeed, cast, change))


def add_organisations(cast: Cast, moment: Moment) -> None:
    """Create every organisation of the story; it is made public when it joins a programme."""
    for row in cast.content.organisations:
        organisation = Organisation(
            sort_name=sort_name(row["name"]),
            created_at=moment.now,
            **{name: row.get(name) for name in _ORGANISATION_COLUMNS},
        )
        db.session.add(organisation)
        cast.organisations[organisation.slug] = organisation
    db.session.flush()


def _begin_programme(cast: Cast, row: Row, moment: Moment) -> None:
    programme = Programme(
        slug=row["slug"],
        name=row["name"],
        summary=row["summary"],
        reference_prefix=row["reference_prefix"],
        coordinating_body=cast.organisations[row["coordinating_body"]],
        visibility=Visibility(row["visibility"]),
        review_mode=ReviewMode(row["review_mode"]),
        launches_on=row["launches_on"],
        created_at=moment.now,
    )
    db.session.add(programme)
    db.session.flush()
    cast.programmes[programme.slug] = programme
    publication = publish_programme(programme, None, now=moment.now, today=moment.today)
    db.session.add(publication)
    _publish(cast, programme.coordinating_body, moment, visible_from=public_from(programme))
    kind = ActivityKind.PROGRAMME_CREATED
    record(kind, moment, by=cast.operator(), subject=programme, name=programme.name, programme=programme)


def _plan_participation(cast: Cast, timeline: Timeline, programme: Row, row: Row) -> None:
    key = (row["organisation"], programme["slug"])
    invited = row if "invited_on" in row else programme
    timeline.add(invited["invited_on"], Turn.PROGRAMME, partial(_invite, cast, key))
    if "joined_on" in row:
        timeline.add(row["joined_on"], Turn.PROGRAMME, partial(_join, cast, key))
    if "left_on" in row:
        timeline.add(row["left_on"], Turn.ROUND_CLOSES, partial(_leave, cast, key))


def _invite(cast: Cast, key: tuple[str, str], moment: Moment) -> None:
    organisation, programme = cast.organisations[key[0]], cast.programmes[key[1]]
    participation = Participation(organisation=organisation, programme=programme, invited_on=moment.today)
    db.session.add(participation)
    db.session.flush()
    cast.participations[key] = participation
    _record_participation(cast, key, ActivityKind.ORGANISATION_INVITED, moment)


def _join(cast: Cast, key: tuple[str, str], moment: Moment) -> None:
    participation = cast.participations[key]
    participation.join(moment.today)
    _publish(cast, participation.organisation, moment, visible_from=public_from(participation.programme))
    _record_participation(cast, key, ActivityKind.ORGANISATION_JOINED, moment)


def _leave(cast: Cast, key: tuple[str, str], moment: Moment) -> None:
    cast.participations[key].leave(moment.today)
    _record_participation(cast, key, ActivityKind.ORGANISATION_LEFT, moment)


def _record_participation(cast: Cast, key: tuple[str, str], kind: ActivityKind, moment: Moment) -> None:
    organisation, programme = cast.organisations[key[0]], cast.programmes[key[1]]
    invited = kind is ActivityKind.ORGANISATION_INVITED
    record(
        kind,
        moment,
        by=cast.coordinator(key[1]) if invited else cast.signer(key[0]),
        subject=organisation,
        name=organisation.name,
        organisation=organisation,
        programme=programme,
    )


def _succeed(cast: Cast, row: Row, moment: Moment) -> None:
    """Put the change on record."""
    predecessors = [cast.organisations[slug] for slug in row["predecessors"]]
    successors = [cast.organisations[slug] for slug in row["successors"]]
    names = ("kind", "effective_on", "note", "source_name", "source_url")
    change = OrganisationChange(**{name: row[name] for name in names})
    change.predecessors.extend(predecessors)
    change.successors.extend(successors)
    db.session.add(change)
    ended = {row["slug"]: row.get("ended_on") for row in cast.content.organisations}
    for organisation in predecessors:
        organisation.ended_on = ended[organisation.slug]
    db.session.flush()
    for predecessor in predecessors:
        passed = [row for row in cast.commitments.values() if row.organisation is predecessor]
        hand_over(
            passed,
            change,
            predecessor,
            successors[0],
            Recorded(row["kind"], moment.today, row["source_url"], row["note"]),
            now=moment.now,
            today=moment.today,
        )
    for organisation in (*predecessors, *successors):
        _publish(cast, organisation, moment, visible_from=moment.today)


def _publish(cast: Cast, organisation: Organisation, moment: Moment, *, visible_from: date | None) -> None:
    db.session.flush()
    publication = publish_organisation(
        organisation,
        cast.published.get(organisation.slug),
        now=moment.now,
        today=moment.today,
        visible_from=visible_from,
    )
    if publication is not None:
        db.session.add(publication)
        cast.published[organisation.slug] = publication
