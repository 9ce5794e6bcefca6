"""What the log of mails says of each, in words: what it was, whom it went to, and what became of it."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from equity_tracker.model import csv_file
from equity_tracker.model.outbox import MOST_ATTEMPTS, EmailState
from equity_tracker.model.permissions import OrganisationRole, ProgrammeRole
from equity_tracker.model.vocabulary import ROLES

HEADER = ("Written (UTC)", "What", "Organisation", "To", "What became of it", "Sent (UTC)", "Reason")
# What somebody's server answers may name the address, which is nobody else's business.
_ADDRESS = re.compile(r"<?[^\s<>@]+@[^\s<>@]+>?")


class Standing(StrEnum):
    """What has become of a mail."""

    WAITING = "waiting"
    HELD = "held"
    SENT = "sent"
    DELAYED = "delayed"
    REFUSED = "refused"
    LEFT_OUT = "left_out"
    PRACTICE = "practice"


STANDINGS = {
    Standing.WAITING: "Waiting to go out",
    Standing.HELD: "Waits for the reader's morning",
    Standing.SENT: "Sent",
    Standing.DELAYED: "Delayed, and tried again",
    Standing.REFUSED: "Came back",
    Standing.LEFT_OUT: "Not needed any more",
    Standing.PRACTICE: "Not sent: practice",
}
KINDS = {
    "amendment_approved": "Change approved",
    "amendment_returned": "Change returned with a reason",
    "api_token_created": "A token for a system was made",
    "api_token_ending": "A token for a system ends soon",
    "assessment_replied": "Reply to the coordinators' answers",
    "check_in_acknowledged": "Check-in acknowledged",
    "check_in_approved": "Check-in approved",
    "check_in_assessed": "The coordinators' view of a check-in",
    "check_in_assessment_replied": "Reply to the coordinators' view",
    "check_in_copy": "Copy of a check-in",
    "check_in_given_back": "Check-in given back before it was signed",
    "check_in_handed_over": "Check-in handed over",
    "check_in_link": "Link to a check-in",
    "check_in_on_behalf": "Check-in entered on the organisation's behalf",
    "check_in_returned": "Check-in returned with a reason",
    "check_in_submitted": "Check-in sent",
    "check_in_to_sign": "Check-in to be signed",
    "close_out_assessed": "The coordinators' own answers",
    "commitment_acknowledged": "Commitment acknowledged",
    "commitment_amended": "Commitment changed",
    "commitment_approved": "Commitment approved",
    "commitment_closed": "Commitment closed",
    "commitment_returned": "Commitment returned with a reason",
    "commitment_submitted": "Commitment submitted",
    "commitments_handed_over": "Commitments came to a new holder",
    "coordinator_weekly": "Weekly mail to a coordinator",
    "contact_message": "A message from the public",
    "follow_confirm": "Link to confirm that somebody follows",
    "follow_known": "Somebody follows already",
    "followed": "News to somebody who follows",
    "gathered": "Several in one",
    "handover_decided": "Whether a new holder takes a commitment on",
    "invitation": "Invitation of a person",
    "join_declined": "Request to join declined",
    "join_requested": "Request to join the team",
    "member_left": "A member has left",
    "member_removed": "A member was removed",
    "nudge": "Message about what has not been reported",
    "organisation_joined": "An organisation has joined",
    "organisation_left": "An organisation has left",
    "partner_answered": "A partner answered",
    "partner_asked": "A partner is asked",
    "password_changed": "Password changed",
    "programme_invitation": "Invitation to a programme",
    "publication_retracted": "A publication was taken back",
    "reminder_before_due": "Reminder before a check-in is due",
    "reminder_overdue": "Reminder of an overdue check-in",
    "report_made": "Report ready",
    "report_not_made": "Report that could not be made",
    "reset_password": "A new password",
    "role_changed": "Role changed",
    "round_closed": "A round has closed",
    "round_opened": "A round has opened",
    "suggestion_outcome": "What came of a suggestion",
    "suggestion_passed_on": "A reader's suggestion",
    "still_in_place": "Still in place?",
    "scheduled_report": "Scheduled report ready",
    "scheduled_report_failed": "Scheduled report could not be made",
    "shared_report": "Scheduled report, by link",
    "status_report_made": "Status report after a round",
}


class LoggedMail(NamedTuple):
    """One mail with whoever reads at its address, as the database has it."""

    id: int
    written_at: datetime
    name: str
    recipient: str
    state: EmailState
    attempts: int
    last_error: str | None
    sent_at: datetime | None
    organisation: str | None
    mailbox: str | None
    person: str | None
    role: OrganisationRole | None
    programme_role: ProgrammeRole | None


@dataclass(frozen=True)
class LogLine:
    """One mail in words."""

    id: int
    written_at: datetime
    what: str
    organisation: str
    to: str
    address: str
    standing: Standing
    sent_at: datetime | None
    reason: str

    @property
    def became(self) -> str:
        return STANDINGS[self.standing]


def line_of_programme(mail: LoggedMail) -> LogLine:
    """Say it to coordinators: which organisation, and what its reader is there, without a name."""
    return _line(mail, to=_what_they_are(mail), address="")


def line_of_organisation(mail: LoggedMail) -> LogLine:
    """Say it to the organisation's admins, who know their own people by name."""
    if mail.role is not None and mail.person is not None:
        return _line(mail, to=f"{mail.person}, {_label(mail.role)}", address=mail.recipient)
    is_mailbox = mail.recipient == mail.mailbox
    return _line(mail, to=_what_they_are(mail), address=mail.recipient if is_mailbox else "")


