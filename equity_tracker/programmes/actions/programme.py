"""Founding a programme, changing what it says of itself, and closing it."""

from dataclasses import asdict, dataclass
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import func, or_, select, update
from sqlalchemy.exc import IntegrityError

from equity_tracker.extensions import db
from equity_tracker.model.activity import ActivityKind
from equity_tracker.model.errors import Refused
from equity_tracker.model.launching import has_come, local_launch, set_launch
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.people import ProgrammeMembership, User
from equity_tracker.model.permissions import ProgrammeRole
from equity_tracker.model.programme import Participation, Programme, ReviewMode, Visibility
from equity_tracker.model.publication import Publication, PublicationKind
from equity_tracker.model.publishing import public_from, publish_organisation, publish_programme
from equity_tracker.model.register import RegisterEntry
from equity_tracker.model.slugs import SLUG_LENGTH, slug_from
from equity_tracker.programmes.activity import about_programme
from equity_tracker.programmes.queries import programmes as queries
from equity_tracker.programmes.queries.rounds import list_open_rounds
from equity_tracker.publishing.queries import find_current_publication

_LAUNCH = {"launches_on", "launch_time", "launch_zone"}


@dataclass(frozen=True)
class Settings:
    """What a programme says of itself, and how it works."""

    name: str
    summary: str
    reference_prefix: str
    visibility: Visibility
    launches_on: date | None
    review_mode: ReviewMode
    launch_time: time | None = None
    launch_zone: str | None = None

    @property
    def facts(self) -> dict[str, Any]:
        """What is set as it is; when it is launched is set apart."""
        return {name: value for name, value in asdict(self).items() if name not in _LAUNCH}


def create_programme(
    settings: Settings,
    *,
    body: Organisation,
    by: User,
    now: datetime,
    today: date,
    is_practice: bool = False,
) -> Programme:
    """Found a programme. Whoever founds it coordinates it. Practice stays practice, and earnest earnest."""
    _refuse_taken_prefix(settings.reference_prefix)
    programme = Programme(
        slug=_free_slug(settings.name),
        coordinating_body=body,
        created_at=now,
        is_practice=is_practice,
        **settings.facts,
    )
    _set_launch(programme, settings, now=now)
    programme.refuse_public_practice(settings.visibility)
    founder = ProgrammeMembership(
        user_id=by.id, programme=programme, role=ProgrammeRole.COORDINATOR, created_at=now
    )
    try:
        with db.session.begin_nested():
            db.session.add_all([programme, founder])
    except IntegrityError:
        raise Refused(
            "Another programme has just taken this prefix or name. Choose another.", "name"
        ) from None
    _publish(programme, now=now, today=today)
    db.session.add(
        about_programme(
            ActivityKind.PROGRAMME_CREATED, programme, by=by, now=now, after=_plain(settings, body)
        )
    )
    db.session.flush()
    return programme


def edit_programme(
    programme: Programme,
    settings: Settings,
    *,
    body: Organisation,
    version: int | None,
    by: User,
    now: datetime,
    today: date,
) -> None:
    """Change a programme's settings. What it has published becomes readable, or stops being, as they say.

    :param version: that of the settings which the person saw and changed.
    """
    # Read anew and held, so that of two who save at the same moment the second sees what the first saved.
    db.session.refresh(programme, with_for_update=True)
    before = _plain(current_settings(programme), programme.coordinating_body)
    after = _plain(settings, body)
    changed = sorted(name for name in after if before[name] != after[name])
    if not changed:
        return
    programme.refuse_if_changed(version)
    programme.refuse_public_practice(settings.visibility)
    if settings.reference_prefix != programme.reference_prefix:
        _refuse_taken_prefix(settings.reference_prefix)
        programme.change_reference_prefix(settings.reference_prefix)
    programme.begin_version(now)
    for name, value in settings.facts.items():
        setattr(programme, name, value)
    _set_launch(programme, settings, now=now)
    programme.coordinating_body = body
    db.session.add(
        about_programme(
            ActivityKind.PROGRAMME_CHANGED,
            programme,
            by=by,
            now=now,
            before={name: before[name] for name in changed},
            after={name: after[name] for name in changed},
        )
    )
    db.session.flush()
    _publish(programme, now=now, today=today)
    if {"visibility", "name", *_LAUNCH} & set(changed):
        _show_from(programme, now=now, today=today)


def close_programme(programme: Programme, *, statement: str, by: User, now: datetime, today: date) -> None:
    """End a programme. Nothing is taken away; nothing more is asked or sent."""
    still_open = list_open_rounds(programme)
    if still_open:
        raise Refused(f"{still_open[0].name} is still open. Close it first, so that what came is on record.")
    programme.close(statement, today=today)
    db.session.add(about_programme(ActivityKind.PROGRAMME_CLOSED, programme, by=by, now=now))
    db.session.flush()
    _publish(programme, now=now, today=today)


