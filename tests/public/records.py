"""Commitments with a history, for the pages that tell it."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from equity_tracker.extensions import db
from equity_tracker.model.check_in import CheckIn
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.people import User
from equity_tracker.model.publishing import publish_check_in, publish_missed_check_in
from equity_tracker.model.registering import refresh_register_entry
from equity_tracker.model.round import Round
from tests.support.client import CheckingClient
from tests.support.factories.commitment import answers
from tests.support.factories.programme import make_round
from tests.support.page import Page


def moment(day: date) -> datetime:
    return datetime.combine(day, time(9), UTC)


def report_on(
    commitment: Commitment, day: date, *, by: User, round_: Round | None = None, **said: Any
) -> CheckIn:
    """Publish a check-in of that day, for a round or between rounds."""
    number = len(commitment.check_ins) + 1
    check_in = CheckIn(
        commitment=commitment, number=number, submitted_on=day, is_returned=False, round=round_
    )
    if round_ is not None:
        expected = commitment.expect_check_in(round_)
        expected.reported_on = day
        check_in.expected = expected
    db.session.add(check_in)
    db.session.flush()
    check_in.add_version(answers(**said), by=by, now=moment(day))
    db.session.flush()
    publish_check_in(check_in, now=moment(day), today=day)
    db.session.commit()
    return check_in


def miss(commitment: Commitment, number: int, due_on: date) -> None:
    """Close a round without a report on the commitment."""
    expected = commitment.expect_check_in(make_round(commitment.programme, number=number, due_on=due_on))
    expected.is_missed = True
    db.session.add(expected)
    db.session.flush()
    publish_missed_check_in(expected, now=moment(due_on + timedelta(days=30)))
    db.session.expire(commitment, ["expected_check_ins"])
    refresh_register_entry(commitment, now=moment(due_on))
    db.session.commit()


def page_of(reader: CheckingClient, commitment: Commitment, *, most_queries: int = 8) -> Page:
    assert commitment.register_entry is not None
    return reader.get(
        "public.show_commitment",
        public_id=commitment.public_id,
        slug=commitment.register_entry.slug,
        most_queries=most_queries,
    )
