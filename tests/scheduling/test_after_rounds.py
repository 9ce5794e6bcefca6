"""When a round has closed, each organisation that was asked gets its status report, once."""

from datetime import timedelta

import pytest

from equity_tracker.extensions import db
from equity_tracker.model.mail_kinds import MailKind, Pace
from equity_tracker.model.people import User
from equity_tracker.model.programme import Programme, ReviewMode, Visibility
from equity_tracker.model.report import Edition, Report
from equity_tracker.model.report_schedule import DeliveryState, ReportDelivery
from equity_tracker.model.round import Round, RoundState
from equity_tracker.programmes.actions.rounds import close_round
from equity_tracker.programmes.job import open_and_close_rounds
from tests.conftest import NOW
from tests.scheduling.conftest import TODAY, As, at, deliveries, mails, make_it, report_of, tick
from tests.support.factories.commitment import make_published
from tests.support.factories.organisation import make_organisation
from tests.support.factories.programme import make_participation, make_round
from tests.support.people import World

CLOSES_ON = TODAY + timedelta(days=1)
AFTER = CLOSES_ON + timedelta(days=1)


@pytest.fixture
def opened(world: World) -> Round:
    """A round that asked Alder twice and Birch once, and nobody else."""
    outside = make_organisation("Cedar Council", now=NOW)
    make_participation(outside, world.programme, now=NOW)
    asked = [
        make_published(world.alder, world.programme, now=NOW, title="One"),
        make_published(world.alder, world.programme, now=NOW, title="Two"),
        make_published(world.birch, world.programme, now=NOW, title="Three"),
    ]
    round_ = make_round(world.programme, due_on=CLOSES_ON - timedelta(days=30), state=RoundState.OPEN)
    round_.closes_by_itself = True
    db.session.add_all(commitment.expect_check_in(round_) for commitment in asked)
    db.session.commit()
    return round_


def close(round_: Round, world: World) -> None:
    close_round(round_, by=world.paula, now=at(AFTER, 9), today=AFTER)
    db.session.commit()


def let_them_be_made() -> None:
    for delivery in deliveries():
        make_it(delivery, now=at(AFTER, 10))


def wants(user: User, pace: Pace) -> None:
    user.choose_mail(reminders=True, weekly=True, paces={MailKind.ROUND_REPORTS: pace})
    db.session.commit()


def test_each_organisation_that_was_asked_gets_one_as_at_the_closing(opened: Round, world: World) -> None:
    close(opened, world)
    assert tick(at(AFTER, 10)) == {"asked": 2}

    reports = [report_of(delivery) for delivery in deliveries()]
    assert [(row.organisation_id, row.edition, row.as_of) for row in reports if isinstance(row, Report)] == [
        (world.alder.id, Edition.INTERNAL, AFTER),
        (world.birch.id, Edition.INTERNAL, AFTER),
    ]
    assert all(row.requested_by is None for row in reports)


def test_admins_and_approvers_hear_of_it_unless_they_choose_otherwise(opened: Round, world: World) -> None:
    close(opened, world)
    tick(at(AFTER, 10))
    let_them_be_made()

    assert tick(at(AFTER, 11)) == {"told": 2}

    told = [world.ada.email, world.eve.email, world.prue.email]
    assert [row.recipient for row in mails("status_report_made")] == told
    alder = mails("status_report_made")[0]
    assert (alder.organisation_id, alder.context["round"]) == (world.alder.id, opened.name)
    assert not alder.is_essential


def test_others_hear_of_it_when_they_choose_to_and_nobody_who_does_not(opened: Round, world: World) -> None:
    wants(world.ada, Pace.NEVER)
    wants(world.prue, Pace.AT_ONCE)
    wants(world.vic, Pace.WEEKLY)
    close(opened, world)
    tick(at(AFTER, 10))
    let_them_be_made()
    tick(at(AFTER, 11))

    told = [world.eve.email, world.prue.email, world.vic.email]
    assert [row.recipient for row in mails("status_report_made")] == told


def test_the_choice_is_on_the_page_of_mails(as_: As, world: World) -> None:
    page = as_(world.vic).get("notices.choose_mail")
    page.form("Save").fill(pace_of_round_reports="daily").submit()

    db.session.expire_all()
    assert world.vic.pace(MailKind.ROUND_REPORTS) is Pace.DAILY


def test_a_round_that_closes_by_itself_does_the_same(opened: Round, world: World) -> None:
    assert open_and_close_rounds(at(AFTER, 9))["closed"] == 1

    assert tick(at(AFTER, 10)) == {"asked": 2}


def test_closing_a_round_that_was_opened_again_owes_nothing_twice(opened: Round, world: World) -> None:
    db.session.add(ReportDelivery.after_closing(opened, world.alder.id, TODAY))
    db.session.commit()
    assert tick(at(TODAY, 10)) == {"asked": 1}

    close(opened, world)

    assert tick(at(AFTER, 10)) == {"asked": 1}
    assert sorted(row.organisation_id or 0 for row in deliveries()) == [world.alder.id, world.birch.id]


def test_what_cannot_be_made_is_said_on_the_organisations_page_and_mailed_to_nobody(
    opened: Round, world: World, as_: As
) -> None:
    close(opened, world)
    tick(at(AFTER, 10))
    for delivery in deliveries():
        report_of(delivery).mark_failed("This report could not be made. Try again.")
    db.session.commit()

    assert tick(at(AFTER, 11)) == {"failed": 2}
    assert mails("status_report_made") == []
    assert {row.state for row in deliveries()} == {DeliveryState.FAILED}
    page = as_(world.cora).get("reports.list_reports", organisation=world.alder.slug)
    assert "Could not be made" in page.text


def test_a_programme_that_closes_meanwhile_sends_nothing(opened: Round, world: World) -> None:
    close(opened, world)
    world.programme.closed_on = AFTER
    db.session.commit()

    assert tick(at(AFTER, 10)) == {"left_out": 2}
    assert mails("status_report_made") == []


def test_practice_makes_none(opened: Round, world: World) -> None:
    practice = Programme(
        name="For practice",
        slug="for-practice",
        summary="To try things out.",
        reference_prefix="PR",
        coordinating_body=world.institute,
        review_mode=ReviewMode.ACKNOWLEDGE,
        visibility=Visibility.INTERNAL,
        created_at=NOW,
        is_practice=True,
    )
    db.session.add(practice)
    make_participation(world.alder, practice, now=NOW)
    db.session.flush()
    commitment = make_published(world.alder, practice, now=NOW, title="For practice")
    round_ = make_round(practice, due_on=opened.due_on, state=RoundState.OPEN)
    db.session.add(commitment.expect_check_in(round_))
    db.session.commit()
    close(round_, world)

    assert tick(at(AFTER, 10)) == {"left_out": 1}
    assert mails("status_report_made") == []
