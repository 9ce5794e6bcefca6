"""What a coordinator may type about a report that comes by itself."""

from equity_tracker.model.people import fold_email
from equity_tracker.model.report import Edition
from equity_tracker.model.report_rule import LONGEST_MONTH, WEEKDAYS, WEEKS, Every
from equity_tracker.model.report_schedule import MOST_RECIPIENTS
from equity_tracker.web.fields import Choice, Choices, Option, Pick, Prose
from equity_tracker.web.forms import AppForm
from equity_tracker.web.text_fields import is_email

_EVERY = (
    Option(Every.MONTH.value, "Every month"),
    Option(Every.QUARTER.value, "Every quarter"),
    Option(Every.HALF_YEAR.value, "Every half-year"),
    Option(Every.YEAR.value, "Every year"),
)
_DAYS = (
    *(
        Option(f"{week}-{number}", f"The {which} {weekday}", group=f"The {which} of a weekday")
        for week, which in WEEKS.items()
        for number, weekday in enumerate(WEEKDAYS)
    ),
    *(Option(f"day-{day}", f"Day {day}", group="A day of the month") for day in range(1, LONGEST_MONTH + 1)),
)
_EDITIONS = (
    Option(
        Edition.PUBLIC.value,
        "What the public may read",
        hint="Made of what has been published, so it can be passed on.",
    ),
    Option(
        Edition.INTERNAL.value,
        "What the programme’s own people may read",
        hint="It holds things that are not public. Choose with care whom it goes to.",
    ),
)
LONGEST_LIST = 254 * MOST_RECIPIENTS


class ScheduleForm(AppForm):
    """When it comes, which edition, and to whom."""

    every = Choice("How often does it come?", _EVERY, noun="answer", required="Choose how often it comes")
    falls_on = Pick(
        "On which day?",
        _DAYS,
        noun="day",
        required="Choose a day",
        hint="In the first month of a quarter, half-year or year; but the last of a weekday is the last in "
        "it. A day that a month does not have is its last day.",
    )
    edition = Choice("What may it hold?", _EDITIONS, noun="answer", required="Choose what it may hold")
    colleagues = Choices(
        "Which of the programme’s people get it?",
        noun="people",
        hint="They get a mail with the address of the report, and fetch it signed in.",
    )
    others = Prose(
        "Who else gets it?",
        noun="addresses",
        hint="E-mail addresses, one on each line, such as those of board members without an account. Each "
        "gets a link that opens that report alone, for 30 days, and can stop these mails in one click.",
        limit=LONGEST_LIST,
        rows=4,
    )

    @property
    def addresses(self) -> list[str]:
        """The addresses that were typed, each once."""
        lines = (fold_email(line) for line in (self.others.data or "").splitlines())
        return list(dict.fromkeys(line for line in lines if line))

    def check(self) -> None:
        wrong = next((address for address in self.addresses if not is_email(address)), None)
        if wrong is not None:
            self.others.say(f"“{wrong}” is no e-mail address. Enter one on each line, like name@example.org")


class ConfirmForm(AppForm):
    """A button, and nothing to fill in."""
