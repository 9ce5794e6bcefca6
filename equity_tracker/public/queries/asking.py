"""What the register is asked: an address, whoever sends it, read into one question."""

from collections.abc import Iterable, Mapping
from datetime import date

from equity_tracker.model.publication import PublicationKind
from equity_tracker.public.filters import TITLES, Question, UnknownFilter, read_filters
from equity_tracker.public.queries import publications
from equity_tracker.public.queries.places import list_places

__all__ = ["Question", "UnknownFilter", "read_question"]


def read_question(arguments: Mapping[str, Iterable[str]], today: date) -> Question:
    """Read an address and find what it names; raise `UnknownFilter` at the first thing that does not exist.

    :param arguments: each name with all its values. What is no filter is left alone.
    """
    filters = read_filters(arguments)
    ids: dict[str, tuple[int, ...]] = {}
    names: dict[str, dict[str, str]] = {}
    if slugs := filters.answers("programme"):
        offered = publications.list_current(PublicationKind.PROGRAMME, today)
        programmes = {row.slug: (row.programme_id, row.payload["name"]) for row in offered}
        ids["programme"], names["programme"] = _known("programme", slugs, programmes)
    if slugs := filters.answers("organisation"):
        found = publications.list_by_slugs(PublicationKind.ORGANISATION, slugs, today)
        organisations = {slug: (row.organisation_id, row.payload["name"]) for slug, row in found.items()}
        ids["organisation"], names["organisation"] = _known("organisation", slugs, organisations)
    if keys := filters.answers("place"):
        # A place that nobody has written is known by what was asked for.
        names["place"] = list_places(today, keys)
    return Question(filters, ids, names)


def _known(
    facet: str, slugs: Iterable[str], found: Mapping[str, tuple[int, str]]
) -> tuple[tuple[int, ...], dict[str, str]]:
    """Return the ids and the names of all that were asked for."""
    for slug in slugs:
        if slug not in found:
            raise UnknownFilter(TITLES[facet], slug)
    known = [found[slug] for slug in slugs]
    return tuple(row_id for row_id, _ in known), {slug: found[slug][1] for slug in slugs}
