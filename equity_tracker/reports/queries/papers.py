"""Reads of a programme's board papers, and whether who asked for one may still read it."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from equity_tracker.extensions import db
from equity_tracker.model.people import ProgrammeMembership, User
from equity_tracker.model.programme import Programme
from equity_tracker.model.report import BoardPaper, ReportState


def get_paper(programme: Programme, public_id: str) -> BoardPaper:
    return db.session.scalars(
        select(BoardPaper)
        .where(BoardPaper.programme_id == programme.id, BoardPaper.public_id == public_id)
        .options(joinedload(BoardPaper.requested_by))
    ).one()


def list_papers(programme: Programme, *, most: int = 25) -> Sequence[BoardPaper]:
    """Return the papers that were asked for last, newest first."""
    return db.session.scalars(
        select(BoardPaper)
        .where(BoardPaper.programme_id == programme.id)
        .options(joinedload(BoardPaper.requested_by))
        .order_by(BoardPaper.id.desc())
        .limit(most)
    ).all()


def find_waiting_paper(programme: Programme) -> BoardPaper | None:
    """Find the paper that is asked for already, so that nobody waits for two."""
    return db.session.scalar(
        select(BoardPaper)
        .where(BoardPaper.programme_id == programme.id, BoardPaper.state == ReportState.WAITING)
        .order_by(BoardPaper.id)
        .limit(1)
    )


def is_on_staff(paper: BoardPaper) -> bool:
    """Say whether who asked for the paper still belongs to the programme, and may sign in."""
    return (
        db.session.scalar(
            select(ProgrammeMembership.id)
            .join(ProgrammeMembership.user)
            .where(
                ProgrammeMembership.programme_id == paper.programme_id,
                ProgrammeMembership.user_id == paper.requested_by_id,
                ProgrammeMembership.ended_at.is_(None),
                User.suspended_at.is_(None),
            )
            .limit(1)
        )
        is not None
    )
