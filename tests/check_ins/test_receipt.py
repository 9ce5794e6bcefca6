"""What whoever sent a check-in is told: with whom it is, what happens next, and by when."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from equity_tracker.check_ins.receipt import ask_after
from equity_tracker.extensions import db
from equity_tracker.model.outbox import OutgoingEmail
from equity_tracker.model.people import User
from equity_tracker.model.permissions import ProgrammeRole
from equity_tracker.model.programme import ReviewMode
from equity_tracker.web.email_pages import render_email
from tests.check_ins.conftest import Ask, Report, Return
from tests.conftest import NOW
from tests.support.client import CheckingClient
from tests.support.people import World, make_colleague

As = Callable[[User | None], CheckingClient]


def receipt(browser: CheckingClient, public_id: str) -> tuple[str, str]:
    page = browser.get("check_ins.show_check_in", organisation="alder-trust", check_in=public_id)
    return page.fact("Who was told"), page.fact("What happens next")


def test_it_says_who_was_told_and_by_when_they_answer(as_: As, cora: User, report: Report) -> None:
    told, following = receipt(as_(cora), report().public_id)

    assert told == "Paula Coordinator, who coordinates Fairer Shore."
    assert following == (
        "They acknowledge it, or return it with a reason. If neither has happened by 13 April 2026, ask them."
        " Your next step is planned for 1 September 2026."
        " No other check-in is asked for yet. Reminders come 30, 7 and 1 days before one is due."
    )


def test_it_names_every_coordinator_and_the_day_of_the_next_check_in(
    as_: As, cora: User, world: World, ask: Ask, report: Report
) -> None:
    make_colleague("Pia Second", world.programme, ProgrammeRole.COORDINATOR, NOW)
    make_colleague("Otto Watching", world.programme, ProgrammeRole.OBSERVER, NOW)
    ask(date(2026, 4, 30))
    ask(date(2026, 9, 30), number=2)
    told, following = receipt(as_(cora), report().public_id)

    assert told == "Paula Coordinator and Pia Second, who coordinate Fairer Shore."
    assert following.endswith("The next check-in is due on 30 September 2026.")


def test_where_it_is_approved_first_it_says_so_and_when_to_ask(
    as_: As, cora: User, world: World, report: Report
) -> None:
    world.programme.review_mode = ReviewMode.APPROVE
    _, following = receipt(as_(cora), report().public_id)

    assert following.startswith(
        "You hear by e-mail what they decide. If you have heard nothing by 13 April 2026, ask them."
    )


def test_once_it_is_acknowledged_nothing_is_waited_for(
    as_: As, cora: User, paula: User, report: Report
) -> None:
    check_in = report()
    page = as_(paula).get("programmes.review_check_in", programme="fairer-shore", check_in=check_in.public_id)
    page.form("Send your decision").fill(decision="accepted").submit()
    _, following = receipt(as_(cora), check_in.public_id)

    assert following.startswith("Your next step is planned for")


def test_of_an_earlier_one_nothing_is_said_of_what_comes_next(as_: As, cora: User, report: Report) -> None:
    first = report()
    report(at=NOW + timedelta(minutes=5), why="It goes on.")
    page = as_(cora).get("check_ins.show_check_in", organisation="alder-trust", check_in=first.public_id)

    assert "What happens next" not in page.main


def test_when_the_day_has_passed_it_says_to_ask_now(as_: As, cora: User, report: Report) -> None:
    _, following = receipt(as_(cora), report(at=NOW - timedelta(days=20)).public_id)

    assert following.startswith("They have not said anything to it yet. Ask them.")


def test_of_what_came_back_it_promises_nothing(
    as_: As, cora: User, report: Report, give_back: Return
) -> None:
    check_in = report()
    give_back(check_in, "Name the contract.")
    page = as_(cora).get("check_ins.show_check_in", organisation="alder-trust", check_in=check_in.public_id)

    assert "What happens next" not in page.main


def test_without_a_coordinator_it_says_that_nobody_was_told(
    as_: As, cora: User, world: World, report: Report
) -> None:
    world.paula.suspended_at = NOW
    told, _ = receipt(as_(cora), report().public_id)

    assert told == "Nobody: Fairer Shore has no coordinator at the moment."


def test_the_copy_by_mail_says_the_same(app: Flask, report: Report) -> None:
    check_in = report()
    mail = db.session.scalars(select(OutgoingEmail).where(OutgoingEmail.name == "check_in_copy")).one()
    _, text, html = render_email(mail.name, mail.context)

    assert check_in.public_id in text
    for body in (text, html):
        assert "Told: Paula Coordinator, who coordinates Fairer Shore." in body
        assert "If neither has happened by 13 April 2026, ask them." in body


@pytest.mark.parametrize(
    ("sent", "asked"),
    [
        (date(2026, 4, 6), date(2026, 4, 13)),  # a Monday
        (date(2026, 4, 7), date(2026, 4, 20)),
        (date(2026, 4, 12), date(2026, 4, 20)),
        (date(2026, 12, 28), date(2027, 1, 4)),
    ],
)
def test_a_whole_week_passes_before_anybody_has_to_ask(sent: date, asked: date) -> None:
    assert ask_after(sent) == asked
