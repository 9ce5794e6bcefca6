"""One step up: a possible next step for each domain and level, from `one_step_up.toml`. It edits no text."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from equity_tracker.model.vocabulary import DOMAINS, LEVELS, REACHES

# Domain and level, both by slug.
Place = tuple[str, str]


@dataclass(frozen=True)
class Suggestion:
    """A possible next step, and how far one's own decision has to carry for it."""

    text: str
    reach: str


def read_suggestions(text: str) -> dict[Place, tuple[Suggestion, ...]]:
    """Read the file; a domain, level or reach that the vocabulary does not have is an error."""
    found: dict[Place, tuple[Suggestion, ...]] = {}
    for domain, by_level in tomllib.loads(text).items():
        for level, by_reach in by_level.items():
            found[DOMAINS.get(domain).slug, LEVELS.get(level).slug] = tuple(
                Suggestion(words, REACHES.get(reach).slug) for reach, words in by_reach.items()
            )
    return found


ALL: Mapping[Place, tuple[Suggestion, ...]] = MappingProxyType(
    read_suggestions(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
)


def one_step_up(domain: str | None, level: str | None, reach: str | None) -> tuple[Suggestion, ...]:
    """Return what may come next, within the stated reach first; nothing until domain and level are chosen."""
    suggestions = ALL.get((domain or "", level or ""), ())
    return tuple(sorted(suggestions, key=lambda each: each.reach != reach))
