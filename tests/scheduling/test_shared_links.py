"""A link opens one report, for its reader, for a while; and whoever gets such mails can stop them."""

from datetime import timedelta
from email import policy
from email.parser import BytesParser
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask
from sqlalchemy import select

from equity_tracker import clock
from equity_tracker.adapters.storage import Storage
from equity_tracker.extensions import db
from equity_tracker.jobs.handlers import post_office
from equity_tracker.model.errors import Refused
from equity_tracker.model.report_schedule import (
    LINKS_OPEN_FOR,
    ReportLink,
    ReportRecipient,
    StoppedReports,
)
from equity_tracker.notices.job import sweep_outbox
from equity_tracker.web import signed
from tests.scheduling.conftest import (
    BOARD,
    DUE_ON,
    As,
    at,
    delivered,
    deliveries,
    mails,
    make_schedule,
    report_of,
    tick,
)
from tests.support.client import CheckingClient
from tests.support.people import World

SENT_AT = at(DUE_ON, 7, 1)


@pytest.fixture
def reader(as_: As) -> CheckingClient:
    """Somebody without an account."""
    return as_(None)


@pytest.fixture
def token(world: World, storage: Storage) -> str:
    """The token of the link that the chair of the board was sent."""
    delivered(world, storage, world.otto, addresses=(BOARD,))
    [link] = db.session.scalars(select(ReportLink))
    return signed.sign("report-link", link.public_id)


def recipients() -> list[ReportRecipient]:
    db.session.expire_all()
    return list(db.session.scalars(select(ReportRecipient).order_by(ReportRecipient.id)))


def stop_token(address: str) -> str:
    """Return it with no transaction left open, so that no rollback takes back what a request does after."""
    [row] = [row for row in recipients() if row.email == address]
    token = signed.sign("report-recipient", row.public_id)
    db.session.commit()
    return token


def test_it_opens_the_report_without_an_account(reader: CheckingClient, token: str) -> None:
    with clock.fixed(SENT_AT):
        page = reader.get("scheduling.show_shared", token=token)
        assert "13 April 2026" in page.text
        answer = page.link("Download the report (PDF)").follow().response

    assert (answer.status_code, answer.data) == (200, b"%PDF-1.7 of this report")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("endpoint", ["scheduling.show_shared", "scheduling.download_shared"])
class TestItOpensNothing:
    def opens_nothing(self, reader: CheckingClient, endpoint: str, token: str, now: Any = SENT_AT) -> None:
        db.session.commit()
        with clock.fixed(now):
            page = reader.get(endpoint, token=token, expected=410)
        assert page.heading == "This link opens nothing any more"

    def test_after_its_days(self, reader: CheckingClient, endpoint: str, token: str) -> None:
        with clock.fixed(SENT_AT + LINKS_OPEN_FOR - timedelta(minutes=1)):
            reader.get("scheduling.show_shared", token=token)
        self.opens_nothing(reader, endpoint, token, SENT_AT + LINKS_OPEN_FOR)

    def test_once_its_reader_has_stopped(self, reader: CheckingClient, endpoint: str, token: str) -> None:
        recipients()[1].stop(SENT_AT)
        self.opens_nothing(reader, endpoint, token)

    def test_once_its_reader_was_taken_off(self, reader: CheckingClient, endpoint: str, token: str) -> None:
        row = recipients()[1]
        row.schedule.recipients.remove(row)
        self.opens_nothing(reader, endpoint, token)

    def test_once_something_in_it_was_taken_back(
        self, reader: CheckingClient, endpoint: str, token: str
    ) -> None:
        report_of(deliveries()[0]).withdraw(SENT_AT)
        self.opens_nothing(reader, endpoint, token)

    def test_signed_for_something_else(self, reader: CheckingClient, endpoint: str, token: str) -> None:
        value = signed.read("report-link", token) or ""
        self.opens_nothing(reader, endpoint, signed.sign("report-recipient", value))
        self.opens_nothing(reader, endpoint, value)


