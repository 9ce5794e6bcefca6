"""Who is told that a board paper is there: the person who asked for it, as long as they may read it."""

from datetime import datetime

from equity_tracker.extensions import db
from equity_tracker.model.dates import long_date
from equity_tracker.model.outbox import OutgoingEmail
from equity_tracker.model.report import BoardPaper
from equity_tracker.reports import queries


def tell_who_asked(paper: BoardPaper, *, now: datetime) -> None:
    """Send the address of the paper's page, never the paper: whoever follows it has to be allowed to.

    A closed programme sends nothing.
    """
    if paper.requested_by is None or paper.programme.is_closed or not queries.is_on_staff(paper):
        return
    db.session.add(
        OutgoingEmail.to(
            paper.requested_by.email,
            "board_paper_made",
            key=f"board_paper_made:{paper.public_id}",
            context={
                "programme": paper.programme.name,
                "programme_slug": paper.programme.slug,
                "paper_id": paper.public_id,
                "as_of": long_date(paper.as_of),
                "pages": paper.pages,
            },
            now=now,
            programme_id=paper.programme_id,
        )
    )
