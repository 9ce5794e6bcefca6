"""How a commitment has moved since it was first published: in level, and in whom it is meant to reach."""

from equity_tracker.model.vocabulary import LEVELS, Term


def drift_steps(registered: str | None, confirmed: str | None) -> int | None:
    """Return the registered level less the confirmed one; None when either is not stated.

    Above zero it has moved towards individuals, below zero it has deepened.
    """
    first, now = _level(registered), _level(confirmed)
    if first is None or now is None or first.number is None or now.number is None:
        return None
    return first.number - now.number


def is_narrowed(registered: str | None, confirmed: str | None) -> bool:
    return registered == "proportionate" and (confirmed or "").startswith("targeted")


def _level(slug: str | None) -> Term | None:
    return LEVELS.get(slug) if slug and slug in LEVELS else None
