"""How a promise reads: five separate answers, read from what it says. They are never added up or ranked.

Trackability and structural ambition pull against each other, so one score would reward what is easy to count.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from textwrap import shorten

from equity_tracker.model.dates import Precision, long_date, short_date
from equity_tracker.model.ingredients import (
    Payload,
    baseline_promised_for,
    is_asked,
    measures,
    recipe_for,
)
from equity_tracker.model.readiness import Section
from equity_tracker.model.vocabulary import (
    ADDITIONALITIES,
    AMBITIONS,
    LEVELS,
    NOT_STATED,
    OWNED_LEVELS,
    QUALITY_DIMENSIONS,
    TRACKABILITIES,
    VERIFIABILITIES,
    Vocabulary,
)

# Honest answers, welcome, and outside what is counted as additional.
GOES_ON_ANYWAY = {"continued", "statutory"}
# What action at these levels changes, once it is done.
CHANGES_AT = {
    "conditions": "changes what many people live or work in",
    "structural": "acts on how money, power and resources are shared out",
}
POWER_IS_HELD = {"shared", "community_led"}
_MOST_QUOTED = 200


@dataclass(frozen=True)
class Step:
    """A plain next thing that would raise an answer, and the section where it is given."""

    words: str
    section: Section


@dataclass(frozen=True)
class Dimension:
    """One of the five answers. It holds no number, so that nothing can be added up."""

    slug: str
    level: str
    level_words: str
    reason: str
    raised_by: Sequence[Step] = ()

    @property
    def title(self) -> str:
        return QUALITY_DIMENSIONS.get(self.slug).label


@dataclass(frozen=True)
class Quality:
    """The five answers, side by side."""

    verifiable: Dimension
    trackable: Dimension
    additional: Dimension
    ambition: Dimension
    owned: Dimension

    @property
    def dimensions(self) -> tuple[Dimension, ...]:
        return tuple(getattr(self, each.name) for each in fields(self))


def how_it_reads(promise: Payload) -> Quality:
    """Read a draft, a form that is being filled in, or a publication of any age."""
    return Quality(
        verifiable=_verifiable(promise),
        trackable=_trackable(promise),
        additional=_additional(promise),
        ambition=_ambition(promise),
        owned=_owned(promise),
    )


def _verifiable(promise: Payload) -> Dimension:
    """An outsider can tell on the end date when there is an act, a date, and something to look at.

    After the Open Government Partnership: what is not verifiable is not assessed further.
    """
    signs = _signs(promise)
    lacking = [
        (not promise.get("statement"), "the act", Step("Write what you will do.", Section.PROMISE)),
        (not promise.get("ends_on"), "an end date", Step("Give the end date.", Section.TIMING)),
        (
            not signs,
            "something that anybody can look at",
            Step("Name a deliverable, a milestone or a measure that anybody can check.", Section.TIMING),
        ),
    ]
    missing = [(words, step) for is_missing, words, step in lacking if is_missing]
    if missing:
        words = listed([each for each, _ in missing], last="or")
        return _dimension(
            "verifiable", VERIFIABILITIES, "no", f"It does not state {words}.", [step for _, step in missing]
        )
    told = f"An outsider could tell {_end(promise)}, from {listed(signs)}."
    return _dimension("verifiable", VERIFIABILITIES, "yes", told)


def _signs(promise: Payload) -> list[str]:
    """Name what anybody can look at."""
    milestones, measured = promise.get("milestones") or (), measures(promise)
    signs = [
        (bool(promise.get("deliverable")), "the deliverable"),
        (bool(milestones), "its milestone" if len(milestones) == 1 else f"its {len(milestones)} milestones"),
        (bool(measured), "its measure" if len(measured) == 1 else f"its {len(measured)} measures"),
        (is_asked(promise), "what was asked of whom"),
    ]
    return [words for is_given, words in signs if is_given]


def _end(promise: Payload) -> str:
    precision = Precision(promise.get("ends_precision") or Precision.DAY)
    end = short_date(date.fromisoformat(promise["ends_on"]), precision)
    return f"on {end}" if precision is Precision.DAY else f"at the end of {end}"


def _trackable(promise: Payload) -> Dimension:
    recipe = recipe_for(promise)
    level, stated, missing = recipe.level(promise), recipe.stated(promise), recipe.missing(promise)
    words = TRACKABILITIES.label(level)
    told = [f"{words}, {len(stated)} of {len(recipe.ingredients)} ingredients."]
    promised_for = baseline_promised_for(promise)
    if promised_for and any(each.slug == "baseline" for each in stated):
        told.append(f"No baseline yet; promised for {long_date(date.fromisoformat(promised_for))}.")
    # Whichever list is shorter says the same in fewer words.
    if missing and len(missing) < len(stated):
        told.append(f"Not stated: {listed([each.label for each in missing])}.")
    elif missing and stated:
        told.append(f"Stated: {listed([each.label for each in stated])}.")
    steps = [Step(each.how, each.section) for each in missing]
    return Dimension("trackable", level, words, " ".join(told), steps)


def _additional(promise: Payload) -> Dimension:
    """Ask what is new: 65% of those who made alcohol pledges appeared committed to the action already."""
    slug = promise.get("additionality")
    if not slug:
        step = Step("Say whether it is new, goes further, comes sooner, or goes on as before.", Section.NEW)
        return _dimension(
            "additional", ADDITIONALITIES, NOT_STATED, "It does not say whether it is new.", [step]
        )
    told, steps = [], []
    if slug in GOES_ON_ANYWAY:
        told.append("Welcome, and counted apart from what is additional.")
        steps.append(Step("If a part of it reaches further or comes sooner, say which part.", Section.NEW))
    elif slug == "unsure":
        told.append("Counted apart until it is known.")
        steps.append(Step("Find out what was planned before, and say so.", Section.NEW))
    if anyway := promise.get("counterfactual"):
        told.append(f"What would have happened anyway: {shorten(anyway, _MOST_QUOTED, placeholder=' …')}")
    else:
        told.append("It does not say what would have happened anyway.")
        steps.append(Step("Say what would have happened anyway.", Section.NEW))
    return _dimension("additional", ADDITIONALITIES, slug, " ".join(told), steps)


def _ambition(promise: Payload) -> Dimension:
    """Say how far it goes if done in full, after the Open Government Partnership's potential for results."""
    level = promise.get("level")
    at = f"Level of action: {LEVELS.label(level).lower()}."
    steps = [] if level else [Step("Choose the level of action.", Section.ACTION)]
    if not any(promise.get(name) for name in ("kind", "level", "additionality")):
        told = "It does not say yet what kind of action it is, or at which level."
        return _dimension("ambition", AMBITIONS, NOT_STATED, told, steps)
    if promise.get("additionality") in GOES_ON_ANYWAY:
        steps.append(
            Step(
                "If a rule, a budget or a contract will make it last, name it in the promise.",
                Section.PROMISE,
            )
        )
        return _dimension("ambition", AMBITIONS, "maintains", f"It keeps what is there. {at}", steps)
    changes = _changes(promise)
    if changes:
        return _dimension("ambition", AMBITIONS, "institutional", f"It {listed(changes)}. {at}", steps)
    question = "Ask which rule, budget, contract or standard would keep it going without you."
    steps.append(Step(question, Section.PROMISE))
    told = f"It adds something and leaves the rules as they are. {at}"
    return _dimension("ambition", AMBITIONS, "standalone", told, steps)


