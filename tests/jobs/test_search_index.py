import pytest
from sqlalchemy import text

from equity_tracker.extensions import db
from equity_tracker.jobs import search_index
from equity_tracker.jobs.search_index import merge_search_index
from equity_tracker.public.filters import read_filters
from tests.conftest import NOW
from tests.public.register_rows import add_rows, count
from tests.support.people import World


@pytest.fixture
def in_pieces(world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    """Publish three times; each time leaves pieces of the index."""
    for batch in range(3):
        rows = [{"reference": f"X-{batch}{n}", "title": f"Warm homes {batch} {n}"} for n in range(20)]
        add_rows(world.alder, world.programme, rows)
    monkeypatch.setattr(search_index, "PAGES_AT_ONCE", 1)
    return world


def _pieces() -> int:
    pieces = text("SELECT count(DISTINCT segid) FROM register_search_idx")
    return int(db.session.connection().execute(pieces).scalar_one())


def _is_sqlite() -> bool:
    return db.engine.dialect.name == "sqlite"


def test_the_pieces_of_the_index_become_one_and_it_finds_the_same(in_pieces: World) -> None:
    if not _is_sqlite():
        assert merge_search_index(NOW) == {}
        return
    assert _pieces() > 1

    steps = merge_search_index(NOW)["steps"]

    assert steps > 1
    assert _pieces() == 1
    assert count(read_filters({"q": ["warm homes"]})) == 60


def test_it_ends_at_once_when_there_is_nothing_to_join(in_pieces: World) -> None:
    merge_search_index(NOW)

    assert merge_search_index(NOW) == ({"steps": 1} if _is_sqlite() else {})


def test_a_dry_run_leaves_them(in_pieces: World) -> None:
    assert merge_search_index(NOW, dry_run=True) == {}
    assert not _is_sqlite() or _pieces() > 1
