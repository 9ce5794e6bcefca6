"""Migrations are numbered, have one head, build what the models describe, and can be taken back."""

import os
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import JSON, Connection, MetaData, Table, insert, inspect, text
from sqlalchemy.exc import DBAPIError

from equity_tracker import create_app
from equity_tracker.config import Settings
from equity_tracker.extensions import db, migrations
from equity_tracker.model.base import Base, OrganisationOwned
from equity_tracker.model.organisation import Organisation
from tests.support import databases

FOLDER = Path(__file__).parents[2] / "migrations" / "versions"
# Owned by no one organisation: what all share, what belongs to a person or a programme, what is public.
SHARED = set(
    "activities alembic_version api_answers attempts calendar_links data_releases form_keys"
    " heartbeats invitations job_runs library_links one_time_tokens organisation_aliases"
    " organisation_change_predecessors"
    " organisation_change_successors organisation_changes organisation_identifiers organisations"
    " outgoing_emails programme_memberships publication_counter programmes publication_mentions publications"
    " followers follows news_items report_numbers stopped_addresses"
    " report_deliveries report_links report_recipients report_schedules stopped_reports"
    " refused_addresses register_determinants register_entries register_partners register_professions"
    " round_questions round_snapshot_rows round_snapshots rounds user_sessions users".split()
)


@pytest.fixture(scope="module")
def empty_app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """An application on an empty database of its own."""
    folder = tmp_path_factory.mktemp("migrations")
    worker = "migrations_" + os.environ.get("PYTEST_XDIST_WORKER", "main")
    with databases.fresh(os.environ.get("TEST_DATABASE_URL"), folder, worker) as url:
        app = create_app(
            Settings(
                secret_key="a key for tests only, and quite long enough",
                database_url=url,
                public_base_url="http://127.0.0.1:8000",
                mail_url=f"file://{folder}",
                mail_from="equity-tracker@example.org",
                storage_url=f"file://{folder}",
                folder=folder,
                testing=True,
            )
        )
        yield app
        with app.app_context():
            db.engine.dispose()


def upgrade(app: Flask) -> None:
    """Migrate in a context of its own: a migration's connection stays open until its context ends."""
    with app.app_context():
        migrations.upgrade()


def owned_tables() -> list[Table]:
    """Return the tables whose rows belong to one organisation."""
    mappers = [row for row in Base.registry.mappers if issubclass(row.class_, OrganisationOwned)]
    return [table for mapper in mappers for table in mapper.tables if isinstance(table, Table)]


def scripts() -> list[str]:
    return sorted(path.name for path in FOLDER.glob("*.py"))


def test_they_are_numbered_without_a_gap() -> None:
    numbers = [int(name[:3]) for name in scripts()]
    assert numbers == list(range(1, len(numbers) + 1))
    assert all(re.fullmatch(r"\d{3}_[a-z_]+\.py", name) for name in scripts())


def test_they_build_what_the_models_describe_and_can_be_taken_back(empty_app: Flask) -> None:
    upgrade(empty_app)
    with empty_app.app_context():
        assert migrations.compare_metadata() == []
    with empty_app.app_context():
        assert set(inspect(db.engine).get_table_names()) >= set(Base.metadata.tables)
    for _ in scripts()[1:]:
        with empty_app.app_context():
            migrations.downgrade()
    upgrade(empty_app)
    with empty_app.app_context():
        assert migrations.compare_metadata() == []


def test_there_is_one_head(empty_app: Flask) -> None:
    with empty_app.app_context():
        assert len(migrations.script_directory.get_heads()) == 1


def test_every_table_belongs_to_an_organisation_or_is_known_to_be_shared() -> None:
    owned = {table.name for table in owned_tables()}
    assert owned & SHARED == set()
    assert owned | SHARED == set(Base.metadata.tables) | {"alembic_version"}


def test_an_owned_row_names_its_organisation_and_cannot_hang_on_another_ones() -> None:
    tables = owned_tables()
    owned = {table.name for table in tables}
    for table in tables:
        is_either = any(row.name == f"ck_{table.name}_whose" for row in table.constraints)
        assert is_either or not table.c.organisation_id.nullable, table.name
        for constraint in table.foreign_key_constraints:
            if constraint.referred_table.name in owned:
                assert "organisation_id" in constraint.column_keys, f"{table.name}: {constraint.column_keys}"


APPEND_ONLY = (
    "activities assessment_replies check_in_asks check_in_assessment_replies check_in_assessments"
    " check_in_help check_in_signatures check_in_themes"
    " check_in_versions check_ins_on_behalf close_out_evidence close_outs coordinator_assessments"
    " dismissed_prompts evidence flag_looks milestone_moves nudges partner_readings publications readings"
    " reports reviews round_answers round_snapshot_rows round_snapshots still_in_place_answers targets"
).split()


