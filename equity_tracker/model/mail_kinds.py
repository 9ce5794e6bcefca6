"""Which mails can wait, and how long people let them: at once, gathered, or not at all.

A mail that is named here may be put into somebody's next mail; every other one is essential and goes at once:
what opens a door, what came back with a reason, what somebody has to answer.
"""

from enum import StrEnum


class Pace(StrEnum):
    """How often somebody wants to hear of one kind of thing."""

    AT_ONCE = "at_once"
    DAILY = "daily"
    # Nobody is asked before they have used it, so this is where everybody begins.
    FEW = "few"
    WEEKLY = "weekly"
    NEVER = "never"


class MailKind(StrEnum):
    """What a mail that can wait is about, as people choose it."""

    REVIEWS = "reviews"
    ANSWERS = "answers"
    PARTNERS = "partners"
    ROUND_REPORTS = "round_reports"


_KINDS = {
    MailKind.REVIEWS: (
        "assessment_replied",
        "check_in_submitted",
        "commitment_amended",
        "commitment_closed",
        "commitment_submitted",
        "handover_decided",
        "organisation_joined",
        "organisation_left",
    ),
    MailKind.ANSWERS: (
        "amendment_approved",
        "check_in_acknowledged",
        "check_in_approved",
        "commitment_acknowledged",
        "commitment_approved",
    ),
    MailKind.PARTNERS: ("partner_answered",),
    MailKind.ROUND_REPORTS: ("status_report_made",),
}
CAN_WAIT = {name: kind for kind, names in _KINDS.items() for name in names}

# The most mails in any seven days of those whose pace nobody chose.
MOST_IN_SEVEN_DAYS = 3
