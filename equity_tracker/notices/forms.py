"""What people choose about the mails they can do without."""

from equity_tracker.model.mail_kinds import MailKind, Pace
from equity_tracker.model.time_zones import TIME_ZONES
from equity_tracker.web.fields import Option, Password, Pick, Tick
from equity_tracker.web.forms import AppForm

PACES = (
    Option(Pace.AT_ONCE, "At once, each by itself"),
    Option(Pace.DAILY, "Once a day, in the morning"),
    Option(Pace.FEW, "Gathered: at most three mornings in seven days"),
    Option(Pace.WEEKLY, "Once a week, on Monday"),
    Option(Pace.NEVER, "Not by e-mail"),
)
NEEDED = "Choose how often"


class ChooseMailForm(AppForm):
    """The names are those of the person's own choices."""

    wants_reminders = Tick(
        "Reminders of check-ins",
        hint="30, 7 and 1 days before a check-in is due, and 1 and 7 days after: one mail a morning at most, "
        "whatever is due. Without you, the deputy is reminded, or your organisation's admins, or its "
        "mailbox.",
    )
    wants_weekly_mail = Tick(
        "What a programme still waits for",
        hint="For coordinators: once a week, when a check-in is more than a week late.",
    )
    pace_of_reviews = Pick(
        "What organisations send to your programmes",
        PACES,
        hint="For coordinators: commitments and check-ins that came in, changes, endings, who joined.",
        required=NEEDED,
        noun="pace",
    )
    pace_of_answers = Pick(
        "What became of what you sent",
        PACES,
        hint="Acknowledged or approved. What is returned to you comes at once, since somebody has to act.",
        required=NEEDED,
        noun="pace",
    )
    pace_of_partners = Pick(
        "What partners answer",
        PACES,
        hint="For admins, and whoever asked the partner.",
        required=NEEDED,
        noun="pace",
    )
    pace_of_round_reports = Pick(
        "Your organisation’s status report after a round",
        PACES,
        hint="When a round has closed, the report is made by itself. Admins and approvers hear of it unless "
        "they choose otherwise; others when they choose anything but the gathered mail.",
        required=NEEDED,
        noun="pace",
    )
    time_zone = Pick(
        "When it is morning for you",
        [Option(zone, zone.replace("_", " ")) for zone in TIME_ZONES],
        hint="Gathered mail comes at seven in the morning. Choose a time zone if you are elsewhere than your "
        "organisation.",
        none="Where my organisation is",
        noun="time zone",
    )

    @property
    def paces(self) -> dict[MailKind, Pace]:
        chosen = {
            MailKind.REVIEWS: self.pace_of_reviews.data,
            MailKind.ANSWERS: self.pace_of_answers.data,
            MailKind.PARTNERS: self.pace_of_partners.data,
            MailKind.ROUND_REPORTS: self.pace_of_round_reports.data,
        }
        return {kind: Pace(pace) for kind, pace in chosen.items() if pace}


class MakeCalendarLinkForm(AppForm):
    """Whoever has the address reads the calendar without signing in, so only its owner makes one."""

    password = Password(
        "Your password", hint="So that nobody else can do it on your open screen.", noun="your password"
    )
