"""What is kept of people, why, and for how long, as the privacy page says it: the ages are the code's."""

from dataclasses import dataclass
from datetime import timedelta

from equity_tracker.model.thresholds import (
    ABSOLUTE_LIMIT,
    IDLE_LIMIT,
    KEEP_ATTEMPTS,
    KEEP_FORM_KEYS,
    KEEP_SESSIONS,
    KEPT_UNATTACHED,
    RESET_LIMIT,
)

WITH_THE_RECORD = "As long as the record"


@dataclass(frozen=True)
class Kept:
    """One thing that is kept; its slug is its anchor on the page."""

    slug: str
    what: str
    why: str
    how_long: str


def in_words(length: timedelta) -> str:
    """Say it in the largest unit that comes out even, such as *12 hours*."""
    for unit, size in (("day", timedelta(days=1)), ("hour", timedelta(hours=1))):
        if length % size == timedelta(0):
            number = length // size
            return f"{number} {unit}" if number == 1 else f"{number} {unit}s"
    return f"{length // timedelta(minutes=1)} minutes"


KEPT = (
    Kept(
        "account",
        "Your name, e-mail address, a protected form of your password, the organisations and programmes you"
        " belong to, and which e-mails you chose",
        "So that you can sign in, and colleagues know who is in the team",
        "As long as your account",
    ),
    Kept(
        "activity",
        "What you did in the workspaces: what, when, and in which version",
        "A public record must be able to say who signed what",
        WITH_THE_RECORD,
    ),
    Kept(
        "sessions",
        "Where you are signed in: since when, last used when, and the name that your browser gives itself. No"
        " internet address",
        "So that you can see and end it, and an operator can look it up when something is wrong",
        f"It ends by itself {in_words(IDLE_LIMIT)} after you last used it, or after"
        f" {in_words(ABSOLUTE_LIMIT)}; it is deleted {in_words(KEEP_SESSIONS)} later",
    ),
    Kept(
        "links",
        "That you asked for a new password",
        f"So that the link works once, within {in_words(RESET_LIMIT)}",
        f"Deleted {in_words(KEEP_SESSIONS)} after it has run out",
    ),
    Kept(
        "tries",
        "That somebody tried to sign in, or to send a form without an account: a code made with a secret key"
        " from the account or the internet address, which cannot be turned back, and the time",
        "So that nobody can guess passwords or flood people with mail",
        f"{in_words(KEEP_ATTEMPTS)}",
    ),
    Kept(
        "forms",
        "That you sent a form, and where it led",
        "So that pressing a button twice does nothing twice",
        f"{in_words(KEEP_FORM_KEYS)}",
    ),
    Kept(
        "mails",
        "The e-mails that the service wrote to you, and whether they arrived",
        "So that it is known who was asked, and an address that gives mail back is noticed",
        WITH_THE_RECORD,
    ),
    Kept(
        "unsent-files",
        "Files that you chose for a form and never sent",
        "So that a form that comes back still has them",
        f"{in_words(KEPT_UNATTACHED)}",
    ),
)
