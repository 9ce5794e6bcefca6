"""A page that is remembered is the page that would be drawn now, whatever happened since it was drawn."""

import random
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask import current_app

from equity_tracker import clock
from equity_tracker.extensions import db
from equity_tracker.model.check_in_answers import EvidenceLink
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.publication import Publication, PublicationKind
from equity_tracker.model.publishing import publish_commitment, publish_organisation, publish_programme
from equity_tracker.web.remembered import Remembered, remembered
from tests.conftest import NOW
from tests.public.records import miss, moment, report_on
from tests.support.client import CheckingClient
from tests.support.factories.commitment import make_published
from tests.support.factories.partner import name_partner
from tests.support.people import World

TODAY = NOW.date()
START = TODAY + timedelta(days=30)
Happening = Callable[[Commitment, World, random.Random, date], object]


def _report(promise: Commitment, world: World, chance: random.Random, day: date) -> None:
    link = EvidenceLink(f"Minutes of {day}", "https://alder.example.org/m", is_public=chance.random() < 0.5)
    outlook = chance.choice(["on_track", "at_risk", "off_track"])
    report_on(promise, day, by=world.cora, outlook=outlook, why=f"Said on {day}", evidence=(link,))


def _amend(promise: Commitment, _world: World, chance: random.Random, day: date) -> None:
    promise.ends_on = START + timedelta(days=400) + timedelta(days=chance.randrange(900))
    promise.title = f"Contracts pay more, {chance.randrange(100)}"
    publish_commitment(promise, now=moment(day), today=day, note=f"Because of {day}")


def _be_silent(promise: Commitment, _world: World, _chance: random.Random, day: date) -> None:
    miss(promise, 100 + (day - START).days, day)


def _take_a_report_back(promise: Commitment, _world: World, chance: random.Random, day: date) -> None:
    reports = [row for row in promise.publications if row.kind is PublicationKind.CHECK_IN]
    standing = [row for row in reports if row.retracted_on is None]
    if standing:
        row = chance.choice(standing)
        row.retracted_on, row.retraction_reason = day, f"Taken back on {day}"


def _rename(_promise: Commitment, world: World, chance: random.Random, day: date) -> None:
    assert world.birch is not None
    world.birch.slug = f"birch-{chance.randrange(1000)}"
    current = _current(world.birch.public_id)
    db.session.add_all(
        [
            row
            for row in [
                publish_organisation(world.birch, current, now=moment(day), today=day, visible_from=START)
            ]
            if row
        ]
    )


def _change_the_programme(_promise: Commitment, world: World, _chance: random.Random, day: date) -> None:
    world.programme.closed_on = None if world.programme.closed_on else day
    current = _current(world.programme.public_id)
    row = publish_programme(world.programme, current, now=moment(day), today=day)
    if row is not None:
        db.session.add(row)


def _current(public_id: str) -> Publication | None:
    return db.session.query(Publication).filter_by(subject_id=public_id, is_current=True).one_or_none()


HAPPENINGS: list[Happening] = [
    *(_report, _report, _amend, _be_silent, _take_a_report_back, _rename, _change_the_programme)
]


@pytest.mark.parametrize("seed", range(6))
def test_a_remembered_page_is_the_one_that_would_be_drawn_now(
    reader: CheckingClient, public_world: World, seed: int
) -> None:
    chance = random.Random(seed)  # noqa: S311 - what happens next in a story
    promise = make_published(public_world.alder, public_world.programme, now=moment(START))
    name_partner(promise, public_world.birch)
    publish_commitment(promise, now=moment(START), today=START)
    db.session.commit()
    day = START
    for _ in range(12):
        day += timedelta(days=chance.randint(1, 80))
        with clock.fixed(moment(day)):
            _ask(reader, promise)  # Kept from now on, and asked for again after what happens now.
            chance.choice(HAPPENINGS)(promise, public_world, chance, day)
            db.session.commit()
            assert _ask(reader, promise) == _ask_anew(reader, promise)
        with clock.fixed(moment(day + timedelta(days=400))):
            assert _ask(reader, promise) == _ask_anew(reader, promise)


def _ask_anew(reader: CheckingClient, promise: Commitment) -> str:
    kept = current_app.extensions.pop("remembered")
    try:
        return _ask(reader, promise)
    finally:
        current_app.extensions["remembered"] = kept


def _ask(reader: CheckingClient, promise: Commitment) -> str:
    assert promise.register_entry is not None
    response = reader.browser.get(f"/commitments/{promise.public_id}/{promise.register_entry.slug}")
    assert response.status_code == 200
    return response.text


def test_a_page_is_drawn_once_while_nothing_changes(reader: CheckingClient, public_world: World) -> None:
    promise = make_published(public_world.alder, public_world.programme, now=NOW)
    db.session.commit()
    current_app.extensions.pop("remembered", None)

    _ask(reader, promise)
    _ask(reader, promise)
    assert len(remembered()) == 1
    report_on(promise, TODAY, by=public_world.cora)
    _ask(reader, promise)
    assert len(remembered()) == 2


def test_only_the_pages_asked_for_last_are_kept() -> None:
    memory = Remembered(at_most=2)
    drawn: list[str] = []

    def draw(name: str) -> str:
        def make() -> str:
            drawn.append(name)
            return f"page {name}"

        return memory.get(name, make)

    assert [draw(name) for name in "aabcab"] == [f"page {name}" for name in "aabcab"]
    assert drawn == ["a", "b", "c", "a", "b"]
    assert len(memory) == 2
