"""What people may type about a programme, its rounds, its participants and its staff."""

import re

from equity_tracker.model import vocabulary
from equity_tracker.model.errors import Refused
from equity_tracker.model.launching import moment_of, read_time
from equity_tracker.model.programme import ReviewMode, Visibility
from equity_tracker.model.round import out_of_order
from equity_tracker.model.round_plan import EVERY
from equity_tracker.model.time_zones import HOME_ZONE, TIME_ZONES
from equity_tracker.web.fields import Choice, Day, Email, Line, Option, Password, Pick, Prose, Tick
from equity_tracker.web.forms import AppForm

ANOTHER_BODY = "another"
_PREFIX = re.compile(r"[A-Z]{2,8}")
_VISIBILITIES = (
    Option(
        Visibility.INTERNAL.value,
        "Internal",
        hint="The public pages show nothing of it.",
    ),
    Option(
        Visibility.PUBLIC.value,
        "Public",
        hint="From the launch date, everybody can read what has been published.",
    ),
)
_REVIEW_MODES = (
    Option(
        ReviewMode.ACKNOWLEDGE.value,
        "Acknowledge",
        hint="What an organisation submits is published at once, and you acknowledge it afterwards.",
    ),
    Option(
        ReviewMode.APPROVE.value,
        "Approve",
        hint="Nothing is published until you have approved it.",
    ),
)
_ROLES = tuple(
    Option(term.slug, term.label, hint=term.definition)
    for term in vocabulary.ROLES.current()
    if term.slug in {"coordinator", "observer"}
)


class EditProgrammeForm(AppForm):
    """A programme's settings, when it is founded and later."""

    name = Line("Name of the programme", noun="name", required="Enter the name of the programme")
    summary = Prose(
        "Summary",
        required="Enter a summary",
        hint="What the programme is for, who takes part and until when. It stands on the programme's page.",
        limit=2_000,
    )
    reference_prefix = Line(
        "Letters that its references begin with",
        noun="prefix",
        required="Enter the letters that references begin with",
        hint="2 to 8 capital letters. With FH, the first commitment is FH-0001.",
        limit=8,
        width=10,
    )
    coordinating_body = Choice(
        "Which organisation coordinates it?",
        noun="organisation",
        required="Choose the organisation that coordinates the programme",
        outside="Choose one of the organisations in the list",
        reveals={ANOTHER_BODY: "body_name"},
    )
    body_name = Line(
        "Its name",
        noun="name",
        required="Enter the name of the organisation",
        hint="As it is written in the directory of organisations. A new name is added to the directory.",
    )
    body_kind = Pick(
        "What kind of organisation is it?",
        vocabulary.ORGANISATION_KINDS.current(),
        noun="kind",
    )
    visibility = Choice("Who can read it?", _VISIBILITIES, noun="answer", required="Choose who can read it")
    launches_on = Day(
        "Launch date",
        hint="Before this day the public pages show nothing of it.",
    )
    launch_time = Line(
        "Time of day",
        noun="time",
        hint="Optional, such as 10:30. Nothing is shown before that minute of the launch date.",
        limit=5,
        width=5,
    )
    launch_zone = Pick(
        "Where that time is read off the clock",
        [Option(zone, zone.replace("_", " ")) for zone in TIME_ZONES],
        none="Europe/London",
        noun="place",
    )
    review_mode = Choice(
        "What happens when an organisation submits something?",
        _REVIEW_MODES,
        noun="answer",
        required="Choose what happens when an organisation submits something",
    )

    def check(self) -> None:
        """References are short and easy to read aloud; the public needs a day to begin on."""
        if not _PREFIX.fullmatch(self.reference_prefix.data or ""):
            self.reference_prefix.say("The prefix must be 2 to 8 capital letters, such as FH")
        if self.visibility.data == Visibility.PUBLIC.value and self.launches_on.data is None:
            self.launches_on.say("Enter the date from which the public can read it")
        self._check_launch_time()

    def _check_launch_time(self) -> None:
        """Refuse what is no time, a time without its day, and a time that the clocks jump over."""
        typed, day = self.launch_time.data, self.launches_on.data
        if typed is None or not self.is_right("launch_time", "launch_zone"):
            return
        at = read_time(typed)
        if at is None:
            self.launch_time.say("Enter a time like 10:30")
        elif day is None and not self.launches_on.error:
            self.launches_on.say("Enter the date to which the time belongs")
        elif day is not None:
            try:
                moment_of(day, at, self.launch_zone.data or HOME_ZONE)
            except Refused as refused:
                self.launch_time.say(refused.message)


