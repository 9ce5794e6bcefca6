"""Who is told that a report is there, or why it is not. The report itself is in no mail."""

from datetime import datetime

from equity_tracker.model.dates import long_date
from equity_tracker.model.mail_kinds import MailKind, Pace
from equity_tracker.model.outbox import OutgoingEmail
from equity_tracker.model.people import User
from equity_tracker.model.permissions import OrganisationRole
from equity_tracker.model.report import Report
from equity_tracker.model.report_schedule import ReportDelivery, ReportLink, ReportRecipient, ReportSchedule

TOLD_UNASKED = {OrganisationRole.ADMIN, OrganisationRole.APPROVER}


def scheduled(
    recipient: ReportRecipient, delivery: ReportDelivery, report: Report, *, now: datetime
) -> OutgoingEmail:
    """Tell one of the programme's people where to fetch it, signed in."""
    return OutgoingEmail.to(
        recipient.email,
        "scheduled_report",
        key=f"scheduled_report:{delivery.public_id}:{recipient.public_id}",
        context={
            "name": recipient.name,
            "programme": delivery.programme.name,
            "programme_slug": delivery.programme.slug,
            "report_id": report.public_id,
            "as_of": long_date(report.as_of),
            "pages": report.pages,
            "words": recipient.schedule.rule.words,
            "report_recipient": recipient.public_id,
        },
        now=now,
        programme_id=delivery.programme_id,
        is_essential=False,
    )


def shared(link: ReportLink, delivery: ReportDelivery, report: Report, *, now: datetime) -> OutgoingEmail:
    """Send somebody without an account the link that opens this report alone."""
    return OutgoingEmail.to(
        link.recipient.email,
        "shared_report",
        key=f"shared_report:{delivery.public_id}:{link.recipient.public_id}",
        context={
            "programme": delivery.programme.name,
            "organisation": delivery.programme.coordinating_body.name,
            "as_of": long_date(report.as_of),
            "pages": report.pages,
            "words": link.recipient.schedule.rule.words,
            "until": long_date(link.expires_at.date()),
            "report_link": link.public_id,
            "report_recipient": link.recipient.public_id,
        },
        now=now,
        programme_id=delivery.programme_id,
        is_essential=False,
    )


def failed(
    coordinator: User, schedule: ReportSchedule, delivery: ReportDelivery, reason: str, *, now: datetime
) -> OutgoingEmail:
    """Tell a coordinator why it could not be made, so that somebody does something about it."""
    return OutgoingEmail.to(
        coordinator.email,
        "scheduled_report_failed",
        key=f"scheduled_report_failed:{delivery.public_id}:{coordinator.public_id}",
        context={
            "name": coordinator.name,
            "programme": delivery.programme.name,
            "programme_slug": delivery.programme.slug,
            "schedule_id": schedule.public_id,
            "as_of": long_date(delivery.due_on),
            "reason": reason,
        },
        now=now,
        programme_id=delivery.programme_id,
    )


def is_told(user: User, role: OrganisationRole) -> bool:
    """Say whether somebody hears of a report after a round: who did not choose, by what they are."""
    pace = user.pace(MailKind.ROUND_REPORTS)
    return role in TOLD_UNASKED if pace is Pace.FEW else pace is not Pace.NEVER


def after_round(user: User, delivery: ReportDelivery, report: Report, *, now: datetime) -> OutgoingEmail:
    """Tell one of an organisation's people that its status report is there."""
    organisation, round_ = delivery.organisation, delivery.round
    if organisation is None or round_ is None:
        raise ValueError("Only what follows a round is told to an organisation.")
    return OutgoingEmail.to(
        user.email,
        "status_report_made",
        key=f"status_report_made:{delivery.public_id}:{user.public_id}",
        context={
            "name": user.name,
            "organisation": organisation.name,
            "organisation_slug": organisation.slug,
            "programme": delivery.programme.name,
            "round": round_.name,
            "report_id": report.public_id,
            "as_of": long_date(report.as_of),
            "pages": report.pages,
        },
        now=now,
        organisation_id=organisation.id,
        programme_id=delivery.programme_id,
        is_essential=False,
    )
