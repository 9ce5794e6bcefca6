"""Asking for a board paper, waiting for it, being told, and fetching it; nobody else can."""

import logging
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from equity_tracker.adapters.pdf import RenderFailed
from equity_tracker.extensions import db
from equity_tracker.model.activity import Activity, ActivityKind
from equity_tracker.model.outbox import OutgoingEmail
from equity_tracker.model.people import ProgrammeMembership, User
from equity_tracker.model.report import COULD_NOT_BE_MADE, LEASE, Edition, Report, ReportKind
from equity_tracker.portfolio.actions.board_paper import gather_programme_report
from equity_tracker.reports.actions import claim_report
from equity_tracker.reports.content import content_hash
from equity_tracker.reports.job import Press, make_report, make_waiting_reports
from tests.conftest import NOW
from tests.reports.conftest import PressWith
from tests.reports.records import TODAY, paper_of, promise, queued
from tests.support.client import CheckingClient
from tests.support.page import Page
from tests.support.people import World

As = Callable[[User | None], CheckingClient]
ASK = "Make a board paper as of today"
AFTER_THE_LEASE = NOW + LEASE + timedelta(seconds=1)


def papers() -> list[Report]:
    of_programmes = select(Report).where(Report.programme_id.is_not(None)).order_by(Report.id)
    return list(db.session.scalars(of_programmes.execution_options(every_organisation=True)))


def mails() -> list[OutgoingEmail]:
    return list(db.session.scalars(select(OutgoingEmail).where(OutgoingEmail.name == "report_made")))


def open_list(browser: CheckingClient) -> Page:
    return browser.get("reports.list_programme_reports", programme="fairer-shore")


def asked_for(world: World, by: User | None) -> Report:
    paper = Report(
        programme=world.programme,
        kind=ReportKind.PROGRAMME_REPORT,
        edition=Edition.INTERNAL,
        as_of=TODAY,
        requested_by=by,
        requested_at=NOW,
    )
    db.session.add(paper)
    db.session.commit()
    return paper


def leave(world: World, person: User) -> None:
    place = db.session.scalars(
        select(ProgrammeMembership).where(
            ProgrammeMembership.programme_id == world.programme.id, ProgrammeMembership.user_id == person.id
        )
    ).one()
    place.ended_at = NOW
    db.session.commit()


def test_a_coordinator_asks_waits_is_told_and_fetches(
    world: World, as_: As, paula: User, press: Press
) -> None:
    promise(world, "A promise")
    db.session.commit()
    browser = as_(paula)
    assert "No report so far" in open_list(browser).main

    page = open_list(browser).form(ASK).submit()
    assert page.heading == "Programme report as at 6 April 2026"
    assert "to be made" in page.main

    assert make_waiting_reports(NOW, press)["done"] == 1
    page = page.link("See whether it is ready").follow()
    assert page.fact("Length") == "1 page"
    file = page.link("Download the report (PDF)").follow()
    assert file.response.headers["Content-Type"] == "application/pdf"
    assert file.response.headers["Cache-Control"] == "no-store"
    assert (
        'filename="fairer-shore-internal-programme-report-2026-04-06.pdf"'
        in file.response.headers["Content-Disposition"]
    )
    assert open_list(browser).table("Reports")[0][2] == "1 page"
    (mail,) = mails()
    assert (mail.recipient, mail.context["report_id"]) == (paula.email, papers()[0].public_id)


def test_what_was_made_says_what_the_paper_says(world: World, paula: User, press: Press) -> None:
    paper = asked_for(world, paula)

    assert make_report(paper.id, NOW, press) == "done"

    db.session.refresh(paper)
    content = gather_programme_report(world.programme, paper_of(TODAY))
    assert paper.content_key == content_hash(content)  # type: ignore[arg-type]
    assert paper.file_key is not None
    assert paper.file_key.startswith(f"reports/{world.programme.public_id}/")


def test_asking_is_in_the_log_of_the_programme(world: World, as_: As, paula: User) -> None:
    open_list(as_(paula)).form(ASK).submit()

    (line,) = db.session.scalars(select(Activity).where(Activity.kind == ActivityKind.BOARD_PAPER_REQUESTED))
    assert (line.actor_id, line.programme_id) == (paula.id, world.programme.id)
    assert "Paula Coordinator asked for the board paper" in (
        as_(paula).get("programmes.show_home", programme="fairer-shore").main
    )


