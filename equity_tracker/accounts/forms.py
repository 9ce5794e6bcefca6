"""What people type about themselves: to sign in, to choose a password, to accept an invitation."""

import re

from wtforms import ValidationError

from equity_tracker.accounts import password_rules
from equity_tracker.web.fields import Email, Line, Password
from equity_tracker.web.forms import AppForm

_ADVICE = "At least 12 characters. Three or four words that have nothing in common make a good password."


class SignInForm(AppForm):
    email = Email(required="Enter your e-mail address", noun="your e-mail address", autocomplete="username")
    password = Password(noun="your password")


class PersonForm(AppForm):
    """Whom the command line makes an account for."""

    email = Email(required="Enter an e-mail address")
    name = Line("Name", required="Enter a name")


class FoundProgrammeForm(AppForm):
    """What the command line is told about a programme and whoever will coordinate it."""

    name = Line("Name", required="Enter a name")
    body_name = Line("Coordinating body", required="Enter the coordinating body's name")
    email = Email(required="Enter the coordinator's e-mail address")
    prefix = Line("Prefix", required="Enter a prefix")

    def validate_prefix(self, field: Line) -> None:
        if not re.fullmatch(r"[A-Z]{2,8}", field.data or ""):
            raise ValidationError("The prefix must be 2 to 8 capital letters, such as FH")


class ForgotPasswordForm(AppForm):
    email = Email(required="Enter your e-mail address", noun="your e-mail address")


class EditProfileForm(AppForm):
    name = Line(
        "Your name",
        required="Enter your name",
        noun="your name",
        hint="As your colleagues know you. It stands beside what you do in the register.",
        autocomplete="name",
    )


class ChoosesPassword(AppForm):
    """A form in which somebody chooses a password; the view says whose it is in `about`."""

    about: tuple[str, ...] = ()

    def refuse_weak(self, field: Password) -> None:
        wrong = password_rules.refusal(field.data or "", about=self.about)
        if wrong:
            raise ValidationError(wrong)


class ResetPasswordForm(ChoosesPassword):
    new_password = Password(
        "New password",
        required="Enter a new password",
        noun="the new password",
        hint=_ADVICE,
        autocomplete="new-password",
    )

    def validate_new_password(self, field: Password) -> None:
        self.refuse_weak(field)


class ChangePasswordForm(ChoosesPassword):
    current_password = Password(
        "Current password", required="Enter your current password", noun="your current password"
    )
    new_password = Password(
        "New password",
        required="Enter a new password",
        noun="the new password",
        hint=_ADVICE,
        autocomplete="new-password",
    )

    def validate_new_password(self, field: Password) -> None:
        self.refuse_weak(field)
        if field.data == self.current_password.data:
            raise ValidationError("The new password must not be the current one")


class AcceptInvitationForm(ChoosesPassword):
    name = Line(
        "Your name",
        required="Enter your name",
        noun="your name",
        hint="As your colleagues know you. It stands beside what you do in the register.",
        autocomplete="name",
    )
    password = Password(
        "Choose a password",
        required="Enter a password",
        noun="the password",
        hint=_ADVICE,
        autocomplete="new-password",
    )

    def validate_password(self, field: Password) -> None:
        self.about = (*self.about, self.name.data or "")
        self.refuse_weak(field)
