"""What was registered, as a list to narrow; the SQL of the reporting light agrees with the model's."""

from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest
from sqlalchemy import select

from equity_tracker.extensions import db
from equity_tracker.model.commitment import Lifecycle
from equity_tracker.model.people import User
from equity_tracker.model.programme import Programme
from equity_tracker.model.register import RegisterEntry
from equity_tracker.model.status import Reporting, reporting
from equity_tracker.programmes.queries.commitments import count_by_reporting, reporting_is
from tests.conftest import NOW
from tests.programmes.conftest import As, Open, Submit, entry_of
from tests.support.factories.commitment import make_draft, make_published
from tests.support.factories.programme import make_participation
from tests.support.page import Page
from tests.support.people import World

TODAY = NOW.date()


@pytest.fixture
def listed(as_: As, otto: User, world: World) -> Open:
    """Open the list as Otto, narrowed in some way."""

    def opened(**narrowing: Any) -> Page:
        return as_(otto).get("programmes.list_commitments", programme=world.programme.slug, **narrowing)

    return opened


def titles(page: Page) -> list[str]:
    return [row[0] for row in page.table("Commitments")]


def test_drafts_are_their_organisations_own(listed: Open, world: World) -> None:
    make_draft(world.alder, world.programme, now=NOW, title="Not yet for your eyes")
    db.session.commit()

    page = listed()

    assert "Nothing registered yet" in page.main
    assert "Not yet for your eyes" not in page.text


def test_everything_from_submitted_on_is_listed_the_latest_first(
    listed: Open, world: World, submit: Submit, approving: Programme
) -> None:
    make_published(world.birch, world.programme, now=NOW, title="Published")
    db.session.commit()
    submit(title="Submitted")

    page = listed()

    assert [row[:2] for row in page.table("Commitments")] == [
        ["Submitted Alder Trust", "Submitted"],
        ["Published Birch College, FS-0001", "Published"],
    ]
    assert "2 commitments, the latest first" in page.main


def test_commitments_of_other_programmes_are_not_listed(
    listed: Open, world: World, as_: As, submit: Submit
) -> None:
    submit(title="Ours")

    page = as_(world.other_paula).get("programmes.list_commitments", programme=world.other_programme.slug)

    assert "Ours" not in page.text


def test_the_list_is_narrowed_by_organisation_stage_and_reporting(
    listed: Open, world: World, submit: Submit, approving: Programme
) -> None:
    due = make_published(world.birch, world.programme, now=NOW, title="Due")
    entry_of(due).next_due_on, entry_of(due).grace_until = date(2026, 4, 30), date(2026, 5, 14)
    make_published(world.alder, world.programme, now=NOW, title="Idle")
    db.session.commit()
    submit(title="Waiting")

    assert titles(listed(organisation="birch-college")) == ["Due Birch College, FS-0001"]
    assert titles(listed(stage="submitted")) == ["Waiting Alder Trust"]
    assert titles(listed(reporting="due")) == ["Due Birch College, FS-0001"]
    assert titles(listed(reporting="not_asked")) == ["Idle Alder Trust, FS-0002"]
    assert "None in this view" in listed(organisation="birch-college", stage="closed").main


def test_the_organisations_offered_are_those_that_registered_something_here(
    listed: Open, world: World
) -> None:
    make_published(world.birch, world.programme, now=NOW)
    make_draft(world.alder, world.programme, now=NOW)
    make_participation(world.institute, world.other_programme, now=NOW)
    make_published(world.institute, world.other_programme, now=NOW)
    db.session.commit()

    offered = listed().soup.select("select[name=organisation] option")

    assert [option.text for option in offered] == ["All", "Birch College"]


@pytest.mark.parametrize("narrowing", [{"stage": "draft"}, {"stage": "sold"}, {"reporting": "%"}])
def test_a_word_that_is_none_of_ours_narrows_nothing(
    listed: Open, submit: Submit, narrowing: dict[str, str]
) -> None:
    submit(title="Ours")

    assert len(titles(listed(**narrowing))) == 1


@pytest.mark.thorough
def test_pages_follow_one_another_without_gap_or_repetition(listed: Open, world: World) -> None:
    for number in range(53):
        make_published(world.alder, world.programme, now=NOW, title=f"Promise {number:02d}")
    db.session.commit()

    seen, page = [], listed(organisation="alder-trust")
    while True:
        seen += titles(page)
        if not page.has_link("Earlier commitments"):
            break
        page = page.link("Earlier commitments").follow()

    assert len(seen) == len(set(seen)) == 53
    assert seen[0].startswith("Promise 52")
    assert seen[-1].startswith("Promise 00")


def test_a_cursor_that_we_did_not_write_is_refused(listed: Open, as_: As, otto: User, world: World) -> None:
    as_(otto).get("programmes.list_commitments", programme=world.programme.slug, after="abc", expected=400)


def test_the_counts_say_what_the_model_says(world: World) -> None:
    """Every combination of dates around today, each on a row of its own."""
    days = (None, *(TODAY + timedelta(days=offset) for offset in (-20, -1, 0, 1)))
    wanted = dict.fromkeys(Reporting, 0)
    for number, (last, due, grace, closed) in enumerate(product((None, TODAY), days, days, (None, TODAY))):
        if due and grace and grace < due:
            continue
        commitment = make_published(world.alder, world.programme, now=NOW, title=f"Promise {number}")
        entry = entry_of(commitment)
        entry.last_reported_on, entry.next_due_on = last, due
        entry.grace_until, entry.closed_on = grace, closed
        wanted[reporting(entry, TODAY)] += 1
    db.session.commit()

    assert count_by_reporting(world.programme, TODAY) == wanted
    assert all(wanted.values())
    for state in Reporting:
        rows = db.session.scalars(select(RegisterEntry).where(reporting_is(state, TODAY))).all()
        assert {reporting(row, TODAY) for row in rows} == {state}


def test_a_closed_commitment_stays_listed(listed: Open, world: World) -> None:
    commitment = make_published(world.alder, world.programme, now=NOW, title="Withdrawn")
    commitment.close("withdrawn", "It was not ours to make.", today=TODAY)
    db.session.commit()

    assert commitment.lifecycle is Lifecycle.CLOSED
    assert titles(listed(stage="closed")) == ["Withdrawn Alder Trust, FS-0001"]
