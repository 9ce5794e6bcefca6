"""Readable pieces of URLs. They are never the key: ids and unique slugs are."""

import re
import unicodedata

SLUG_LENGTH = 80


def without_accents(text: str) -> str:
    """Fold Māori to Maori, so that every search engine finds both ways of writing it."""
    letters = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def plain_words(text: str) -> list[str]:
    """Return the words of a text without accents, case and punctuation, to compare what people type."""
    return re.findall(r"[^\W_]+", without_accents(text).casefold())


def slug_from(text: str) -> str:
    """Turn a name into lower-case words joined by hyphens, cut at a word, never empty."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+", plain.replace("'", "").lower())
    slug = ""
    for word in words:
        longer = f"{slug}-{word}" if slug else word[:SLUG_LENGTH]
        if len(longer) > SLUG_LENGTH:
            break
        slug = longer
    return slug or "untitled"
