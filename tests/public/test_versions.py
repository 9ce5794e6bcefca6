"""Public answers say which version they are: the same until something public or the day changes."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

import pytest
from flask import Flask
from sqlalchemy import event
from werkzeug.test import TestResponse

from equity_tracker import clock, publication_counter
from equity_tracker.extensions import db
from equity_tracker.model.base import Base
from equity_tracker.model.publishing import publish_commitment
from equity_tracker.web import page_cache
from tests.conftest import NOW
from tests.support.client import CheckingClient
from tests.support.factories.commitment import make_commitment
from tests.support.people import World
from tests.support.planting import addresses

REGISTER = "/commitments"
FILES = tuple(f"{REGISTER}.{kind}?sort=title" for kind in ("csv", "json", "xlsx"))
# What is read to know the version, to count who asks, and to put names in order.
NOT_OF_THE_PAGE = {"publication_counter", "attempts", "organisations"}


def get(reader: CheckingClient, address: str, **headers: str) -> TestResponse:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return reader.browser.get(address, headers=named)


def publish_another(world: World, at: datetime = NOW) -> None:
    made = make_commitment(world.alder, world.programme, now=NOW, title="One more promise")
    publish_commitment(made, now=NOW, today=NOW.date())
    with clock.fixed(at):
        db.session.commit()


@contextmanager
def later(**by: int) -> Iterator[None]:
    with clock.fixed(NOW + timedelta(**by)):
        yield


def test_a_reader_who_has_the_page_is_not_sent_it_again(public_world: World, reader: CheckingClient) -> None:
    first = get(reader, REGISTER)
    again = get(reader, REGISTER, If_None_Match=first.headers["ETag"])
    assert (again.status_code, again.get_data()) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    assert again.headers["Cache-Control"] == first.headers["Cache-Control"] == "public, max-age=20"


def test_what_is_published_next_is_a_new_version_of_every_page(
    public_world: World, reader: CheckingClient
) -> None:
    before = get(reader, REGISTER).headers["ETag"]
    publish_another(public_world)
    after = get(reader, REGISTER, If_None_Match=before)
    assert after.status_code == 200
    assert "One more promise" in after.text
    assert after.headers["ETag"] != before


def test_what_is_written_in_private_is_none(public_world: World, reader: CheckingClient) -> None:
    before = get(reader, REGISTER).headers["ETag"]
    make_commitment(public_world.alder, public_world.programme, now=NOW, title="A draft")
    public_world.alder.mailbox = "new@alder.example.org"
    db.session.commit()
    assert get(reader, REGISTER, If_None_Match=before).status_code == 304


def test_what_was_undone_is_none(public_world: World, reader: CheckingClient) -> None:
    before = get(reader, REGISTER).headers["ETag"]
    made = make_commitment(public_world.alder, public_world.programme, now=NOW)
    publish_commitment(made, now=NOW, today=NOW.date())
    db.session.flush()
    db.session.rollback()
    assert get(reader, REGISTER, If_None_Match=before).status_code == 304


def test_the_next_day_is_one_since_lights_change_by_themselves(
    public_world: World, reader: CheckingClient
) -> None:
    before = get(reader, REGISTER).headers["ETag"]
    with later(hours=13, minutes=59):
        assert get(reader, REGISTER, If_None_Match=before).status_code == 304
    with later(hours=14, minutes=1):
        assert get(reader, REGISTER, If_None_Match=before).status_code == 200


def test_the_version_of_one_address_is_none_of_another(public_world: World, reader: CheckingClient) -> None:
    seen = get(reader, REGISTER).headers["ETag"]
    assert get(reader, f"{REGISTER}?q=other", If_None_Match=seen).status_code == 200


@contextmanager
def statements() -> Iterator[list[str]]:
    """Note what is asked of the database meanwhile."""
    asked: list[str] = []

    def note(*facts: object) -> None:
        asked.append(str(facts[2]))

    event.listen(db.engine, "before_cursor_execute", note)
    yield asked
    event.remove(db.engine, "before_cursor_execute", note)


@pytest.mark.parametrize("address", FILES)
def test_a_file_of_any_length_is_not_made_for_who_has_it(
    app: Flask, public_world: World, reader: CheckingClient, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setitem(app.config, "BUILT_AT", NOW - timedelta(days=1))
    monkeypatch.setattr(page_cache, "PAGE_BYTES_AT_MOST", 100)
    with later(seconds=10):
        first = get(reader, address)
        with statements() as asked:
            by_tag = get(reader, address, If_None_Match=first.headers["ETag"])
            by_date = get(reader, address, If_Modified_Since=first.headers["Last-Modified"])

    assert len(first.get_data()) > 100
    assert [(answer.status_code, answer.get_data()) for answer in (by_tag, by_date)] == [(304, b"")] * 2
    assert not [words for words in asked if "register_entries" in words]
    publish_another(public_world, at=NOW + timedelta(seconds=20))
    with later(seconds=30):
        assert get(reader, address, If_None_Match=first.headers["ETag"]).status_code == 200
        assert get(reader, address, If_Modified_Since=first.headers["Last-Modified"]).status_code == 200


def test_nobody_is_said_to_have_what_is_not_there(public_world: World, reader: CheckingClient) -> None:
    known = get(reader, REGISTER)
    for headers in (
        {"If_None_Match": "*"},
        {"If_None_Match": known.headers["ETag"]},
        {"If_Modified_Since": "Fri, 01 Jan 2100 00:00:00 GMT"},
    ):
        assert get(reader, "/commitments/bcdfghjklmnp/never", **headers).status_code == 404


def test_an_address_that_is_not_there_has_none(public_world: World, reader: CheckingClient) -> None:
    answer = get(reader, "/commitments/bcdfghjkmnpq/none", If_None_Match="*")
    assert answer.status_code == 404
    assert "ETag" not in answer.headers


class TestByTheClock:
    """For readers that keep no tag: the second of the last change."""

    @pytest.fixture(autouse=True)
    def long_built(self, app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(app.config, "BUILT_AT", NOW - timedelta(days=300))

    def test_it_is_told_and_holds_until_the_next(self, public_world: World, reader: CheckingClient) -> None:
        publish_another(public_world)
        with later(minutes=5):
            since = get(reader, REGISTER).headers["Last-Modified"]
            assert parsedate_to_datetime(since) == NOW
            assert get(reader, REGISTER, If_Modified_Since=since).status_code == 304
            publish_another(public_world, NOW + timedelta(minutes=5))
        with later(minutes=6):
            assert get(reader, REGISTER, If_Modified_Since=since).status_code == 200

    def test_it_is_not_told_in_a_second_that_may_bring_more(
        self, public_world: World, reader: CheckingClient
    ) -> None:
        publish_another(public_world)
        with later(seconds=1):
            assert "Last-Modified" not in get(reader, REGISTER).headers


@contextmanager
def tables_read() -> Iterator[set[str]]:
    """Collect the tables of every statement meanwhile."""
    found: set[str] = set()

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        found.update(re.findall(r"\b(?:FROM|JOIN) \"?(\w+)", statement))

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def test_whatever_a_page_that_has_a_version_reads_counts(planted: World, reader: CheckingClient) -> None:
    found = addresses()
    read: set[str] = set()
    for address in found:
        with tables_read() as of_this:
            answer = reader.browser.get(address, buffered=True)
        if "ETag" in answer.headers:
            read |= of_this
    assert "register_entries" in read
    assert (read & set(Base.metadata.tables)) - publication_counter.tables() == NOT_OF_THE_PAGE
