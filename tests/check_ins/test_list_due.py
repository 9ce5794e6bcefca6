"""Everything of an organisation that waits for a report, on one page."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from equity_tracker import clock
from equity_tracker.extensions import db
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.people import User
from equity_tracker.model.registering import refresh_register_entry
from tests.check_ins.conftest import Ask, Report, Return
from tests.conftest import NOW
from tests.support.client import CheckingClient
from tests.support.factories.commitment import make_published
from tests.support.factories.programme import make_round
from tests.support.page import Page
from tests.support.people import World

As = Callable[[User | None], CheckingClient]
TABLE = "Commitments that wait for a report"


def list_due(browser: CheckingClient) -> Page:
    return browser.get("check_ins.list_due", organisation="alder-trust")


def test_an_empty_list_says_what_will_stand_there(as_: As, cora: User, promise: Commitment) -> None:
    page = list_due(as_(cora))
    assert "Nothing is due" in page.main
    assert "1 other commitment has nothing due." in page.main


@pytest.mark.parametrize(
    ("due_in", "state"),
    [(24, "Due 30 April 2026"), (-1, "Overdue"), (-15, "Never reported")],
)
def test_each_commitment_has_one_state_and_one_link(
    as_: As, cora: User, ask: Ask, due_in: int, state: str
) -> None:
    ask(NOW.date() + timedelta(days=due_in))
    page = list_due(as_(cora))
    ((name, shown, last),) = page.table(TABLE)
    assert name.startswith("Every cleaning contract pays the real living wage FS-0001, Fairer Shore")
    assert (shown, last) == (state, "None yet")
    assert len(page.soup.select("table a")) == 1
    assert page.link("Every cleaning contract").follow().heading == "Check in"


def test_one_without_a_word_for_a_year_is_listed_though_nothing_asks(
    as_: As, cora: User, report: Report
) -> None:
    report()
    with clock.fixed(NOW + timedelta(days=365)):
        ((_, shown, last),) = list_due(as_(cora)).table(TABLE)
    assert (shown, last) == ("No update since 6 April 2026", "6 April 2026")


def test_what_came_back_stands_first_and_opens_for_correction(
    as_: As, cora: User, world: World, report: Report, give_back: Return
) -> None:
    check_in = report()
    round_ = make_round(world.programme, due_on=date(2026, 4, 7))
    other = make_published(
        world.alder, world.programme, now=NOW, title="An apprenticeship for every care leaver"
    )
    db.session.add_all(round_.open([other], now=NOW))
    db.session.flush()
    refresh_register_entry(other, now=NOW)
    give_back(check_in, "Please name the contract.")
    page = list_due(as_(cora))
    assert [row[1] for row in page.table(TABLE)] == ["Returned to you", "Due 7 April 2026"]
    assert page.link("Every cleaning contract").follow().heading == "Correct check-in 1"


def test_a_viewer_is_led_to_the_record_and_not_to_the_form(as_: As, vic: User, ask: Ask) -> None:
    ask(date(2026, 4, 30))
    page = list_due(as_(vic)).link("Every cleaning contract").follow()
    assert page.heading == "Every cleaning contract pays the real living wage"


def test_closed_commitments_and_closed_programmes_wait_for_nothing(
    as_: As, cora: User, world: World, promise: Commitment, ask: Ask
) -> None:
    ask(date(2026, 4, 30))
    world.programme.closed_on = NOW.date()
    db.session.commit()
    assert "Nothing is due" in list_due(as_(cora)).main
    world.programme.closed_on = None
    promise.close("met_on_time", "Every contract carries it.", today=NOW.date())
    refresh_register_entry(promise, now=NOW)
    db.session.commit()
    assert "Nothing is due" in list_due(as_(cora)).main


def test_the_list_costs_the_same_however_long_it_is(as_: As, cora: User, world: World) -> None:
    round_ = make_round(world.programme, due_on=date(2026, 4, 30))
    rows = [make_published(world.alder, world.programme, now=NOW, title=f"Promise {n}") for n in range(12)]
    db.session.add_all(round_.open(rows, now=NOW))
    db.session.flush()
    for row in rows:
        refresh_register_entry(row, now=NOW)
    db.session.commit()
    page = as_(cora).get("check_ins.list_due", organisation="alder-trust", most_queries=8)
    assert len(page.table(TABLE)) == 12
