"""`flask import commitments`: what becomes of the rows of a register, once, again, and when they change."""

from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import func, select

from equity_tracker.extensions import db
from equity_tracker.imports import queries
from equity_tracker.model.activity import Activity, ActivityKind
from equity_tracker.model.commitment import Commitment, Lifecycle
from equity_tracker.model.organisation import Organisation, OrganisationChange
from equity_tracker.model.programme import Participation
from equity_tracker.model.publication import Form, Publication, PublicationKind
from equity_tracker.model.register import RegisterEntry
from tests.imports.registers import csv_of
from tests.support.people import World

MAPPING = """
[source]
key = "action-plan"
name = "Action plan"
licence = "CC0 1.0"
attribution = "Compiled by nobody in particular."
address = "https://example.org/plan"

[organisation]
column = "Body"
kind = "council"

[columns]
external_id = "Id"
statement = "Promise"
source_status = "Status"
progress_text = "Progress"
due_on = "Due"

[statuses]
done = "Delivered"
begun = "In progress"

[constants]
source_assessor = "The compiler"
"""
HEADER = ("Id", "Body", "Promise", "Status", "Progress", "Due")
WARM = (
    "007",
    "Cedar Council",
    "Every rented home is warm by 2030.",
    "begun",
    "Half of them are.",
    "May 2030",
)
BUS = ("008", "Alder Trust", "A bus for every shift.", "done", "It runs.", "")
# As everyday titles they end without a full stop.
WARM_TITLE = "Every rented home is warm by 2030"
BUS_TITLE = "A bus for every shift"


class Importing:
    """Runs the command as a person at a terminal does."""

    def __init__(self, app: Flask, folder: Path) -> None:
        self.runner = app.test_cli_runner()
        self.folder = folder
        (folder / "mapping.toml").write_text(MAPPING, "utf-8")

    def run(self, *rows: tuple[str, ...], options: tuple[str, ...] = ("--apply",)) -> Result:
        (self.folder / "plan.csv").write_bytes(csv_of(HEADER, *rows))
        command = ["import", "commitments", str(self.folder / "plan.csv")]
        mapping = ["--mapping", str(self.folder / "mapping.toml")]
        return self.runner.invoke(args=[*command, *mapping, "--programme", "fairer-shore", *options])


@pytest.fixture
def importing(app: Flask, world: World, tmp_path: Path) -> Importing:
    return Importing(app, tmp_path)


def entries() -> dict[str, RegisterEntry]:
    rows = db.session.scalars(select(RegisterEntry).order_by(RegisterEntry.id))
    return {row.title: row for row in rows}


def commitment(title: str) -> Commitment:
    programme = queries.find_programme("fairer-shore")
    assert programme is not None
    return db.session.scalars(
        select(Commitment).where(Commitment.programme_id == programme.id, Commitment.title == title)
    ).one()


def versions(title: str) -> list[Publication]:
    return db.session.scalars(
        select(Publication)
        .where(Publication.commitment_id == commitment(title).id)
        .order_by(Publication.number)
    ).all()  # type: ignore[return-value]


def test_every_row_stands_on_the_register_as_a_statement_of_intent(importing: Importing) -> None:
    result = importing.run(WARM, BUS)

    assert result.exit_code == 0, result.output
    assert {entry.form for entry in entries().values()} == {Form.STATEMENT_OF_INTENT}
    assert {title: entry.source_status for title, entry in entries().items()} == {
        WARM_TITLE: "In progress",
        BUS_TITLE: "Delivered",
    }


def test_nothing_the_source_does_not_state_is_made_up(importing: Importing) -> None:
    importing.run(BUS)

    bus = commitment(BUS_TITLE)
    stated = {"title", "statement"}
    unstated = ("domain", "level", "inequality", "kind", "additionality", "ends_on", "made_on", "starts_on")
    assert {name: getattr(bus, name) for name in unstated} == dict.fromkeys(unstated)
    assert bus.check_ins == []
    assert bus.expected_check_ins == []
    assert (bus.stale_from, bus.next_due_on) == (None, None)
    assert stated <= set(versions(BUS_TITLE)[0].payload)


def test_what_the_source_says_is_kept_with_the_record(importing: Importing) -> None:
    importing.run(WARM)

    warm = commitment(WARM_TITLE)
    assert warm.imported is not None
    assert warm.imported.external_id == "007"
    assert warm.imported.row == dict(zip(HEADER, WARM, strict=True))
    assert warm.imported.facts["source_status"] == "begun"
    assert warm.imported.facts["source_assessor"] == "The compiler"
    assert warm.imported.facts["progress_text"] == "Half of them are."
    assert str(warm.ends_period) == "May 2030"


def test_the_same_file_again_changes_nothing(importing: Importing) -> None:
    importing.run(WARM, BUS)
    before = db.session.scalar(select(func.count(Publication.id)))

    again = importing.run(WARM, BUS)

    assert "Records created: 0. Changed: 0. Unchanged: 2." in again.output
    assert db.session.scalar(select(func.count(Publication.id))) == before


def test_a_changed_row_is_published_again_and_the_earlier_text_stays(importing: Importing) -> None:
    importing.run(WARM, BUS)

    later = importing.run((*WARM[:3], "done", "All of them are.", "May 2030"), BUS)

    assert "Created: 0" not in later.output
    assert "Records created: 0. Changed: 1. Unchanged: 1." in later.output
    first, second = versions(WARM_TITLE)
    assert (first.number, first.is_current, first.note) == (1, False, None)
    assert first.payload["imported"]["progress_text"] == "Half of them are."
    assert (second.number, second.is_current) == (2, True)
    assert second.note == "The source changed: Status, Progress."
    assert entries()[WARM_TITLE].source_status == "Delivered"


