"""Who has reported, by round and kind of organisation: page, file and board paper say the same."""

import csv
import io
import random
from collections.abc import Callable
from datetime import timedelta

from bs4 import BeautifulSoup, Tag

from equity_tracker.extensions import db
from equity_tracker.model.people import User
from equity_tracker.model.round import RoundState
from equity_tracker.model.round_snapshot import take_snapshot
from equity_tracker.portfolio.actions.programme_report import gather_programme_report
from equity_tracker.portfolio.standing import ROUNDS_ON_A_SHEET
from equity_tracker.rounds.views.response import MOST_BESIDE_ONE_ANOTHER
from equity_tracker.web.report_pages import fill_report
from tests.conftest import NOW
from tests.reports.records import paper_of
from tests.support.client import CheckingClient
from tests.support.factories.commitment import make_published
from tests.support.factories.organisation import make_organisation
from tests.support.factories.programme import make_participation, make_round
from tests.support.people import World

TODAY = NOW.date()
ROUNDS = 6
As = Callable[[User | None], CheckingClient]
Said = dict[tuple[str, str], str]


def fill(world: World) -> None:
    """Six rounds, the last one open; nine promises of a trust, four of a college, one of a council."""
    cedar = make_organisation("Cedar Council", now=NOW, kind="council")
    make_participation(cedar, world.programme, now=NOW)
    holders = [world.alder] * 9 + [world.birch] * 4 + [cedar]
    promises = [make_published(holder, world.programme, now=NOW) for holder in holders]
    rng = random.Random(7)  # noqa: S311 - drawn to try many cases, not to keep a secret
    for number in range(1, ROUNDS + 1):
        is_open = number == ROUNDS
        due_on = TODAY - timedelta(days=90 * (ROUNDS - number))
        state = RoundState.OPEN if is_open else RoundState.CLOSED
        round_ = make_round(world.programme, number=number, due_on=due_on, state=state)
        db.session.flush()
        rows = []
        for promise in promises[: 13 + number % 2]:
            with db.session.no_autoflush:
                row = promise.expect_check_in(round_)
            came = rng.choice([None, due_on, due_on, due_on + timedelta(days=3)])
            row.reported_on = came
            row.settled_on = due_on if came is None and rng.random() < 0.4 else None
            db.session.add(row)
            rows.append(row)
        db.session.flush()
        if not is_open:
            db.session.add(take_snapshot(round_, rows, now=NOW, today=TODAY))
            # What is known later is not what the round's record says.
            rows[0].reported_on = None if rows[0].reported_on else TODAY
    # Nor does a later change of kind reach it, while what is open follows.
    world.birch.kind = "research_body"
    db.session.commit()


def from_tables(soup: BeautifulSoup | Tag, captions: str) -> Said:
    """Read every cell of the tables with such a caption, by the heads of its row and column."""
    said: Said = {}
    for table in soup.select("table"):
        if table.caption is None or captions not in table.caption.get_text():
            continue
        heads = [cell.get_text(" ", strip=True) for cell in table.select("thead th")][1:]
        for row in table.select("tbody tr"):
            first, *cells = (cell.get_text(" ", strip=True) for cell in row.select("th, td"))
            said |= {(first, head): cell for head, cell in zip(heads, cells, strict=True)}
    return said


def from_file(text: str) -> tuple[Said, Said]:
    """Return what the file says of each kind in each round, and of each round as a whole."""
    kinds: Said = {}
    totals: Said = {}
    for row in csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))):
        expected, reported = int(row["Expected"]), int(row["Reported"])
        share = f" ({(200 * reported + expected) // (2 * expected)}%)" if expected >= 6 else ""
        words = f"{reported} of {expected}{share}" if expected else "None asked"
        if row["Kind of organisation"] == "All":
            cells = {"Reported": words, "Late": row["Late"], "Not counted": row["Not counted"]}
            totals |= {(row["Round"], head): cell for head, cell in cells.items()}
        else:
            kinds[row["Kind of organisation"], row["Round"]] = words
    return kinds, totals


def by_round(said: Said) -> Said:
    """Name rounds by their names alone: page and paper add the due date in their own ways."""
    return {
        (" ".join(first.split()[:2]), head): cell for (first, head), cell in said.items() if head != "Due by"
    }


def test_page_file_and_board_paper_agree(as_: As, otto: User, world: World) -> None:
    fill(world)

    page = as_(otto).get("rounds.show_response", programme=world.programme.slug).soup
    sent = as_(otto).browser.get(f"/p/{world.programme.slug}/rounds/response.csv", buffered=True)
    paper = BeautifulSoup(fill_report(gather_programme_report(world.programme, paper_of(TODAY))), "html5lib")

    kinds, totals = from_file(sent.text)
    assert {kind for kind, _ in kinds} == {
        "Council", "NHS trust", "Research body", "Royal college or faculty"
    }  # fmt: skip
    assert ("NHS trust", "Round 1") in kinds
    assert sum("%" in cell for cell in kinds.values()) >= ROUNDS - 1
    assert sum("%" not in cell for cell in kinds.values()) >= ROUNDS
    assert from_tables(paper, "By kind of organisation") == kinds
    shown = {f"Round {number}" for number in range(ROUNDS - MOST_BESIDE_ONE_ANOTHER + 1, ROUNDS + 1)}
    assert from_tables(page, "by kind of organisation") == {
        (kind, round_): cell for (kind, round_), cell in kinds.items() if round_ in shown
    }
    assert by_round(from_tables(paper, "Check-ins asked for in each round")) == totals
    assert by_round(from_tables(page, "Reported in each round")) == totals


def test_a_sheet_holds_so_many_rounds_beside_one_another(world: World) -> None:
    fill(world)
    response = gather_programme_report(world.programme, paper_of(TODAY)).response
    assert response is not None

    assert [len(part) for part in response.beside_one_another] == [
        ROUNDS_ON_A_SHEET, ROUNDS - ROUNDS_ON_A_SHEET
    ]  # fmt: skip
    assert [row for part in response.beside_one_another for row in part] == list(response.rounds)
