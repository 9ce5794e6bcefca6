"""Which of the mails that people can do without somebody gets, and where each of them can be stopped."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from equity_tracker.adapters.mailer import Message
from equity_tracker.extensions import db
from equity_tracker.jobs.handlers import post_office
from equity_tracker.model.activity import Activity, ActivityKind
from equity_tracker.model.mail_kinds import CAN_WAIT
from equity_tracker.model.people import User
from equity_tracker.model.round import ExpectedCheckIn
from equity_tracker.notices.emails import GATHERED
from equity_tracker.notices.job import queue_due_notices, queue_still_in_place, queue_weekly_notices
from equity_tracker.notices.letters import Letter
from equity_tracker.notices.steps import Notice
from tests.architecture.mail_samples import SAMPLES
from tests.conftest import NOW
from tests.notices.rounds import at, expect, mails, open_round
from tests.support.client import CheckingClient
from tests.support.factories.commitment import make_published
from tests.support.people import World

As = Callable[[User | None], CheckingClient]
PAGE = "notices.choose_mail"
DUE = date(2026, 9, 25)
FIRST = at(DUE - timedelta(days=30))
WEEK_LATE = at(DUE + timedelta(days=7))
MONDAY = at(DUE + timedelta(days=10))


@pytest.fixture
def row(world: World) -> ExpectedCheckIn:
    """Expect a check-in on what Cora holds."""
    commitment = make_published(world.alder, world.programme, held_by=world.cora, now=NOW)
    return expect(commitment, open_round(world.programme, DUE))


EVERYTHING: dict[str, Any] = {
    "reminders": True,
    "weekly": True,
    "reviews": "few",
    "answers": "few",
    "partners": "few",
    "round_reports": "few",
    "time_zone": None,
}
UNCHANGED = {
    "pace_of_reviews": "few",
    "pace_of_answers": "few",
    "pace_of_partners": "few",
    "pace_of_round_reports": "few",
    "time_zone": "",
}


def recipients() -> list[str]:
    return sorted(mail.recipient.partition("@")[0] for mail in mails())


def without_reminders(*people: User) -> None:
    for person in people:
        person.choose_mail(reminders=False, weekly=True)
    db.session.commit()


def test_everybody_gets_everything_until_they_say_otherwise(as_: As, cora: User) -> None:
    form = as_(cora).get("accounts.show_account").link("Choose which e-mails").follow().form("Save")

    assert form.values["wants_reminders"] == form.values["wants_weekly_mail"] == ["yes"]


@pytest.mark.parametrize(
    ("ticked", "kept"),
    [
        (["wants_weekly_mail"], {"reminders": False, "weekly": True}),
        (["wants_reminders"], {"reminders": True, "weekly": False}),
        ([], {"reminders": False, "weekly": False}),
    ],
)
def test_what_is_unticked_is_kept_and_noted(
    as_: As, cora: User, vic: User, ticked: list[str], kept: dict[str, Any]
) -> None:
    page = as_(cora).post(PAGE, UNCHANGED | dict.fromkeys(ticked, "yes"))

    assert page.flash == "Done Your choice is saved."
    db.session.refresh(cora)
    assert cora.mail_choices == EVERYTHING | kept
    assert vic.mail_choices == EVERYTHING
    line = db.session.scalars(select(Activity)).one()
    assert (line.kind, line.actor_id) == (ActivityKind.MAIL_CHOSEN, cora.id)
    assert (line.before, line.after) == (EVERYTHING, EVERYTHING | kept)
    values = as_(cora).get(PAGE).form("Save").values
    assert {name for name in values if name.startswith("wants_")} == set(ticked)


def test_how_often_and_where_the_morning_is_are_kept_and_noted(as_: As, cora: User) -> None:
    form = as_(cora).get(PAGE).form("Save")
    form.fill(pace_of_answers="weekly", pace_of_partners="at_once", time_zone="Pacific/Auckland").submit()

    db.session.refresh(cora)
    changed = {"answers": "weekly", "partners": "at_once", "time_zone": "Pacific/Auckland"}
    assert cora.mail_choices == EVERYTHING | changed
    assert db.session.scalars(select(Activity)).one().after == EVERYTHING | changed


@pytest.mark.parametrize(
    ("name", "value", "complaint"),
    [
        ("pace_of_answers", "hourly", "Choose a pace from the list"),
        ("pace_of_reviews", "", "Choose how often"),
        ("time_zone", "Nowhere/At all", "Choose a time zone from the list"),
    ],
)
def test_a_choice_that_is_not_offered_is_not_kept(
    as_: As, cora: User, name: str, value: str, complaint: str
) -> None:
    page = as_(cora).post(PAGE, UNCHANGED | {name: value}, expected=422)

    assert complaint in page.errors.values()
    db.session.refresh(cora)
    assert cora.mail_choices == EVERYTHING


def test_saving_the_choice_there_was_leaves_no_line(as_: As, cora: User) -> None:
    as_(cora).get(PAGE).form("Save").submit()

    assert db.session.scalars(select(Activity)).all() == []


def test_who_wants_no_reminders_gets_none_and_somebody_else_is_told(
    world: World, row: ExpectedCheckIn
) -> None:
    without_reminders(world.cora)

    queue_due_notices(FIRST)

    assert recipients() == ["ada.admin"]


def test_an_approver_without_reminders_is_stood_in_for_by_the_admin(
    world: World, row: ExpectedCheckIn
) -> None:
    without_reminders(world.prue)

    queue_due_notices(WEEK_LATE)

    assert recipients() == ["ada.admin", "cora.editor"]


@pytest.mark.parametrize(("mailbox", "told"), [("office@alder.example", ["office"]), (None, [])])
def test_when_nobody_wants_them_the_mailbox_is_left(
    world: World, row: ExpectedCheckIn, mailbox: str | None, told: list[str]
) -> None:
    without_reminders(world.ada, world.cora, world.prue)
    world.alder.mailbox = mailbox
    db.session.commit()

    queue_due_notices(FIRST)

    assert recipients() == told


def test_a_coordinator_may_do_without_the_weekly_mail(world: World, row: ExpectedCheckIn) -> None:
    world.paula.choose_mail(reminders=True, weekly=False)
    db.session.commit()

    assert queue_weekly_notices(MONDAY)["mails"] == 0


def posted(name: str, context: Mapping[str, Any], *, is_essential: bool) -> Message:
    letter = Letter(1, name, "cora@example.org", dict(context), "bcdfghjkmnpq", 1, is_essential)
    return post_office().message(letter, NOW)


@pytest.mark.parametrize(
    ("to_mailbox", "page"), [(False, "/account/mail"), (True, "/o/alder-trust/settings")]
)
def test_a_reminder_says_in_its_head_and_at_its_end_where_it_is_stopped(
    app: Flask, isolated: None, to_mailbox: bool, page: str
) -> None:
    context = SAMPLES[Notice.OVERDUE] | {"to_mailbox": to_mailbox}
    message = posted(Notice.OVERDUE, context, is_essential=False)

    assert message.list_unsubscribe == f"http://127.0.0.1:8000{page}"
    assert message.list_unsubscribe in message.text
    assert f'"{message.list_unsubscribe}"' in (message.html or "")


def test_every_mail_that_people_can_do_without_says_where_it_is_stopped(
    world: World, row: ExpectedCheckIn
) -> None:
    queue_due_notices(FIRST)
    queue_due_notices(WEEK_LATE)
    queue_weekly_notices(MONDAY)
    row.commitment.close("met_late", "It is done.", today=MONDAY.date())
    db.session.commit()
    queue_still_in_place(MONDAY + timedelta(days=366))

    assert {mail.name for mail in mails()} == set(Notice)
    for mail in mails():
        assert not mail.is_essential
        message = posted(mail.name, mail.context, is_essential=mail.is_essential)
        assert message.list_unsubscribe == "http://127.0.0.1:8000/account/mail"
        assert message.list_unsubscribe in message.text


# A coordinator wrote it: it goes at once, and can be stopped with the reminders.
WRITTEN_BY_HAND = "nudge"
ESSENTIAL = SAMPLES.keys() - set(Notice) - CAN_WAIT.keys() - {GATHERED, WRITTEN_BY_HAND}


@pytest.mark.parametrize("name", sorted(ESSENTIAL))
def test_what_somebody_has_to_know_cannot_be_stopped(app: Flask, isolated: None, name: str) -> None:
    message = posted(name, SAMPLES[name], is_essential=True)

    assert message.list_unsubscribe is None
    assert "/account/mail" not in message.text


def test_the_mailbox_is_told_where_an_admin_changes_it(world: World, row: ExpectedCheckIn) -> None:
    without_reminders(world.ada, world.cora, world.prue)
    world.alder.mailbox = "office@alder.example"
    db.session.commit()

    queue_due_notices(FIRST)

    assert mails()[0].context["to_mailbox"] is True
