"""What the register keeps of the first publication, as it is written and as the migration filled it in."""

import importlib.util
from pathlib import Path

from sqlalchemy import select, text, update

from equity_tracker.extensions import db
from equity_tracker.model.publishing import publish_commitment
from equity_tracker.model.register import RegisterEntry
from equity_tracker.model.retracting import retract_check_in, retract_commitment, take_up_again
from tests.conftest import NOW
from tests.public.records import report_on
from tests.public.register_rows import TODAY
from tests.support.factories.commitment import make_published
from tests.support.people import World

COLUMNS = ("first_level", "first_distribution", "confirmed_level", "confirmed_distribution")
FILLED = tuple(name for name in COLUMNS if name != "confirmed_level")
Rows = list[tuple[str | None, ...]]


def kept() -> Rows:
    db.session.expire_all()
    columns = [getattr(RegisterEntry, name) for name in COLUMNS]
    every = select(*columns).order_by(RegisterEntry.id).execution_options(every_organisation=True)
    return [tuple(row) for row in db.session.execute(every)]


def test_the_first_words_stay_whatever_is_said_later(world: World) -> None:
    commitment = make_published(world.alder, world.programme, now=NOW, level="structural")
    commitment.level, commitment.distribution = "behaviour", "targeted_group"
    publish_commitment(commitment, now=NOW, today=TODAY, note="We were wrong.")
    report_on(commitment, TODAY, by=world.cora, level="behaviour", distribution="targeted_group")

    assert kept() == [("structural", "universal", "behaviour", "targeted_group")]


def test_what_was_taken_back_is_no_beginning(world: World) -> None:
    commitment = make_published(world.alder, world.programme, now=NOW, level="structural")
    retract_commitment(commitment, "By mistake.", now=NOW, today=TODAY)
    assert kept() == [(None, None, None, None)]

    take_up_again(commitment)
    commitment.level = "community"
    commitment.submit(as_statement_of_intent=False, now=NOW)
    publish_commitment(commitment, now=NOW, today=TODAY)
    db.session.commit()

    assert kept() == [("community", "universal", None, None)]


def test_the_migration_fills_in_what_publishing_would_have_written(world: World) -> None:
    first, second, third = (
        make_published(world.alder, world.programme, now=NOW, level=level, distribution=reach)
        for level, reach in (("structural", "proportionate"), ("treatment", "universal"), (None, None))
    )
    first.level = "behaviour"
    publish_commitment(first, now=NOW, today=TODAY)
    report_on(first, TODAY, by=world.cora, level="behaviour", distribution="targeted_place")
    report_on(second, TODAY, by=world.cora, distribution="universal")
    retract_check_in(
        report_on(second, TODAY, by=world.cora, distribution="targeted_group"),
        "By mistake.",
        now=NOW,
        today=TODAY,
    )
    retract_commitment(third, "Not ours.", now=NOW, today=TODAY)
    db.session.commit()
    written = kept()

    emptied = update(RegisterEntry).values(dict.fromkeys(FILLED))
    db.session.execute(emptied.execution_options(every_organisation=True))
    assert kept() != written
    for statement in _fills():
        db.session.execute(text(statement))

    assert kept() == written


def _fills() -> list[str]:
    [path] = Path("migrations/versions").glob("*_first_published.py")
    spec = importlib.util.spec_from_file_location("first_published", path)
    assert spec is not None
    assert spec.loader is not None
    migration = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(migration)
    found: list[str] = migration.FILLS
    return found