def _line(mail: LoggedMail, *, to: str, address: str) -> LogLine:
    return LogLine(
        id=mail.id,
        written_at=mail.written_at,
        what=what_it_is(mail.name),
        organisation=mail.organisation or "",
        to=to,
        address=address,
        standing=standing_of(mail),
        sent_at=mail.sent_at,
        reason=_reason(mail),
    )


def what_it_is(name: str) -> str:
    """Say in words what a mail is that goes by this name."""
    return KINDS.get(name, name.replace("_", " ").capitalize())


def standing_of(mail: LoggedMail) -> Standing:
    if mail.state is EmailState.WAITING:
        return Standing.DELAYED if mail.last_error else Standing.WAITING
    return {
        EmailState.SENT: Standing.SENT,
        EmailState.FAILED: Standing.REFUSED,
        EmailState.HELD: Standing.HELD,
        EmailState.GATHERED: Standing.WAITING,
        EmailState.LEFT_OUT: Standing.LEFT_OUT,
        EmailState.NOT_SENT: Standing.PRACTICE,
    }[mail.state]


def _what_they_are(mail: LoggedMail) -> str:
    """Return what the reader is, in this organisation or in the programme."""
    if mail.recipient == mail.mailbox:
        return "the organisation's mailbox"
    if mail.programme_role is not None:
        return f"{_label(mail.programme_role)} of the programme"
    if mail.role is not None:
        return _label(mail.role)
    return "somebody who is no member now" if mail.person else "an address without an account"


def _label(role: OrganisationRole | ProgrammeRole) -> str:
    return ROLES.label(role.value).lower()


def _reason(mail: LoggedMail) -> str:
    """Say why it is not there, in plain words and the server's own, without the address."""
    if not mail.last_error or mail.state not in {EmailState.FAILED, EmailState.WAITING}:
        return ""
    words = _ADDRESS.sub("the address", mail.last_error)
    if mail.state is EmailState.WAITING:
        return f"Attempt {mail.attempts} of {MOST_ATTEMPTS}. {words}"
    if mail.attempts >= MOST_ATTEMPTS:
        return f"Given up after {mail.attempts} attempts. {words}"
    return f"The receiving server will not take it: {words}"


def csv_lines(lines: Iterable[LogLine]) -> Iterator[str]:
    """Yield the log line by line, as a file for spreadsheets."""
    return csv_file.lines(HEADER, (_cells(line) for line in lines))


def _cells(line: LogLine) -> list[str]:
    to = f"{line.to}, {line.address}" if line.address else line.to
    cells = [_moment(line.written_at), line.what, line.organisation, to, line.became]
    return [*cells, _moment(line.sent_at), line.reason]


def _moment(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M}" if moment else ""
