"""A notice that a message was not delivered, as mail servers send it back (RFC 3464), read from its bytes.

Whoever can send mail can send such a notice. It says which message came back, from which address, and why;
whether we ever sent that message there is decided elsewhere.
"""

import re
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import Message

# Ours are small, and servers send back no more than they got.
LARGEST = 1024 * 1024
LONGEST_REASON = 300
_MESSAGE_ID = re.compile(r"<([!-;=?A-~]{1,200})@([!-;=?A-~]{1,200})>")
_STATUS = re.compile(r"[245]\.\d{1,3}\.\d{1,3}")
# The message as it was, or its first lines alone.
_ORIGINALS = {"message/rfc822", "text/rfc822-headers"}
# RFC 3463: what is wrong with the address, its mailbox or the way to it. The others are about the message.
_OF_THE_ADDRESS = re.compile(r"5\.(1\.\d+|2\.(?!3$)\d+|4\.[14])")


class NotReadable(ValueError):
    """It is no such notice, or one that says too little. The message is for whoever runs the mail server."""


@dataclass(frozen=True)
class Returned:
    """One message to one address that came back, or that is only late."""

    message_id: str
    host: str
    addresses: frozenset[str]
    is_final: bool
    is_by_address: bool
    reason: str


def read_returned(data: bytes) -> Returned:
    """Read one notice about one message, or raise `NotReadable`."""
    if len(data) > LARGEST:
        raise NotReadable("It is larger than 1 MB, and no such notice is.")
    try:
        return _read(message_from_bytes(data, policy=policy.compat32))
    except NotReadable:
        raise
    except (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError) as fault:
        raise NotReadable(f"It cannot be read as mail: {type(fault).__name__}.") from None


def _read(mail: Message) -> Returned:
    if mail.get_content_type() != "multipart/report" or _param(mail, "report-type") != "delivery-status":
        raise NotReadable("It is no delivery status notification (multipart/report; delivery-status).")
    status = original = None
    for part in _parts(mail):
        if part.get_content_type() == "message/delivery-status":
            status = part
        elif part.get_content_type() in _ORIGINALS:
            original = part
    if status is None or original is None:
        raise NotReadable("It does not say which message came back, or why.")
    found = _MESSAGE_ID.search(_header(_headers_of(original), "Message-ID"))
    if found is None:
        raise NotReadable("The message that came back has no Message-ID.")
    return _told(_of_recipient(status), found[1], found[2])


def _told(recipient: Message, message_id: str, host: str) -> Returned:
    code = _STATUS.search(_header(recipient, "Status"))
    addresses = {_address(_header(recipient, name)) for name in ("Original-Recipient", "Final-Recipient")}
    diagnostic = _address(_header(recipient, "Diagnostic-Code"), keep_case=True)
    if code is None or not addresses - {""}:
        raise NotReadable("It does not say for which address, or with which status.")
    is_final = _header(recipient, "Action").strip().casefold() == "failed" and code[0].startswith("5")
    return Returned(
        message_id=message_id,
        host=host.casefold(),
        addresses=frozenset(addresses - {""}),
        is_final=is_final,
        is_by_address=_OF_THE_ADDRESS.fullmatch(code[0]) is not None,
        reason=_one_line(f"{code[0]} {diagnostic}".strip()),
    )


def _of_recipient(status: Message) -> Message:
    """Return what is said of the one recipient; ours have no more than one."""
    told = [block for block in _parts(status) if block.get("Final-Recipient")]
    if len(told) != 1:
        raise NotReadable("It is about no recipient, or about several. Our messages have one.")
    return told[0]


def _headers_of(original: Message) -> Message:
    inner = _parts(original)
    if inner:
        return inner[0]
    payload = original.get_payload(decode=True)
    return message_from_bytes(payload if isinstance(payload, bytes) else b"", policy=policy.compat32)


def _parts(message: Message) -> list[Message]:
    payload = message.get_payload()
    return [part for part in payload if isinstance(part, Message)] if isinstance(payload, list) else []


def _header(message: Message, name: str) -> str:
    return str(message.get(name, ""))


def _param(message: Message, name: str) -> str:
    return str(message.get_param(name, "")).casefold()


def _address(typed: str, *, keep_case: bool = False) -> str:
    """Return what stands behind the kind of name that comes first: `rfc822; cora@example.org`."""
    value = typed.rpartition(";")[2] if not keep_case else typed.partition(";")[2]
    value = value.strip().strip("<>")
    return value if keep_case else value.casefold()


def _one_line(text: str) -> str:
    visible = "".join(character if character.isprintable() else " " for character in text)
    return " ".join(visible.split())[:LONGEST_REASON]
