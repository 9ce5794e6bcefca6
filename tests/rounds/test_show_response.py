"""Response rates: every row that was expected is counted, by nobody's leave."""

import csv
import io
import random
from datetime import date, timedelta
from typing import Any

import pytest

from equity_tracker.extensions import db
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.people import User
from equity_tracker.model.round import ExpectedCheckIn, RoundState
from equity_tracker.model.round_response import Count
from equity_tracker.model.round_snapshot import take_snapshot
from equity_tracker.rounds.queries.response import list_responses
from tests.conftest import NOW
from tests.rounds.conftest import As
from tests.support.factories.commitment import make_published
from tests.support.factories.programme import make_round
from tests.support.people import World

FIRST = date(2025, 1, 31)
HERE: dict[str, Any] = {"programme": "fairer-shore"}


@pytest.fixture
def promises(world: World) -> list[Commitment]:
    """Eight of Alder, a trust, and four of Birch, a college."""
    made = [
        make_published(holder, world.programme, now=NOW, title=f"Promise {number}")
        for holder, number in [*((world.alder, n) for n in range(8)), *((world.birch, n) for n in range(4))]
    ]
    db.session.commit()
    return made


def fill(
    world: World, promises: list[Commitment], number: int, outcomes: list[str], *, closed: bool = True
) -> list[ExpectedCheckIn]:
    """Have a round with these outcomes, one for each promise; an empty word asks nothing."""
    state = RoundState.CLOSED if closed else RoundState.OPEN
    due_on = FIRST + timedelta(days=90 * number)
    round_ = make_round(world.programme, number=number, due_on=due_on, state=state)
    db.session.flush()
    rows = []
    for commitment, outcome in zip(promises, outcomes, strict=False):
        if not outcome:
            continue
        with db.session.no_autoflush:
            row = commitment.expect_check_in(round_)
        if outcome in {"reported", "late"}:
            row.reported_on = due_on + timedelta(days=outcome == "late")
        row.settled_on = due_on if outcome == "settled" else None
        db.session.add(row)
        rows.append(row)
    db.session.flush()
    if closed:
        db.session.add(take_snapshot(round_, rows, now=NOW, today=NOW.date()))
    db.session.commit()
    return rows


def recounted(rows: list[ExpectedCheckIn], kind: str | None = None) -> Count:
    """Count again, row by row, in the plainest way."""
    of_kind = [row for row in rows if kind in {None, row.commitment.organisation.kind}]
    asked = [row for row in of_kind if row.reported_on or not row.settled_on]
    came = [row for row in asked if row.reported_on]
    late = [row for row in came if row.reported_on and row.reported_on > row.due_on]
    return Count(len(asked), len(came), len(late), len(of_kind) - len(asked))


def test_it_equals_a_recount_from_the_rows(world: World, promises: list[Commitment]) -> None:
    rng = random.Random(20261126)  # noqa: S311 - drawn to try many cases, not to keep a secret
    filled = []
    for number in range(1, 41):
        words = ["", "reported", "late", "missing", "settled"]
        outcomes = rng.choices(words, weights=[rng.random() for _ in words], k=len(promises))
        filled.append(fill(world, promises, number, outcomes, closed=rng.random() < 0.7))

    found = list_responses(world.programme)

    assert [row.total for row in found] == [recounted(rows) for rows in filled]
    for row, rows in zip(found, filled, strict=True):
        assert dict(row.kinds) == {
            kind: recounted(rows, kind) for kind in {one.commitment.organisation.kind for one in rows}
        }


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (Count(0, 0, 0, 2), "None asked"),
        (Count(5, 5), "5 of 5"),
        (Count(6, 0), "0 of 6 (0%)"),
        (Count(6, 4), "4 of 6 (67%)"),
        (Count(1000, 999), "999 of 1000 (99%)"),
        (Count(1000, 1), "1 of 1000 (1%)"),
        (Count(6, 6), "6 of 6 (100%)"),
    ],
)
def test_no_share_of_fewer_than_six_and_100_only_of_all(count: Count, words: str) -> None:
    assert count.words == words


def test_the_page_shows_the_trend_and_each_kind(
    as_: As, otto: User, world: World, promises: list[Commitment]
) -> None:
    fill(world, promises, 1, ["reported"] * 6 + ["missing"] * 2 + ["reported", "late", "settled", "missing"])
    fill(world, promises, 2, ["reported"] + ["missing"] * 11, closed=False)

    page = as_(otto).get("rounds.show_response", **HERE)

    assert page.table("Reported in each round") == [
        ["Round 2 Due 30 July 2025, open: so far", "1 of 12 (8%)", "0", "0"],
        ["Round 1 Due 1 May 2025", "8 of 11 (73%)", "1", "1"],
    ]
    assert page.table("Reported, by kind of organisation and round") == [
        ["NHS trust", "1 of 8 (13%)", "6 of 8 (75%)"],
        ["Royal college or faculty", "0 of 4", "2 of 3"],
    ]
    assert "Round 1: 8 of 11; Round 2: 1 of 12." in page.soup.select("svg desc")[0].text


def test_the_file_says_the_same(as_: As, otto: User, world: World, promises: list[Commitment]) -> None:
    fill(world, promises, 1, ["reported"] * 6 + ["missing"] * 2 + ["reported", "late", "settled", "missing"])

    sent = as_(otto).browser.get("/p/fairer-shore/rounds/response.csv", buffered=True)
    rows = list(csv.DictReader(io.StringIO(sent.text.removeprefix("\ufeff"))))

    assert [
        (row["Kind of organisation"], row["Expected"], row["Reported"], row["Late"], row["Not counted"])
        for row in rows
    ] == [
        ("All", "11", "8", "1", "1"),
        ("NHS trust", "8", "6", "0", "0"),
        ("Royal college or faculty", "3", "2", "1", "1"),
    ]


def test_before_the_first_round_there_is_nothing_to_count(as_: As, otto: User) -> None:
    assert "No round has been opened yet" in as_(otto).get("rounds.show_response", **HERE).main


def test_an_outsider_finds_no_counts(as_: As, cora: User) -> None:
    as_(cora).get("rounds.show_response", expected=404, **HERE)
