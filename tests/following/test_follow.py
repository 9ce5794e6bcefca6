"""Asking to follow, and confirming: the same answer for every address, and nothing without a button."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from equity_tracker import clock
from equity_tracker.extensions import db
from equity_tracker.following.job import sweep_follows
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.follow import Follow, Follower, StoppedAddress
from equity_tracker.model.people import User
from equity_tracker.model.refused_address import RefusedAddress
from equity_tracker.web import signed
from tests.conftest import NOW
from tests.following.conftest import ADDRESS, ask, close_programme, confirm, follow, later, mails, text_of
from tests.support.client import CheckingClient
from tests.support.people import World


def follows() -> list[Follow]:
    return list(db.session.scalars(select(Follow)))


def test_a_commitment_is_followed_once_its_link_is_confirmed(
    reader: CheckingClient, promise: Commitment
) -> None:
    ask(reader, commitment=promise.public_id)
    assert [row.is_confirmed for row in follows()] == [False]
    assert str(promise.title) in text_of(mails()[0])

    assert f"You now follow: {promise.title}." in confirm(reader)
    db.session.expire_all()
    assert [row.is_confirmed for row in follows()] == [True]
    assert mails()[0].context["token"] not in repr([vars(row) for row in follows()])


def test_opening_the_link_confirms_nothing(reader: CheckingClient, promise: Commitment) -> None:
    ask(reader, commitment=promise.public_id)
    reader.get("following.confirm", token=mails()[0].context["token"])
    assert [row.is_confirmed for row in follows()] == [False]


def test_the_link_works_once_and_for_three_days(reader: CheckingClient, promise: Commitment) -> None:
    ask(reader, commitment=promise.public_id)
    token = mails()[0].context["token"]
    with later(days=3, minutes=1):
        assert reader.get("following.confirm", token=token, expected=410).heading.startswith("This link")
    confirm(reader)
    reader.get("following.confirm", token=token, expected=410)


@pytest.mark.parametrize(
    ("asked", "named"),
    [
        ({"programme": "fairer-shore"}, "Fairer Shore"),
        ({"organisation": "alder-trust"}, "Alder Trust"),
        ({"q": "wage"}, "Commitments found by “Search: wage”"),
        ({"programme": "fairer-shore", "q": "wage"}, "Programme: Fairer Shore; Search: wage"),
        ({}, "Every commitment in the register"),
    ],
)
def test_what_is_followed_is_named(
    reader: CheckingClient, promise: Commitment, asked: dict[str, str], named: str
) -> None:
    ask(reader, **asked)
    assert named in text_of(mails()[0])


def test_every_address_gets_the_same_answer(
    reader: CheckingClient, promise: Commitment, as_: Callable[[User | None], CheckingClient]
) -> None:
    """Known, unknown, refused and stopped addresses all end on the same page, which names none."""
    follow(reader, commitment=promise.public_id)
    db.session.add(RefusedAddress(address="gone@example.org", refused_at=NOW, reason="550"))
    db.session.add(
        StoppedAddress(address_hash=signed.hash_address("no@example.org"), stopped_at=NOW, refuses=True)
    )
    db.session.commit()
    for address in (ADDRESS, "new@example.org", "gone@example.org", "no@example.org"):
        ask(as_(None), commitment=promise.public_id, email=address)
    assert [mail.name for mail in mails(to="new@example.org")] == ["follow_confirm"]
    assert [mail.name for mail in mails()] == ["follow_confirm", "follow_known"]
    assert not mails(to="gone@example.org")
    assert not mails(to="no@example.org")


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"email": "nobody"}, "Enter one e-mail address"),
        ({"email": ""}, "Enter your e-mail address"),
        ({"rhythm": ""}, "Choose how often"),
    ],
)
def test_a_wrong_entry_stores_nothing(
    reader: CheckingClient, promise: Commitment, wrong: dict[str, str], message: str
) -> None:
    form = reader.get("following.follow", commitment=promise.public_id).form("Send me the link")
    filled = {"email": ADDRESS, "rhythm": "daily"} | wrong
    with later(seconds=20):
        page = form.fill(**{name: value for name, value in filled.items() if value}).submit(expected=422)
    assert any(message in each for each in page.error_list)
    assert not follows()


def test_what_is_sent_at_once_or_after_half_a_day_is_asked_for_again(
    reader: CheckingClient, promise: Commitment
) -> None:
    for wait in ({"seconds": 1}, {"hours": 13}):
        form = reader.get("following.follow", commitment=promise.public_id).form("Send me the link")
        with later(**wait):
            page = form.fill(email=ADDRESS, rhythm="daily").submit(expected=422)
            assert "press the button again" in page.error_list[0]
    assert not follows()


def test_what_fills_in_the_hidden_field_is_answered_like_anybody_and_stores_nothing(
    reader: CheckingClient, promise: Commitment
) -> None:
    form = reader.get("following.follow", commitment=promise.public_id).form("Send me the link")
    with later(seconds=20):
        page = form.fill(email=ADDRESS, rhythm="daily", homepage="https://spam.example").submit()
    assert page.heading == "Look in your mailbox"
    assert not follows()
    assert not mails()


def test_one_address_is_asked_six_times_a_day_at_most(reader: CheckingClient, promise: Commitment) -> None:
    for _ in range(6):
        ask(reader, commitment=promise.public_id)
    form = reader.get("following.follow", commitment=promise.public_id).form("Send me the link")
    with later(seconds=20):
        form.fill(email=ADDRESS, rhythm="daily").submit(expected=429)
    assert len(mails()) == 6


def test_only_the_newest_link_is_good(reader: CheckingClient, promise: Commitment) -> None:
    ask(reader, commitment=promise.public_id)
    first = mails()[0].context["token"]
    ask(reader, commitment=promise.public_id, rhythm="weekly")
    reader.get("following.confirm", token=first, expected=410)
    confirm(reader)
    db.session.expire_all()
    assert [row.rhythm for row in follows()] == ["weekly"]


def test_whoever_did_not_ask_can_keep_us_from_asking_again(
    reader: CheckingClient, promise: Commitment
) -> None:
    ask(reader, commitment=promise.public_id)
    page = reader.get("following.confirm", token=mails()[0].context["token"])
    page.form("Never ask this address again").submit()
    db.session.expire_all()
    assert not follows()
    assert not mails()
    ask(reader, commitment=promise.public_id)
    assert not mails()
    assert ADDRESS not in repr([vars(row) for row in db.session.scalars(select(StoppedAddress))])


def test_what_is_not_public_cannot_be_followed(reader: CheckingClient, public_world: World) -> None:
    reader.get("following.follow", programme="other-work", expected=404)
    reader.get("following.follow", commitment="zzzzzzzzzzzz", expected=404)
    reader.get("following.follow", organisation="nobody", expected=404)
    reader.get("following.follow", q="x", outlook="splendid", expected=400)


def test_a_closed_programme_says_why_it_is_not_followed(
    reader: CheckingClient, promise: Commitment, public_world: World
) -> None:
    close_programme(public_world, NOW)
    page = reader.get("following.follow", commitment=promise.public_id)
    assert "its programme closed on" in page.main


def test_the_sweep_deletes_what_nobody_confirmed_with_its_address(
    reader: CheckingClient, promise: Commitment
) -> None:
    ask(reader, commitment=promise.public_id)
    with clock.fixed(NOW + timedelta(days=2)):
        sweep_follows(NOW + timedelta(days=2))
    assert len(follows()) == 1
    sweep_follows(NOW + timedelta(days=3, minutes=1))
    assert not follows()
    assert db.session.scalar(select(func.count()).select_from(Follower)) == 0


def test_the_form_is_never_kept_and_the_public_page_only_links_to_it(
    reader: CheckingClient, promise: Commitment
) -> None:
    assert promise.register_entry is not None
    page = reader.get("public.show_commitment", public_id=promise.public_id, slug=promise.register_entry.slug)
    form = page.link("Follow this commitment by e-mail").follow()
    assert form.response.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in page.response.headers
