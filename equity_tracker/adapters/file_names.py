"""The name of a file that somebody sent in, as it is shown and downloaded. It never becomes a path."""

import re
import unicodedata
from collections.abc import Sequence

LONGEST_NAME = 80
_NAMELESS = "file"
# Windows keeps these for devices, with any ending (learn.microsoft.com, "Naming Files").
_DEVICES = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])", re.IGNORECASE)
_UNFIT = re.compile(r'[<>:"|?*]')


def ending_of(name: str) -> str:
    """Return what stands behind the last full stop, in small letters; nothing for `CON` or `.bashrc`."""
    stem, dot, ending = _last_step(name).rpartition(".")
    return ending.strip().lower() if dot and stem.strip(". ") else ""


def name_to_show(name: str, endings: Sequence[str]) -> str:
    """Clean and shorten a name, and give it one of its kind's endings; the first if it has none."""
    ending = ending_of(name)
    stem = _last_step(name).strip(". ")
    if ending:
        stem = stem[: stem.rindex(".")]
    stem = " ".join(stem.split()).strip(". ") or _NAMELESS
    if _DEVICES.fullmatch(stem):
        stem = f"{_NAMELESS}-{stem}"
    ending = ending if ending in endings else endings[0]
    most = LONGEST_NAME - len(ending) - 1
    if len(stem) > most:
        stem = stem[: most - 1].rstrip() + "…"
    return f"{stem}.{ending}"


def _last_step(name: str) -> str:
    """Leave out folders, and what cannot be seen, stored or typed: controls, marks that turn the order."""
    kept = "".join(
        character
        for character in unicodedata.normalize("NFC", name)
        if unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
    )
    return _UNFIT.sub(" ", re.split(r"[/\\]", kept)[-1]).strip()