class CreateProgrammeForm(EditProgrammeForm):
    """The settings, and whether it is there to practise in. That cannot be changed later."""

    is_practice = Tick(
        "This is a practice programme",
        hint="Nothing in it is real: it is never public, sends no mail, and is emptied early every Sunday.",
    )

    def check(self) -> None:
        super().check()
        if self.is_practice.data and self.visibility.data == Visibility.PUBLIC.value:
            self.visibility.say("A practice programme is never public. Choose Internal")


class CloseProgrammeForm(AppForm):
    """The last word."""

    closing_statement = Prose(
        "Closing statement",
        noun="closing statement",
        required="Enter a closing statement",
        hint="What was promised, what came of it, and where the work goes on. It stands on the public page.",
        limit=5_000,
        rows=8,
    )


class PlanRoundForm(AppForm):
    """A round's name and dates."""

    name = Line(
        "Name",
        required="Enter a name for the round",
        hint="People know it by this, for example: September 2027.",
        limit=100,
    )
    opens_on = Day("Opens", noun="opening date", required="Enter the date the round opens")
    due_on = Day(
        "Check-ins due",
        noun="due date",
        required="Enter the date check-ins are due",
        hint="Reminders go out 30, 7 and 1 days before, and after it.",
    )
    grace_until = Day(
        "Grace until",
        noun="grace date",
        required="Enter the last day of grace",
        hint="A check-in after the due date is overdue. After this day it counts as not reported.",
    )
    closes_on = Day(
        "Closes",
        noun="closing date",
        required="Enter the date the round closes",
        hint="Its last day. What has not come then is on record as not reported.",
    )
    repeats_every = Pick(
        "Does it repeat?",
        [Option(str(months), words.capitalize()) for months, words in EVERY.items()],
        noun="answer",
        none="No",
        hint="When it closes, the next one is planned with the same distances between its dates.",
    )
    copies_questions = Tick("The next one asks the same questions of its own")
    opens_by_itself = Tick(
        "Open it by itself", hint="On its opening day, at seven in the morning. Otherwise you open it."
    )
    closes_by_itself = Tick(
        "Close it by itself",
        hint="On the morning after its last day. Otherwise you close it, once the days of grace are over.",
    )

    def check(self) -> None:
        """Let its dates follow one another."""
        dates = (self.opens_on.data, self.due_on.data, self.grace_until.data, self.closes_on.data)
        for name, message in out_of_order(*dates):
            self[name].say(message)


class InviteNewOrganisationForm(AppForm):
    """An organisation that is not in the directory yet."""

    name = Line("Name of the organisation", noun="name", required="Enter the name of the organisation")
    kind = Pick(
        "What kind of organisation is it?",
        vocabulary.ORGANISATION_KINDS.current(),
        noun="kind",
        required="Choose what kind of organisation it is",
    )
    email = Email(
        "E-mail address of its first admin",
        required="Enter the e-mail address of its first admin",
        hint="They accept for the organisation and invite their colleagues.",
    )


class InviteFirstAdminForm(AppForm):
    """An organisation of the directory that nobody runs here yet."""

    email = Email(
        "E-mail address of its first admin",
        required="Enter the e-mail address of its first admin",
        hint="They accept for the organisation and invite their colleagues.",
    )


class ConfirmForm(AppForm):
    """A page whose only answer is its button."""


class EndParticipationForm(AppForm):
    """An organisation has left."""

    left_on = Day("Date it left", noun="date", required="Enter the date the organisation left")


class InviteColleagueForm(AppForm):
    """A place on the programme's staff."""

    email = Email(required="Enter the e-mail address of your colleague")
    role = Choice("Role", _ROLES, required="Choose a role")


class ChangeColleagueForm(AppForm):
    """Another role."""

    role = Choice("Role", _ROLES, required="Choose a role")
    password = Password(
        "Your own password",
        noun="your password",
        required="Enter your own password",
        hint="A role decides what somebody may read and change, so we ask who is giving it.",
    )