@pytest.mark.parametrize("table", APPEND_ONLY)
def test_the_database_itself_refuses_to_rewrite_history(empty_app: Flask, table: str) -> None:
    upgrade(empty_app)
    with empty_app.app_context():
        if db.engine.dialect.name == "postgresql":
            query = "SELECT tgname FROM pg_trigger WHERE tgrelid = CAST(:table AS regclass)"
        else:
            query = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :table"
        with db.engine.connect() as connection:
            triggers = set(connection.scalars(text(query), {"table": table}))
        assert {f"{table}_refuse_update", f"{table}_refuse_delete"} <= triggers


@pytest.mark.parametrize("table", APPEND_ONLY)
def test_only_a_practice_programmes_history_can_be_deleted(empty_app: Flask, table: str) -> None:
    """On PostgreSQL one function says so for all; on SQLite each trigger does, also those that come later."""
    upgrade(empty_app)
    with empty_app.app_context():
        if db.engine.dialect.name == "postgresql":
            query = "SELECT prosrc FROM pg_proc WHERE proname = 'refuse_change' OR proname = :name"
        else:
            query = "SELECT sql FROM sqlite_master WHERE type = 'trigger' AND name = :name"
        with db.engine.connect() as connection:
            [said] = connection.scalars(text(query), {"name": f"{table}_refuse_delete"})
        assert "is_practice" in said


def test_a_line_of_the_log_can_be_written_but_neither_changed_nor_deleted_nor_replaced(
    empty_app: Flask,
) -> None:
    upgrade(empty_app)
    with empty_app.app_context():
        with db.engine.begin() as connection:
            connection.execute(
                text("INSERT INTO activities (id, kind, at) VALUES (1, 'signed_in', '2026-01-01 00:00:00')")
            )
        statements = ["UPDATE activities SET kind = 'x'", "DELETE FROM activities"]
        if db.engine.dialect.name == "sqlite":
            statements.append("REPLACE INTO activities (id, kind, at) VALUES (1, 'x', '2026-01-01 00:00:00')")
        for statement in statements:
            with pytest.raises(DBAPIError, match="append-only"), db.engine.begin() as connection:
                connection.execute(text(statement))


def test_a_line_follows_its_organisation_to_a_successor_and_stays_as_it_was_otherwise(
    empty_app: Flask,
) -> None:
    upgrade(empty_app)
    with empty_app.app_context(), db.engine.begin() as connection:
        connection.execute(
            insert(Organisation),
            [
                {
                    "id": number,
                    "public_id": str(number),
                    "slug": str(number),
                    "name": "N",
                    "sort_name": "n",
                    "kind": "other",
                    "created_at": datetime(2026, 1, 1, tzinfo=UTC),
                }
                for number in (1, 2)
            ],
        )
        connection.execute(
            text(
                "INSERT INTO activities (id, kind, at, organisation_id)"
                " VALUES (2, 'signed_in', '2026-01-01 00:00:00', 1)"
            )
        )
        connection.execute(text("UPDATE activities SET organisation_id = 2, kind = kind WHERE id = 2"))
        held_by = text("SELECT organisation_id FROM activities WHERE id = 2")
        assert connection.scalar(held_by) == 2


TEXTS = {
    1: ("Contracts with the clause, of nine", "0 of 9 in March", None),
    2: (None, "Not asked in 2024", None),
    3: ("x " * 200, None, "2026-12-31"),
    4: (None, None, None),
}


