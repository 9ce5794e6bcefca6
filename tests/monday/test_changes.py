"""What changed since a day: grouped, linked, with what it was before."""

import csv
import io
from datetime import timedelta
from typing import Any

import pytest

from equity_tracker import clock
from equity_tracker.extensions import db
from equity_tracker.model.organisation import OrganisationChange
from equity_tracker.model.people import User
from equity_tracker.model.programme import Participation
from equity_tracker.model.publishing import publish_commitment
from equity_tracker.model.retracting import retract_check_in, retract_commitment
from equity_tracker.model.round import RoundState
from tests.conftest import NOW
from tests.monday.conftest import TODAY, As, Promise, Report, days
from tests.support.factories.commitment import make_draft
from tests.support.factories.organisation import make_organisation
from tests.support.factories.programme import make_round
from tests.support.page import Page
from tests.support.people import World

YESTERDAY = NOW - timedelta(days=1)


def listed(as_: As, person: User, **arguments: Any) -> Page:
    return as_(person).get("monday.list_changes", programme="fairer-shore", **arguments)


def test_by_default_it_looks_back_to_the_monday_before(as_: As, paula: User, promise: Promise) -> None:
    promise("Old", at=NOW - timedelta(days=8))

    page = listed(as_, paula)

    assert "Since 30 March 2026, the latest first." in page.main
    assert "Nothing has changed since then" in page.main
    with clock.fixed(NOW + timedelta(days=3)):
        assert "Since 6 April 2026" in listed(as_, paula).main


@pytest.mark.parametrize("picked", ["tomorrow", "2026-04-07", "1066-10-14", "0", "2026-13-01"])
def test_what_is_no_day_to_look_back_to_is_not_taken(as_: As, paula: User, picked: str) -> None:
    assert "Since 30 March 2026" in listed(as_, paula, since=picked).main


def test_the_day_the_last_round_closed_is_one_click_away(as_: As, paula: User, world: World) -> None:
    round_ = make_round(world.programme, due_on=days(-60), state=RoundState.CLOSED)
    round_.closed_at = NOW - timedelta(days=30)
    db.session.commit()

    assert "Since 7 March 2026" in listed(as_, paula).link("the day Round 1 closed").follow().main


def test_new_and_amended_promises_say_what_is_different(
    as_: As, otto: User, promise: Promise, world: World
) -> None:
    promise("New", at=YESTERDAY)
    changed = promise("Fair pay", level="conditions")
    changed.level = "behaviour"
    publish_commitment(changed, now=YESTERDAY, today=YESTERDAY.date(), note="The board asked for it.")
    publish_commitment(changed, now=NOW, today=TODAY)  # Says nothing else.
    make_draft(world.alder, world.programme, now=NOW, title="A secret draft")
    db.session.commit()

    page = listed(as_, otto)

    assert page.table("Newly published") == [
        ["New Alder Trust", "Published for the first time.", "5 April 2026"]
    ]
    (row,) = page.table("Amended")
    assert row[0] == "Fair pay Alder Trust"
    assert "Because: The board asked for it." in row[1]
    assert "Level of action" in row[1]
    assert "was: " in row[1]
    assert "A secret draft" not in page.text


def test_a_check_in_that_says_something_else_says_what_it_was(
    as_: As, paula: User, promise: Promise, report: Report
) -> None:
    same, other, first = promise("Same"), promise("Other"), promise("First")
    for commitment in (same, other):
        report(commitment, at=NOW - timedelta(days=90), outlook="on_track", delivery="limited")
    report(same, outlook="on_track", delivery="limited", what_changed="More of it.")
    report(other, at=YESTERDAY, outlook="off_track", delivery="limited", what_changed="The tender failed.")
    report(other, outlook="at_risk", delivery="substantial", what_changed="A second tender.")
    report(first)

    rows = {row[0]: row[1] for row in listed(as_, paula).table("Reported differently")}

    assert rows == {
        "Other Alder Trust": "At risk, was on track. Delivery: substantial, was limited.",
        "First Alder Trust": "First check-in: on track; delivery: limited.",
    }


def test_closed_and_taken_back_say_why(as_: As, paula: User, promise: Promise, report: Report) -> None:
    closed, gone, wrong = promise("Closed"), promise("Gone"), promise("Wrong")
    closed.close("withdrawn", "It was given up.", today=TODAY)
    publish_commitment(closed, now=NOW, today=TODAY)
    report(gone, at=YESTERDAY)
    retract_commitment(gone, "Not theirs.", now=NOW, today=TODAY)
    retract_check_in(report(wrong), "A slip.", now=NOW, today=TODAY)
    db.session.commit()

    page = listed(as_, paula)

    assert page.table("Closed") == [["Closed Alder Trust", "Withdrawn.", "6 April 2026"]]
    assert {row[0]: row[1] for row in page.table("Taken back")} == {
        "Gone Alder Trust": "The commitment was taken back: Not theirs.",
        "Wrong Alder Trust": "A check-in was taken back: A slip.",
    }
    assert "Reported differently" not in page.main


def test_who_joined_left_or_became_another(as_: As, paula: User, world: World) -> None:
    cedar = make_organisation("Cedar Council", now=NOW)
    db.session.add(Participation(organisation=cedar, programme=world.programme, joined_on=TODAY))
    world.programme.participations[1].left_on = TODAY
    stranger = make_organisation("Far Away", now=NOW)
    for predecessor, successor in ((world.alder, cedar), (stranger, stranger)):
        change = OrganisationChange(kind="merged", effective_on=TODAY, note="By order.")
        change.predecessors.append(predecessor)
        change.successors.append(successor)
        db.session.add(change)
    db.session.commit()

    page = listed(as_, paula)

    assert "Cedar Council Joined the programme." in page.main
    assert "Birch College Left the programme." in page.main
    assert "Alder Trust Merged into Cedar Council. By order." in page.main
    assert "Far Away" not in page.main


@pytest.mark.thorough
def test_many_are_cut_and_the_file_holds_them_all(as_: As, paula: User, promise: Promise) -> None:
    for number in range(52):
        promise(f"Promise {number}", at=YESTERDAY)

    page = listed(as_, paula)

    assert len(page.table("Newly published")) == 50
    assert "These are the latest 50. All of them are in the file." in page.main
    rows = list(csv.reader(io.StringIO(page.link("All of it").follow().response.text)))
    assert len(rows) == 53
    assert rows[0][0] == "\ufeffWhat"


def test_another_programme_s_changes_are_not_in_it(as_: As, promise: Promise, world: World) -> None:
    promise(at=YESTERDAY)

    page = as_(world.other_paula).get("monday.list_changes", programme="other-work")

    assert "Nothing has changed since then" in page.main
