"""The log of mails of a programme or of an organisation, and whose mail comes back."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import aliased

from equity_tracker.extensions import db
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.outbox import EmailState, OutgoingEmail
from equity_tracker.model.people import Membership, ProgrammeMembership, User
from equity_tracker.model.programme import Participation, Programme
from equity_tracker.model.refused_address import RefusedAddress
from equity_tracker.notices.mail_log import LoggedMail, Standing, what_it_is

BATCH = 500
# What a message that went into another one has become is what became of that one.
_Carrier = aliased(OutgoingEmail)
_STATE = func.coalesce(_Carrier.state, OutgoingEmail.state)
_ERROR = func.coalesce(_Carrier.last_error, OutgoingEmail.last_error)


@dataclass(frozen=True)
class LogNarrowing:
    """What the log is narrowed to."""

    organisation: str | None = None
    standing: Standing | None = None


def list_mails(
    scope: Programme | Organisation,
    narrowing: LogNarrowing,
    *,
    most: int,
    before_id: int | None = None,
) -> list[LoggedMail]:
    """Return the mails written for it, the latest first."""
    statement = _narrowed(_logged(scope), narrowing).order_by(OutgoingEmail.id.desc()).limit(most)
    if before_id is not None:
        statement = statement.where(OutgoingEmail.id < before_id)
    return [LoggedMail(*row) for row in db.session.execute(statement)]


def iter_mails(scope: Programme | Organisation, narrowing: LogNarrowing) -> Iterator[LoggedMail]:
    """Yield all of them, the latest first, some at a time."""
    last: int | None = None
    while batch := list_mails(scope, narrowing, most=BATCH, before_id=last):
        yield from batch
        last = batch[-1].id


def what_mail_is(name: str) -> str:
    """Say in words what a mail is, as the log does, for pages of other folders."""
    return what_it_is(name)


def count_refused(programme: Programme) -> int:
    """Return how many addresses of those who take part in the programme give mail back."""
    people = (
        select(User.email)
        .join(Membership, Membership.user_id == User.id)
        .join(Participation, Participation.organisation_id == Membership.organisation_id)
        .where(
            Participation.programme_id == programme.id,
            Membership.organisation_id == Participation.organisation_id,
            Participation.joined_on.is_not(None),
            Participation.left_on.is_(None),
            Membership.ended_at.is_(None),
        )
    )
    mailboxes = (
        select(Organisation.mailbox)
        .join(Participation, Participation.organisation_id == Organisation.id)
        .where(
            Participation.programme_id == programme.id,
            Participation.joined_on.is_not(None),
            Participation.left_on.is_(None),
        )
    )
    statement = select(func.count()).where(
        or_(RefusedAddress.address.in_(people), RefusedAddress.address.in_(mailboxes))
    )
    return db.session.scalar(statement.select_from(RefusedAddress)) or 0


def find_refused_of(organisation: Organisation) -> dict[str, datetime]:
    """Return the addresses of the organisation's people and mailbox that give mail back, and since when."""
    people = (
        select(User.email)
        .join(Membership, Membership.user_id == User.id)
        .where(Membership.organisation_id == organisation.id, Membership.ended_at.is_(None))
    )
    rows = db.session.execute(
        select(RefusedAddress.address, RefusedAddress.refused_at).where(
            or_(RefusedAddress.address.in_(people), RefusedAddress.address == organisation.mailbox)
        )
    )
    return {address: refused_at for address, refused_at in rows}  # noqa: C416 - rows are no pairs to mypy


def list_organisations_written_to(programme: Programme) -> Sequence[Organisation]:
    """Return the organisations that the log can be narrowed to, by name."""
    return db.session.scalars(
        select(Organisation)
        .join(Participation, Participation.organisation_id == Organisation.id)
        .where(Participation.programme_id == programme.id)
        .order_by(Organisation.sort_name, Organisation.id)
    ).all()


def _logged(scope: Programme | Organisation) -> Select[Any]:
    columns: tuple[Any, ...] = (
        OutgoingEmail.id,
        OutgoingEmail.created_at,
        OutgoingEmail.name,
        OutgoingEmail.recipient,
        _STATE,
        func.coalesce(_Carrier.attempts, OutgoingEmail.attempts),
        _ERROR,
        func.coalesce(_Carrier.sent_at, OutgoingEmail.sent_at),
        Organisation.name,
        Organisation.mailbox,
        User.name,
        Membership.role,
        ProgrammeMembership.role,
    )
    in_organisation = and_(
        Membership.user_id == User.id,
        Membership.organisation_id == OutgoingEmail.organisation_id,
        Membership.ended_at.is_(None),
    )
    in_programme = and_(
        ProgrammeMembership.user_id == User.id,
        ProgrammeMembership.programme_id == OutgoingEmail.programme_id,
        ProgrammeMembership.ended_at.is_(None),
    )
    is_of = (
        OutgoingEmail.programme_id == scope.id
        if isinstance(scope, Programme)
        else OutgoingEmail.organisation_id == scope.id
    )
    return (
        select(*columns)
        .select_from(OutgoingEmail)
        .outerjoin(_Carrier, _Carrier.id == OutgoingEmail.gathered_into_id)
        .outerjoin(Organisation, Organisation.id == OutgoingEmail.organisation_id)
        .outerjoin(User, User.email == OutgoingEmail.recipient)
        .outerjoin(Membership, in_organisation)
        .outerjoin(ProgrammeMembership, in_programme)
        .where(is_of)
        # The reader's own place is joined by the organisation that the mail is about.
        .execution_options(every_organisation=True)
    )


def _narrowed(statement: Select[Any], narrowing: LogNarrowing) -> Select[Any]:
    if narrowing.organisation is not None:
        statement = statement.where(Organisation.slug == narrowing.organisation)
    if narrowing.standing is not None:
        statement = statement.where(_stands(narrowing.standing))
    return statement


def _stands(standing: Standing) -> ColumnElement[bool]:
    if standing is Standing.DELAYED:
        return and_(_STATE == EmailState.WAITING, _ERROR.is_not(None))
    if standing is Standing.WAITING:
        return and_(_STATE == EmailState.WAITING, _ERROR.is_(None))
    states = {
        Standing.HELD: EmailState.HELD,
        Standing.SENT: EmailState.SENT,
        Standing.REFUSED: EmailState.FAILED,
        Standing.LEFT_OUT: EmailState.LEFT_OUT,
        Standing.PRACTICE: EmailState.NOT_SENT,
    }
    return _STATE.in_([states[standing]])
