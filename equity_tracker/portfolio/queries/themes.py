"""Finding a theme by its word in an address."""

from sqlalchemy.exc import NoResultFound

from equity_tracker.model.vocabulary import SYSTEM_CODES, THEMES, Term


def get_theme(_scope: object, slug: str) -> Term:
    """Return one of the twelve themes, or of the finer codes of what the system does."""
    for words in (THEMES, SYSTEM_CODES):
        if slug in words:
            return words.get(slug)
    raise NoResultFound
