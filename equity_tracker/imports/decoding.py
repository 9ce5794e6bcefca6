"""From bytes to letters. A guess is made only when the file says nothing, and is always shown."""

import codecs
import itertools
import re
from dataclasses import dataclass

MOST_BYTES = 50 * 1024 * 1024
_MEGABYTE = 1024 * 1024
_SAMPLES = 5
_LETTERS_WEIGHED = 5_000
_SAMPLE_WORD = re.compile(r"[^\s,;|\"]*[^\x00-\x7f][^\s,;|\"]*")
# The longer marks first: the mark of UTF-16 begins that of UTF-32.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8"),
    (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
_LABELS = {"cp1252": "Windows-1252", "mac_roman": "Mac Roman", "utf-16-le": "UTF-16", "utf-16-be": "UTF-16"}
_OPENING, _CLOSING = "“‘«", "”’»…"
_SPACED, _SIGNS = "–—", "\u00a0£€°§©®™½¼¾²³±×·•"


class Undecodable(ValueError):
    """The file could not be read as text. Its message is for the person who chose it."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text, how its letters were read, whether that was a guess, and some words to check it by."""

    text: str
    encoding: str
    is_guess: bool = False
    samples: tuple[str, ...] = ()


def decode(data: bytes, encoding: str | None = None, most_bytes: int = MOST_BYTES) -> Decoded:
    """Read the letters as told, by the file's own mark, as UTF-8, or as the likelier of two older ways."""
    if not data:
        raise Undecodable("The file is empty. Choose another file")
    if len(data) > most_bytes:
        size, limit = len(data) / _MEGABYTE, most_bytes / _MEGABYTE
        raise Undecodable(f"The file is {size:.1f} MB. The limit is {limit:.3g} MB")
    if encoding is not None:
        return Decoded(_read_as(data, encoding, encoding), encoding)
    for mark, codec, label in _MARKS:
        if data.startswith(mark):
            return Decoded(_read_as(data, codec, label), label)
    return _decode_unmarked(data)


def _decode_unmarked(data: bytes) -> Decoded:
    if (wide := _unmarked_utf16(data)) is not None:
        return _guessed(_read_as(data, wide, "UTF-16"), wide)
    try:
        return Decoded(data.decode("utf-8"), "UTF-8")
    except UnicodeDecodeError:
        mac = data.decode("mac_roman")
    try:
        windows = data.decode("cp1252")
    except UnicodeDecodeError:
        return _guessed(mac, "mac_roman")
    if _plausibility(mac) > _plausibility(windows):
        return _guessed(mac, "mac_roman")
    return _guessed(windows, "cp1252")


def _guessed(text: str, codec: str) -> Decoded:
    words = dict.fromkeys(_SAMPLE_WORD.findall(text))
    return Decoded(text, _LABELS[codec], is_guess=True, samples=tuple(list(words)[:_SAMPLES]))


def _read_as(data: bytes, codec: str, label: str) -> str:
    try:
        return data.decode(codec)
    except LookupError:
        raise Undecodable(f"No encoding is called {label}") from None
    except UnicodeDecodeError as error:
        row = error.object[: error.start].count(b"\n") + 1
        reason = f"The file is said to be written in {label}, but line {row} is not. Save it again as UTF-8"
        raise Undecodable(reason) from None


def _unmarked_utf16(data: bytes) -> str | None:
    """UTF-16 without its mark has a nought beside nearly every plain letter."""
    sample = data[:4000]
    half = len(sample) // 2
    if len(data) % 2 or half < 1:
        return None
    if sample[1::2].count(0) > 0.6 * half:
        return "utf-16-le"
    return "utf-16-be" if sample[0::2].count(0) > 0.6 * half else None


def _plausibility(text: str) -> int:
    """How much the letters beyond ASCII look right: accents inside words, quotation marks around them."""
    return sum(
        _fits(text[found.start() - 1 : found.start()], found[0], text[found.end() : found.end() + 1])
        for found in itertools.islice(re.finditer(r"[^\x00-\x7f]", text), _LETTERS_WEIGHED)
    )


def _fits(before: str, letter: str, after: str) -> int:
    if letter in _OPENING and after.isalnum() and not before.isalnum():
        return 2
    if letter in _CLOSING and (before.isalnum() or before in ".,!?"):
        return 2
    if letter in _SPACED or letter in _SIGNS:
        return 1
    if not letter.isalpha():
        return -2
    if letter.isupper():
        return -2 if before.islower() else int(after.isalpha())
    return 1 if before.isalpha() or after.isalpha() else -2
