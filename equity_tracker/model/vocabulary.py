"""The controlled words of the register, read from `vocabulary.toml`: definitions and sources are data."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

NOT_STATED = "not_stated"
NOT_STATED_LABEL = "Not stated"
OUR_WORDING = "our wording"
FIRST_EDITION = "1"


@dataclass(frozen=True, slots=True)
class Term:
    slug: str
    label: str
    definition: str
    source: str = OUR_WORDING
    source_url: str = ""
    since: str = FIRST_EDITION
    retired: str | None = None
    number: int | None = None
    example: str = ""
    short_label: str = ""
    parent: str = ""

    @property
    def is_current(self) -> bool:
        return self.retired is None


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """An ordered set of terms. A retired term is still found by its slug; it is only no longer offered."""

    name: str
    title: str
    about: str
    terms: tuple[Term, ...]
    _by_slug: Mapping[str, Term] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by_slug = {term.slug: term for term in self.terms}
        if len(by_slug) != len(self.terms):
            raise ValueError(f"{self.name} has two terms with the same slug")
        object.__setattr__(self, "_by_slug", MappingProxyType(by_slug))

    def __contains__(self, slug: object) -> bool:
        return slug in self._by_slug

    def __iter__(self) -> Iterator[Term]:
        return iter(self.terms)

    def __len__(self) -> int:
        return len(self.terms)

    @property
    def slugs(self) -> tuple[str, ...]:
        return tuple(self._by_slug)

    def get(self, slug: str) -> Term:
        return self._by_slug[slug]

    def label(self, slug: str | None) -> str:
        """What a page prints, for a stored slug; nothing stored reads as "Not stated"."""
        if slug is None or slug == NOT_STATED:
            return NOT_STATED_LABEL
        return self.get(slug).label

    def current(self) -> tuple[Term, ...]:
        return tuple(term for term in self.terms if term.is_current)

    def choices(self) -> list[tuple[str, str]]:
        """What a form offers: pairs of slug and label."""
        return [(term.slug, term.label) for term in self.current()]

    def under(self, parent: str) -> tuple[Term, ...]:
        """The current terms that belong under another term, such as the recommendation areas of a domain."""
        return tuple(term for term in self.current() if term.parent == parent)

    def numbered(self, number: int) -> Term:
        for term in self.terms:
            if term.number == number:
                return term
        raise KeyError(number)


def read_vocabularies(text: str) -> dict[str, Vocabulary]:
    document = tomllib.loads(text)
    sources = document.pop("sources", {})
    return {name: _vocabulary(name, table, sources) for name, table in document.items()}


def _vocabulary(name: str, table: dict[str, Any], sources: dict[str, dict[str, str]]) -> Vocabulary:
    terms = tuple(_term(slug, fields, sources) for slug, fields in table["terms"].items())
    return Vocabulary(name=name, title=table["title"], about=table["about"], terms=terms)


def _term(slug: str, fields: dict[str, Any], sources: dict[str, dict[str, str]]) -> Term:
    fields = dict(fields)
    key, note = fields.pop("source", None), fields.pop("source_note", None)
    fields.setdefault("short_label", fields["label"])
    if key is None:
        return Term(slug=slug, **fields)
    source = sources[key]
    citation = f"{source['citation']} ({note})" if note else source["citation"]
    return Term(slug=slug, source=citation, source_url=source["url"], **fields)


ALL: Mapping[str, Vocabulary] = MappingProxyType(
    read_vocabularies(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
)

REGISTER = ALL["register"]
PUBLICATION_FORMS = ALL["publication_forms"]
DOMAINS = ALL["domains"]
RECOMMENDATION_AREAS = ALL["recommendation_areas"]
COMMITMENT_KINDS = ALL["commitment_kinds"]
INEQUALITIES = ALL["inequalities"]
DETERMINANTS = ALL["determinants"]
MECHANISMS = ALL["mechanisms"]
MARMOT_PRINCIPLES = ALL["marmot_principles"]
CORE20PLUS5 = ALL["core20plus5"]
ANCHOR_AREAS = ALL["anchor_areas"]
PROFESSIONS = ALL["professions"]
LEVELS = ALL["levels"]
ACTOR_POSITIONS = ALL["actor_positions"]
REACHES = ALL["reaches"]
DISTRIBUTIONS = ALL["distributions"]
UPSTREAM_MEANINGS = ALL["upstream_meanings"]
DECISION_POWERS = ALL["decision_powers"]
MONEY_HOLDERS = ALL["money_holders"]
IDEA_SOURCES = ALL["idea_sources"]
FUNDING_SOURCES = ALL["funding_sources"]
PARTNER_ROLES = ALL["partner_roles"]
ADDITIONALITIES = ALL["additionalities"]
TIME_HORIZONS = ALL["time_horizons"]
AMBITIONS = ALL["ambitions"]
QUALITY_DIMENSIONS = ALL["quality_dimensions"]
VERIFIABILITIES = ALL["verifiabilities"]
TRACKABILITIES = ALL["trackabilities"]
OWNED_LEVELS = ALL["owned_levels"]
LIFECYCLES = ALL["lifecycles"]
ENTRY_STATES = ALL["entry_states"]
DELIVERIES = ALL["deliveries"]
OUTLOOKS = ALL["outlooks"]
RESULTS = ALL["results"]
REPORTING_STATUSES = ALL["reporting_statuses"]
EVIDENCE_STRENGTHS = ALL["evidence_strengths"]
EVIDENCE_KINDS = ALL["evidence_kinds"]
CLOSE_REASONS = ALL["close_reasons"]
CLOSE_OUT_QUESTIONS = ALL["close_out_questions"]
CLOSE_OUT_ANSWERS = ALL["close_out_answers"]
ORGANISATION_CHANGES = ALL["organisation_changes"]
HANDOVER_DECISIONS = ALL["handover_decisions"]
STILL_IN_PLACE = ALL["still_in_place"]
THEME_DIRECTIONS = ALL["theme_directions"]
THEMES = ALL["themes"]
SYSTEM_CODES = ALL["system_codes"]
HELP_WAYS = ALL["help_ways"]
ADDRESSEES = ALL["addressees"]
ORGANISATION_KINDS = ALL["organisation_kinds"]
MEASURE_SHAPES = ALL["measure_shapes"]
ROLES = ALL["roles"]

# The data file is written in the order in which the glossary page is read.
GLOSSARY: tuple[Vocabulary, ...] = tuple(ALL.values())
