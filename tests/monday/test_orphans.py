"""Commitments that have lost somebody or something: named kindly, with who is there to ring."""

import csv
import io
from datetime import date
from typing import Any

import pytest

from equity_tracker.extensions import db
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.organisation import OrganisationChange
from equity_tracker.model.ownership import OwnerRole
from equity_tracker.model.people import User
from tests.conftest import NOW
from tests.monday.conftest import TODAY, As, Promise, days
from tests.support.factories.commitment import make_draft
from tests.support.page import Page
from tests.support.people import World

CAPTION = "Commitments that miss something"


@pytest.fixture
def whole(promise: Promise) -> Commitment:
    """A commitment that misses nothing."""
    commitment = promise()
    commitment.name_owner(OwnerRole.SPONSOR, "Chief executive", None, today=TODAY)
    db.session.commit()
    return commitment


def listed(as_: As, person: User, **arguments: Any) -> Page:
    return as_(person).get("monday.list_orphans", programme="fairer-shore", **arguments)


def missing(page: Page) -> list[str]:
    return [row[1] for row in page.table(CAPTION)]


def test_what_misses_nothing_is_not_listed_nor_is_a_draft(
    as_: As, paula: User, whole: Commitment, world: World
) -> None:
    make_draft(world.alder, world.programme, now=NOW, title="A secret draft")
    db.session.commit()

    assert "Every commitment has what it stands on" in listed(as_, paula).main


def test_a_post_holder_who_has_left_is_missed_and_still_named(
    as_: As, paula: User, whole: Commitment
) -> None:
    whole.ownerships[0].leave(TODAY)
    db.session.commit()

    page = listed(as_, paula)

    assert missing(page) == ["The Director of finance, its post-holder, has left."]
    assert page.table(CAPTION)[0][2] == "Director of finance (has left) Sponsor: Chief executive"


def test_no_sponsor_is_missed(as_: As, otto: User, promise: Promise) -> None:
    promise()

    assert missing(listed(as_, otto)) == ["No senior sponsor is named."]


def test_an_organisation_that_was_merged_has_not_decided_yet(
    as_: As, paula: User, whole: Commitment, world: World
) -> None:
    change = OrganisationChange(kind="merged", effective_on=days(-5))
    change.predecessors.append(world.alder)
    change.successors.append(world.birch)
    db.session.add(change)
    world.alder.ended_on = days(-5)
    db.session.commit()

    said = "Alder Trust ended on 1 April 2026. It is not handed over to Birch College yet."
    page = listed(as_, paula)
    assert missing(page) == [f"{said} Record who follows Alder Trust"]
    assert "Who follows Alder Trust?" in page.link("Record who follows Alder Trust").follow().heading


def test_a_new_name_or_a_merger_to_come_orphans_nothing(
    as_: As, paula: User, whole: Commitment, world: World
) -> None:
    for kind, on in (("renamed", days(-5)), ("merged", days(5))):
        change = OrganisationChange(kind=kind, effective_on=on)
        change.predecessors.append(world.alder)
        db.session.add(change)
    db.session.commit()

    assert "Every commitment has what it stands on" in listed(as_, paula).main


@pytest.mark.parametrize(
    ("funding", "gap"),
    [
        (date(2027, 3, 31), "12 months"),
        (date(2028, 2, 28), "1 month"),
        (date(2028, 3, 20), "less than a month"),
    ],
)
def test_the_gap_between_money_and_promise_is_told_in_months(
    as_: As, paula: User, whole: Commitment, funding: date, gap: str
) -> None:
    whole.funding_ends_on = funding
    db.session.commit()

    assert missing(listed(as_, paula))[0].endswith(f", {gap} before the commitment does.")


def test_funding_to_the_end_is_no_gap(as_: As, paula: User, whole: Commitment) -> None:
    whole.funding_ends_on = whole.ends_on
    db.session.commit()

    assert "Every commitment has what it stands on" in listed(as_, paula).main


def test_where_nobody_can_be_written_to(as_: As, paula: User, promise: Promise, world: World) -> None:
    commitment = promise(of=world.birch)
    commitment.name_owner(OwnerRole.SPONSOR, "President", None, today=TODAY)
    world.eve.suspended_at = NOW
    db.session.commit()
    assert "Birch College has no member here and no mailbox" in missing(listed(as_, paula))[0]

    world.birch.mailbox = "hello@birch.example.org"
    db.session.commit()
    assert "Every commitment has what it stands on" in listed(as_, paula).main


def test_several_reasons_stand_in_one_row_and_each_narrows_the_list(
    as_: As, paula: User, promise: Promise
) -> None:
    both = promise("Both", funding_ends_on=date(2027, 3, 31))
    both.ownerships[0].leave(TODAY)
    promise("One")
    db.session.commit()

    page = listed(as_, paula)
    assert "2 commitments, by organisation" in page.main
    assert len(page.table(CAPTION)) == 2
    only = page.link("Funding ends first").follow()
    assert [row[0] for row in only.table(CAPTION)] == ["Both Alder Trust"]
    assert "None of this kind" in listed(as_, paula, kind="ended").main


@pytest.mark.thorough
def test_many_are_read_page_by_page_and_the_file_holds_them_all(
    as_: As, paula: User, promise: Promise
) -> None:
    for number in range(30):
        promise(f"Promise {number}")

    page = listed(as_, paula)
    following = page.link("More").follow()

    rows = [row[0] for one in (page, following) for row in one.table(CAPTION)]
    assert len(rows) == len(set(rows)) == 30
    text = page.link("This list").follow().response.text
    assert len(list(csv.reader(io.StringIO(text)))) == 31
