"""Pages of the register are read by an index in their order: no sort, whatever the number of rows."""

import pytest
from sqlalchemy import text
from sqlalchemy.dialects import postgresql, sqlite

from equity_tracker.extensions import db
from equity_tracker.public.filters import Filters, Question, Sort
from equity_tracker.public.queries.conditions import narrowing
from equity_tracker.public.queries.register import _page
from tests.public.register_rows import TODAY, add_rows
from tests.support.people import World

AFTER = {
    Sort.DUE: [TODAY, 5],
    Sort.NEWEST: [TODAY, 5],
    Sort.TITLE: ["promise 0005", 5],
    Sort.END_DATE: [TODAY, 5],
}
CASES = [
    ({}, Sort.NEWEST, "ix_register_entries_newest"),
    ({}, Sort.TITLE, "ix_register_entries_title"),
    ({}, Sort.END_DATE, "ix_register_entries_ends"),
    ({}, Sort.DUE, "ix_register_entries_due"),
    ({"level": ("conditions",)}, Sort.NEWEST, "ix_register_entries_newest"),
    ({"level": ("conditions", "community")}, Sort.DUE, "ix_register_entries_due"),
    ({"domain": ("education",)}, Sort.NEWEST, "ix_register_entries_domain_newest"),
    ({"outlook": ("at_risk",)}, Sort.NEWEST, "ix_register_entries_outlook_newest"),
    ({"programme": ("fairer-shore",)}, Sort.NEWEST, "ix_register_entries_programme_newest"),
    ({"organisation": ("alder-trust",)}, Sort.TITLE, "ix_register_entries_organisation"),
    ({"organisation": ("alder-trust",)}, Sort.NEWEST, "ix_register_entries_organisation_newest"),
]


def _plan(world: World, chosen: dict[str, tuple[str, ...]], sort: Sort, *, first: bool) -> str:
    ids = {"programme": (world.programme.id,), "organisation": (world.alder.id,)}
    asked, values = narrowing(
        Question(Filters(chosen=chosen, sort=sort), {name: ids[name] for name in ids if name in chosen})
    )
    key, row = AFTER[sort]
    values |= {"today": TODAY, "limit": 26, "after_key": key, "after_id": row}
    statement = _page(sort, asked, later=not first).params(values)
    is_sqlite = db.engine.dialect.name == "sqlite"
    dialect = sqlite.dialect() if is_sqlite else postgresql.dialect()  # type: ignore[no-untyped-call]
    sql = str(statement.compile(dialect=dialect, compile_kwargs={"literal_binds": True}))
    if not is_sqlite:
        # With a handful of rows PostgreSQL would rather read them all; ask whether it could do otherwise.
        for setting in ("enable_seqscan", "enable_sort", "enable_bitmapscan"):
            db.session.execute(text(f"SET LOCAL {setting} = off"))
    explain = "EXPLAIN QUERY PLAN " if is_sqlite else "EXPLAIN "
    rows = db.session.connection().exec_driver_sql(explain + sql.replace("%", "%%")).all()
    return "\n".join(str(row[-1]) for row in rows)


@pytest.mark.parametrize("first", [True, False], ids=["first page", "later page"])
@pytest.mark.parametrize(("chosen", "sort", "index"), CASES)
def test_a_page_is_read_by_its_index_and_not_sorted(
    public_world: World, chosen: dict[str, tuple[str, ...]], sort: Sort, index: str, first: bool
) -> None:
    add_rows(public_world.alder, public_world.programme, [{"outlook": "at_risk"} for _ in range(50)])

    plan = _plan(public_world, chosen, sort, first=first)

    assert index in plan
    assert "TEMP B-TREE" not in plan
    assert "Sort" not in plan
