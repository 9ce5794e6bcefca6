"""The one text cleaner: what may be stored of what a person typed, and what is said of the rest.

Fields call it, importers may too. Nothing here knows of forms.
"""

import re
import unicodedata
from enum import Enum

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"

# Controls, lone surrogates and non-characters: PostgreSQL refuses some of them, XML and XLSX the others. The
# replacement character stands for something that was lost before it reached us.
_UNSTORABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffd"
    + "".join(f"{chr(plane * 0x10000 + 0xFFFE)}{chr(plane * 0x10000 + 0xFFFF)}" for plane in range(17))
    + "]"
)
# Left out without a word, because they are never meant: soft hyphens and zero-width spaces, which come with
# pasted text, and the marks that turn the order of letters round (Trojan Source, CVE-2021-42574). The joiners
# U+200C and U+200D and the marks U+200E and U+200F stay: Persian, Hindi, emoji and Arabic need them.
_UNMEANT = re.compile("[\u00ad\u200b\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb]")
_LINE_BREAK = re.compile("\r\n|[\r\n\u2028\u2029]")
# Letters and symbols by category that print as nothing: Hangul fillers and the empty Braille cell.
_BLANKS = frozenset("\u115f\u1160\u2800\u3164\uffa0")


class Fault(Enum):
    """Why a text was refused."""

    UNSTORABLE = "it has a character that cannot be stored"
    UNREADABLE = "nothing in it can be seen"
    LINE_BREAK = "it has a line break"


class BadText(ValueError):
    """The text cannot be taken as it is; `reason` says why."""

    def __init__(self, reason: Fault) -> None:
        super().__init__(reason.value)
        self.reason = reason


def clean_prose(text: str) -> str:
    """Return the text as it is stored: composed, with plain line breaks, nothing before or after it."""
    if _UNSTORABLE.search(text):
        raise BadText(Fault.UNSTORABLE)
    cleaned = _LINE_BREAK.sub("\n", unicodedata.normalize("NFC", _UNMEANT.sub("", text))).strip()
    if text.strip() and not any(_can_be_seen(character) for character in cleaned):
        raise BadText(Fault.UNREADABLE)
    return cleaned


def clean_line(text: str) -> str:
    """As `clean_prose`, on one line, with single spaces. A break at either end is a slip of the mouse."""
    cleaned = clean_prose(text)
    if "\n" in cleaned:
        raise BadText(Fault.LINE_BREAK)
    return " ".join(cleaned.split())


def show_again(text: str) -> str:
    """Return what was typed, fit for a page: what cannot be stored becomes a mark that can be seen."""
    return _UNSTORABLE.sub(REPLACEMENT, text)


def _can_be_seen(character: str) -> bool:
    return unicodedata.category(character)[0] in "LNPS" and character not in _BLANKS
