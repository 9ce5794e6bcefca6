"""The programmes that the register can be narrowed to. They are read again only when one was told anew."""

from datetime import date

from sqlalchemy import String, cast, func, literal_column, select

from equity_tracker.model.publication import PublicationKind
from equity_tracker.public.queries.conditions import TODAY
from equity_tracker.public.queries.publications import list_current
from equity_tracker.public.queries.tables import Published

Options = tuple[tuple[str, str], ...]
MOST_REMEMBERED = 50

# Which of their publications are read now. What a publication says is frozen, and its subject's id is random:
# where this is equal, so are the names, in any database.
# Its comma stands in the statement: SQLAlchemy would write one handed to it into the text at every reading.
_COMMA: str = literal_column("','")  # type: ignore[assignment]
TOLD_NOW = (
    select(func.aggregate_strings(Published.subject_id + ":" + cast(Published.number, String), _COMMA))
    .where(
        Published.kind == PublicationKind.PROGRAMME,
        Published.public_from <= TODAY,
        Published.is_current,
        Published.retracted_on.is_(None),
    )
    .scalar_subquery()
    .label("programmes")
)
_remembered: dict[str, Options] = {}


def list_offered(told: str | None, today: date) -> Options:
    """Return slug and name of each programme that can be read, by name.

    :param told: what `TOLD_NOW` gave in the same answer, if it was asked.
    """
    known = _remembered.get(told) if told else None
    if known is None:
        rows = list_current(PublicationKind.PROGRAMME, today)
        options = [(row.slug, row.payload["name"]) for row in rows]
        known = tuple(sorted(options, key=lambda option: option[1].casefold()))
        if len(_remembered) >= MOST_REMEMBERED:
            _remembered.clear()
        # Somebody may publish between the two answers.
        if told and set(told.split(",")) == {f"{row.subject_id}:{row.number}" for row in rows}:
            _remembered[told] = known
    return known
