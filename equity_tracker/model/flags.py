"""What a second reader would look at again in a check-in: computed from it, never typed, and no blame.

A flag blocks nothing and is never public. The thresholds are ours.
"""

import re
import unicodedata
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from equity_tracker.model import thresholds
from equity_tracker.model.check_in import CheckIn, CheckInVersion
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.dates import long_date
from equity_tracker.model.drift import drift_steps, is_narrowed
from equity_tracker.model.publication import PublicationKind
from equity_tracker.model.vocabulary import DECISION_POWERS, DISTRIBUTIONS, LEVELS

SIMILAR = thresholds.SIMILAR
# Two short sentences differ by a word and mean something else; only longer texts are compared by likeness.
FEWEST_WORDS_TO_COMPARE = thresholds.FEWEST_WORDS_TO_COMPARE
# "No change: the tender is still open" says why; "no change" alone does not.
FEWEST_WORDS_OF_A_REASON = 3
_NO_CHANGE = re.compile(r"(there (is|has been) )?(no change|nothing (has |is )?(changed|new))\b")
_WORD = re.compile(r"\w+")


class FlagKind(StrEnum):
    """What there is to look at."""

    RECYCLED = "recycled"
    CONTRADICTION = "contradiction"
    DRIFTED = "drifted"
    DEEPENED = "deepened"
    NARROWED = "narrowed"
    LESS_POWER = "less_power"
    MOVED_AWAY = "moved_away"
    STALE = "stale"
    READ_DIFFERENTLY = "read_differently"


# How a commitment has moved since it was first published; the rest is to be looked at again.
MOVES = (FlagKind.DRIFTED, FlagKind.DEEPENED, FlagKind.NARROWED)


@dataclass(frozen=True)
class Flag:
    """One thing to look at, in a sentence for the organisation and its coordinator."""

    kind: FlagKind
    sentence: str
    steps: int | None = None
    earlier_number: int | None = None


def flags(check_in: CheckIn, version: CheckInVersion | None = None) -> list[Flag]:
    """Return everything there is to look at in a version of a check-in; in its latest, if none is named."""
    version = version or check_in.current
    found = [
        recycled(check_in, version),
        contradiction(version),
        drift(check_in, version),
        narrowed(check_in, version),
        less_power(check_in, version),
    ]
    return [flag for flag in found if flag is not None]


def recycled(check_in: CheckIn, version: CheckInVersion) -> Flag | None:
    """Find an earlier check-in on the same commitment that says the same in the same words."""
    if version.nothing_changed or _gives_a_reason_for_no_change(version.what_changed):
        return None
    earlier = sorted(
        (row for row in check_in.commitment.check_ins if row.number < check_in.number),
        key=lambda row: row.number,
    )
    text = _narrative(version)
    match = next((row for row in earlier if is_near_duplicate(text, _narrative(row.current))), None)
    if match is None:
        return None
    since = long_date(match.submitted_on)
    sentence = f"This reads almost like check-in {match.number} of {since}."
    return Flag(FlagKind.RECYCLED, sentence, earlier_number=match.number)


def is_near_duplicate(one: str, other: str) -> bool:
    """Say whether two texts are the same but for case, punctuation, spaces, and a word here and there.

    Texts with other figures are an update, however alike the words around them are.
    """
    words, others = _words(one), _words(other)
    if words == others:
        return bool(words)
    if min(len(words), len(others)) < FEWEST_WORDS_TO_COMPARE or _figures(words) != _figures(others):
        return False
    matcher = SequenceMatcher(None, words, others, autojunk=False)
    return matcher.quick_ratio() >= SIMILAR and matcher.ratio() >= SIMILAR


def contradiction(version: CheckInVersion) -> Flag | None:
    """Find a promise reported as kept with nothing to show for it."""
    if version.delivery != "complete" or any(row.strength != "none" for row in version.evidence):
        return None
    return Flag(FlagKind.CONTRADICTION, "Reported as complete, with no evidence given yet.")


def drift(check_in: CheckIn, version: CheckInVersion) -> Flag | None:
    """Compare the level confirmed with the one first published."""
    registered, confirmed = first_published(check_in.commitment, "level"), version.level
    steps = drift_steps(registered, confirmed)
    if not steps or registered is None:
        return None
    kind, way = (FlagKind.DRIFTED, "lower") if steps > 0 else (FlagKind.DEEPENED, "higher")
    levels = f"{abs(steps)} {'level' if abs(steps) == 1 else 'levels'} {way}"
    first, now = LEVELS.get(registered), LEVELS.get(confirmed)
    return Flag(
        kind,
        f"First published at level {first.number} ({first.label.lower()}), "
        f"confirmed at level {now.number} ({now.label.lower()}): {levels}.",
        steps=abs(steps),
    )


def narrowed(check_in: CheckIn, version: CheckInVersion) -> Flag | None:
    """Find the move from everyone, with more where need is greater, to chosen places or groups only."""
    registered = first_published(check_in.commitment, "distribution")
    if not is_narrowed(registered, version.distribution):
        return None
    now = DISTRIBUTIONS.label(version.distribution).lower()
    return Flag(FlagKind.NARROWED, f"First published as proportionate, confirmed as {now}.")


def less_power(check_in: CheckIn, version: CheckInVersion) -> Flag | None:
    """Find a report that shows communities deciding less than the commitment says they do."""
    claimed, shown = check_in.commitment.decision_power, version.decision_power
    if not claimed or not shown or not {claimed, shown} <= set(DECISION_POWERS.slugs):
        return None
    first, now = DECISION_POWERS.get(claimed), DECISION_POWERS.get(shown)
    if first.number is None or now.number is None or now.number >= first.number:
        return None
    return Flag(
        FlagKind.LESS_POWER,
        f"The commitment says who decides: {first.label.lower()}. This check-in shows: {now.label.lower()}.",
    )


def first_published(commitment: Commitment, name: str) -> str | None:
    """Return what the first publication of a commitment said; what it says today may have moved."""
    rows = [row for row in commitment.publications if row.kind is PublicationKind.COMMITMENT]
    first = min(rows, key=lambda row: row.number, default=None)
    value = first.payload.get(name) if first else None
    return value if isinstance(value, str) else None


def _narrative(version: CheckInVersion) -> str:
    return f"{version.what_changed} {version.why}"


def _words(text: str) -> list[str]:
    return _WORD.findall(unicodedata.normalize("NFKC", text).casefold())


def _figures(words: list[str]) -> list[str]:
    return sorted(word for word in words if word[0].isdigit())


def _gives_a_reason_for_no_change(text: str) -> bool:
    words = " ".join(_words(text))
    said = _NO_CHANGE.match(words)
    return said is not None and len(words[said.end() :].split()) >= FEWEST_WORDS_OF_A_REASON
