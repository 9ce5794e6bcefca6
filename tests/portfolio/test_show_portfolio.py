"""Where the commitments are aimed: counted once, with what is not stated, and never more than is known."""

from datetime import date

import pytest

from equity_tracker.extensions import db
from equity_tracker.model.programme import Programme
from equity_tracker.model.publishing import publish_commitment
from equity_tracker.model.retracting import retract_commitment
from equity_tracker.portfolio.gaps import CARE_ONLY, Portfolio
from equity_tracker.portfolio.queries.commitments import get_portfolio
from tests.conftest import NOW
from tests.portfolio.conftest import Lines, Open, Promise
from tests.support.factories.commitment import make_draft
from tests.support.page import Page
from tests.support.people import World

MATRIX = "Commitments by main domain and level of action"


def counts(portfolio: Portfolio, name: str) -> dict[str, int]:
    return {share.slug: share.count for share in portfolio.spread(name).shares if share.count}


def rows(page: Page, caption: str) -> dict[str, list[str]]:
    return {row[0]: row[1:] for row in page.table(caption)}


def test_before_anything_is_published_the_page_says_so(opened: Open, world: World) -> None:
    make_draft(world.alder, world.programme, now=NOW, title="Not yet for your eyes")
    db.session.commit()

    page = opened("show_portfolio")

    assert "No commitment has been published so far" in page.main
    assert "Not yet for your eyes" not in page.text


def test_one_commitment_is_in_each_table_once(opened: Open, promise: Promise, world: World) -> None:
    promise(actor_position="frontline", level="structural", domain="advocacy")

    page = opened("show_portfolio")

    assert rows(page, MATRIX)["All"][-1] == "1"
    assert rows(page, "Commitments by the position acted from")["Frontline"][5] == "1 commitment"
    assert "35 of the combinations" in page.main
    assert "%" not in page.main


def test_what_is_not_stated_is_a_row_and_everything_adds_up(promise: Promise, world: World) -> None:
    for number in range(7):
        promise(f"Promise {number}", distribution=None if number % 2 else "universal")

    portfolio = get_portfolio(world.programme)

    assert counts(portfolio, "distribution") == {"universal": 4, "not_stated": 3}
    for spread in portfolio.spreads:
        assert sum(share.count for share in spread.shares) == portfolio.commitments == 7
    for table in (portfolio.domains, portfolio.positions):
        assert sum(row.total for row in table.rows) == table.total == 7


def test_statements_of_intent_and_what_was_taken_back_are_in_no_table(
    opened: Open, promise: Promise, world: World
) -> None:
    promise("A promise")
    promise("A statement", domain=None)
    retract_commitment(promise("Taken back"), "It was not theirs to make.", now=NOW, today=NOW.date())
    db.session.commit()

    page = opened("show_portfolio")

    assert rows(page, MATRIX)["All"][-1] == "1"
    assert "1 statement of intent : counted apart" in page.main
    listed = page.link("1 statement of intent").follow()
    assert [row[0] for row in listed.table("Commitments")] == [
        "A statement Alder Trust, FS-0002, statement of intent"
    ]


def test_a_closed_commitment_stays_counted(promise: Promise, world: World) -> None:
    commitment = promise()
    commitment.close("met_late", "It is done.", today=NOW.date())
    publish_commitment(commitment, now=NOW, today=NOW.date())
    db.session.commit()

    portfolio = get_portfolio(world.programme)

    assert (portfolio.commitments, portfolio.closed) == (1, 1)


def test_nine_of_ten_under_a_year_are_told_as_ninety_percent(opened: Open, promise: Promise) -> None:
    for number in range(9):
        promise(f"Short {number}", starts_on=date(2026, 1, 1), ends_on=date(2026, 9, 30))
    promise("Long", starts_on=date(2026, 1, 1), ends_on=date(2034, 1, 1))

    page = opened("show_portfolio")

    assert "To be done in under a year: 9 of 10 (90%) whose dates are stated." in page.main
    assert any("90%" in title.get_text() for title in page.soup.select("svg title"))
    assert rows(page, "How long they run") == {
        "Under 1 year": ["9"],
        "1 to 3 years": ["0"],
        "3 to 5 years": ["0"],
        "Over 5 years": ["1"],
        "All": ["10"],
    }


def test_of_five_no_percentage_is_told(opened: Open, promise: Promise) -> None:
    for number in range(5):
        promise(f"Short {number}", starts_on=date(2026, 1, 1), ends_on=date(2026, 9, 30))

    page = opened("show_portfolio")

    assert "5 of 5 whose dates are stated" in page.main
    assert "%" not in page.main


@pytest.mark.parametrize(
    ("additionality", "counts_as_new"),
    [
        ("new", True), ("expanded", True), ("accelerated", True),
        ("continued", False), ("statutory", False), ("unsure", False),
    ],
)  # fmt: skip
def test_what_happens_anyway_is_not_counted_as_new(
    promise: Promise, world: World, additionality: str, counts_as_new: bool
) -> None:
    promise(additionality=additionality)

    assert get_portfolio(world.programme).additional == int(counts_as_new)


@pytest.mark.parametrize(
    ("inequalities", "is_care_only"),
    [(["care", "care"], True), (["care", "both"], False), (["conditions"], False)],
)
def test_a_portfolio_about_care_only_is_told_so(
    opened: Open, promise: Promise, inequalities: list[str], is_care_only: bool
) -> None:
    for inequality in inequalities:
        promise(inequality=inequality)

    page = opened("show_portfolio")
    assert (CARE_ONLY in page.main) == is_care_only
    assert list(rows(page, "Which inequality")) == ["Care", "Conditions", "Both", "All"]


def test_each_cell_leads_to_the_commitments_counted_in_it(opened: Open, promise: Promise) -> None:
    promise("In this cell", domain="advocacy", level="structural")
    promise("In another cell", domain="advocacy", level="behaviour")

    page = opened("show_portfolio")
    cell = page.soup.select_one('a[href*="domain=advocacy"][href*="level=structural"]')
    assert cell is not None
    listed = page.client.get_url(str(cell["href"]))

    assert [row[0].split(" Alder")[0] for row in listed.table("Commitments")] == ["In this cell"]
    assert "1 commitment in this view" in listed.main
    assert "In another cell" in listed.link("Remove filter: Level: Structural").follow().main


def test_the_file_holds_every_number_of_the_page(opened: Open, lines: Lines, promise: Promise) -> None:
    promise(actor_position="national")
    found = lines("download_portfolio")
    headers = opened("download_portfolio").response.headers

    assert ["Which inequality", "Conditions", "", "1"] in found
    cells = [line for line in found if line[0] == "Domain and level" and "All" not in line]
    assert (len(cells), sum(int(line[3]) for line in cells)) == (36, 1)
    assert ["Domain and level", "All", "All", "1"] in found
    assert ["In all", "Combinations of domain and level without any", "", "35"] in found
    assert 'filename="fairer-shore-portfolio-2026-04-06.csv"' in headers["Content-Disposition"]


def test_a_programme_sees_only_its_own(promise: Promise, world: World) -> None:
    promise()
    other: Programme = world.other_programme

    assert get_portfolio(other).commitments == 0


@pytest.mark.thorough
def test_three_hundred_take_no_more_queries(opened: Open, promise: Promise, world: World) -> None:
    for number in range(300):
        promise(f"Promise {number}")

    assert rows(opened("show_portfolio"), MATRIX)["All"][-1] == "300"
