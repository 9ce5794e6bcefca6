"""Stopping: in one click by the mail program, by a page, one thing or all; and then the address is gone."""

from datetime import timedelta
from email import policy
from email.parser import BytesParser
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask import Flask
from sqlalchemy import func, select

from equity_tracker.extensions import db
from equity_tracker.following.job import sweep_follows
from equity_tracker.jobs.handlers import post_office
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.follow import Follow, Follower, StoppedAddress
from equity_tracker.model.outbox import OutgoingEmail
from equity_tracker.notices.job import sweep_outbox
from equity_tracker.web import signed
from tests.conftest import NOW
from tests.following.conftest import ADDRESS, ask, follow, mails, morning, write
from tests.public.records import report_on
from tests.support.client import CheckingClient
from tests.support.people import World

TODAY = NOW.date()


@pytest.fixture
def token(reader: CheckingClient, promise: Commitment) -> str:
    """The token in every link to somebody who follows one commitment and one organisation."""
    follow(reader, commitment=promise.public_id)
    follow(reader, organisation="alder-trust")
    return signed.sign("follower", db.session.scalars(select(Follower.public_id)).one())


def followed() -> list[str]:
    db.session.expire_all()
    return [row.kind.value for row in db.session.scalars(select(Follow).order_by(Follow.id))]


def test_a_mail_program_stops_it_in_one_click(
    reader: CheckingClient, promise: Commitment, world: World, token: str, app: Flask
) -> None:
    """As RFC 8058 has it: both headers, and a bare POST without cookie, token, origin or sign-in."""
    report_on(promise, TODAY, by=world.cora)
    write(1)
    [row] = mails("followed")
    sent = post_office().mailer.folder  # type: ignore[attr-defined]
    sweep_outbox(morning(1) + timedelta(minutes=5), post_office())
    [path] = [each for each in Path(sent).glob("*.eml") if row.message_id in each.name]
    mail = BytesParser(policy=policy.default).parsebytes(path.read_bytes())
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = urlsplit(mail["List-Unsubscribe"].strip("<>")).path

    answer = app.test_client().post(address, data={"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert followed() == []


def test_afterwards_the_address_stands_nowhere(
    reader: CheckingClient, promise: Commitment, world: World, token: str
) -> None:
    report_on(promise, TODAY, by=world.cora)
    write(1)
    reader.get("following.stop", token=token).form("Stop all of it").submit()
    db.session.expire_all()
    assert db.session.scalar(select(func.count()).select_from(Follower)) == 0
    assert not mails()
    kept = repr([vars(row) for row in db.session.scalars(select(StoppedAddress))])
    assert ADDRESS not in kept


def test_opening_the_link_stops_nothing(reader: CheckingClient, token: str) -> None:
    reader.get("following.stop", token=token)
    assert followed() == ["commitment", "organisation"]


def test_one_of_several_can_be_stopped(reader: CheckingClient, token: str, promise: Commitment) -> None:
    page = reader.get("following.manage", token=token)
    page = page.form(f"Stop : {promise.title}").submit()
    assert followed() == ["organisation"]
    page.form("Stop : Alder Trust").submit()
    assert followed() == []


def test_how_often_can_be_changed(reader: CheckingClient, token: str) -> None:
    page = reader.get("following.manage", token=token).form("Each week instead : Alder Trust").submit()
    assert page.table("What you follow by e-mail")[-1][1] == "Each week"


@pytest.mark.parametrize("page", ["stop", "manage"])
def test_a_link_that_we_did_not_sign_is_not_there(reader: CheckingClient, token: str, page: str) -> None:
    reader.get(f"following.{page}", token=token[:-2], expected=404)
    reader.get(f"following.{page}", token=signed.sign("another purpose", "x"), expected=404)


def test_an_old_link_says_that_nothing_is_sent(reader: CheckingClient, token: str) -> None:
    reader.post("following.stop", token=token, data={}, expected=200)
    reader.get("following.manage", token=token, expected=303)
    page = reader.get("following.show_stopped")
    assert page.heading == "Nothing more is sent to you"


def test_a_stopped_address_is_asked_again_once_in_thirty_days(
    reader: CheckingClient, promise: Commitment, token: str
) -> None:
    reader.post("following.stop", token=token, data={}, expected=200)
    ask(reader, commitment=promise.public_id)
    ask(reader, commitment=promise.public_id)
    assert len(mails("follow_confirm")) == 1
    row = db.session.scalars(select(StoppedAddress)).one()
    assert not row.may_be_asked(NOW + timedelta(days=29))
    assert row.may_be_asked(NOW + timedelta(days=30, minutes=1))


def test_only_stopping_by_link_needs_no_token_of_a_form(app: Flask) -> None:
    free = {name for name, view in app.view_functions.items() if getattr(view, "needs_no_token", False)}
    assert free == {"following.stop", "scheduling.stop"}


def test_mails_that_were_sent_are_deleted_after_a_week(
    reader: CheckingClient, token: str, promise: Commitment
) -> None:
    sweep_outbox(NOW + timedelta(minutes=10), post_office())
    sweep_follows(NOW + timedelta(days=6))
    assert len(mails()) == 2
    sweep_follows(NOW + timedelta(days=8))
    assert not mails()
    assert db.session.scalar(select(func.count()).select_from(OutgoingEmail)) == 0
