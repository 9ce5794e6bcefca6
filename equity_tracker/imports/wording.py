"""A title from a promise, and signs that a text was damaged on its way. Texts are never changed unasked."""

import re

LONGEST_TITLE = 200
_SHORTEST_SENTENCE = 15
_SENTENCE_END = re.compile(r"[.!?][\"”’')]*\s+(?=[\"“‘'(]?[A-Z0-9ĀĒĪŌŪ])")
_ABBREVIATION = re.compile(r"\b(?:e\.g|i\.e|etc|cf|vs|[Nn]os?|St|Dr|Mrs?|Ms|Prof|Inc|Ltd|pp?|Art|[A-Z])\.$")
_TRAILING = " ,;:–—-(“‘\"'"
_DOUBLE_ENCODED = re.compile(
    r"Ã[\u0080-\u00bf\u0152-\u2122]|â[€\u0080][\u0080-\u2122]|Â[\u00a0-\u00bf]|ï¿½|ï¾|\ufffd"
)
# What UTF-8's two to four bytes look like when each was read as a letter of Windows-1252.
_DAMAGED_RUN = re.compile(r"[Â-ô][\u0080-\u00bf\u0152-\u2122]{1,3}")
_BEYOND_REPAIR = "\ufffd\uffa0"
_TYPED_LETTER = re.compile(r"\\u([0-9a-fA-F]{4})")
_LOST_LETTER = re.compile(r"(?:[^\W\d_]+|^)\?[^\W\d_]+")
_ADDRESS_MARK = re.compile(r"[/=&.]\w")


def everyday_title(statement: str, limit: int = LONGEST_TITLE) -> str:
    """The first sentence of a promise, or as many whole words as fit; the statement keeps it all."""
    whole = " ".join(statement.split())
    title = _first_sentence(whole)
    if len(title) <= limit:
        return title[:-1] if title.endswith(".") and not title.endswith("..") else title
    cut = title[: limit - 1]
    if " " in cut and not title[limit - 1].isspace():
        cut = cut.rsplit(" ", 1)[0]
    return cut.rstrip(_TRAILING) + "…"


def _first_sentence(whole: str) -> str:
    for end in _SENTENCE_END.finditer(whole):
        sentence = whole[: end.end()].rstrip()
        if len(sentence) >= _SHORTEST_SENTENCE and not _ABBREVIATION.search(whole[: end.start() + 1]):
            return sentence
    return whole


def is_double_encoded(text: str) -> bool:
    """Letters that were written in UTF-8 and read as something else: â€™ for an apostrophe."""
    return _DOUBLE_ENCODED.search(text) is not None


def has_typed_letters(text: str) -> bool:
    r"""Codes like \u2019 that somebody's program wrote in place of the letter."""
    return _TYPED_LETTER.search(text) is not None


def lost_letters(text: str) -> list[str]:
    """Words in which a question mark stands for a letter that an export could not write: M?ori."""
    if "?" not in text:
        return []
    words = (word for word in text.split() if not _ADDRESS_MARK.search(word))
    return [found[0] for word in words if (found := _LOST_LETTER.search(word)) is not None]


def repaired(text: str) -> str:
    """The letters that were probably meant. The text itself where there is nothing to repair, or no way."""
    text = _TYPED_LETTER.sub(_meant_letter, text)
    return _DAMAGED_RUN.sub(_undo_double_encoding, text) if is_double_encoded(text) else text


def _meant_letter(found: re.Match[str]) -> str:
    letter = chr(int(found[1], 16))
    return letter if letter.isprintable() else found[0]


def _undo_double_encoding(found: re.Match[str]) -> str:
    try:
        meant = found[0].encode("cp1252").decode("utf-8")
    except UnicodeError:
        return found[0]
    return found[0] if any(letter in _BEYOND_REPAIR for letter in meant) else meant
