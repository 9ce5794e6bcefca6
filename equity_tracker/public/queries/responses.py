"""Who reported in which closed round, of the commitments an organisation holds: from publications alone."""

from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Select, String, and_, bindparam, case, cast, func, or_, select

from equity_tracker.model.publication import PublicationKind
from equity_tracker.public.queries.conditions import TODAY, Condition, visible
from equity_tracker.public.queries.tables import AnyRow, Entry, Published, publications, read

_ROUND = publications.alias("closed_round")
_Round = _ROUND.c
_IS_MISSED = Published.kind == PublicationKind.MISSED_CHECK_IN


def list_responses(organisation_id: int, today: date) -> Sequence[AnyRow]:
    """Return each closed round that asked for any of them, oldest first: what was asked, and what came."""
    return read(_responses(), {"organisation_id": organisation_id, "today": today}).all()


@cache
def _responses() -> Select[Any]:
    outcomes = _outcomes().subquery()
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
    return (
        select(_Round.payload, programme.label("programme_name"), counts.c.expected, counts.c.reported)
        .join_from(_ROUND, counts, counts.c.id == _Round.id)
        .order_by(_Round.happened_on, _Round.id)
    )


def _outcomes() -> Select[Any]:
    """Give for each closed round and commitment whether its check-in was missed.

    What came after the round had closed does not change that it was.
    """
    held = select(Entry.public_id).where(
        Entry.organisation_id == bindparam("organisation_id"), visible(TODAY)
    )
    return (
        select(_Round.id, Published.about_id, func.max(case((_IS_MISSED, 1), else_=0)).label("missed"))
        .join_from(publications, _ROUND, _in_the_round())
        .where(
            Published.about_id.in_(held),
            Published.kind.in_([PublicationKind.CHECK_IN, PublicationKind.MISSED_CHECK_IN]),
            Published.is_current,
            Published.retracted_on.is_(None),
            Published.public_from <= TODAY,
            _Round.kind == PublicationKind.ROUND,
            _Round.is_current,
            _Round.public_from <= TODAY,
        )
        .group_by(_Round.id, Published.about_id)
    )


def _in_the_round() -> Condition:
    """Know a round by its name and its dates, since two of a programme may have the same name."""
    submitted_on = Published.payload["submitted_on"].as_string()
    return and_(
        Published.programme_id == _Round.programme_id,
        Published.payload["round"].as_string() == _Round.payload["name"].as_string(),
        or_(
            and_(_IS_MISSED, Published.payload["due_on"].as_string() == _Round.payload["due_on"].as_string()),
            and_(
                Published.kind == PublicationKind.CHECK_IN,
                submitted_on >= _Round.payload["opens_on"].as_string(),
                submitted_on <= cast(_Round.happened_on, String),
            ),
        ),
    )
