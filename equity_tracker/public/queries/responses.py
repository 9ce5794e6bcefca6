"""Who reported in which closed round, of the commitments an organisation holds: from publications alone."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import String, and_, case, cast, func, or_, select

from equity_tracker.model.publication import PublicationKind
from equity_tracker.public.queries.conditions import visible
from equity_tracker.public.queries.tables import AnyRow, Entry, Published, publications, read

_ROUND = publications.alias("closed_round")
_Round = _ROUND.c


def list_responses(organisation_id: int, today: date) -> Sequence[AnyRow]:
    """Return each closed round that asked for any of them, the oldest first: what was asked, and what came.

    A round is known by its name and its dates, since two may have the same name. What came after it had
    closed does not change that it was missed.
    """
    held = (
        select(Entry.public_id)
        .where(Entry.organisation_id == organisation_id, visible(today))
        .correlate(None)
    )
    is_missed = Published.kind == PublicationKind.MISSED_CHECK_IN
    of_the_round = and_(
        Published.programme_id == _Round.programme_id,
        Published.payload["round"].as_string() == _Round.payload["name"].as_string(),
        or_(
            and_(is_missed, Published.payload["due_on"].as_string() == _Round.payload["due_on"].as_string()),
            and_(
                Published.kind == PublicationKind.CHECK_IN,
                Published.payload["submitted_on"].as_string() >= _Round.payload["opens_on"].as_string(),
                Published.payload["submitted_on"].as_string() <= cast(_Round.happened_on, String),
            ),
        ),
    )
    outcomes = (
        select(_Round.id, Published.about_id, func.max(case((is_missed, 1), else_=0)).label("missed"))
        .join_from(publications, _ROUND, of_the_round)
        .where(
            Published.about_id.in_(held),
            Published.kind.in_([PublicationKind.CHECK_IN, PublicationKind.MISSED_CHECK_IN]),
            Published.is_current,
            Published.retracted_on.is_(None),
            Published.public_from <= today,
            _Round.kind == PublicationKind.ROUND,
            _Round.is_current,
            _Round.public_from <= today,
        )
        .group_by(_Round.id, Published.about_id)
        .subquery()
    )
    counts = (
        select(
            outcomes.c.id,
            func.count().label("expected"),
            func.sum(1 - outcomes.c.missed).label("reported"),
        )
        .group_by(outcomes.c.id)
        .subquery()
    )
    programme = (
        select(Entry.programme_name)
        .where(Entry.programme_id == _Round.programme_id)
        .limit(1)
        .scalar_subquery()
    )
    return read(
        select(_Round.payload, programme.label("programme_name"), counts.c.expected, counts.c.reported)
        .join_from(_ROUND, counts, counts.c.id == _Round.id)
        .order_by(_Round.happened_on, _Round.id)
    ).all()
