"""Asking for an internal report, waiting for it, and fetching it."""

import logging
from collections.abc import Callable

import pytest
from sqlalchemy import select

from equity_tracker.adapters.pdf import RenderFailed
from equity_tracker.extensions import db
from equity_tracker.model.activity import Activity, ActivityKind
from equity_tracker.model.people import Membership, User
from equity_tracker.model.report import Edition, Report
from equity_tracker.reports.job import Press, make_report
from tests.conftest import NOW
from tests.reports.conftest import PressWith
from tests.reports.records import TODAY, promise, queued
from tests.support.client import CheckingClient
from tests.support.page import Page
from tests.support.people import World

As = Callable[[User | None], CheckingClient]
ASK = "Make a report as of today"


def reports() -> list[Report]:
    statement = select(Report).order_by(Report.id).execution_options(every_organisation=True)
    return list(db.session.scalars(statement))


def open_list(browser: CheckingClient) -> Page:
    return browser.get("reports.list_reports", organisation="alder-trust")


def test_before_the_first_the_list_says_what_will_stand_there(as_: As, cora: User) -> None:
    page = open_list(as_(cora))

    assert "No report so far" in page.main
    assert "Nothing is public yet" in page.main


def test_an_editor_asks_waits_and_fetches(world: World, as_: As, cora: User, press: Press) -> None:
    promise(world, "A promise")
    db.session.commit()
    browser = as_(cora)

    page = open_list(browser).form(ASK).submit()
    assert page.heading == "Status report as at 6 April 2026"
    assert "to be made" in page.main
    assert page.fact("Asked for by") == "Cora Editor"
    (report,) = reports()
    assert (report.edition, report.as_of, report.requested_by) == (Edition.INTERNAL, TODAY, cora)

    make_report(report.id, NOW, press)
    page = page.link("See whether it is ready").follow()
    assert page.fact("Length") == "1 page"
    assert "Pass it on with care" in page.main
    file = page.link("Download the report (PDF)").follow()
    assert file.response.data == blank_of(report, press)
    assert open_list(browser).table("Reports that were asked for")[0][2] == "1 page"


def blank_of(report: Report, press: Press) -> bytes:
    db.session.refresh(report)
    assert report.file_key is not None
    return press.storage.get(report.file_key)


def test_asking_is_in_the_log(as_: As, cora: User) -> None:
    open_list(as_(cora)).form(ASK).submit()

    (line,) = db.session.scalars(select(Activity).where(Activity.kind == ActivityKind.REPORT_REQUESTED))
    assert line.actor_id == cora.id
    assert line.subject_id == reports()[0].public_id


def test_a_form_sent_twice_or_an_impatient_colleague_makes_no_second_report(
    as_: As, cora: User, ada: User
) -> None:
    form = open_list(as_(cora)).form(ASK)
    first = form.submit()

    assert form.submit().url == first.url
    assert open_list(as_(ada)).form(ASK).submit().url == first.url
    assert len(reports()) == 1


def test_a_report_that_failed_says_why_and_can_be_asked_for_again(
    world: World, as_: As, cora: User, press_with: PressWith, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object) -> bytes:
        raise RenderFailed("a reason that people are not shown")

    caplog.set_level(logging.CRITICAL)
    report = queued(world.alder)
    for _ in range(3):
        make_report(report.id, NOW, press_with(fail))
    page = as_(cora).get("reports.show_report", organisation="alder-trust", report=report.public_id)

    assert "It could not be made" in page.main
    assert "a reason that people are not shown" not in page.main
    assert "to be made" in page.link("Ask for it again").follow().form(ASK).submit().main
    assert len(reports()) == 2


def test_a_viewer_reads_and_fetches_but_does_not_ask(world: World, as_: As, vic: User, press: Press) -> None:
    report = queued(world.alder)
    make_report(report.id, NOW, press)
    browser = as_(vic)

    assert ASK not in open_list(browser).main
    browser.get("reports.download_report", organisation="alder-trust", report=report.public_id)
    browser.post("reports.request_report", organisation="alder-trust", expected=403)
    assert len(reports()) == 1


def test_the_file_is_handed_over_and_never_kept_on_the_way(
    world: World, as_: As, cora: User, press: Press
) -> None:
    report = queued(world.alder)
    make_report(report.id, NOW, press)
    page = as_(cora).get("reports.download_report", organisation="alder-trust", report=report.public_id)
    headers = page.response.headers

    assert headers["Content-Type"] == "application/pdf"
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Disposition"] == (
        'attachment; filename="alder-trust-internal-status-report-2026-04-06.pdf"'
    )


@pytest.mark.parametrize("endpoint", ["reports.show_report", "reports.download_report"])
def test_an_outsider_cannot_tell_that_a_report_exists(
    world: World, as_: As, press: Press, endpoint: str
) -> None:
    report = queued(world.alder)
    make_report(report.id, NOW, press)

    for person in (world.eve, world.paula, world.olga):
        as_(person).get(endpoint, organisation="alder-trust", report=report.public_id, expected=404)
    as_(world.eve).get(endpoint, organisation="birch-college", report=report.public_id, expected=404)
    as_(None).get(endpoint, organisation="alder-trust", report=report.public_id, expected=302)


def test_who_was_removed_after_asking_cannot_fetch_it(
    world: World, as_: As, cora: User, press: Press
) -> None:
    report = queued(world.alder, requested_by=cora)
    make_report(report.id, NOW, press)
    browser = as_(cora)
    membership = db.session.scalars(
        select(Membership).where(Membership.organisation_id == world.alder.id, Membership.user_id == cora.id)
    ).one()
    membership.ended_at = NOW
    db.session.commit()

    browser.get("reports.download_report", organisation="alder-trust", report=report.public_id, expected=404)


def test_a_report_that_is_not_made_yet_and_an_unknown_one_have_no_file(
    world: World, as_: As, cora: User
) -> None:
    report = queued(world.alder)

    for public_id in (report.public_id, "zzzzzzzzzzzz"):
        as_(cora).get("reports.download_report", organisation="alder-trust", report=public_id, expected=404)
    as_(cora).get("reports.show_report", organisation="alder-trust", report="zzzzzzzzzzzz", expected=404)
