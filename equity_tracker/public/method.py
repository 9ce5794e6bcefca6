"""The rules that *How we count* prints, each with its numbers and words taken from the code that follows it.

The tests hold every rule to what the code does: one that is printed and not tested fails.
"""

from dataclasses import dataclass

from equity_tracker.model import asked_again
from equity_tracker.model.counting import ADDITIONAL, FEWEST_FOR_PERCENT
from equity_tracker.model.thresholds import (
    FEWEST_PEOPLE,
    FEWEST_WORDS_TO_COMPARE,
    SIMILAR,
    STALE_MONTHS,
)
from equity_tracker.model.vocabulary import ADDITIONALITIES, CLOSE_REASONS, LEVELS
from equity_tracker.public.counting import EXACT_UP_TO, SECONDS_UNTIL_SEEN

LEVEL_NUMBERS = [term.number for term in LEVELS.current() if term.number is not None]
WHOLE = 100


@dataclass(frozen=True)
class Rule:
    """One rule in a sentence or two; its slug is its anchor on the page."""

    slug: str
    name: str
    says: str


def _labels(slugs: set[str], of: object) -> str:
    labels = [term.label for term in of if term.slug in slugs]  # type: ignore[attr-defined]
    return "”, “".join(labels)


def _either(slugs: set[str]) -> str:
    labels = [term.label.lower() for term in CLOSE_REASONS if term.slug in slugs]
    return f"{', '.join(labels[:-1])} or {labels[-1]}"


_OTHERS = {term.slug for term in ADDITIONALITIES.current()} - ADDITIONAL

COUNTED = (
    Rule(
        "apart",
        "Commitments and statements of intent are counted apart.",
        "A commitment says what will be done, by whom, by when, about which inequality, and how an outsider"
        " could tell. A promise that leaves one of these out is published as a statement of intent.",
    ),
    Rule(
        "once",
        "Each is counted once,",
        "in its one main domain, also when several organisations share it. What is not stated is a row of its"
        " own, so that the totals by domain equal the total.",
    ),
    Rule(
        "nothing-drops-out",
        "Nothing drops out.",
        "Closed, withdrawn and unmet commitments stay listed and counted. When organisations merge, the"
        " number of commitments does not change. Only what was taken back is not counted.",
    ),
    Rule(
        "new",
        "What is new is the organisation’s own answer.",
        f"“{_labels(ADDITIONAL, ADDITIONALITIES)}” count as new; “{_labels(_OTHERS, ADDITIONALITIES)}” are"
        " honest answers and are counted beside them.",
    ),
    Rule(
        "beside",
        "Statements for action, case studies and support",
        "are not commitments and never counted as such.",
    ),
)
REPORTED = (
    Rule(
        "asked",
        "Who is asked in a round:",
        "every commitment that is published on the day the round opens. Not asked are statements of intent,"
        " records that came from elsewhere, what is closed or taken back, and what is published later.",
    ),
    Rule(
        "grace",
        "Due, overdue, not reported:",
        "“due” until the end of the due date; “overdue” from the day after; “not reported” from the day after"
        " the last day of grace, which each round names; “never reported” if no report has come at all.",
    ),
    Rule(
        "late",
        "A report that comes late",
        "clears what was missed before it. That the round was missed stays in the timeline.",
    ),
    Rule(
        "frozen",
        "When a round closes,",
        "its result is frozen as “n of m reported”: m is everything that it asked for, n is what came before"
        " it closed, late reports included. What closed or was taken back before it had reported is in"
        " neither. Later reports do not change it.",
    ),
)
DELIVERED = (
    Rule(
        "stale",
        "The last answer is shown only while it is recent.",
        f"After a missed round, or after {STALE_MONTHS} months without a report, it is replaced by “no update"
        " since”, and no filter or chart counts it by that answer.",
    ),
    Rule(
        "sourced",
        "Records that came from elsewhere",
        "show the status that their source gave them, and say so: as judged by the source, not by the"
        " organisation.",
    ),
)
MOVED = (
    Rule(
        "drift",
        "Drift",
        f"is the level first published less the level that the latest check-in confirms, from"
        f" {min(LEVEL_NUMBERS)} to {max(LEVEL_NUMBERS)}. Above nought, the action has drifted to a lower"
        " level; below nought, it has deepened. What the promise was changed to since makes no"
        " difference.",
    ),
    Rule(
        "narrowed",
        "Who is reached",
        "has narrowed when it was first published as everybody, with more where need is greater, and the"
        " latest check-in confirms chosen places or groups only.",
    ),
)
LOOKED_AT = (
    Rule(
        "recycled",
        "Words used before:",
        "a check-in that says the same as an earlier one of its commitment in the same words is pointed out"
        f" to its organisation and the coordinator. From {FEWEST_WORDS_TO_COMPARE} words on, texts that are"
        f" alike to {round(SIMILAR * WHOLE)} parts in a hundred count as the same, unless their figures"
        " differ. That is never public: it is a reason to talk.",
    ),
    Rule(
        "complete",
        "Complete without evidence",
        "is pointed out to them in the same way, and changes no count.",
    ),
)
ENDED = (
    Rule(
        "still-in-place",
        "Still in place?",
        f"{asked_again.MONTHS_AFTER} months after a commitment closed as"
        f" {_either(asked_again.COMPLETED)}, one question asks whether what was done is still in place. No"
        f" answer within {asked_again.ANSWERED_WITHIN.days} days shows as “not answered”, and the completion"
        " stays as it was.",
    ),
)
NOT_DONE = (
    Rule(
        "percent",
        "No average over what is missing,",
        f"and no percentage where fewer than {FEWEST_FOR_PERCENT} are counted. Figures say how many of how"
        " many; a percentage beside them is the nearest whole one, but 100% only of all and 0% only of none.",
    ),
    Rule(
        "small-numbers",
        "No small numbers of people.",
        f"Where a measure counts people, a number below {FEWEST_PEOPLE} is not published, only that there is"
        " one, so that nobody can be recognised.",
    ),
)
SMALL_PRINT = (
    Rule(
        "exact",
        "The number of results of a search",
        f"is exact up to {EXACT_UP_TO:,}; beyond that we say “more than {EXACT_UP_TO:,}”. The download holds"
        " all of them.",
    ),
    Rule(
        "seen",
        "What is published",
        f"is visible everywhere within {SECONDS_UNTIL_SEEN} seconds.",
    ),
    Rule("calendar", "Dates", "follow the calendar of the United Kingdom."),
)
RULES = (
    *COUNTED,
    *REPORTED,
    *DELIVERED,
    *MOVED,
    *LOOKED_AT,
    *ENDED,
    *NOT_DONE,
    *SMALL_PRINT,
)
