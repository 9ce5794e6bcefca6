"""What a reader can find a commitment by: everything that was published of it, and nothing else."""

from datetime import date
from typing import Any

import pytest

from equity_tracker.extensions import db
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.register import RegisterDeterminant
from equity_tracker.model.retracting import retract_check_in
from tests.conftest import NOW
from tests.public.records import report_on
from tests.public.register_rows import TODAY
from tests.public.test_search import found
from tests.support.factories.commitment import make_published
from tests.support.people import World

DAY = date(2026, 4, 1)


@pytest.fixture
def promise(public_world: World) -> Commitment:
    said: dict[str, Any] = {
        "title": "Zinnia homes",
        "statement": "We insulate every café.",
        "place": "Hull & East Riding",
        "determinants": ["housing", "money"],
    }
    commitment = make_published(public_world.alder, public_world.programme, now=NOW, **said)
    db.session.commit()
    return commitment


@pytest.mark.parametrize("q", ["zinnia", "insulation", "cafe", "café", "east riding", '"Alder Trust"'])
def test_a_commitment_is_found_by_what_was_published(promise: Commitment, q: str) -> None:
    assert found(q) == {"Zinnia"}


def test_it_is_found_by_what_was_reported_until_that_is_taken_back(
    promise: Commitment, public_world: World
) -> None:
    assert found("marigolds") == set()
    check_in = report_on(promise, DAY, by=public_world.cora, why="We planted marigolds.")

    assert found("marigold") == {"Zinnia"}
    retract_check_in(check_in, "Wrong.", now=NOW, today=TODAY)
    db.session.commit()
    assert found("marigold") == set()
    assert found("zinnia") == {"Zinnia"}


def test_a_draft_is_found_by_nothing(promise: Commitment) -> None:
    promise.statement = "We grow UNPUBLISHED tulips."
    db.session.commit()

    assert found("tulips") == set()


def test_determinants_place_and_next_date_stand_in_the_register(promise: Commitment) -> None:
    entry = promise.register_entry
    assert entry is not None
    assert sorted(row.determinant for row in entry.determinants) == ["housing", "money"]
    assert entry.place_key == "hull east riding"
    assert entry.sort_due_on == (entry.next_due_on or date.max)


def test_rows_of_determinants_go_with_the_row(promise: Commitment) -> None:
    db.session.delete(promise.register_entry)
    db.session.commit()

    assert db.session.query(RegisterDeterminant).count() == 0
