"""Reads of the published commitments of a programme, to be counted. What was taken back is not counted."""

from typing import Any

from sqlalchemy import select

from equity_tracker.extensions import db
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.horizon import time_horizon
from equity_tracker.model.programme import Programme
from equity_tracker.model.publication import Form
from equity_tracker.model.register import RegisterEntry
from equity_tracker.portfolio.gaps import Fact, Portfolio, portfolio_of

_COUNTED = (
    RegisterEntry.form,
    RegisterEntry.domain,
    RegisterEntry.level,
    RegisterEntry.inequality,
    RegisterEntry.additionality,
    RegisterEntry.closed_on,
    RegisterEntry.made_on,
    RegisterEntry.ends_on,
    Commitment.starts_on,
    Commitment.actor_position,
    Commitment.distribution,
)


def get_portfolio(programme: Programme) -> Portfolio:
    """Count what the programme's organisations have published, open and closed."""
    rows = db.session.execute(
        select(*_COUNTED)
        .join_from(Commitment, RegisterEntry, RegisterEntry.commitment_id == Commitment.id)
        .where(Commitment.programme_id == programme.id, RegisterEntry.retracted_on.is_(None))
        .order_by(Commitment.id)
    ).all()
    facts = [_fact(row) for row in rows if row.form is Form.COMMITMENT]
    return portfolio_of(facts, statements_of_intent=len(rows) - len(facts))


def _fact(row: Any) -> Fact:  # noqa: ANN401 - a database row, by name
    return Fact(
        domain=row.domain,
        level=row.level,
        inequality=row.inequality,
        additionality=row.additionality,
        actor_position=row.actor_position,
        distribution=row.distribution,
        horizon=time_horizon(row.starts_on or row.made_on, row.ends_on),
        is_closed=row.closed_on is not None,
    )
