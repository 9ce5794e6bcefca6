"""What is in a release: everything public, nothing else, in a form that other people's programs accept."""

import csv
import hashlib
import io
import warnings
from datetime import timedelta
from pathlib import Path

import pytest

from equity_tracker.adapters.storage import Storage
from equity_tracker.extensions import db
from equity_tracker.model.publication import Publication, PublicationKind, supersede
from equity_tracker.open_data.actions import Press
from equity_tracker.open_data.tables import TABLES
from tests.conftest import NOW
from tests.open_data.conftest import Opened, made, opened
from tests.public.records import miss, report_on
from tests.support.client import CheckingClient
from tests.support.factories.commitment import make_published
from tests.support.factories.measure import make_measure
from tests.support.people import World
from tests.support.planting import MARKER

TODAY = NOW.date()
FORMULA = '=HYPERLINK("https://x.example.org")'


@pytest.fixture
def full(public_world: World) -> World:
    """A world with something in many tables."""
    world = public_world
    one = make_published(world.alder, world.programme, now=NOW, title=FORMULA, place="-12")
    report_on(one, TODAY, by=world.cora)
    miss(one, 5, TODAY - timedelta(days=90))
    make_published(world.birch, world.programme, now=NOW, title="Warm homes, “dry” homes\nŌtautahi")
    return world


@pytest.fixture
def release(full: World, press: Press, storage: Storage) -> Opened:
    return opened(made(press), storage)


