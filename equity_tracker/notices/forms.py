"""What people choose about the mails they can do without."""

from equity_tracker.web.fields import Tick
from equity_tracker.web.forms import AppForm


class ChooseMailForm(AppForm):
    """The names are those of the person's own choices."""

    wants_reminders = Tick(
        "Reminders of check-ins",
        hint="30, 7 and 1 days before a check-in is due, and 1 and 7 days after. Without you, your "
        "organisation's other editors are reminded, or its admins, or its mailbox.",
    )
    wants_weekly_mail = Tick(
        "What a programme still waits for",
        hint="For coordinators: once a week, when a check-in is more than a week late.",
    )