def test_a_link_to_one_report_opens_no_other(reader: CheckingClient, token: str) -> None:
    """The next report has a link of its own; the first goes on showing the first."""
    next_on = recipients()[0].schedule.next_on or DUE_ON
    tick(at(next_on, 9))

    with clock.fixed(SENT_AT):
        assert "13 April 2026" in reader.get("scheduling.show_shared", token=token).text
    assert len(list(db.session.scalars(select(ReportLink)))) == 1


@pytest.mark.parametrize("name", ["scheduled_report", "shared_report"])
def test_a_mail_program_stops_it_in_one_click(
    name: str, token: str, app: Flask, reader: CheckingClient
) -> None:
    """As RFC 8058 has it: both headers, and a bare POST without cookie, token, origin or sign-in."""
    [row] = mails(name)
    folder = post_office().mailer.folder  # type: ignore[attr-defined]
    sweep_outbox(SENT_AT + timedelta(minutes=1), post_office())
    [path] = [each for each in Path(folder).glob("*.eml") if row.message_id in each.name]
    mail = BytesParser(policy=policy.default).parsebytes(path.read_bytes())
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert [part.get_content_type() for part in mail.walk()][1:] == ["text/plain", "text/html"]
    address = urlsplit(mail["List-Unsubscribe"].strip("<>")).path

    answer = app.test_client().post(address, data={"List-Unsubscribe": "One-Click"})

    assert answer.status_code == 200
    assert [row.email for row in recipients() if row.stopped_at is not None] == [mails(name)[0].recipient]


def test_opening_the_page_stops_nothing_and_its_button_does(reader: CheckingClient, token: str) -> None:
    page = reader.get("scheduling.stop", token=stop_token(BOARD))
    assert [row.stopped_at for row in recipients()] == [None, None]

    page = page.form("Stop them").submit()

    assert page.heading == "These mails have stopped"
    assert [row.stopped_at is None for row in recipients()] == [True, False]


def test_who_has_stopped_gets_no_further_one(
    reader: CheckingClient, token: str, world: World, storage: Storage
) -> None:
    reader.get("scheduling.stop", token=stop_token(BOARD)).form("Stop them").submit()
    next_on = recipients()[0].schedule.next_on or DUE_ON
    tick(at(next_on, 9))
    report_of(deliveries()[-1]).mark_done(file_key="x", file_hash="x", pages=1, now=SENT_AT)
    db.session.commit()
    tick(at(next_on, 10))

    assert len(mails("shared_report")) == 1
    assert len(mails("scheduled_report")) == 2


def test_an_address_that_stopped_is_not_begun_with_anew(
    reader: CheckingClient, token: str, world: World
) -> None:
    reader.get("scheduling.stop", token=stop_token(BOARD)).form("Stop them").submit()

    with pytest.raises(Refused, match="has stopped these mails"):
        make_schedule(world, addresses=(BOARD,))
    db.session.rollback()
    [kept] = db.session.scalars(select(StoppedReports))
    assert BOARD not in kept.address_hash
    other = make_schedule(world, programme=world.other_programme, addresses=(BOARD,))
    assert [row.address for row in other.recipients] == [BOARD]


def test_a_colleague_who_stopped_can_be_asked_again_by_name(
    as_: As, reader: CheckingClient, token: str, world: World
) -> None:
    reader.get("scheduling.stop", token=stop_token(world.otto.email)).form("Stop them").submit()
    schedule = recipients()[0].schedule
    page = as_(world.paula).get(
        "scheduling.edit_schedule", programme=world.programme.slug, schedule=schedule.public_id
    )
    page.form("Save").fill(colleagues=[world.otto.public_id]).submit()

    assert [row.stopped_at for row in recipients() if row.user_id is not None] == [None]


def test_a_link_to_stop_that_we_did_not_sign_is_not_there(reader: CheckingClient) -> None:
    reader.get("scheduling.stop", token="no-such-token", expected=404)