def test_a_record_that_is_gone_from_the_file_stays(importing: Importing) -> None:
    importing.run(WARM, BUS)

    later = importing.run(WARM)

    assert "Not in this file, and left as they are: 1." in later.output
    assert len(entries()) == 2


def test_a_dry_run_says_the_same_and_writes_nothing(importing: Importing) -> None:
    dry = importing.run(WARM, BUS, options=())

    assert dry.exit_code == 0
    assert "Rows read: 2. Mapped: 2. Refused: 0. Skipped: 0." in dry.output
    assert "Records created: 2." in dry.output
    assert "nothing was written" in dry.output
    assert entries() == {}
    assert db.session.scalar(select(Organisation).where(Organisation.name == "Cedar Council")) is None


def test_one_refused_row_stops_the_whole_import(importing: Importing, tmp_path: Path) -> None:
    bad = ("009", "Cedar Council", "Trees.", "perhaps", "", "")

    result = importing.run(WARM, bad, options=("--apply", "--report", str(tmp_path / "problems.csv")))

    assert result.exit_code == 1
    assert 'Row 3, column "Status"' in result.output
    assert "perhaps" in result.output
    assert entries() == {}
    lines = (tmp_path / "problems.csv").read_text("utf-8").splitlines()
    assert lines[0] == "row,column,value,reason"
    assert lines[1].startswith("3,Status,perhaps,")


def test_a_known_organisation_is_found_and_a_new_one_is_added(importing: Importing, world: World) -> None:
    result = importing.run(WARM, BUS)

    assert "Organisations known already: Alder Trust" in result.output
    assert "Organisations added: Cedar Council" in result.output
    assert commitment(BUS_TITLE).organisation_id == world.alder.id
    cedar = commitment(WARM_TITLE).organisation
    assert (cedar.kind, cedar.source_name) == ("council", "Action plan")


def test_who_was_only_imported_neither_was_invited_nor_joined(importing: Importing, world: World) -> None:
    importing.run(WARM)

    cedar = commitment(WARM_TITLE).organisation
    place = db.session.scalars(
        select(Participation).where(
            Participation.organisation_id == cedar.id, Participation.programme_id == world.programme.id
        )
    ).one()
    assert (place.invited_on, place.joined_on, place.left_on) == (None, None, None)


def ended(organisation: Organisation) -> None:
    change = OrganisationChange(kind="ended")
    change.predecessors.append(organisation)
    db.session.add(change)
    db.session.commit()


def test_a_name_that_is_nearly_known_must_be_asked_about(importing: Importing) -> None:
    importing.run(WARM)
    near = ("010", "Cedar Councill", "Trees.", "done", "", "")

    result = importing.run(WARM, near)

    assert result.exit_code == 1
    assert 'Row 3, column "Body": "Cedar Councill" is nearly a known name' in result.output
    assert "Known: Cedar Council" in result.output


def test_the_name_of_a_body_that_has_ended_must_be_asked_about(importing: Importing, world: World) -> None:
    ended(world.alder)

    result = importing.run(BUS)

    assert result.exit_code == 1
    assert "Alder Trust has ended: say whether it or its successor is meant" in result.output


def test_an_import_never_moves_a_promise_to_another_organisation(importing: Importing) -> None:
    importing.run(WARM, BUS)

    result = importing.run((WARM[0], "Alder Trust", *WARM[2:]), BUS)

    assert result.exit_code == 1
    assert "An import does not move a promise" in result.output


def test_each_import_leaves_a_line_in_the_log(importing: Importing) -> None:
    importing.run(WARM)
    importing.run((*WARM[:4], "All of them are.", WARM[5]))

    lines: list[dict[str, Any] | None] = [
        row.after
        for row in db.session.scalars(
            select(Activity).where(Activity.kind == ActivityKind.COMMITMENT_IMPORTED).order_by(Activity.id)
        )
    ]
    assert lines == [
        {"source": "action-plan", "external_id": "007"},
        {"source": "action-plan", "Progress": "All of them are."},
    ]


def test_the_source_is_named_on_the_programme_once(importing: Importing, world: World) -> None:
    importing.run(WARM)
    importing.run(WARM, BUS)

    db.session.refresh(world.programme)
    assert world.programme.attribution == "Compiled by nobody in particular. https://example.org/plan"
    published = db.session.scalars(
        select(Publication).where(Publication.kind == PublicationKind.PROGRAMME, Publication.is_current)
    ).all()
    assert [row.payload["attribution"] for row in published] == [world.programme.attribution]


def test_imported_records_are_published_and_ask_nobody_to_report(importing: Importing) -> None:
    importing.run(WARM)

    warm = commitment(WARM_TITLE)
    assert warm.lifecycle is Lifecycle.PUBLISHED
    assert not warm.is_live


@pytest.mark.parametrize(
    ("programme", "mapping", "said"),
    [
        ("no-such-programme", MAPPING, "There is no programme 'no-such-programme'."),
        ("fairer-shore", "[source]", "The mapping file cannot be used"),
        ("fairer-shore", MAPPING.replace("Delivered", "D" * 61), "Use 60 characters or fewer"),
    ],
)
def test_a_command_that_makes_no_sense_is_refused_in_words(
    importing: Importing, tmp_path: Path, programme: str, mapping: str, said: str
) -> None:
    (tmp_path / "mapping.toml").write_text(mapping, "utf-8")

    result = importing.run(WARM, options=("--programme", programme))

    assert result.exit_code == 1
    assert said in result.output
    assert "Traceback" not in result.output
