"""How an organisation is reached and has been in touch: nudges, check-ins, refused mail. Never a sign-in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import aliased

from equity_tracker.extensions import db
from equity_tracker.model.check_in import CheckIn
from equity_tracker.model.nudge import Nudge
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.outbox import EmailState, OutgoingEmail
from equity_tracker.model.people import Membership, User
from equity_tracker.model.programme import Participation, Programme
from equity_tracker.model.recipients import ABLE
from equity_tracker.monday.queries.scope import PART

# The mails that ask for a check-in.
ASKING = ("reminder_before_due", "reminder_overdue", "nudge")


@dataclass(frozen=True)
class Contact:
    """What is known of one organisation when somebody is about to ring it, and where it is reached."""

    mailbox: str | None
    website: str | None
    last_check_in_on: date | None
    last_nudge_on: date | None
    is_mail_refused: bool
    has_somebody_to_mail: bool
    has_left: bool

    def may_be_nudged(self, today: date) -> bool:
        """Say whether there is somebody to write to, who has not been written to today."""
        is_new = self.last_nudge_on is None or self.last_nudge_on < today
        return is_new and self.has_somebody_to_mail and not self.has_left


def contacts_of(programme: Programme, organisation_ids: Sequence[int]) -> dict[int, Contact]:
    """Return the contact of each of these organisations, by id."""
    found: dict[int, Contact] = {}
    for start in range(0, len(organisation_ids), PART):
        found |= _part(programme, organisation_ids[start : start + PART])
    return found


def _part(programme: Programme, ids: Sequence[int]) -> dict[int, Contact]:
    check_in = (
        select(func.max(CheckIn.submitted_on))
        .where(
            CheckIn.organisation_id == Organisation.id,
            CheckIn.programme_id == programme.id,
            CheckIn.retracted_on.is_(None),
        )
        .scalar_subquery()
    )
    nudge = (
        select(func.max(Nudge.sent_on))
        .where(Nudge.organisation_id == Organisation.id, Nudge.programme_id == programme.id)
        .scalar_subquery()
    )
    rows = db.session.execute(
        select(
            Organisation.id,
            Organisation.mailbox,
            Organisation.website,
            check_in,
            nudge,
            has_somebody_to_mail(),
            _has_left(programme),
        )
        .where(Organisation.id.in_(ids))
        .execution_options(every_organisation=True)
    )
    refused = _refused(ids)
    return {
        row_id: Contact(
            mailbox=mailbox,
            website=website,
            last_check_in_on=last_check_in_on,
            last_nudge_on=last_nudge_on,
            is_mail_refused=row_id in refused,
            has_somebody_to_mail=bool(somebody),
            has_left=has_left,
        )
        for row_id, mailbox, website, last_check_in_on, last_nudge_on, somebody, has_left in rows
    }


def _has_left(programme: Programme) -> ColumnElement[bool]:
    return exists().where(
        Participation.organisation_id == Organisation.id,
        Participation.programme_id == programme.id,
        Participation.left_on.is_not(None),
    )


def has_somebody_to_mail(organisation: type[Organisation] = Organisation) -> ColumnElement[bool]:
    """Say in SQL what `model.recipients` says: there is a mailbox, or a member who is reminded.

    Of an address that has given mail back the rule says more; it is told beside the organisation.
    """
    member = exists().where(
        Membership.organisation_id == organisation.id,
        Membership.ended_at.is_(None),
        Membership.role.in_(ABLE),
        Membership.user_id == User.id,
        User.suspended_at.is_(None),
        User.wants_reminders,
    )
    return organisation.mailbox.is_not(None) | member


def _refused(ids: Sequence[int]) -> set[int]:
    """Return the organisations whose latest mail of this kind came back, by itself or in a gathered one."""
    carrier = aliased(OutgoingEmail)
    latest = (
        select(func.max(OutgoingEmail.id))
        .where(
            OutgoingEmail.organisation_id.in_(ids),
            OutgoingEmail.name.in_(ASKING),
            # What has not gone out says nothing of the address.
            OutgoingEmail.state.not_in((EmailState.HELD, EmailState.LEFT_OUT)),
        )
        .group_by(OutgoingEmail.organisation_id)
    )
    rows = db.session.scalars(
        select(OutgoingEmail.organisation_id)
        .outerjoin(carrier, carrier.id == OutgoingEmail.gathered_into_id)
        .where(
            OutgoingEmail.id.in_(latest),
            func.coalesce(carrier.state, OutgoingEmail.state) == EmailState.FAILED,
        )
    )
    return {row for row in rows if row is not None}
