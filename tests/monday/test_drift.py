"""The drift ledger: the level first published against the latest confirmed, and the way it went."""

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, select

from equity_tracker.extensions import db
from equity_tracker.model.commitment_flag import CommitmentFlag
from equity_tracker.model.people import User
from equity_tracker.model.publishing import publish_commitment
from tests.conftest import NOW
from tests.monday.conftest import TODAY, As, Promise, Report
from tests.support.page import Page


def listed(as_: As, person: User, **arguments: Any) -> Page:
    return as_(person).get("monday.list_drift", programme="fairer-shore", **arguments)


def test_where_nothing_has_moved_the_page_says_so(
    as_: As, paula: User, promise: Promise, report: Report
) -> None:
    report(promise(level="conditions"), level="conditions")

    assert "Nothing has moved" in listed(as_, paula).main


def test_drift_says_how_many_levels_with_its_history(
    as_: As, otto: User, promise: Promise, report: Report
) -> None:
    commitment = promise("Fair pay", level="structural")
    report(commitment, at=NOW - timedelta(days=90), level="conditions")
    report(commitment, level="behaviour", what_changed="Leaflets instead.")

    page = listed(as_, otto)

    assert "1 drifted, by organisation" in page.main
    assert "Fair pay 4 levels Alder Trust" in page.main
    assert "First published at level 5" in page.main
    assert "Level of action of “Fair pay” over time" in page.main
    assert page.link("Fair pay").follow().heading == "Fair pay"


def test_it_is_measured_from_the_first_publication(
    as_: As, paula: User, promise: Promise, report: Report
) -> None:
    commitment = promise(level="structural")
    commitment.level = "behaviour"
    publish_commitment(commitment, now=NOW, today=TODAY, note="Moved.")
    db.session.commit()
    report(commitment, level="behaviour")

    assert "1 drifted" in listed(as_, paula).main


def test_moving_up_is_deepened_and_to_chosen_places_is_narrowed(
    as_: As, paula: User, promise: Promise, report: Report
) -> None:
    report(promise("Up", level="behaviour"), level="conditions")
    report(promise("Narrow", distribution="proportionate"), distribution="targeted_place")

    page = listed(as_, paula)

    assert "1 narrowed, 1 deepened" in page.main
    assert "levels higher" in page.main
    assert "First published as proportionate, confirmed as" in page.main
    assert "Narrow" not in listed(as_, paula, kind="deepened").main


def test_the_way_back_takes_it_off(as_: As, paula: User, promise: Promise, report: Report) -> None:
    commitment = promise(level="conditions")
    report(commitment, at=NOW - timedelta(days=90), level="behaviour")
    report(commitment, level="conditions")

    assert "Nothing has moved" in listed(as_, paula).main


def test_a_closed_one_stays_on_the_ledger(as_: As, paula: User, promise: Promise, report: Report) -> None:
    commitment = promise(level="conditions")
    report(commitment, level="behaviour")
    commitment.close("partly_met", "Half of it.", today=TODAY)
    publish_commitment(commitment, now=NOW, today=TODAY)
    db.session.commit()

    assert "closed 6 April 2026" in listed(as_, paula).main


@pytest.mark.thorough
def test_many_are_read_page_by_page_and_the_file_holds_them_all(
    as_: As, paula: User, promise: Promise, report: Report
) -> None:
    for number in range(27):
        report(promise(f"Promise {number}", level="conditions"), level="behaviour")

    first = listed(as_, paula).link("All 27 drifted").follow()
    second = first.link("More").follow()
    assert "Promise 26" in second.main
    assert "Promise 26" not in first.main
    rows = list(csv.reader(io.StringIO(listed(as_, paula).link("This list").follow().response.text)))
    assert len(rows) == 28
    assert rows[1][6] == "2025-09-18: 4; 2026-04-06: 1"


def test_the_flags_can_be_written_anew(
    app: Flask, as_: As, paula: User, promise: Promise, report: Report
) -> None:
    report(promise(level="conditions"), level="behaviour")
    whole = select(CommitmentFlag.sentence).where(CommitmentFlag.programme_id > 0)
    before = db.session.scalars(whole).all()
    db.session.execute(delete(CommitmentFlag).where(CommitmentFlag.programme_id > 0))
    db.session.commit()
    assert "Nothing has moved" in listed(as_, paula).main

    result = app.test_cli_runner().invoke(args=["flags", "rebuild"])

    assert "1 flags added or taken off" in result.output
    assert db.session.scalars(whole).all() == before