def _changes(promise: Payload) -> list[str]:
    """Say by what it changes the institution: a rule, the conditions that many live in, or who decides."""
    is_rule, level = promise.get("kind") == "change_rule", promise.get("level")
    changes = [
        (is_rule, "changes a rule, a budget, a contract or a standard"),
        (not is_rule and level in CHANGES_AT, CHANGES_AT.get(level or "", "")),
        (
            promise.get("decision_power") in POWER_IS_HELD and bool(promise.get("decision_body")),
            f"gives the decision, in whole or in part, to {promise.get('decision_body')}",
        ),
    ]
    return [words for is_so, words in changes if is_so]


def _owned(promise: Payload) -> Dimension:
    """Count four things, each of which makes a promise outlast the person who wrote it."""
    owners = promise.get("owners") or {}
    four = [
        (owners.get("owner"), "post-holder: {}", "a post-holder", "Name the post that answers for it."),
        (
            owners.get("sponsor"),
            "sponsor: {}",
            "a sponsor",
            "Name a senior sponsor, such as the chair or a director.",
        ),
        (promise.get("forum"), "reviewed by: {}", "a forum", "Name the forum that will review it."),
        (
            promise.get("resources"),
            "resources stated",
            "resources",
            "Say what money, time or posts are set aside, or that none are needed.",
        ),
    ]
    stated = [words.format(given) for given, words, _, _ in four if given]
    missing = [words for given, _, words, _ in four if not given]
    steps = [Step(how, Section.OWNERSHIP) for given, _, _, how in four if not given]
    level = OWNED_LEVELS.numbered(len(stated)).slug
    told = "; ".join(stated)
    told = f"{told[:1].upper()}{told[1:]}. " if stated else ""
    if missing:
        told += f"Not stated: {listed(missing)}."
    return _dimension("owned", OWNED_LEVELS, level, told.strip(), steps)


def _dimension(
    slug: str, words: Vocabulary, level: str, told: str, raised_by: Sequence[Step] = ()
) -> Dimension:
    label = words.label(level)
    return Dimension(slug, level, label, f"{label}. {told}", tuple(raised_by))


def listed(words: Sequence[str], *, last: str = "and") -> str:
    """Join words as in a sentence: a, b and c."""
    return f" {last} ".join(filter(None, (", ".join(words[:-1]), words[-1])))
