"""`flask import working-for-health-equity-2013`: sourced facts, and nothing else."""

import tomllib
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from equity_tracker.extensions import db
from equity_tracker.imports.health_equity_2013 import FILE
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.programme import Participation, Programme
from equity_tracker.model.publication import Form, Publication, PublicationKind
from equity_tracker.model.register import RegisterEntry
from equity_tracker.model.round import Round
from tests.conftest import NOW
from tests.support.factories.organisation import make_organisation

COMMAND = ["import", "working-for-health-equity-2013", "--apply"]


@pytest.fixture
def file() -> dict[str, Any]:
    return tomllib.loads(FILE.read_text("utf-8"))


@pytest.fixture
def imported(app: Flask, isolated: None) -> str:
    result = app.test_cli_runner().invoke(args=COMMAND)
    assert result.exit_code == 0, result.output
    return result.output


def programme() -> Programme:
    return db.session.scalars(select(Programme)).one()


def statements() -> list[Publication]:
    found = db.session.scalars(
        select(Publication).where(Publication.kind == PublicationKind.STATEMENT).order_by(Publication.id)
    )
    return list(found)


def test_every_statement_for_action_is_published_with_its_authors_and_sources(
    imported: str, file: dict[str, Any]
) -> None:
    assert [(row.payload["profession"], row.payload["written_by"]) for row in statements()] == [
        (row["profession"], row["written_by"]) for row in file["statements_for_action"]
    ]
    assert all(source["url"] for row in statements() for source in row.payload["sources"])


def test_the_one_verified_promise_is_a_statement_of_intent_of_a_named_source(imported: str) -> None:
    [entry] = db.session.scalars(select(RegisterEntry)).all()

    assert (entry.form, entry.domain, entry.level) == (Form.STATEMENT_OF_INTENT, "education", None)
    assert entry.source_status is None
    assert entry.made_on is None


def test_nobody_is_asked_to_report_and_nobody_joined(imported: str) -> None:
    assert db.session.scalars(select(Round)).all() == []
    places = db.session.scalars(select(Participation).where(Participation.programme_id == programme().id))
    assert [(row.invited_on, row.joined_on) for row in places] == [(None, None)]


def test_the_page_names_every_source_of_its_facts(imported: str, file: dict[str, Any]) -> None:
    said = programme().attribution or ""

    assert said.startswith(file["programme"]["attribution"])
    assert [source["name"] for source in file["sources"].values() if source["name"] not in said] == []


def test_a_second_run_changes_nothing(app: Flask, imported: str) -> None:
    again = app.test_cli_runner().invoke(args=COMMAND)

    assert "published now: 0" in again.output
    assert "Records created: 0. Changed: 0. Unchanged: 1." in again.output
    assert len(statements()) == 12


@pytest.mark.usefixtures("isolated")
def test_bodies_that_the_directory_knows_by_exactly_that_name_are_taken_from_it(app: Flask) -> None:
    nursing = make_organisation("Royal College of Nursing", now=NOW, kind="union")
    general_practice = make_organisation("Royal College of General Practitioners", now=NOW)
    db.session.commit()

    app.test_cli_runner().invoke(args=COMMAND)

    by_profession = {row.payload["profession"]: row.organisation_id for row in statements()}
    assert by_profession["nursing"] == nursing.id
    assert by_profession["dentistry"] is None
    holder = db.session.scalars(
        select(Commitment.organisation_id).where(Commitment.programme_id == programme().id)
    ).one()
    assert holder == general_practice.id
