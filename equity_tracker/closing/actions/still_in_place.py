"""Answering, a year after a commitment was met, whether it is still in place."""

from datetime import date, datetime

from equity_tracker.closing import queries
from equity_tracker.extensions import db
from equity_tracker.model import still_in_place as rules
from equity_tracker.model.activity import ActivityKind
from equity_tracker.model.activity_about import about_commitment
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.errors import ChangedSince
from equity_tracker.model.people import User
from equity_tracker.model.publishing import publish_still_in_place


def answer_still_in_place(
    commitment: Commitment,
    answer: str,
    *,
    note: str | None,
    url: str | None,
    seen: int | None,
    by: User,
    now: datetime,
    today: date,
) -> None:
    """Answer in public. `seen` is how many answers there were when the page was opened."""
    queries.hold(commitment)
    question = rules.refuse_unless_asked(commitment, today)
    if seen != len(question.answers):
        raise ChangedSince("A colleague answered this since you opened the page.")
    rules.answer_still_in_place(commitment, answer, note=note, url=url, by=by, today=today)
    db.session.flush()
    publish_still_in_place(commitment, now=now, today=today)
    db.session.add(
        about_commitment(
            ActivityKind.STILL_IN_PLACE_ANSWERED, commitment, by=by, now=now, after={"answer": answer}
        )
    )
    db.session.flush()