@pytest.mark.thorough
def test_texts_about_measures_become_measures_and_come_back(empty_app: Flask) -> None:
    upgrade(empty_app)
    with empty_app.app_context():
        migrations.downgrade("009")
    with empty_app.app_context(), db.engine.begin() as connection:
        _write_texts(connection)
    with empty_app.app_context():
        migrations.upgrade("010")
    with empty_app.app_context(), db.engine.connect() as connection:
        found = connection.execute(
            text(
                "SELECT commitment_id, kind, name, description, baseline_comment, baseline_by"
                " FROM measures ORDER BY commitment_id"
            )
        ).all()
    assert [tuple(map(_plain, row)) for row in found] == [
        (1, "text", "Contracts with the clause, of nine", None, "0 of 9 in March", None),
        (2, "text", "Starting point", None, "Not asked in 2024", None),
        (3, "text", ("x " * 100).strip(), ("x " * 200).strip(), None, "2026-12-31"),
    ]
    with empty_app.app_context():
        migrations.downgrade("009")
    with empty_app.app_context(), db.engine.connect() as connection:
        back = connection.execute(
            text("SELECT id, measure, baseline, baseline_by FROM commitments WHERE id < 80 ORDER BY id")
        ).all()
    wanted = {row: (measure and measure.strip(), *rest) for row, (measure, *rest) in TEXTS.items()}
    assert {row.id: tuple(map(_plain, row[1:])) for row in back} == wanted
    upgrade(empty_app)


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def _write_texts(connection: Connection) -> None:
    """Write commitments as they were before, and only what the tables demand."""
    _write(connection, "organisations", id=90, public_id="org", slug="org")
    _write(connection, "programmes", id=90, coordinating_body_id=90, visibility="internal")
    _write(connection, "participations", organisation_id=90, programme_id=90)
    for number, (measure, baseline, baseline_by) in TEXTS.items():
        _write(
            connection,
            "commitments",
            id=number,
            public_id=str(number),
            organisation_id=90,
            programme_id=90,
            made_by_id=90,
            lifecycle="draft",
            measure=measure,
            baseline=baseline,
            baseline_by=date.fromisoformat(baseline_by) if baseline_by else None,
        )
    _write(
        connection,
        "milestones",
        organisation_id=90,
        programme_id=90,
        commitment_id=1,
        planned_on=date(2026, 1, 31),
    )


def _write(connection: Connection, name: str, **given: object) -> None:
    """Insert one row; what must not be empty and is not given is filled with anything of its type."""
    table = Table(name, MetaData(), autoload_with=connection)
    anything: dict[type, object] = {int: 1, str: "x", bool: False, datetime: datetime(2026, 1, 1, tzinfo=UTC)}
    for column in table.columns:
        if not column.nullable and column.name not in given and column.server_default is None:
            is_list = isinstance(column.type, JSON)
            given[column.name] = [] if is_list else anything[column.type.python_type]
    connection.execute(insert(table).values(**given))


LISTS = {
    1: (["funding", "community", "funding"], ["reorganisation"]),
    2: (["funding"], ["too_big", "funding"]),
    3: ([], []),
}


@pytest.mark.thorough
def test_lists_of_themes_become_rows_and_come_back(empty_app: Flask) -> None:
    upgrade(empty_app)
    with empty_app.app_context():
        migrations.downgrade("013")
    with empty_app.app_context(), db.engine.begin() as connection:
        _write_lists(connection)
    with empty_app.app_context():
        migrations.upgrade("014")
    with empty_app.app_context(), db.engine.connect() as connection:
        themes = Table("check_in_themes", MetaData(), autoload_with=connection)
        rows = connection.execute(themes.select().order_by(themes.c.id)).all()
    assert [(row.check_in_version_id, row.theme, row.direction) for row in rows] == [
        (1, "funding", "helping"),
        (1, "community", "helping"),
        (1, "reorganisation", "hindering"),
        (2, "funding", "both"),
        (2, "too_big", "hindering"),
    ]
    assert {(row.organisation_id, row.programme_id, row.note, bool(row.is_private)) for row in rows} == {
        (80, 80, None, False)
    }
    with empty_app.app_context():
        migrations.downgrade("013")
    with empty_app.app_context(), db.engine.connect() as connection:
        versions = Table("check_in_versions", MetaData(), autoload_with=connection)
        back = {row.id: (row.helped_by, row.hindered_by) for row in connection.execute(versions.select())}
    assert back == {
        1: (["funding", "community"], ["reorganisation"]),
        2: (["funding"], ["funding", "too_big"]),
        3: ([], []),
    }
    upgrade(empty_app)


def _write_lists(connection: Connection) -> None:
    """Write versions of check-ins as they were before, and only what the tables demand."""
    place: dict[str, object] = {"organisation_id": 80, "programme_id": 80}
    _write(connection, "organisations", id=80, public_id="org80", slug="org80")
    programme = {"slug": "p80", "public_id": "p80", "reference_prefix": "P80", "visibility": "internal"}
    _write(connection, "programmes", id=80, coordinating_body_id=80, **programme)
    _write(connection, "participations", id=80, **place)
    _write(connection, "commitments", id=80, **place, made_by_id=80, lifecycle="draft", public_id="80")
    _write(connection, "users", id=80)
    for number, (helped, hindered) in LISTS.items():
        check_in = {"id": number, "commitment_id": 80, "number": number, "public_id": f"c{number}"}
        _write(connection, "check_ins", **place, **check_in, submitted_on=date(2026, 1, 31))
        said = {"id": number, "check_in_id": number, "helped_by": helped, "hindered_by": hindered}
        _write(connection, "check_in_versions", **place, **said, submitted_by_id=80)
