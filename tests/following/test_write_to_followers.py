"""The mails: once a day or a week, with what was published since, and nothing that is not public."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from equity_tracker.extensions import db
from equity_tracker.following.actions import gathering
from equity_tracker.following.job import write_to_followers
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.follow import Follow, Follower, FollowKind, NewsItem, Rhythm
from equity_tracker.model.organisation import OrganisationChange
from equity_tracker.model.outbox import OutgoingEmail
from equity_tracker.model.programme import Visibility
from equity_tracker.model.publication import Publication
from equity_tracker.model.publishing import publish_commitment, publish_programme
from equity_tracker.model.refused_address import RefusedAddress
from equity_tracker.model.retracting import retract_commitment
from equity_tracker.succession.actions.handing_over import Recorded, hand_over
from equity_tracker.web.email_pages import render_email
from tests.conftest import NOW
from tests.following.conftest import close_programme, follow, mails, text_of, write
from tests.public.records import report_on
from tests.support.client import CheckingClient, counted_queries
from tests.support.factories.commitment import make_published
from tests.support.factories.library import make_entry
from tests.support.factories.programme import make_participation
from tests.support.people import World
from tests.support.planting import MARKER, plant

TODAY = NOW.date()
DAY = timedelta(days=1)


def change(commitment: Commitment, now: datetime, **to: Any) -> None:
    for name, value in to.items():
        setattr(commitment, name, value)
    publish_commitment(commitment, now=now, today=now.date(), note="Because of the budget.")
    db.session.commit()


def test_a_check_in_is_told_the_next_morning_once(
    reader: CheckingClient, promise: Commitment, world: World
) -> None:
    follow(reader, commitment=promise.public_id)
    report_on(promise, TODAY, by=world.cora, why="The contracts are signed.")

    assert write(1)["mails"] == 1
    (mail,) = mails("followed")
    said = text_of(mail)
    assert "Check-in 1" in said
    assert "The contracts are signed." in said
    assert str(promise.title) in said
    assert write(2)["mails"] == 0


def test_what_was_published_before_is_not_told(reader: CheckingClient, promise: Commitment) -> None:
    follow(reader, commitment=promise.public_id)
    assert write(1)["mails"] == 0


def test_a_change_says_what_it_changed_and_why(reader: CheckingClient, promise: Commitment) -> None:
    follow(reader, commitment=promise.public_id)
    change(promise, NOW + timedelta(hours=1), title="Half of the contracts pay it")
    write(1)
    said = text_of(mails("followed")[0])
    assert "The promise was changed" in said
    assert "Half of the contracts pay it" in said
    assert "Because of the budget." in said


def test_who_follows_an_organisation_that_ends_is_told_where_its_promises_went(
    reader: CheckingClient, promise: Commitment, world: World
) -> None:
    follow(reader, organisation=world.alder.slug)
    change_ = OrganisationChange(kind="merged", predecessors=[world.alder], successors=[world.birch])
    db.session.add(change_)
    db.session.flush()
    recorded = Recorded("merged", TODAY, "https://example.org/order")
    hand_over([promise], change_, world.alder, world.birch, recorded, now=NOW + DAY / 24, today=TODAY)
    db.session.commit()

    assert write(1)["mails"] == 1
    assert "Birch College holds this promise now, after Alder Trust" in text_of(mails("followed")[0])


def test_a_case_study_is_told_to_who_follows_its_organisation_with_the_way_to_its_page(
    reader: CheckingClient, promise: Commitment, world: World
) -> None:
    follow(reader, organisation=world.alder.slug)
    entry = make_entry(world.alder, world.programme, by=world.cora, now=NOW, published=True)
    db.session.commit()

    assert write(1)["mails"] == 1
    said = text_of(mails("followed")[0])
    assert "Case study was published" in said
    assert str(entry.title) in said
    assert f"/case-studies/{entry.public_id}" in said


def test_nothing_is_sent_before_seven_in_the_morning(
    reader: CheckingClient, promise: Commitment, world: World
) -> None:
    follow(reader, commitment=promise.public_id)
    report_on(promise, TODAY, by=world.cora)
    early = (NOW + DAY).replace(hour=4, minute=0)
    assert write_to_followers(early)["mails"] == 0
    assert write(1)["mails"] == 1


def test_the_weekly_mail_comes_on_monday_with_all_of_the_week(
    reader: CheckingClient, promise: Commitment, world: World
) -> None:
    follow(reader, commitment=promise.public_id, rhythm="weekly")
    to_monday = 7 - NOW.weekday()
    report_on(promise, TODAY, by=world.cora)
    change(promise, NOW + timedelta(hours=2), title="Half of the contracts pay it")
    for days in range(1, to_monday):
        assert write(days)["mails"] == 0
    assert write(to_monday)["mails"] == 1
    said = text_of(mails("followed")[0])
    assert "Check-in 1" in said
    assert "The promise was changed" in said


def test_all_that_one_address_follows_is_one_mail_and_each_thing_is_told_once(
    reader: CheckingClient, promise: Commitment, public_world: World
) -> None:
    other = make_published(public_world.birch, public_world.programme, now=NOW, title="Warm homes by 2028")
    db.session.commit()
    for what in (
        {"commitment": promise.public_id},
        {"programme": "fairer-shore"},
        {"organisation": "alder-trust"},
        {"q": "warm homes"},
    ):
        follow(reader, **what)
    report_on(promise, TODAY, by=public_world.cora)
    report_on(other, TODAY, by=public_world.eve)
    assert write(1)["mails"] == 1
    said = text_of(mails("followed")[0])
    assert said.count("Check-in 1") == 2
    assert said.index("Alder Trust") < said.index("Birch College"), "in alphabetical order"


def test_a_search_tells_of_what_it_finds_alone(
    reader: CheckingClient, promise: Commitment, public_world: World
) -> None:
    other = make_published(public_world.birch, public_world.programme, now=NOW, title="Warm homes by 2028")
    db.session.commit()
    follow(reader, q="warm homes")
    report_on(promise, TODAY, by=public_world.cora)
    assert write(1)["mails"] == 0
    report_on(other, TODAY + DAY, by=public_world.eve)
    assert write(2)["mails"] == 1


def test_a_search_that_the_register_no_longer_knows_says_so_once_and_ends(
    reader: CheckingClient, promise: Commitment
) -> None:
    follow(reader, q="wage")
    db.session.scalars(select(Follow)).one().subject = "domain=abolished"
    db.session.commit()
    assert write(1) == {"mails": 1, "looked_at": 1, "ended": 1, "failed": 0}
    assert "no longer has what it asked for" in text_of(mails("followed")[0])
    assert db.session.scalars(select(Follow)).all() == []
    assert write(2)["mails"] == 0


def test_what_was_taken_back_is_told_as_that_and_nothing_else(
    reader: CheckingClient, promise: Commitment, world: World
) -> None:
    follow(reader, commitment=promise.public_id)
    report_on(promise, TODAY, by=world.cora, why="A patient was named.")
    retract_commitment(promise, "It named a person.", now=NOW + timedelta(hours=1), today=TODAY)
    db.session.commit()
    write(1)
    said = text_of(mails("followed")[0])
    assert f"Commitment {promise.reference} was taken back" in said
    assert "It named a person." in said
    assert "A patient was named." not in said
    assert str(promise.title) not in said
    assert write(2)["mails"] == 0


def test_an_embargo_holds_and_a_launch_is_told(
    reader: CheckingClient, public_world: World, promise: Commitment
) -> None:
    """What is public from a later day is told on that day, however long ago it was published."""
    follow(reader, organisation="alder-trust")
    make_participation(public_world.alder, public_world.other_programme, now=NOW)
    hidden = make_published(public_world.alder, public_world.other_programme, now=NOW, title="Held till May")
    for row in db.session.scalars(select(Publication).where(Publication.about_id == hidden.public_id)):
        row.public_from = TODAY + 3 * DAY
    assert hidden.register_entry is not None
    hidden.register_entry.public_from = TODAY + 3 * DAY
    programme = publish_programme(public_world.other_programme, None, now=NOW, today=TODAY)
    assert programme is not None
    programme.public_from = TODAY + 3 * DAY
    db.session.add(programme)
    db.session.commit()
    assert write(1)["mails"] == 0
    assert write(2)["mails"] == 0
    assert write(3)["mails"] == 1
    assert "Held till May" in text_of(mails("followed")[0])


def test_an_internal_programme_is_never_told(reader: CheckingClient, public_world: World) -> None:
    follow(reader, organisation="alder-trust")
    public_world.other_programme.visibility = Visibility.INTERNAL
    make_participation(public_world.alder, public_world.other_programme, now=NOW)
    db.session.flush()
    make_published(public_world.alder, public_world.other_programme, now=NOW, title="Not for the public")
    db.session.commit()
    assert write(1)["mails"] == 0


def test_a_closed_programme_is_told_once_and_then_nothing(
    reader: CheckingClient, promise: Commitment, public_world: World
) -> None:
    follow(reader, commitment=promise.public_id)
    follow(reader, organisation="alder-trust")
    report_on(promise, TODAY, by=public_world.cora)
    close_programme(public_world, NOW + timedelta(hours=2))
    assert write(1)["ended"] == 1
    said = text_of(mails("followed")[0])
    assert "Check-in 1" in said
    assert "Fairer Shore closed on" in said
    assert "this is the last mail about it" in said
    change(promise, NOW + 2 * DAY, title="Said after the end")
    assert write(3)["mails"] == 0
    assert [row.kind for row in db.session.scalars(select(Follow))] == [FollowKind.ORGANISATION]


def test_an_address_that_gives_mail_back_is_not_written_to_and_misses_nothing(
    reader: CheckingClient, promise: Commitment, world: World
) -> None:
    follow(reader, commitment=promise.public_id)
    report_on(promise, TODAY, by=world.cora)
    refused = RefusedAddress(address=mails()[0].recipient, refused_at=NOW, reason="550 no such user")
    db.session.add(refused)
    db.session.commit()
    assert write(1)["mails"] == 0
    db.session.delete(refused)
    db.session.commit()
    assert write(2)["mails"] == 1


def test_killed_half_way_everybody_is_written_to_once(
    promise: Commitment, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_followers(promise, 6)
    report_on(promise, TODAY, by=world.cora)
    monkeypatch.setattr("equity_tracker.following.job.MOST_AT_ONCE", 2)
    whole = gathering.write_news
    calls = []

    def dies(*given: Any, **words: Any) -> Any:
        calls.append(given)
        counts = whole(*given, **words)
        if len(calls) == 2:
            raise KeyboardInterrupt  # As when the process is killed: after the work, before its commit.
        return counts

    monkeypatch.setattr(gathering, "write_news", dies)
    with pytest.raises(KeyboardInterrupt):
        write(1)
    db.session.rollback()
    monkeypatch.setattr(gathering, "write_news", whole)
    write(1)
    write(1)
    written = db.session.scalars(
        select(OutgoingEmail.recipient).where(OutgoingEmail.name == "followed")
    ).all()
    assert sorted(written) == sorted(f"reader{number}@example.org" for number in range(6))


def test_one_that_fails_keeps_nobody_else_from_their_mail(
    promise: Commitment, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_followers(promise, 3)
    report_on(promise, TODAY, by=world.cora)
    whole = gathering._write

    def fails(follower: Follower, *given: Any, **words: Any) -> Any:
        if follower.address.startswith("reader1"):
            raise ValueError
        return whole(follower, *given, **words)

    monkeypatch.setattr(gathering, "_write", fails)
    assert write(1) == {"mails": 2, "looked_at": 2, "ended": 0, "failed": 1}


@pytest.mark.thorough
def test_a_thousand_followers_take_few_statements(app: Flask, promise: Commitment, world: World) -> None:
    make_followers(promise, 1_000)
    report_on(promise, TODAY, by=world.cora)
    with counted_queries(app) as statements:
        assert write(1)["mails"] == 1_000
    assert len(statements) < 100


def make_followers(promise: Commitment, number: int) -> None:
    noted = NewsItem(publication_id=promise.publications[0].id, is_retraction=False, noticed_at=NOW)
    db.session.add(noted)
    db.session.flush()
    for each in range(number):
        row = Follow(
            kind=FollowKind.COMMITMENT,
            subject=promise.public_id,
            rhythm=Rhythm.DAILY,
            asked_at=NOW,
        )
        row.confirm(now=NOW, today=TODAY, told_up_to=noted.id)
        db.session.add(Follower(address=f"reader{each}@example.org", created_at=NOW, follows=[row]))
    db.session.commit()


def test_no_mail_says_anything_private(reader: CheckingClient, public_world: World) -> None:
    """Everything that is published is told, and what was planted everywhere else is in none of it."""
    plant(public_world)
    for what in ({"organisation": "alder-trust"}, {"programme": "fairer-shore"}, {}):
        follow(reader, **what)
    for row in db.session.scalars(select(Follow).where(Follow.confirmed_at.is_not(None))):
        row.told_up_to = 0
    db.session.commit()
    assert write(1)["mails"] == 1
    said = [part for mail in mails() for part in render_email(mail.name, mail.context)]
    assert "Check-in" in "".join(said)
    assert MARKER not in "".join(said)
