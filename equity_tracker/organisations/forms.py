"""What people may type in an organisation's workspace: invitations, roles, settings."""

from equity_tracker.model.api_token import MOST_MONTHS, NAME_LIMIT, SCOPES_IN_WORDS, USUAL_MONTHS
from equity_tracker.model.permissions import OrganisationRole
from equity_tracker.model.time_zones import TIME_ZONES
from equity_tracker.model.vocabulary import ORGANISATION_KINDS, ROLES
from equity_tracker.organisations.identifiers import NAMES, Identifier
from equity_tracker.web.fields import (
    Choice,
    Choices,
    Email,
    Line,
    Option,
    Password,
    Pick,
    Prose,
    Rows,
    Tick,
    WebAddress,
)
from equity_tracker.web.forms import AppForm, RowForm

_MONTHS = (1, 3, USUAL_MONTHS, MOST_MONTHS)
_ROLE_TERMS = tuple(ROLES.get(role.value) for role in OrganisationRole)


class InviteMemberForm(AppForm):
    email = Email(
        "Their e-mail address",
        required="Enter the e-mail address of the person you invite",
        noun="the e-mail address",
        autocomplete="off",
    )
    role = Choice("What they may do", _ROLE_TERMS, noun="role", required="Choose a role")


class AskToJoinForm(AppForm):
    """What somebody says of themselves who wants to join."""

    name = Line("Your name", noun="name", required="Enter your name", autocomplete="name")
    email = Email("Your e-mail address at work", required="Enter your e-mail address", autocomplete="email")
    job_title = Line("Your job title", noun="job title", required="Enter your job title")
    note = Prose(
        "What would you like to do here?",
        noun="note",
        hint="Optional. It helps them to know who you are.",
        limit=1_000,
        rows=3,
    )


class AnswerJoinRequestForm(AppForm):
    """An invitation with a role, or a kind no."""

    answer = Choice(
        "Your answer",
        [Option("invite", "Invite them"), Option("decline", "Decline")],
        noun="answer",
        required="Choose an answer",
    )
    role = Choice("What they may do, if you invite them", _ROLE_TERMS, noun="role")
    words = Prose(
        "Words with your answer",
        noun="text",
        hint="Optional. Kept with the request; sent by e-mail if you decline.",
        limit=1_000,
        rows=3,
    )

    def check(self) -> None:
        if self.answer.data == "invite" and self.role.is_blank:
            self.role.say("Choose a role")


class ChangeRoleForm(AppForm):
    role = Choice("What they may do", _ROLE_TERMS, noun="role", required="Choose a role")
    password = Password(
        "Your own password", hint="So that nobody else can do it on your open screen.", noun="your password"
    )


class CreateTokenForm(AppForm):
    name = Line(
        "What is it for?",
        noun="name",
        required="Enter what the token is for",
        hint="The name of the system. It stands beside everything that the token writes.",
        limit=NAME_LIMIT,
    )
    scopes = Choices(
        "What may it do?",
        [Option(scope.value, words) for scope, words in SCOPES_IN_WORDS.items()],
        noun="things it may do",
        required="Choose what it may do",
        hint="No token can approve, sign, submit a commitment or change who belongs to your organisation.",
    )
    months = Pick(
        "How long is it good?",
        [Option(str(number), f"{number} months" if number > 1 else "1 month") for number in _MONTHS],
        noun="time",
        required="Choose how long it is good",
        hint="All admins are told two weeks before it ends.",
        default=str(USUAL_MONTHS),
    )
    password = Password(
        "Your own password", hint="So that nobody else can do it on your open screen.", noun="your password"
    )


class ConfirmForm(AppForm):
    """A page that asks only whether to go on."""


class IdentifierRow(RowForm):
    namespace = Pick(
        "Kind of code",
        [Option(namespace, name) for namespace, name in NAMES.items()],
        required="Choose the kind of code",
    )
    value = Line("Code", limit=60, width=20, required="Enter the code")

    def check(self) -> None:
        if not self.is_right("namespace", "value"):
            return
        refusal = Identifier.typed(self.namespace.data or "", self.value.data or "").refusal
        if refusal:
            self.value.say(refusal)


class EditOrganisationForm(AppForm):
    name = Line("Name", required="Enter the name of the organisation", hint="In full, as on your letters.")
    short_name = Line(
        "Short name", limit=60, width=20, hint="Initials or the name people use, if there is one."
    )
    kind = Pick(
        "Kind of organisation", ORGANISATION_KINDS.current(), required="Choose the kind of organisation"
    )
    place = Line("Place", hint="The area you work in, such as Devon or the United Kingdom.")
    website = WebAddress("Website")
    mailbox = Email(
        "Mailbox", hint="An address that somebody always reads. It is never public.", noun="mailbox"
    )
    time_zone = Pick(
        "Time zone",
        [Option(zone, zone.replace("_", " ")) for zone in TIME_ZONES],
        required="Choose a time zone from the list",
        hint="Due dates go by it, and your people’s gathered mail comes at seven in the morning there.",
    )
    signs_check_ins = Tick(
        "An approver signs check-ins before they are sent",
        hint="What an editor sends then waits for an approver or an admin.",
    )
    identifiers = Rows(
        "Codes you are known by",
        IdentifierRow,
        one="code",
        hint="They help others to be sure which organisation is meant. They are public.",
    )

    def check(self) -> None:
        right = [row.data for row in self.identifiers.filled_rows if not row.errors]
        written = [Identifier.typed(row["namespace"], row["value"]) for row in right]
        if len(set(written)) < len(written):
            self.identifiers.say("The same code stands here twice. Remove one of them")


class BrandForm(AppForm):
    """The logo comes beside it: a file of the organisation's, and not about one commitment."""

    colour = Line(
        "Colour",
        limit=7,
        width=10,
        hint="Such as #17494d. White words on it must be easy to read. Empty: the colour of this register.",
    )
    removes_logo = Tick("Take the logo off")
