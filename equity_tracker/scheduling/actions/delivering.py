"""A report's way: taken up on its day, asked for, and told about once it is there, or cannot be."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from equity_tracker.extensions import db
from equity_tracker.model.outbox import OutgoingEmail
from equity_tracker.model.report import Report
from equity_tracker.model.report_schedule import (
    LINKS_OPEN_FOR,
    DeliveryState,
    ReportDelivery,
    ReportLink,
    ReportRecipient,
)
from equity_tracker.model.round_plan import MORNING
from equity_tracker.notices.queries.teams import find_refused
from equity_tracker.programmes.queries.colleagues import list_coordinators
from equity_tracker.scheduling import emails, queries
from equity_tracker.scheduling.desk import Ask

NOT_THERE = "The report is not there any more. Ask for it again."


def take_up(row_id: int, now: datetime, ask: Ask) -> list[str]:
    """Ask for the report of a schedule that is due, once, however many days were missed.

    That it was asked for, and when it comes next, is one transaction: a process that dies leaves neither.
    """
    schedule = queries.hold_schedule(row_id)
    if schedule is None or schedule.programme.is_closed:
        return []
    on_the_wall = now.astimezone(ZoneInfo(schedule.programme.coordinating_body.time_zone))
    today = on_the_wall.date()
    if schedule.claimed_at is not None and schedule.claimed_at > now:
        schedule.forget_the_future(now=now, today=today - timedelta(days=1))
    if schedule.next_on is None or schedule.next_on > today or on_the_wall.time() < MORNING:
        return []
    if queries.has_come(schedule, schedule.rule.latest(schedule.next_on, today)):
        # The clock was put back over a day that had its report.
        schedule.resume(today)
        return []
    delivery = schedule.claim(now=now, today=today)
    db.session.add(delivery)
    db.session.flush()
    delivery.note_asked(ask(delivery.choice, schedule.programme, now), now)
    db.session.flush()
    return ["asked"]


def ask_for(row_id: int, now: datetime, ask: Ask) -> list[str]:
    """Ask for the report that an organisation is owed after a round."""
    delivery = queries.hold_delivery(row_id)
    if delivery.state is not DeliveryState.DUE or delivery.organisation is None:
        return []
    if delivery.programme.is_closed or delivery.programme.is_practice:
        delivery.leave_out(now)
        return ["left_out"]
    delivery.note_asked(ask(delivery.choice, delivery.organisation, now), now)
    db.session.flush()
    return ["asked"]


def tell(row_id: int, now: datetime) -> list[str]:
    """Write to everybody whom it goes to, once it is made; to the coordinators, if it cannot be."""
    delivery = queries.hold_delivery(row_id)
    if delivery.state is not DeliveryState.ASKED:
        return []
    report = queries.find_reports([delivery.report or ""]).get(delivery.report or "")
    if report is not None and report.is_waiting:
        return []
    if delivery.programme.is_closed:
        delivery.leave_out(now)
        return ["left_out"]
    if report is None or not report.is_done:
        return _tell_why_not(delivery, NOT_THERE if report is None else report.failure or NOT_THERE, now)
    mails = _mails(delivery, report, now)
    db.session.add_all(mails)
    delivery.note_told(len(mails), now)
    db.session.flush()
    return ["told"]


def _mails(delivery: ReportDelivery, report: Report, now: datetime) -> list[OutgoingEmail]:
    """Write to those who may read it as of now, and whose mail arrives."""
    refused = find_refused(now)
    if delivery.schedule is None:
        team = queries.list_team(delivery.organisation_id or 0)
        return [
            emails.after_round(user, delivery, report, now=now)
            for user, role in team
            if emails.is_told(user, role) and user.email not in refused
        ]
    staff = set(queries.list_staff(delivery.programme))
    return [
        _mail(recipient, delivery, report, now)
        for recipient in queries.list_recipients(delivery.schedule)
        if recipient.email not in refused and (recipient.user is None or recipient.user in staff)
    ]


def _mail(
    recipient: ReportRecipient, delivery: ReportDelivery, report: Report, now: datetime
) -> OutgoingEmail:
    if recipient.user is not None:
        return emails.scheduled(recipient, delivery, report, now=now)
    link = ReportLink(
        programme_id=delivery.programme_id,
        recipient=recipient,
        delivery=delivery,
        expires_at=now + LINKS_OPEN_FOR,
    )
    db.session.add(link)
    db.session.flush()
    return emails.shared(link, delivery, report, now=now)


def _tell_why_not(delivery: ReportDelivery, reason: str, now: datetime) -> list[str]:
    """Tell the coordinators. Of what follows a round the organisation reads it on its own page."""
    delivery.note_failed(reason, now)
    if delivery.schedule is not None:
        db.session.add_all(
            emails.failed(coordinator, delivery.schedule, delivery, reason, now=now)
            for coordinator in list_coordinators(delivery.programme)
        )
    db.session.flush()
    return ["failed"]