def lift_embargo(programme: Programme, *, now: datetime, today: date) -> bool:
    """Let go what a time of day held back, once it has come. Say whether there was anything to let go."""
    db.session.refresh(programme, with_for_update=True)
    if not has_come(programme, now):
        return False
    programme.held_until = None
    db.session.add(about_programme(ActivityKind.PROGRAMME_LAUNCHED, programme, by=None, now=now))
    db.session.flush()
    _show_from(programme, now=now, today=today)
    return True


def _set_launch(programme: Programme, settings: Settings, *, now: datetime) -> None:
    set_launch(programme, settings.launches_on, settings.launch_time, settings.launch_zone, now=now)


def current_settings(programme: Programme) -> Settings:
    """Return what the programme says of itself now."""
    launches_on, launch_time, launch_zone = local_launch(programme)
    return Settings(
        name=programme.name,
        summary=programme.summary,
        reference_prefix=programme.reference_prefix,
        visibility=programme.visibility,
        launches_on=launches_on,
        review_mode=programme.review_mode,
        launch_time=launch_time,
        launch_zone=launch_zone,
    )


def _plain(settings: Settings, body: Organisation) -> dict[str, Any]:
    launch = settings.launches_on
    return asdict(settings) | {
        "visibility": settings.visibility.value,
        "review_mode": settings.review_mode.value,
        "launches_on": launch.isoformat() if launch else None,
        "launch_time": f"{settings.launch_time:%H:%M}" if settings.launch_time else None,
        "launch_zone": settings.launch_zone if settings.launch_time else None,
        "coordinating_body": body.name,
    }


def _publish(programme: Programme, *, now: datetime, today: date) -> None:
    """Freeze the programme's public facts, and those of the body that its page links to."""
    previous = find_current_publication(PublicationKind.PROGRAMME, programme.public_id)
    body = programme.coordinating_body
    previous_of_body = find_current_publication(PublicationKind.ORGANISATION, body.public_id)
    published = (
        publish_programme(programme, previous, now=now, today=today),
        publish_organisation(
            body, previous_of_body, now=now, today=today, visible_from=public_from(programme)
        ),
    )
    db.session.add_all(row for row in published if row is not None)
    db.session.flush()


def _show_from(programme: Programme, *, now: datetime, today: date) -> None:
    """Say anew from when the public may read what was published in the programme."""
    visible_from = public_from(programme)
    db.session.execute(
        update(Publication).where(Publication.programme_id == programme.id).values(public_from=visible_from)
    )
    db.session.execute(
        update(RegisterEntry)
        .where(RegisterEntry.programme_id == programme.id, RegisterEntry.retracted_on.is_(None))
        .values(public_from=visible_from, programme_name=programme.name, updated_at=now)
    )
    _show_participants_from(programme, today=today)


def _show_participants_from(programme: Programme, *, today: date) -> None:
    """Show those who joined from the first launch of any programme of theirs; once public, always public."""
    joined = select(Participation.organisation_id).where(
        Participation.programme_id == programme.id, Participation.joined_on.is_not(None)
    )
    first_launch = (
        select(func.min(func.coalesce(Programme.held_until, Programme.launches_on)))
        .outerjoin(Participation, Participation.programme_id == Programme.id)
        .where(
            Programme.visibility == Visibility.PUBLIC,
            or_(
                Programme.coordinating_body_id == Publication.organisation_id,
                (Participation.organisation_id == Publication.organisation_id)
                & Participation.joined_on.is_not(None),
            ),
        )
        .correlate(Publication)
        .scalar_subquery()
    )
    db.session.execute(
        update(Publication)
        .where(
            Publication.kind == PublicationKind.ORGANISATION,
            Publication.is_current,
            or_(
                Publication.organisation_id == programme.coordinating_body_id,
                Publication.organisation_id.in_(joined),
            ),
            or_(Publication.public_from.is_(None), Publication.public_from > today),
        )
        .values(public_from=first_launch)
    )


def _refuse_taken_prefix(prefix: str) -> None:
    if queries.is_prefix_taken(prefix):
        raise Refused("Another programme uses this prefix. Choose another.", "reference_prefix")


def _free_slug(name: str) -> str:
    wanted = slug_from(name)
    slug, number = wanted, 1
    while queries.is_programme_slug_taken(slug):
        number += 1
        slug = f"{wanted[: SLUG_LENGTH - 5]}-{number}"
    return slug
