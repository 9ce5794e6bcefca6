"""A reader without an account, a public commitment of Alder, and mails that are read instead of sent."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from equity_tracker import clock
from equity_tracker.extensions import db
from equity_tracker.following.job import write_to_followers
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.outbox import OutgoingEmail
from equity_tracker.model.people import User
from equity_tracker.model.publication import Publication, PublicationKind
from equity_tracker.model.publishing import publish_organisation, publish_programme
from equity_tracker.web.email_pages import render_email
from tests.conftest import NOW
from tests.support.client import CheckingClient
from tests.support.factories.commitment import make_published
from tests.support.people import World

ADDRESS = "rita.reader@example.org"


@contextmanager
def later(**time: float) -> Iterator[datetime]:
    """Do something so much later than everything else in the test."""
    moment = NOW + timedelta(**time)
    with clock.fixed(moment):
        yield moment


def morning(days: int) -> datetime:
    """Return half past seven at home, so many days on. NOW is a winter or a summer's day alike."""
    return (NOW + timedelta(days=days)).replace(hour=7, minute=30)


@pytest.fixture
def public_world(world: World) -> World:
    today = NOW.date()
    rows = [publish_programme(world.programme, None, now=NOW, today=today)]
    rows += [
        publish_organisation(organisation, None, now=NOW, today=today, visible_from=today)
        for organisation in (world.alder, world.birch, world.institute)
    ]
    db.session.add_all(row for row in rows if row is not None)
    db.session.commit()
    return world


@pytest.fixture
def promise(public_world: World) -> Commitment:
    commitment = make_published(public_world.alder, public_world.programme, now=NOW)
    db.session.commit()
    return commitment


@pytest.fixture
def reader(as_: Callable[[User | None], CheckingClient], public_world: World) -> CheckingClient:
    return as_(None)


def mails(name: str | None = None, to: str = ADDRESS) -> Sequence[OutgoingEmail]:
    statement = select(OutgoingEmail).where(OutgoingEmail.recipient == to).order_by(OutgoingEmail.id)
    return db.session.scalars(
        statement if name is None else statement.where(OutgoingEmail.name == name)
    ).all()


def text_of(mail: OutgoingEmail) -> str:
    return render_email(mail.name, mail.context)[1]


def ask(reader: CheckingClient, *, rhythm: str = "daily", email: str = ADDRESS, **what: Any) -> None:
    """Ask to follow something, as somebody does who takes some seconds over it."""
    form = reader.get("following.follow", **what).form("Send me the link")
    with later(seconds=20):
        page = form.fill(email=email, rhythm=rhythm).submit()
    assert page.heading == "Look in your mailbox"


def confirm(reader: CheckingClient, *, at: dict[str, float] | None = None) -> str:
    """Press the button behind the link that was mailed last; return the page's message."""
    token = mails("follow_confirm")[-1].context["token"]
    with later(**(at or {"minutes": 5})):
        return reader.get("following.confirm", token=token).form("Yes, I want these mails").submit().flash


def follow(reader: CheckingClient, **what: Any) -> None:
    ask(reader, **what)
    confirm(reader)
    db.session.expire_all()


def write(days: int) -> dict[str, int]:
    """Let the clock write the mails of a morning, so many days on."""
    moment = morning(days)
    with clock.fixed(moment):
        counts = write_to_followers(moment)
    db.session.expire_all()
    return counts


def close_programme(world: World, now: datetime) -> None:
    """Close the programme in public."""
    world.programme.close("It has done what it could.", today=now.date())
    current = db.session.scalars(
        select(Publication).where(
            Publication.kind == PublicationKind.PROGRAMME,
            Publication.subject_id == world.programme.public_id,
            Publication.is_current,
        )
    ).one()
    row = publish_programme(world.programme, current, now=now, today=now.date())
    assert row is not None
    db.session.add(row)
    db.session.commit()
