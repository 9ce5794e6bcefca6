"""The public list of status reports: the newest of each organisation, by name, and nothing private."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from equity_tracker.extensions import db
from equity_tracker.model.people import User
from equity_tracker.model.report import Edition, Report
from equity_tracker.model.retracting import retract_commitment
from tests.conftest import NOW
from tests.reports.records import TODAY, make_public, promise, queued
from tests.support.client import CheckingClient
from tests.support.factories.commitment import make_published
from tests.support.factories.organisation import make_organisation
from tests.support.factories.programme import make_participation
from tests.support.page import Page
from tests.support.people import World

As = Callable[[User | None], CheckingClient]
LIST = "Status reports by organisation"


def listed(as_: As) -> Page:
    return as_(None).get("public.list_reports", most_queries=2)


def done(report: Report, *, pages: int = 3) -> Report:
    report.mark_done(file_key="reports/x.pdf", file_hash="h", pages=pages, now=NOW)
    db.session.commit()
    return report


def test_before_the_first_it_says_when_there_will_be_one(as_: As, world: World) -> None:
    assert "No status report has been made yet" in listed(as_).main


def test_the_newest_of_each_is_listed_by_name_with_its_day(as_: As, world: World) -> None:
    make_published(world.birch, world.programme, now=NOW)
    promise(world, "A promise")
    for place in (world.birch, world.alder):
        make_public(place)
        done(queued(place, Edition.PUBLIC, as_of=TODAY - timedelta(days=9)), pages=9)
        done(queued(place, Edition.PUBLIC))

    page = listed(as_)

    assert [row[0] for row in page.table(LIST)] == ["Alder Trust", "Birch College"]
    assert page.table(LIST)[0][1] == "6 April 2026"
    assert page.table(LIST)[0][2] == "PDF , status report of Alder Trust , 3 pages"
    assert (
        page.link("PDF , status report of Birch College").url
        == "/organisations/birch-college/status-report.pdf"
    )
    assert page.response.headers["Cache-Control"] == "public, max-age=20"


def test_what_is_internal_waiting_withdrawn_or_of_nobody_public_is_not_there(as_: As, world: World) -> None:
    of_alder = promise(world, "A promise")
    make_public(world.alder)
    done(queued(world.alder, Edition.INTERNAL))
    queued(world.alder, Edition.PUBLIC)
    make_published(world.birch, world.programme, now=NOW)
    done(queued(world.birch, Edition.PUBLIC))  # itself on no public record

    assert "No status report has been made yet" in listed(as_).main

    report = done(queued(world.alder, Edition.PUBLIC))
    assert len(listed(as_).table(LIST)) == 1
    report.withdraw(NOW)
    db.session.commit()
    assert "No status report has been made yet" in listed(as_).main

    done(queued(world.alder, Edition.PUBLIC))
    retract_commitment(of_alder, "Not ours.", now=NOW, today=TODAY)
    db.session.commit()
    assert "No status report has been made yet" in listed(as_).main


@pytest.mark.thorough
def test_many_are_read_page_by_page(as_: As, world: World) -> None:
    for number in range(27):
        place = make_organisation(f"Trust {number:02d}", now=NOW)
        make_participation(place, world.programme, now=NOW)
        db.session.flush()
        make_published(place, world.programme, now=NOW)
        make_public(place)
        done(queued(place, Edition.PUBLIC))

    first = listed(as_)
    second = first.link("Next page").follow()

    names = [row[0] for page in (first, second) for row in page.table(LIST)]
    assert names == [f"Trust {number:02d}" for number in range(27)]
    as_(None).get("public.list_reports", after="nonsense", expected=400)
