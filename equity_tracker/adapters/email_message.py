"""One e-mail as data, and the same as it goes out. How it travels is `mailer.py`."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.headerregistry import Address, BaseHeader, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.message import Message as AnyEmail
from email.policy import Policy

from email_validator import EmailNotValidError, validate_email


class Undeliverable(Exception):
    """The message will never be taken as it is. A person has to be told."""


class AddressRefused(Undeliverable):
    """It is the address that takes nothing, whatever the message says."""


@dataclass(frozen=True)
class Message:
    """One e-mail to one person. A second attempt must carry the same `message_id`, `<random@host>`."""

    message_id: str
    sender: str
    recipient: str
    subject: str
    text: str
    date: datetime
    html: str | None = None
    list_unsubscribe: str | None = None
    # Whether that address stops the mails at once when a mail program posts to it (RFC 8058).
    stops_in_one_click: bool = False
    sender_name: str = ""
    recipient_name: str = ""


def compose(message: Message) -> EmailMessage:
    """Every header is built from a part that was checked by itself, never from glued text."""
    email = EmailMessage(policy=_POLICY)
    try:
        email["From"] = _address(message.sender_name, message.sender)
        email["To"] = _address(message.recipient_name, message.recipient)
        email["Subject"] = _one_line(message.subject)
        email["Date"] = message.date
        email["Message-ID"] = _message_id(message.message_id)
        email["Auto-Submitted"] = "auto-generated"
        if message.list_unsubscribe is not None:
            email["List-Unsubscribe"] = f"<{_web_address(message.list_unsubscribe)}>"
            if message.stops_in_one_click:
                email["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    except ValueError as error:
        raise Undeliverable(f"The message cannot be addressed: {error}") from error
    email.set_content(message.text)
    if message.html is not None:
        email.add_alternative(message.html, subtype="html")
    return email


class _Unfolded(UnstructuredHeader, BaseHeader):
    """Written on one line: the library would encode a long web address as if it were words (Python 3.11),
    and mail programs would no longer know it for an address.
    """

    def fold(self, *, policy: "Policy[AnyEmail]") -> str:
        return f"{self.name}: {self}{policy.linesep}"


_HEADERS = HeaderRegistry()
_HEADERS.map_to_type("List-Unsubscribe", _Unfolded)
# Seven bits on the wire, because not every server offers 8BITMIME.
_POLICY = policy.SMTP.clone(cte_type="7bit", header_factory=_HEADERS)


def _address(name: str, address: str) -> Address:
    try:
        checked = validate_email(address, check_deliverability=False, test_environment=True)
    except EmailNotValidError as error:
        raise ValueError(str(error)) from error
    if checked.ascii_email is None:
        raise ValueError("The part before the @ has letters that most mail servers refuse.")
    return Address(display_name=_one_line(name), addr_spec=checked.ascii_email)


def _one_line(text: str) -> str:
    if any(unicodedata.category(character) in {"Cc", "Cs", "Zl", "Zp"} for character in text):
        raise ValueError("A line break or control character stands where it may not.")
    return text


def _message_id(message_id: str) -> str:
    if not re.fullmatch(r"<[!-;=?A-~]{1,200}@[!-;=?A-~]{1,200}>", message_id):
        raise ValueError("The Message-ID must look like <random@host>.")
    return message_id


def _web_address(url: str) -> str:
    # A line of a message may have 998 characters (RFC 5322, 2.1.1).
    if not re.fullmatch(r"https?://[!-;=?-~]{1,900}", url):
        raise ValueError("The link to unsubscribe is not a web address.")
    return url