def faults_of(descriptor: Path) -> list[str]:
    """Return what an outside program that knows data packages finds wrong."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from frictionless import Package  # noqa: PLC0415 - it warns of its own dependencies as it is imported

        report = Package(str(descriptor)).validate()
    faults = [error.message for error in report.errors]
    return faults + [f"{task.name}: {error.message}" for task in report.tasks for error in task.errors]


@pytest.mark.thorough
def test_an_outside_validator_finds_what_was_broken_on_purpose_and_nothing_else(
    release: Opened, tmp_path: Path
) -> None:
    files = dict(release.files)
    known = release.table("check_ins")[0]["commitment_id"].encode()
    files["check_ins.csv"] = files["check_ins.csv"].replace(known, b"zzzzzzzzzzzz")

    faults = faults_of(Opened(files).unpacked(tmp_path))

    assert faults
    # The row itself, and that its file has another hash than the package says.
    assert all(fault.startswith("check_ins: ") for fault in faults)
    assert any("zzzzzzzzzzzz" in fault for fault in faults)


@pytest.mark.thorough
def test_a_release_of_everything_planted_is_valid_and_holds_nothing_private(
    planted: World, press: Press, storage: Storage, tmp_path: Path
) -> None:
    release = opened(made(press), storage)

    assert faults_of(release.unpacked(tmp_path)) == []
    for name, content in release.files.items():
        assert MARKER.encode() not in content, name
    assert len(release.table("commitments")) == 1
    assert len(release.table("evidence")) > 1


def test_it_has_the_commitments_of_the_public_register_and_no_others(
    release: Opened, reader: CheckingClient
) -> None:
    response = reader.browser.get("/commitments.csv", buffered=True)
    public = list(csv.DictReader(io.StringIO(response.get_data().decode("utf-8-sig"), newline="")))

    rows = release.table("commitments")
    assert {row["reference"] for row in rows} == {row["Reference"] for row in public}
    assert sorted(row["address"] for row in rows) == sorted(row["Address"] for row in public)
    assert {(row["reference"], row["title"]) for row in rows} == {
        (row["Reference"], row["Title"]) for row in public
    }
    assert all(reader.browser.get(row["address"]).status_code == 200 for row in rows)


def test_every_current_publication_is_a_row_of_its_table(release: Opened) -> None:
    for table in ("programmes", "organisations", "commitments", "check_ins", "missed_check_ins"):
        kind = PublicationKind(TABLES[table].of)
        current = db.session.query(Publication.subject_id).filter_by(kind=kind, is_current=True).all()
        assert current, table
        key = TABLES[table].key[0]
        assert sorted(row[key] for row in release.table(table)) == sorted(row[0] for row in current)


def test_json_holds_the_rows_of_the_tables(release: Opened) -> None:
    assert list(release.as_json) == list(TABLES)
    for name in TABLES:
        assert len(release.as_json[name]) == len(release.table(name)), name
    titles = {row["title"] for row in release.as_json["commitments"]}
    assert FORMULA in titles, "a formula is only marked where a spreadsheet would run it"
    assert all(isinstance(row["number"], int) for row in release.as_json["commitments"])


def test_no_cell_is_a_formula_and_numbers_are_left_alone(release: Opened) -> None:
    rows = {row["title"]: row for row in release.table("commitments")}

    assert rows[f"'{FORMULA}"]["place"] == "-12"
    assert "Warm homes, “dry” homes\nŌtautahi" in rows
    assert release.files["commitments.csv"].count(b"\r\n") == len(rows) + 1


def test_a_small_number_of_people_is_in_no_file(public_world: World, press: Press, storage: Storage) -> None:
    measures = [make_measure(counts_people=True, baseline=4)]
    make_published(public_world.alder, public_world.programme, now=NOW, measures=measures)
    db.session.commit()

    [row] = opened(made(press), storage).table("measures")

    assert (row["baseline"], row["baseline_is_small"]) == ("", "true")


def test_what_is_too_old_is_not_told_as_if_it_were_current(
    public_world: World, press: Press, storage: Storage
) -> None:
    one = make_published(public_world.alder, public_world.programme, now=NOW)
    report_on(one, TODAY - timedelta(days=600), by=public_world.cora)

    release = opened(made(press), storage)

    assert release.table("check_ins")[0]["outlook"] == "on_track"
    assert release.table("commitments")[0]["delivery_light"] == "stale"


def test_it_says_what_it_is(full: World, press: Press, storage: Storage) -> None:
    row = made(press)
    release = opened(row, storage)

    assert row.version == "2026-04-06.1"
    assert release.package["version"] == row.version
    assert release.package["licenses"][0]["name"] == "CC-BY-4.0"
    assert b"2026-04-06.1" in release.files["README.txt"]
    assert row.rows["commitments"] == 2
    assert row.file_key is not None
    data = storage.get(row.file_key)
    assert (len(data), hashlib.sha256(data).hexdigest()) == (row.size, row.file_hash)
    written = {
        line["column"] for line in csv.DictReader(io.StringIO(release.files["DICTIONARY.csv"].decode()))
    }
    assert written == {column.name for table in TABLES.values() for column in table.columns}


def test_a_record_from_elsewhere_keeps_its_sources_licence_and_every_change_its_reason(
    public_world: World, press: Press, storage: Storage
) -> None:
    one = make_published(public_world.alder, public_world.programme, now=NOW)
    payload = one.publications[0].payload
    imported = payload | {"imported": {"source_licence": "CC0 1.0", "source_name": "A list"}}
    second = supersede(
        one.publications[0],
        kind=PublicationKind.COMMITMENT,
        subject_id=one.public_id,
        payload=imported | {"level": None},
        happened_on=TODAY,
        now=NOW,
        public_from=one.publications[0].public_from,
        note="It comes from a list",
    )
    assert second is not None
    second.about_id, second.organisation_id = one.public_id, one.organisation_id
    second.programme_id = one.programme_id
    one.publications.append(second)
    db.session.commit()

    release = opened(made(press), storage)

    [row] = release.table("commitments")
    assert (row["licence"], row["imported_from"]) == ("CC0 1.0", "A list")
    numbers = [line["number"] for line in release.table("publications")]
    assert numbers == ["1", "2"]
    [change] = release.table("changes")
    assert (change["what"], change["after"], change["is_goalpost"]) == (
        "Level of action",
        "Not stated",
        "true",
    )
    assert change["reason"] == "It comes from a list"
