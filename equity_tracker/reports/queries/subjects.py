"""What a report can be about: the commitments of an organisation, the rounds of a programme."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from equity_tracker.extensions import db
from equity_tracker.model.commitment import Commitment, Lifecycle
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.programme import Programme
from equity_tracker.model.round import Round, RoundState

MOST = 500


def list_commitments(organisation: Organisation) -> Sequence[Commitment]:
    """Return what the organisation has on the register, by title."""
    found = db.session.scalars(
        select(Commitment)
        .join(Commitment.programme)
        .where(
            Commitment.organisation_id == organisation.id,
            Commitment.lifecycle.in_([Lifecycle.PUBLISHED, Lifecycle.CLOSED]),
            Programme.is_practice.is_(False),
        )
        .options(joinedload(Commitment.programme), joinedload(Commitment.organisation))
        .order_by(Commitment.id.desc())
        .limit(MOST)
    )
    return sorted(found, key=lambda row: (row.display_title.casefold(), row.id))


def list_rounds(programme: Programme) -> Sequence[Round]:
    """Return the rounds that were opened, the newest first."""
    return db.session.scalars(
        select(Round)
        .where(Round.programme_id == programme.id, Round.state != RoundState.PLANNED)
        .order_by(Round.number.desc())
        .limit(MOST)
    ).all()
