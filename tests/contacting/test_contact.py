"""Writing to whoever runs the register, or coordinates a programme, whose addresses nobody learns."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from equity_tracker import clock
from equity_tracker.contacting.job import forget_messages
from equity_tracker.extensions import db
from equity_tracker.jobs.handlers import post_office
from equity_tracker.model.outbox import OutgoingEmail
from equity_tracker.model.people import User
from equity_tracker.model.publication import Publication
from equity_tracker.model.publishing import publish_programme
from equity_tracker.notices.job import sweep_outbox
from equity_tracker.web.email_pages import render_email
from tests.conftest import NOW
from tests.support.client import CheckingClient
from tests.support.page import Page
from tests.support.people import World

OPERATOR = "equity-tracker@example.org"


@pytest.fixture
def reader(as_: Callable[[User | None], CheckingClient]) -> CheckingClient:
    return as_(None)


@pytest.fixture(autouse=True)
def public_programme(world: World) -> None:
    """Publish the facts of the programme."""
    db.session.add(publish_programme(world.programme, None, now=NOW, today=NOW.date()))
    db.session.commit()


def send(reader: CheckingClient, *, seconds: float = 20, status: int | None = None, **given: str) -> Page:
    form = reader.get("contacting.contact").form("Send the message")
    with clock.fixed(NOW + timedelta(seconds=seconds)):
        return form.fill(**({"message": "The page is wrong.\nPlease look."} | given)).submit(expected=status)


def mails() -> list[OutgoingEmail]:
    return list(db.session.scalars(select(OutgoingEmail).where(OutgoingEmail.name == "contact_message")))


@pytest.mark.parametrize("topic", ["register", "accessibility", "wrong"])
def test_a_message_goes_to_whoever_runs_the_register(
    reader: CheckingClient, world: World, topic: str
) -> None:
    assert send(reader, topic=topic, email="nia@example.org").heading == "Your message is on its way"
    (mail,) = mails()
    assert mail.recipient == OPERATOR
    said = render_email(mail.name, mail.context)[1]
    assert "The page is wrong.\nPlease look." in said
    assert "nia@example.org" in said


def test_a_message_about_a_programme_goes_to_its_coordinators(reader: CheckingClient, world: World) -> None:
    page = reader.get("contacting.contact")
    assert world.paula.email not in page.text
    send(reader, topic="programme", programme=world.programme.public_id)
    (mail,) = mails()
    assert mail.recipient == world.paula.email
    assert "cannot be answered" in render_email(mail.name, mail.context)[1]


def test_a_programme_that_is_not_public_cannot_be_chosen(reader: CheckingClient, world: World) -> None:
    row = db.session.scalars(select(Publication).where(Publication.programme_id == world.programme.id)).one()
    row.public_from = NOW.date() + timedelta(days=9)
    db.session.commit()
    page = reader.get("contacting.contact")
    assert world.programme.public_id not in page.response.get_data(as_text=True)


def test_a_wrong_entry_sends_nothing(reader: CheckingClient, world: World) -> None:
    page = send(reader, status=422)
    assert page.error_list == ["Choose what it is about"]
    page = send(reader, status=422, topic="programme")
    assert page.error_list == ["Choose the programme"]
    page = send(reader, status=422, topic="register", seconds=1)
    assert "very quick" in page.error_list[0]
    assert not mails()


def test_what_fills_in_the_hidden_field_sends_nothing(reader: CheckingClient, world: World) -> None:
    page = send(reader, topic="register", homepage="https://spam.example")
    assert page.heading == "Your message is on its way"
    assert not mails()


def test_five_an_hour_come_from_one_network(reader: CheckingClient, world: World) -> None:
    for _ in range(5):
        send(reader, topic="register")
    send(reader, topic="register", status=429)
    assert len(mails()) == 5


def test_a_form_sent_twice_is_one_message(reader: CheckingClient, world: World) -> None:
    form = reader.get("contacting.contact").form("Send the message")
    with clock.fixed(NOW + timedelta(seconds=20)):
        for _ in range(2):
            form.fill(topic="register", message="Once.").submit()
    assert len(mails()) == 1


def test_the_text_is_gone_once_it_is_sent_and_the_row_after_a_month(
    reader: CheckingClient, world: World
) -> None:
    send(reader, topic="register", email="nia@example.org")
    sweep_outbox(NOW + timedelta(minutes=5), post_office())
    db.session.expire_all()
    assert [mail.context for mail in mails()] == [{}]
    forget_messages(NOW + timedelta(days=31))
    assert not mails()


def test_every_public_page_leads_here_and_the_statement_on_accessibility_with_its_topic(
    reader: CheckingClient, world: World
) -> None:
    page = reader.get("public.show_accessibility")
    assert page.has_link("Contact")
    form = page.link("report a problem").follow()
    chosen = form.soup.select_one("input[name=topic][checked]")
    assert chosen is not None
    assert chosen["value"] == "accessibility"
