"""How far a measure has come, in words and as a share. Pure rules: no rows, no dates of today.

progress = (value - baseline) / (target - baseline), so a target below its baseline needs no other formula.
"""

from decimal import ROUND_HALF_UP, Decimal

WHOLE = 100


def progress(baseline: Decimal | None, target: Decimal | None, value: Decimal | None) -> Decimal | None:
    """Return the share of the way that is done: below 0 when it went the other way, above 1 when beyond.

    None when one of the three is missing, or when the target is where it started: nothing is made up.
    """
    if baseline is None or target is None or value is None or target == baseline:
        return None
    return (value - baseline) / (target - baseline)


def for_drawing(share: Decimal) -> Decimal:
    """Keep a share inside what can be drawn. Words and numbers are never clamped."""
    return min(max(share, Decimal(0)), Decimal(1))


def progress_words(share: Decimal) -> str:
    """Say it: 38% of the way; beyond the target; further from it than at the start."""
    if share == 0:
        return "Where it started: 0% of the way to the target."
    if share < 0:
        return f"Further from the target than where it started: {_percent(share)} of the way."
    if share == 1:
        return "The target is reached: 100% of the way."
    if share > 1:
        return f"Beyond the target: {_percent(share)} of the way."
    return f"{_percent(share)} of the way from the baseline to the target."


def _percent(share: Decimal) -> str:
    """Round to whole percents, but never up to a target that is not reached, nor to no change at all."""
    exact = share * WHOLE
    rounded = exact.quantize(Decimal(1), ROUND_HALF_UP)
    if rounded == 0:
        return "less than 1%" if share > 0 else "less than −1%"
    if rounded == WHOLE and share != 1:
        return "more than 99%" if share < 1 else "just over 100%"
    return f"{rounded:,f}%".replace("-", "−")


def what_is_missing(*, has_baseline: bool, has_target: bool, has_reading: bool) -> str:
    """Say why there is no progress to tell."""
    lacking = [
        words
        for is_there, words in (
            (has_baseline, "a baseline"),
            (has_target, "a target"),
            (has_reading, "a reading"),
        )
        if not is_there
    ]
    if not lacking:
        return ""
    listed = lacking[0] if len(lacking) == 1 else f"{', '.join(lacking[:-1])} and {lacking[-1]}"
    return f"Progress cannot be told without {listed}."


SAME_AS_BASELINE = "The target is the same as the baseline: there is no distance to cover, only to hold."
HIDDEN = "Progress is not shown, because it would give away a number of people below 6."
