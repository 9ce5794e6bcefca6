"""Suggesting an update: a source is needed, nothing is public, and no puzzle stands before it."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from equity_tracker.extensions import db
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.retracting import retract_commitment
from equity_tracker.model.suggestion import Suggestion, SuggestionState
from tests.conftest import NOW
from tests.suggesting.conftest import later
from tests.support.client import CheckingClient
from tests.support.page import Page
from tests.support.people import World

RIGHT = {
    "what": "The contract was let again.",
    "url": "https://example.org/minutes",
    "happened_on-day": "1",
    "happened_on-month": "2",
    "happened_on-year": "2026",
    "name": "Nia Newcomer",
    "email": "nia@example.org",
}
EVERY = {"every_organisation": True}


def suggestions() -> list[Suggestion]:
    return list(db.session.scalars(select(Suggestion), execution_options=EVERY))


def suggest(
    reader: CheckingClient, promise: Commitment, *, status: int | None = None, wait: float = 20, **given: Any
) -> Page:
    form = reader.get("suggesting.suggest", public_id=promise.public_id).form("Send the suggestion")
    with later(seconds=wait):
        return form.fill(**(RIGHT | given)).submit(expected=status)


def test_a_reader_suggests_and_coordinators_find_it(reader: CheckingClient, promise: Commitment) -> None:
    assert suggest(reader, promise).heading == "Thank you"
    [row] = suggestions()
    assert (row.state, row.happened_on) == (SuggestionState.NEW, date(2026, 2, 1))
    assert (row.what, row.url) == (RIGHT["what"], RIGHT["url"])
    assert (row.name, row.email) == ("Nia Newcomer", "nia@example.org")


def test_name_and_address_are_up_to_them(reader: CheckingClient, promise: Commitment) -> None:
    suggest(reader, promise, name="", email="")
    assert [(row.name, row.email) for row in suggestions()] == [(None, None)]


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"what": ""}, "Enter what has happened"),
        ({"what": "x" * 1_001}, "1,000 characters or fewer"),
        ({"url": ""}, "Enter the web address of a source"),
        ({"url": "javascript:alert(1)"}, "https://"),
        ({"url": "http://10.0.0.1/x"}, "https://"),
        ({"url": "https://name@example.org"}, "parts that are not allowed"),
        ({"happened_on-year": "2027"}, "must not be in the future"),
        ({"email": "nobody"}, "Enter one e-mail address"),
    ],
)
def test_a_wrong_entry_stores_nothing(
    reader: CheckingClient, promise: Commitment, wrong: dict[str, str], message: str
) -> None:
    page = suggest(reader, promise, status=422, **dict[str, Any](wrong))
    assert any(message in each for each in page.error_list), page.error_list
    assert not suggestions()


def test_a_form_sent_twice_is_one_suggestion(reader: CheckingClient, promise: Commitment) -> None:
    form = reader.get("suggesting.suggest", public_id=promise.public_id).form("Send the suggestion")
    with later(seconds=20):
        for _ in range(2):
            assert form.fill(**RIGHT).submit().heading == "Thank you"
    assert len(suggestions()) == 1


def test_what_fills_in_the_hidden_field_stores_nothing(reader: CheckingClient, promise: Commitment) -> None:
    assert suggest(reader, promise, homepage="https://spam.example").heading == "Thank you"
    assert not suggestions()


def test_what_is_sent_at_once_is_asked_for_again(reader: CheckingClient, promise: Commitment) -> None:
    page = suggest(reader, promise, wait=1, status=422)
    assert "very quick" in page.error_list[0]
    assert not suggestions()


def test_ten_an_hour_come_from_one_network(reader: CheckingClient, promise: Commitment) -> None:
    for _ in range(10):
        suggest(reader, promise)
    suggest(reader, promise, status=429)
    assert len(suggestions()) == 10


def test_a_closed_programme_takes_none_and_says_why(
    reader: CheckingClient, promise: Commitment, world: World
) -> None:
    form = reader.get("suggesting.suggest", public_id=promise.public_id).form("Send the suggestion")
    world.programme.close("It is done.", today=NOW.date())
    db.session.commit()
    page = reader.get("suggesting.suggest", public_id=promise.public_id)
    assert "The programme Fairer Shore closed on" in page.main
    with later(seconds=20):
        assert "closed on" in form.fill(**RIGHT).submit().main
    assert not suggestions()


def test_what_was_taken_back_takes_none_and_says_why_without_its_title(
    reader: CheckingClient, promise: Commitment
) -> None:
    retract_commitment(promise, "It named a person.", now=NOW, today=NOW.date())
    db.session.commit()
    page = reader.get("suggesting.suggest", public_id=promise.public_id)
    assert "was taken back on" in page.main
    assert str(promise.title) not in page.main


def test_what_is_not_public_has_no_such_page(
    reader: CheckingClient, promise: Commitment, world: World
) -> None:
    reader.get("suggesting.suggest", public_id="zzzzzzzzzzzz", expected=404)
    assert promise.register_entry is not None
    promise.register_entry.public_from = None
    db.session.commit()
    reader.get("suggesting.suggest", public_id=promise.public_id, expected=404)
