"""Due, overdue, not reported, never reported and stale: read from dates, never typed."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from equity_tracker.model.check_in import CheckIn
from equity_tracker.model.commitment import Commitment, Lifecycle
from equity_tracker.model.reporting import next_reminder_day, outstanding, refresh_reporting
from equity_tracker.model.round import ExpectedCheckIn
from equity_tracker.model.status import Reporting, delivery_status, is_stale, reporting

PUBLISHED = date(2025, 3, 4)
NOW = datetime(2025, 3, 4, 9, 0, tzinfo=UTC)


class Facts:
    """What the lights are read from."""

    def __init__(self, commitment: Commitment, outlook: str | None = None) -> None:
        self.outlook = outlook
        self.last_reported_on = commitment.last_reported_on
        self.next_due_on = commitment.next_due_on
        self.grace_until = commitment.grace_until
        self.stale_from = commitment.stale_from
        self.closed_on = commitment.closed_on
        self.close_reason = commitment.close_reason
        self.source_status: str | None = None


def published() -> Commitment:
    return Commitment(
        lifecycle=Lifecycle.PUBLISHED,
        first_published_on=PUBLISHED,
        is_statement_of_intent=False,
        title="A promise",
        statement="We promise.",
    )


def expect(commitment: Commitment, due_on: date, *, reported_on: date | None = None) -> ExpectedCheckIn:
    expected = ExpectedCheckIn(
        commitment=commitment, due_on=due_on, grace_until=due_on + timedelta(days=14), reported_on=reported_on
    )
    if reported_on is not None:
        report(commitment, reported_on)
    refresh_reporting(commitment)
    return expected


def report(commitment: Commitment, on: date) -> CheckIn:
    check_in = CheckIn(
        commitment=commitment, number=len(commitment.check_ins) + 1, submitted_on=on, is_returned=False
    )
    refresh_reporting(commitment)
    return check_in


DUE = date(2025, 9, 30)


@pytest.mark.parametrize(
    ("today", "state"),
    [
        (DUE - timedelta(days=30), Reporting.DUE),
        (DUE, Reporting.DUE),
        (DUE + timedelta(days=1), Reporting.OVERDUE),
        (DUE + timedelta(days=14), Reporting.OVERDUE),
        (DUE + timedelta(days=15), Reporting.NEVER_REPORTED),
    ],
)
def test_a_first_check_in_is_due_then_overdue_then_never_reported(today: date, state: Reporting) -> None:
    commitment = published()
    expect(commitment, DUE)
    assert reporting(Facts(commitment), today) is state


def test_one_that_reported_before_is_not_reported_and_not_never_reported() -> None:
    commitment = published()
    expect(commitment, date(2025, 3, 31), reported_on=date(2025, 3, 20))
    expect(commitment, DUE)
    assert reporting(Facts(commitment), DUE + timedelta(days=15)) is Reporting.NOT_REPORTED


def test_nothing_is_due_before_a_round_asks() -> None:
    commitment = published()
    refresh_reporting(commitment)
    assert reporting(Facts(commitment), PUBLISHED) is Reporting.NOT_ASKED


def test_a_later_report_clears_the_round_that_was_missed() -> None:
    commitment = published()
    missed = expect(commitment, date(2025, 9, 30))
    expect(commitment, date(2026, 3, 31), reported_on=date(2026, 3, 15))
    assert outstanding(commitment) is None
    assert missed.reported_on is None, "the missed round stays missed"
    assert reporting(Facts(commitment), date(2026, 4, 1)) is Reporting.REPORTED


def test_a_report_made_between_rounds_does_not_answer_the_one_that_is_open() -> None:
    commitment = published()
    report(commitment, date(2025, 8, 1))
    expect(commitment, DUE)
    assert reporting(Facts(commitment), DUE) is Reporting.DUE


def test_a_returned_check_in_counts_as_none() -> None:
    commitment = published()
    check_in = report(commitment, date(2025, 9, 1))
    check_in.is_returned = True
    refresh_reporting(commitment)
    assert commitment.last_reported_on is None


def test_a_statement_of_intent_owes_no_check_in() -> None:
    commitment = published()
    commitment.is_statement_of_intent = True
    expect(commitment, DUE)
    assert reporting(Facts(commitment), DUE + timedelta(days=40)) is Reporting.NOT_ASKED


def test_a_closed_commitment_is_closed_whatever_it_owes() -> None:
    commitment = published()
    expect(commitment, DUE)
    commitment.close("partly_met", "Half was done.", today=DUE + timedelta(days=20))
    refresh_reporting(commitment)
    assert reporting(Facts(commitment), DUE + timedelta(days=30)) is Reporting.CLOSED


def test_it_is_stale_the_day_after_the_grace_of_a_missed_round() -> None:
    commitment = published()
    expect(commitment, date(2025, 3, 31), reported_on=date(2025, 3, 20))
    expect(commitment, DUE)
    facts = Facts(commitment, outlook="on_track")
    assert not is_stale(facts, DUE + timedelta(days=14))
    assert is_stale(facts, DUE + timedelta(days=15))


def test_without_rounds_it_is_stale_twelve_months_after_its_last_report() -> None:
    commitment = published()
    report(commitment, date(2025, 5, 3))
    facts = Facts(commitment, outlook="on_track")
    assert not is_stale(facts, date(2026, 5, 2))
    assert is_stale(facts, date(2026, 5, 3))


def test_a_stale_light_says_since_when_and_not_the_last_outlook() -> None:
    commitment = published()
    report(commitment, date(2025, 5, 3))
    status = delivery_status(Facts(commitment, outlook="on_track"), date(2026, 6, 1))
    assert status.label == "No update since 3 May 2025"
    assert status.slug == "stale"


@given(
    reports=st.lists(st.dates(date(2025, 3, 4), date(2029, 12, 31)), max_size=6),
    dues=st.lists(st.dates(date(2025, 4, 1), date(2029, 12, 31)), max_size=6, unique=True),
    outlook=st.sampled_from(["on_track", "at_risk", "off_track", "too_early", "not_assessable"]),
    today=st.dates(date(2025, 3, 4), date(2031, 12, 31)),
)
def test_a_stale_commitment_is_never_shown_with_its_last_outlook(
    reports: list[date], dues: list[date], outlook: str, today: date
) -> None:
    commitment = published()
    for due_on in dues:
        expect(commitment, due_on)
    for on in reports:
        report(commitment, on)
    facts = Facts(commitment, outlook=outlook)
    if is_stale(facts, today):
        assert delivery_status(facts, today).slug not in {
            "on_track",
            "at_risk",
            "off_track",
            "too_early",
            "not_assessable",
        }


def test_the_owner_is_reminded_thirty_seven_and_one_days_before_and_one_and_seven_after() -> None:
    days = []
    day = DUE - timedelta(days=100)
    while (following := next_reminder_day(DUE, day)) is not None:
        days.append((following - DUE).days)
        day = following
    assert days == [-30, -7, -1, 1, 7]
