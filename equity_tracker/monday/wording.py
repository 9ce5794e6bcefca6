"""The words that stand in a nudge before a coordinator changes them."""

from equity_tracker.model.programme import Programme


def suggested_subject(programme: Programme) -> str:
    return f"Check-ins for {programme.name} that we are still waiting for"[:150]


def suggested_text(programme: Programme, name: str) -> str:
    """Offer help first, and blame nobody."""
    return (
        f"The check-ins below have not reached {programme.name} yet. It is not too late: one takes about ten"
        " minutes, and “off track” or “too early to say” is an answer too.\n\n"
        "If something is in the way, or somebody else should hear from us, please tell us. We are glad to"
        " help.\n\n"
        f"With kind regards\n{name}"
    )
