"""One transaction per request: below 400 it is kept, from 400 on nothing is, and reading never writes."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from equity_tracker import database
from equity_tracker.database import WriteDuringRead
from equity_tracker.extensions import db
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.milestone import Milestone
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.people import Membership, User
from equity_tracker.tenancy import UnscopedQuery
from equity_tracker.web import transactions
from tests.conftest import NOW
from tests.support.factories.commitment import make_draft
from tests.support.people import World


@pytest.fixture
def reading() -> Iterator[None]:
    with database.reading():
        yield


def test_an_addition_during_a_read_raises(world: World, reading: None) -> None:
    db.session.add(Organisation(name="X", sort_name="x", slug="x", kind="other", created_at=NOW))
    with pytest.raises(WriteDuringRead):
        db.session.flush()


def test_a_change_during_a_read_raises(world: World, reading: None) -> None:
    world.alder.name = "Changed"
    with pytest.raises(WriteDuringRead):
        db.session.flush()


@pytest.mark.parametrize(
    "statement",
    [
        update(Organisation).where(Organisation.slug == "alder-trust").values(name="Changed"),
        delete(User).where(User.name == "Nobody"),
        insert(User).values(
            public_id="x",
            email="x@example.org",
            name="X",
            password_hash="-",
            created_at=NOW,
            is_operator=False,
        ),
    ],
)
def test_a_bulk_write_during_a_read_raises(world: World, reading: None, statement: object) -> None:
    with pytest.raises(WriteDuringRead):
        db.session.execute(statement)  # type: ignore[call-overload]


UNSCOPED: list[Callable[[World], object]] = [
    lambda _: db.session.scalars(select(Commitment)).all(),
    lambda _: db.session.scalars(select(Commitment).where(Commitment.title == "x")).all(),
    lambda _: db.session.get(Commitment, 1),
    lambda _: db.session.execute(update(Commitment).values(title="x")),
    lambda _: db.session.execute(delete(Membership).where(Membership.user_id == 1)),
    lambda w: db.session.scalars(
        select(Commitment).join(Organisation).where(Organisation.slug == w.alder.slug)
    ).all(),
    lambda _: db.session.scalars(select(Commitment.title)).all(),
]


@pytest.mark.parametrize("query", UNSCOPED)
def test_owned_rows_cannot_be_asked_for_without_saying_whose(
    world: World, query: Callable[[World], object]
) -> None:
    with pytest.raises(UnscopedQuery, match="say whose"):
        query(world)


SCOPED: list[Callable[[World], object]] = [
    lambda w: db.session.scalars(select(Commitment).where(Commitment.organisation_id == w.alder.id)).all(),
    lambda w: db.session.scalars(select(Commitment).where(Commitment.programme_id == w.programme.id)).all(),
    lambda w: db.session.scalars(
        select(Commitment).where(Commitment.organisation_id.in_([w.alder.id]))
    ).all(),
    lambda _: db.session.scalars(select(Commitment).execution_options(every_organisation=True)).all(),
    lambda w: w.programme.participations,
    lambda _: db.session.scalars(select(Organisation)).all(),
]


@pytest.mark.parametrize("query", SCOPED)
def test_a_query_that_says_whose_is_answered(world: World, query: Callable[[World], object]) -> None:
    query(world)


def test_a_child_of_another_organisation_cannot_exist(world: World) -> None:
    """The key says organisation and programme: a milestone of Birch on a commitment of Alder is refused."""
    commitment = make_draft(world.alder, world.programme, now=NOW, title="Alder's")
    db.session.flush()
    foreign = insert(Milestone).values(
        organisation_id=world.birch.id,
        programme_id=world.programme.id,
        commitment_id=commitment.id,
        title="Not ours",
        planned_on=NOW.date(),
    )
    with pytest.raises(IntegrityError), db.session.begin_nested():
        db.session.execute(foreign)


def test_a_post_that_only_reads_is_held_to_it_and_a_common_one_is_not(app: Flask, world: World) -> None:
    only_reading = "/o/alder-trust/commitments/zzzzzzzzzzzz/promise/reading"
    for path, expected in ((only_reading, True), ("/o/alder-trust/commitments/new", False)):
        with app.test_request_context(path, method="POST"):
            transactions._begin()
            assert database.is_reading() is expected
            database.start_reading(only=False)


def test_a_post_that_only_reads_and_writes_is_a_fault(app: Flask, world: World) -> None:
    path = "/o/alder-trust/commitments/zzzzzzzzzzzz/promise/reading"
    with app.test_request_context(path, method="POST"):
        world.alder.name = "Changed"
        with pytest.raises(WriteDuringRead):
            transactions._end(app.response_class())
        assert world.alder.name == "Alder Trust"


def test_a_get_that_writes_is_a_fault_and_leaves_nothing(app: Flask, world: World) -> None:
    """The gate's own sign-in rows apart, a page that is only read may not write."""
    with app.test_request_context("/sign-in"):
        app.preprocess_request()
        db.session.add(Organisation(name="X", sort_name="x", slug="x", kind="other", created_at=NOW))
        with pytest.raises(WriteDuringRead):
            app.process_response(app.response_class())
