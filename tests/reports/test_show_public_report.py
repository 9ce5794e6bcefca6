"""The public report as a file that anyone may fetch."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from equity_tracker.extensions import db
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.people import User
from equity_tracker.model.publication import PublicationKind
from equity_tracker.model.publishing import publish_organisation
from equity_tracker.model.report import Edition, Report
from equity_tracker.publishing.queries import find_current_publication
from equity_tracker.reports.job import Press, make_report, make_waiting_reports, queue_public_reports
from equity_tracker.reports.queries import find_public_report
from tests.conftest import NOW
from tests.reports.records import TODAY, make_public, queued
from tests.support.client import CheckingClient
from tests.support.page import Page
from tests.support.people import World

As = Callable[[User | None], CheckingClient]


def fetch(as_: As, slug: str = "alder-trust", *, expected: int = 200) -> Page:
    return as_(None).get("reports.show_public_report", slug=slug, expected=expected)


@pytest.fixture
def made(commitment: Commitment, press: Press) -> Report:
    """The public report of Alder, made."""
    queue_public_reports(NOW)
    make_waiting_reports(NOW, press)
    report = find_public_report(commitment.organisation_id)
    assert report is not None
    return report


def test_anyone_may_fetch_it_and_keep_it_for_some_seconds(as_: As, made: Report, press: Press) -> None:
    response = fetch(as_).response

    assert made.file_key is not None
    assert response.data == press.storage.get(made.file_key)
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Cache-Control"] == "public, max-age=20"
    assert response.headers["Content-Disposition"] == (
        'inline; filename="alder-trust-status-report-2026-04-06.pdf"'
    )
    assert "Set-Cookie" not in response.headers
    assert response.headers["Content-Security-Policy"] == "frame-ancestors 'none'", "or Chrome shows nothing"


def test_who_has_it_already_is_told_so(as_: As, made: Report) -> None:
    browser = as_(None)
    tag = fetch(as_).response.headers["ETag"]
    answer = browser.browser.get(
        "/organisations/alder-trust/status-report.pdf", headers={"If-None-Match": tag}
    )

    assert answer.status_code == 304


def test_before_the_first_a_page_says_when_to_expect_it(as_: As, commitment: Commitment) -> None:
    page = fetch(as_, expected=404)

    assert page.heading == "Status report: not there yet"
    assert "within about five minutes" in page.main
    assert page.response.headers["Cache-Control"] == "no-store"


def test_an_organisation_with_nothing_on_the_register_says_so(as_: As, world: World) -> None:
    make_public(world.birch)
    db.session.commit()

    assert "nothing on the register" in fetch(as_, "birch-college", expected=404).main


def test_an_organisation_that_is_not_public_is_not_there(as_: As, world: World) -> None:
    assert fetch(as_, "birch-college", expected=404).heading == "There is no page here"
    assert fetch(as_, "no-such-body", expected=404).heading == "There is no page here"


def test_the_newest_that_is_made_is_served_while_the_next_is_being_made(
    as_: As, world: World, made: Report
) -> None:
    queued(world.alder, Edition.PUBLIC, as_of=TODAY + timedelta(days=1))

    assert "2026-04-06" in fetch(as_).response.headers["Content-Disposition"]


def test_an_internal_report_is_never_served_to_the_public(
    as_: As, world: World, commitment: Commitment, press: Press
) -> None:
    make_report(queued(world.alder).id, NOW, press)

    fetch(as_, expected=404)


def test_nothing_is_served_once_nothing_is_public_any_more(
    as_: As, commitment: Commitment, made: Report
) -> None:
    assert commitment.register_entry is not None
    commitment.register_entry.public_from = None
    db.session.commit()

    fetch(as_, expected=404)


def test_an_address_that_the_organisation_had_before_still_leads_to_it(
    as_: As, world: World, made: Report
) -> None:
    world.alder.slug = "alder-and-ash"
    previous = find_current_publication(PublicationKind.ORGANISATION, world.alder.public_id)
    db.session.add(publish_organisation(world.alder, previous, now=NOW, today=TODAY, visible_from=TODAY))
    db.session.commit()

    for slug in ("alder-trust", "alder-and-ash"):
        assert "alder-and-ash-status-report" in fetch(as_, slug).response.headers["Content-Disposition"]


def test_members_see_it_in_their_list(as_: As, cora: User, made: Report) -> None:
    page = as_(cora).get("reports.list_reports", organisation="alder-trust")

    assert page.table("Public reports") == [["6 April 2026 , made on 6 April 2026 at 10:00", "1 page"]]
    assert page.link("Public status report (PDF, 1 page)").follow().response.mimetype == "application/pdf"
