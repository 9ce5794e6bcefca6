"""What an organisation's admins do about programmes: join one, leave one."""

from datetime import date, datetime

from equity_tracker.extensions import db
from equity_tracker.model.activity import ActivityKind
from equity_tracker.model.errors import Refused
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.people import User
from equity_tracker.model.programme import Participation, Programme
from equity_tracker.model.publication import PublicationKind
from equity_tracker.model.publishing import public_from, publish_organisation
from equity_tracker.organisations import emails
from equity_tracker.organisations.log import line
from equity_tracker.publishing.queries import find_current_publication


def join_programme(participation: Participation, *, by: User, now: datetime, today: date) -> None:
    """Take part from today. The organisation itself becomes public with the programme."""
    if participation.is_current:
        return
    organisation, programme = participation.organisation, participation.programme
    programme.refuse_if_closed()
    if participation.invited_on is None:
        raise Refused("The programme has not invited your organisation. Ask its coordinator first.")
    participation.join(today)
    publication = publish_organisation(
        organisation,
        find_current_publication(PublicationKind.ORGANISATION, organisation.public_id),
        now=now,
        today=today,
        visible_from=public_from(programme),
    )
    if publication is not None:
        db.session.add(publication)
    _record(ActivityKind.ORGANISATION_JOINED, participation, by=by, now=now)
    emails.tell_coordinators(participation, "organisation_joined", by=by, now=now)
    db.session.flush()


def try_practice(
    organisation: Organisation, programme: Programme, *, by: User, now: datetime, today: date
) -> None:
    """Take part in a practice programme without being invited: nothing in it is real."""
    if not programme.is_practice:
        raise Refused("The programme has not invited your organisation. Ask its coordinator first.")
    participation = Participation(organisation=organisation, programme=programme, invited_on=today)
    db.session.add(participation)
    db.session.flush()
    join_programme(participation, by=by, now=now, today=today)


def leave_programme(participation: Participation, *, by: User, now: datetime, today: date) -> None:
    """Take part no longer from today. What was published stays public."""
    participation.leave(today)
    _record(ActivityKind.ORGANISATION_LEFT, participation, by=by, now=now)
    emails.tell_coordinators(participation, "organisation_left", by=by, now=now)
    db.session.flush()


def _record(kind: ActivityKind, participation: Participation, *, by: User, now: datetime) -> None:
    organisation = participation.organisation
    db.session.add(
        line(
            kind,
            organisation,
            by=by,
            now=now,
            subject=("organisation", organisation.public_id, organisation.name),
            programme_id=participation.programme_id,
        )
    )
