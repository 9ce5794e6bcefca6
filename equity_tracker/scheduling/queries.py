"""Reads of schedules, of reports on their way, and of what a link in a mail opens."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload, selectinload

from equity_tracker.extensions import db
from equity_tracker.model.people import Membership, ProgrammeMembership, User
from equity_tracker.model.permissions import OrganisationRole
from equity_tracker.model.programme import Programme
from equity_tracker.model.report import Report
from equity_tracker.model.report_schedule import (
    DeliveryState,
    ReportDelivery,
    ReportLink,
    ReportRecipient,
    ReportSchedule,
    StoppedReports,
)
from equity_tracker.model.round import Round

EVERYWHERE = {"every_organisation": True}


def list_schedules(programme: Programme) -> Sequence[ReportSchedule]:
    """Return the schedules, the oldest first."""
    return db.session.scalars(
        select(ReportSchedule)
        .where(ReportSchedule.programme_id == programme.id)
        .options(selectinload(ReportSchedule.recipients).joinedload(ReportRecipient.user))
        .order_by(ReportSchedule.id)
    ).all()


def get_schedule(programme: Programme, public_id: str) -> ReportSchedule:
    return db.session.scalars(
        select(ReportSchedule).where(
            ReportSchedule.programme_id == programme.id, ReportSchedule.public_id == public_id
        )
    ).one()


def list_deliveries(schedule: ReportSchedule, *, most: int = 12) -> Sequence[ReportDelivery]:
    """Return what became of the last ones, newest first."""
    return db.session.scalars(
        select(ReportDelivery)
        .where(ReportDelivery.schedule_id == schedule.id)
        .order_by(ReportDelivery.due_on.desc(), ReportDelivery.id.desc())
        .limit(most)
    ).all()


def list_to_claim(until: date, now: datetime) -> Sequence[int]:
    """Return the schedules that may be due by that day, and those that were taken up at a time to come."""
    return db.session.scalars(
        select(ReportSchedule.id)
        .join(ReportSchedule.programme)
        .where(
            Programme.closed_on.is_(None),
            Programme.is_practice.is_(False),
            or_(ReportSchedule.next_on <= until, ReportSchedule.claimed_at > now),
        )
        .order_by(ReportSchedule.id)
    ).all()


def hold_schedule(row_id: int) -> ReportSchedule | None:
    """Read it anew and hold it, so that of two clocks the second sees what the first did."""
    return db.session.scalars(
        select(ReportSchedule)
        .where(ReportSchedule.id == row_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()


def has_come(schedule: ReportSchedule, day: date) -> bool:
    return (
        db.session.scalar(
            select(ReportDelivery.id).where(
                ReportDelivery.schedule_id == schedule.id, ReportDelivery.due_on == day
            )
        )
        is not None
    )


def list_owed(*, after_id: int, most: int) -> Sequence[int]:
    """Return the next reports that have still to be asked for."""
    return db.session.scalars(
        select(ReportDelivery.id)
        .where(ReportDelivery.state == DeliveryState.DUE, ReportDelivery.id > after_id)
        .order_by(ReportDelivery.id)
        .limit(most)
    ).all()


def list_asked(*, after_id: int, most: int) -> list[tuple[int, str]]:
    """Return the next that were asked for, and which report each waits for."""
    rows = db.session.execute(
        select(ReportDelivery.id, ReportDelivery.report)
        .where(ReportDelivery.state == DeliveryState.ASKED, ReportDelivery.id > after_id)
        .order_by(ReportDelivery.id)
        .limit(most)
    )
    return [(row.id, row.report or "") for row in rows]


def hold_delivery(row_id: int) -> ReportDelivery:
    return db.session.scalars(
        select(ReportDelivery)
        .where(ReportDelivery.id == row_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()


def find_reports(public_ids: Collection[str]) -> Mapping[str, Report]:
    """Return the reports of these names, of whatever kind."""
    rows = db.session.scalars(
        select(Report).where(Report.public_id.in_(public_ids)).execution_options(**EVERYWHERE)
    )
    return {row.public_id: row for row in rows}


def list_owed_already(round_: Round) -> set[int]:
    """Return the organisations that a report was owed to after this round before."""
    return set(
        db.session.scalars(
            select(ReportDelivery.organisation_id).where(
                ReportDelivery.round_id == round_.id, ReportDelivery.organisation_id.is_not(None)
            )
        )
    )


def list_staff(programme: Programme) -> Sequence[User]:
    """Return who may read the programme's reports now, by name."""
    return db.session.scalars(
        select(User)
        .join(ProgrammeMembership)
        .where(
            ProgrammeMembership.programme_id == programme.id,
            ProgrammeMembership.ended_at.is_(None),
            User.suspended_at.is_(None),
        )
        .order_by(User.name, User.id)
    ).all()


def list_team(organisation_id: int) -> list[tuple[User, OrganisationRole]]:
    """Return who belongs to an organisation now."""
    rows = db.session.execute(
        select(User, Membership.role)
        .join(Membership, Membership.user_id == User.id)
        .where(
            Membership.organisation_id == organisation_id,
            Membership.ended_at.is_(None),
            User.suspended_at.is_(None),
        )
        .order_by(User.id)
        .execution_options(**EVERYWHERE)
    )
    return [(user, role) for user, role in rows]


def list_recipients(schedule: ReportSchedule) -> Sequence[ReportRecipient]:
    """Return who gets the report and has not stopped it."""
    return db.session.scalars(
        select(ReportRecipient)
        .where(ReportRecipient.schedule_id == schedule.id, ReportRecipient.stopped_at.is_(None))
        .options(joinedload(ReportRecipient.user))
        .order_by(ReportRecipient.id)
    ).all()


def find_stopped(programme_id: int, hashes: Collection[str]) -> Sequence[StoppedReports]:
    return db.session.scalars(
        select(StoppedReports).where(
            StoppedReports.programme_id == programme_id, StoppedReports.address_hash.in_(hashes)
        )
    ).all()


def find_recipient(public_id: str) -> ReportRecipient | None:
    return db.session.scalars(
        select(ReportRecipient).where(ReportRecipient.public_id == public_id)
    ).one_or_none()


def list_same(recipient: ReportRecipient) -> Sequence[ReportRecipient]:
    """Return every place in the programme's schedules of whoever this is."""
    is_same = (
        ReportRecipient.address == recipient.address
        if recipient.user_id is None
        else ReportRecipient.user_id == recipient.user_id
    )
    return db.session.scalars(
        select(ReportRecipient).where(ReportRecipient.programme_id == recipient.programme_id, is_same)
    ).all()


def find_link(public_id: str) -> ReportLink | None:
    return db.session.scalars(
        select(ReportLink)
        .where(ReportLink.public_id == public_id)
        .options(joinedload(ReportLink.recipient), joinedload(ReportLink.delivery))
    ).one_or_none()


def find_made(delivery: ReportDelivery) -> Report | None:
    """Return the report that was delivered, as long as it can be handed out."""
    report = find_reports([delivery.report or ""]).get(delivery.report or "")
    return report if report is not None and report.is_done and not report.is_withdrawn else None
