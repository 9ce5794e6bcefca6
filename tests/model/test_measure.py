"""Measures: what may be rewritten, and what only grows."""

from datetime import date
from decimal import Decimal

import pytest

from equity_tracker.model.commitment import Commitment
from equity_tracker.model.dates import PartialDate, Precision
from equity_tracker.model.errors import Refused
from equity_tracker.model.measure import Measure, MeasureKind, has_gap_only
from equity_tracker.model.milestone import Milestone
from equity_tracker.model.numbers import bare, plain_number, with_unit
from tests.model.measures import CORA, TARGET_BY, TODAY, numeric, read


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        ("1200", "homes", "1,200 homes"),
        ("3.5000", "days", "3.5 days"),
        ("40", "%", "40%"),
        ("2.6", "£ million", "£2.6 million"),
        ("1200", "£", "£1,200"),
        ("-4", "£ million", "-£4 million"),
        ("1E+9", None, "1,000,000,000"),
        ("0.0000", None, "0"),
        ("-0", None, "0"),
        ("1", "contracts", "1 contract"),
        ("1", "people", "1 person"),
        ("-1", "percentage points", "-1 percentage point"),
        ("1", "bus", "1 bus"),
        ("1", "bodies", "1 bodies"),
    ],
)
def test_numbers_are_printed_plainly(value: str, unit: str | None, words: str) -> None:
    assert with_unit(Decimal(value), unit) == words


def test_publications_keep_numbers_without_separators() -> None:
    assert (bare(Decimal("1200.50")), plain_number(Decimal("1200.50"))) == ("1200.5", "1,200.5")


def test_a_draft_may_rewrite_its_target_and_drop_it() -> None:
    measure = numeric(target=300)
    measure.set_target(Decimal(400), None, None)
    assert [(row.number, row.value, row.by) for row in measure.targets] == [(1, Decimal(400), None)]
    measure.set_target(None, None, None)
    assert measure.target is None


def test_a_revised_target_stands_beside_the_one_before_with_its_reason() -> None:
    measure = numeric(target=300)
    later = PartialDate(date(2027, 12, 31), Precision.YEAR)
    measure.revise_target(Decimal(250), None, later, reason="A contractor closed.", who=CORA, today=TODAY)
    assert [(row.number, row.value, row.reason) for row in measure.targets] == [
        (1, Decimal(300), None),
        (2, Decimal(250), "A contractor closed."),
    ]
    assert measure.targets[1].by == later
    assert measure.targets[1].set_by is CORA


def test_a_target_is_not_revised_to_what_it_is() -> None:
    with pytest.raises(Refused, match="The target is that already"):
        numeric(target=300).revise_target(Decimal(300), None, TARGET_BY, reason="None", who=CORA, today=TODAY)


def test_a_corrected_reading_stays_and_no_longer_counts() -> None:
    measure = numeric(readings=(12, 19))
    read(measure, 21, date(2026, 9, 15), replaces=measure.readings[1], note="Two were left out.")
    assert [row.value for row in measure.readings] == [12, 19, 21]
    assert [row.value for row in measure.standing_readings] == [12, 21]
    with pytest.raises(Refused, match="corrected already"):
        read(measure, 22, date(2026, 9, 15), replaces=measure.readings[1])


def test_nothing_is_read_in_the_future() -> None:
    with pytest.raises(Refused, match="today or earlier"):
        read(numeric(), 1, date(2026, 10, 2))


def test_a_baseline_is_given_once() -> None:
    measure = numeric(baseline=None)
    measure.give_baseline(Decimal(7), "Counted by hand", TODAY, today=TODAY)
    assert (measure.baseline, measure.baseline_comment) == (Decimal(7), "Counted by hand")
    with pytest.raises(Refused, match="has a baseline"):
        measure.give_baseline(Decimal(8), None, TODAY, today=TODAY)


def test_words_are_the_baseline_of_a_text_measure() -> None:
    measure = Measure(kind=MeasureKind.TEXT, name="What residents say", scale=[])
    assert not measure.has_baseline
    measure.give_baseline(None, "Nobody asks us.", TODAY, today=TODAY)
    assert measure.has_baseline


@pytest.mark.parametrize(
    ("shapes", "is_gap_only"),
    [
        ([], False),
        ([None], False),
        (["two_group_gap"], True),
        (["two_group_gap", "two_group_gap", None], True),
        (["two_group_gap", "not_about_people"], True),
        (["two_group_gap", "gradient"], False),
        (["two_group_gap", "whole_population"], False),
        (["gradient"], False),
    ],
)
def test_only_gaps_are_noticed_and_a_gradient_clears_it(shapes: list[str | None], is_gap_only: bool) -> None:
    commitment = Commitment()
    commitment.measures = [numeric(shape=shape) for shape in shapes]
    assert has_gap_only(commitment) is is_gap_only


def milestone() -> Milestone:
    return Milestone(
        title="First list",
        planned_on=date(2025, 12, 31),
        planned_precision="day",
        commitment=Commitment(),
    )


def test_a_milestone_is_moved_with_a_row_for_each_move() -> None:
    step = milestone()
    for month, day in ((3, 31), (6, 30)):
        step.revise(PartialDate(date(2026, month, day)), reason="Snow", who=CORA, today=TODAY)
    assert [(row.number, row.moved_to) for row in step.moves] == [
        (1, date(2026, 3, 31)),
        (2, date(2026, 6, 30)),
    ]
    assert (step.planned_on, step.now_planned.on) == (date(2025, 12, 31), date(2026, 6, 30))


def test_a_milestone_is_not_moved_to_where_it_is_nor_after_it_was_met() -> None:
    step = milestone()
    with pytest.raises(Refused, match="that date already"):
        step.revise(step.planned, reason="None", who=CORA, today=TODAY)
    with pytest.raises(Refused, match="today or earlier"):
        step.meet(date(2026, 10, 2), today=TODAY)
    step.meet(TODAY, today=TODAY)
    with pytest.raises(Refused, match="met already"):
        step.revise(PartialDate(date(2027, 1, 1)), reason="Late", who=CORA, today=TODAY)
    with pytest.raises(Refused, match="met already"):
        step.meet(TODAY, today=TODAY)
