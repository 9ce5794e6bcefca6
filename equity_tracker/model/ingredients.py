"""What is needed to follow a promise: twelve ingredients, or five when it asks somebody else to act.

After the SMARTness index of the Nutrition Accountability Framework (twenty ingredients, four bands), cut to
what fits here. It counts numbers as a must; we do not, because that penalises work on social conditions.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from equity_tracker.model.readiness import Section

# What a promise says, field by field: a publication's payload, or a draft put in the same form.
# Publications of long ago lack what was not asked then, so everything is read with `get`.
Payload = Mapping[str, Any]


@dataclass(frozen=True)
class Ingredient:
    """One thing that is needed to follow a promise, and how to add it."""

    slug: str
    label: str
    section: Section
    how: str
    is_stated: Callable[[Payload], bool]


@dataclass(frozen=True)
class Band:
    """The level of those that state at least so many."""

    level: str
    least: int


@dataclass(frozen=True)
class Recipe:
    """A list of ingredients and the bands they are counted into, from the lowest."""

    ingredients: Sequence[Ingredient]
    bands: Sequence[Band]

    @property
    def ranges(self) -> list[tuple[str, int, int]]:
        """Return each level with the fewest and the most that it stands for."""
        ends = [*(band.least - 1 for band in self.bands[1:]), len(self.ingredients)]
        return [(band.level, band.least, most) for band, most in zip(self.bands, ends, strict=True)]

    def stated(self, promise: Payload) -> list[Ingredient]:
        return [each for each in self.ingredients if each.is_stated(promise)]

    def missing(self, promise: Payload) -> list[Ingredient]:
        return [each for each in self.ingredients if not each.is_stated(promise)]

    def level(self, promise: Payload) -> str:
        number = len(self.stated(promise))
        return next(band.level for band in reversed(self.bands) if number >= band.least)


def is_advocacy(promise: Payload) -> bool:
    return bool(promise.get("kind") == "advocate")


def is_asked(promise: Payload) -> bool:
    """Say whether advocacy names whom it asks, what, and by when."""
    return is_advocacy(promise) and all(promise.get(name) for name in ("ask_addressee", "ask", "ask_by"))


def measures(promise: Payload) -> list[Payload]:
    """Return the measures as rows: from the list of them, or from the one text that stood there before."""
    rows: list[Payload] = list(promise.get("measures") or ())
    if promise.get("measure"):
        rows.append({"name": promise["measure"], "baseline": None, "baseline_by": None})
    return rows


def has_baseline(promise: Payload) -> bool:
    """Say whether it is known where things stand today: in words or a number, nought and small ones too."""
    return any(
        row.get("baseline") not in (None, "") or row.get("baseline_comment") or row.get("baseline_is_small")
        for row in (promise, *measures(promise))
    )


def baseline_promised_for(promise: Payload) -> str | None:
    """Return the first date by which a baseline is promised, where there is none."""
    if has_baseline(promise):
        return None
    days = [row["baseline_by"] for row in (promise, *measures(promise)) if row.get("baseline_by")]
    return min(days, default=None)


def _gives(*names: str) -> Callable[[Payload], bool]:
    return lambda promise: any(promise.get(name) for name in names)


def _names_an_owner(promise: Payload) -> bool:
    return bool((promise.get("owners") or {}).get("owner"))


def _has_a_starting_point(promise: Payload) -> bool:
    return has_baseline(promise) or baseline_promised_for(promise) is not None


def _has_something_to_look_at(promise: Payload) -> bool:
    """A dated milestone that leaves a document counts as much as a number."""
    has_document = bool(promise.get("milestones") and promise.get("evidence_source"))
    return bool(promise.get("deliverable") or measures(promise) or has_document)


TRACKABLE = Recipe(
    ingredients=(
        Ingredient(
            "act",
            "what will be done",
            Section.PROMISE,
            "Write the full statement: what you will do, in your organisation's own words.",
            _gives("statement"),
        ),
        Ingredient(
            "owner", "who does it", Section.OWNERSHIP, "Name the post that answers for it.", _names_an_owner
        ),
        Ingredient(
            "place",
            "where",
            Section.INEQUALITY,
            "Say where: a place, or a setting such as schools.",
            _gives("place", "setting"),
        ),
        Ingredient(
            "population",
            "who benefits",
            Section.INEQUALITY,
            "Say who will benefit; your own staff count too.",
            _gives("population", "benefits_own_staff"),
        ),
        Ingredient(
            "determinant",
            "the determinant",
            Section.INEQUALITY,
            "Choose the determinants it acts on.",
            _gives("determinants"),
        ),
        Ingredient(
            "mechanism",
            "the mechanism",
            Section.INEQUALITY,
            "Choose how the inequality arises.",
            _gives("mechanisms"),
        ),
        Ingredient("start", "a start date", Section.TIMING, "Give the start date.", _gives("starts_on")),
        Ingredient("end", "an end date", Section.TIMING, "Give the end date.", _gives("ends_on")),
        Ingredient(
            "milestone",
            "a milestone",
            Section.TIMING,
            "Add one dated step on the way, such as a decision that is minuted.",
            _gives("milestones"),
        ),
        Ingredient(
            "baseline",
            "a baseline (or the date of one)",
            Section.TIMING,
            "Say where things stand today, in words or numbers, or give the date you will know.",
            _has_a_starting_point,
        ),
        Ingredient(
            "sign",
            "a measure or something to deliver",
            Section.TIMING,
            "Name what will exist at the end that anybody can look at, or what you will measure.",
            _has_something_to_look_at,
        ),
        Ingredient(
            "evidence",
            "a source of evidence",
            Section.TIMING,
            "Say where the evidence will come from. Minutes or a published rule are evidence.",
            _gives("evidence_source"),
        ),
    ),
    bands=(Band("low", 0), Band("lower_moderate", 6), Band("upper_moderate", 9), Band("high", 11)),
)

# Nobody can promise another's decision. Measured by the list above, asking for one would always read as weak,
# although it may be the only thing that can be done at the level of structures.
ADVOCACY = Recipe(
    ingredients=(
        Ingredient(
            "addressee",
            "who is asked",
            Section.TIMING,
            "Name the body or the office you will ask.",
            _gives("ask_addressee"),
        ),
        Ingredient("ask", "the ask", Section.TIMING, "Write the ask in one sentence.", _gives("ask")),
        Ingredient(
            "why_us",
            "why this organisation asks",
            Section.TIMING,
            "Say why it is for your organisation to ask: what you see that others do not.",
            _gives("why_us"),
        ),
        Ingredient("date", "the date", Section.TIMING, "Give the date of the ask.", _gives("ask_by")),
        Ingredient(
            "reply",
            "how a reply is logged",
            Section.TIMING,
            "Say how a reply, or none, will be put on record.",
            _gives("reply_logging"),
        ),
    ),
    bands=(Band("low", 0), Band("lower_moderate", 3), Band("upper_moderate", 4), Band("high", 5)),
)


def recipe_for(promise: Payload) -> Recipe:
    return ADVOCACY if is_advocacy(promise) else TRACKABLE