def test_a_form_sent_twice_makes_no_second_paper(as_: As, paula: User) -> None:
    form = open_list(as_(paula)).form(ASK)
    first = form.submit()

    assert form.submit().url == first.url
    assert open_list(as_(paula)).form(ASK).submit().url == first.url
    assert len(papers()) == 1


def test_an_observer_reads_and_fetches_but_does_not_ask(
    world: World, as_: As, otto: User, paula: User, press: Press
) -> None:
    paper = asked_for(world, paula)
    make_waiting_reports(NOW, press)
    browser = as_(otto)

    assert ASK not in open_list(browser).main
    browser.get("reports.download_programme_report", programme="fairer-shore", report=paper.public_id)
    browser.post("reports.request_programme_report", programme="fairer-shore", expected=403)
    assert len(papers()) == 1


@pytest.mark.parametrize("endpoint", ["reports.show_programme_report", "reports.download_programme_report"])
def test_an_outsider_cannot_tell_that_a_paper_exists(
    world: World, as_: As, paula: User, press: Press, endpoint: str
) -> None:
    paper = asked_for(world, paula)
    make_waiting_reports(NOW, press)

    for person in (world.ada, world.eve, world.other_paula, world.olga):
        as_(person).get(endpoint, programme="fairer-shore", report=paper.public_id, expected=404)
    as_(world.other_paula).get(endpoint, programme="other-work", report=paper.public_id, expected=404)
    as_(None).get(endpoint, programme="fairer-shore", report=paper.public_id, expected=302)
    as_(paula).get(
        "reports.show_programme_report", programme="fairer-shore", report="zzzzzzzzzzzz", expected=404
    )


def test_who_left_after_asking_is_not_told_and_cannot_fetch(
    world: World, as_: As, paula: User, press: Press
) -> None:
    paper = asked_for(world, paula)
    browser = as_(paula)
    leave(world, paula)

    assert make_waiting_reports(NOW, press)["done"] == 1
    assert mails() == []
    browser.get(
        "reports.download_programme_report", programme="fairer-shore", report=paper.public_id, expected=404
    )


@pytest.mark.parametrize("what", ["programme", "person"])
def test_a_closed_programme_and_a_suspended_person_get_no_mail(
    world: World, paula: User, press: Press, what: str
) -> None:
    asked_for(world, paula)
    if what == "programme":
        world.programme.close("All is done.", today=TODAY)
    else:
        paula.suspended_at = NOW
    db.session.commit()

    assert make_waiting_reports(NOW, press)["done"] == 1
    assert mails() == []


def test_a_paper_that_failed_says_why_and_can_be_asked_for_again(
    world: World, as_: As, paula: User, press_with: PressWith, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object) -> bytes:
        raise RenderFailed("a reason that people are not shown")

    caplog.set_level(logging.CRITICAL)
    paper = asked_for(world, paula)
    for _ in range(3):
        assert make_report(paper.id, NOW, press_with(fail)) == "delayed"
    page = as_(paula).get("reports.show_programme_report", programme="fairer-shore", report=paper.public_id)

    assert COULD_NOT_BE_MADE in page.main
    assert mails() == []
    assert "to be made" in page.link("Ask for it again").follow().form(ASK).submit().main


def test_papers_and_reports_share_two_places_and_a_paper_goes_first(
    world: World, paula: User, press: Press
) -> None:
    reports = [queued(world.alder), queued(world.birch, Edition.PUBLIC)]
    paper = asked_for(world, paula)
    for row in reports:
        assert claim_report(row.id, NOW) is not None
    db.session.commit()

    assert make_report(paper.id, NOW, press) is None
    assert make_waiting_reports(AFTER_THE_LEASE, press, dry_run=True)["waiting"] == 3
    assert make_waiting_reports(AFTER_THE_LEASE, press)["done"] == 3
    db.session.refresh(paper)
    assert all(paper.made_at <= row.made_at for row in reports if paper.made_at and row.made_at)


def test_one_programme_has_one_paper_made_at_a_time(world: World, paula: User, press: Press) -> None:
    first, second = asked_for(world, paula), asked_for(world, paula)
    assert claim_report(first.id, NOW) is not None
    db.session.commit()

    assert make_report(second.id, NOW, press) is None
    assert make_report(second.id, AFTER_THE_LEASE, press) == "done"
