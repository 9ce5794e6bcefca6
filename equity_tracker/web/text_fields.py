"""Fields that take text: lines, prose, e-mail and web addresses, passwords."""

from typing import Unpack

from email_validator import EmailNotValidError, validate_email

from equity_tracker.web.base_field import InputField, Settings, sentence
from equity_tracker.web.text import BadText, Fault, clean_line, clean_prose
from equity_tracker.web.web_address import is_like_a_web_address, is_safe_to_link, with_scheme

LINE_LIMIT = 200
PROSE_LIMIT = 10_000
PASSWORD_LIMIT = 200
ONE_EMAIL = "Enter one e-mail address, like name@example.nhs.uk"
START_WITH_HTTPS = "Enter a web address that starts with https://"
NOT_ALLOWED = "The address has parts that are not allowed"


class TextField(InputField):
    """What the fields of text share: the cleaner, the limit, and their messages."""

    limit = LINE_LIMIT
    data: str | None

    def clean(self, typed: str) -> str:
        return clean_line(typed)

    def read(self, typed: str) -> str | None:
        try:
            text = self.clean(typed)
        except BadText as bad:
            raise ValueError(self._refusal(bad.reason)) from None
        if len(text) > self.limit:
            raise ValueError(self.too_long(len(text)))
        return text or None

    def too_long(self, length: int) -> str:
        return f"{sentence(self.noun.the)} must be {self.limit:,} characters or fewer. It has {length:,}"

    def _refusal(self, reason: Fault) -> str:
        the_noun = sentence(self.noun.the)
        return {
            Fault.UNSTORABLE: f"{the_noun} has a character that cannot be stored. Delete it and try again",
            Fault.UNREADABLE: f"Enter {self.noun.a} that can be read",
            Fault.LINE_BREAK: f"{sentence(self.noun.a)} cannot have a line break",
        }[reason]


class Line(TextField):
    """One line of text."""

    kind = "line"
    input_type = "text"
    inputmode: str | None = None
    spellcheck: str | None = None

    def __init__(
        self,
        label: str,
        *,
        limit: int = LINE_LIMIT,
        autocomplete: str | None = None,
        width: int | None = None,
        **settings: Unpack[Settings],
    ) -> None:
        super().__init__(label, **settings)
        self.limit = limit
        self.autocomplete = autocomplete
        self.width = width


class Prose(TextField):
    """Several lines of text, with a count of what is left."""

    kind = "prose"

    def __init__(
        self, label: str, *, limit: int = PROSE_LIMIT, rows: int = 5, **settings: Unpack[Settings]
    ) -> None:
        super().__init__(label, **settings)
        self.limit = limit
        self.rows = rows

    def clean(self, typed: str) -> str:
        return clean_prose(typed)

    @property
    def described_by(self) -> str:
        return f"{self.id}-info {super().described_by}".strip()


class Email(Line):
    """One e-mail address. The domain is stored in small letters; the part before the @ as typed."""

    input_type = "email"
    spellcheck = "false"

    def __init__(
        self, label: str = "E-mail address", *, autocomplete: str = "email", **settings: Unpack[Settings]
    ) -> None:
        super().__init__(label, autocomplete=autocomplete, **settings)

    def read(self, typed: str) -> str | None:
        text = super().read(typed)
        if text is None:
            return None
        checked = _checked_email(text)
        if checked is None:
            raise ValueError(ONE_EMAIL)
        return checked

    def too_long(self, length: int) -> str:  # noqa: ARG002 - how long does not matter here
        return ONE_EMAIL


def is_email(text: str) -> bool:
    """Say whether it is one address that mail can go to."""
    return _checked_email(text) is not None


def _checked_email(text: str) -> str | None:
    try:
        # Names kept for tests pass here as in the mailer: demonstration accounts have them.
        checked = validate_email(
            text, check_deliverability=False, allow_smtputf8=False, strict=True, test_environment=True
        )
    except EmailNotValidError:
        return None
    return checked.normalized


class WebAddress(Line):
    """A link that a stranger may follow: http or https, a public host name, nothing hidden in it."""

    input_type = "url"
    spellcheck = "false"
    no_address = START_WITH_HTTPS

    def __init__(
        self, label: str = "Web address", *, limit: int = 2_000, **settings: Unpack[Settings]
    ) -> None:
        super().__init__(label, limit=limit, **settings)

    def read(self, typed: str) -> str | None:
        text = super().read(typed)
        if text is None:
            return None
        address = with_scheme(text)
        if not is_like_a_web_address(address):
            raise ValueError(self.no_address)
        if len(address) > self.limit or not is_safe_to_link(address):
            raise ValueError(NOT_ALLOWED)
        self.text = address  # So that the page shows what was read.
        return address

    def too_long(self, length: int) -> str:  # noqa: ARG002 - how long does not matter here
        return NOT_ALLOWED


class Password(InputField):
    """A password: taken exactly as typed, never shown again."""

    kind = "password"
    is_secret = True
    limit = PASSWORD_LIMIT
    data: str | None

    def __init__(
        self, label: str = "Password", *, autocomplete: str = "current-password", **settings: Unpack[Settings]
    ) -> None:
        settings.setdefault("required", "Enter your password")
        super().__init__(label, **settings)
        self.autocomplete = autocomplete

    def read(self, typed: str) -> str:
        if len(typed) > self.limit:
            raise ValueError(f"{sentence(self.noun.the)} must be {self.limit:,} characters or fewer")
        return typed

    @property
    def is_blank(self) -> bool:
        return not self.text

    @property
    def as_typed(self) -> str:
        return ""


class Hidden(TextField):
    """A value that goes round with the form and that nobody sees, such as the id of a row."""

    kind = "hidden"

    def __init__(self, **settings: Unpack[Settings]) -> None:
        settings.setdefault("noun", "form")
        super().__init__("", **settings)
