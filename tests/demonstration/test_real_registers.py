"""The real registers of the demonstration, counted against the files they come from."""

import csv
from collections import Counter

import pytest
from sqlalchemy import func, select

from equity_tracker import clock
from equity_tracker.demonstration.registers import HEALTH_EQUITY_2013, NEW_ZEALAND
from equity_tracker.extensions import db
from equity_tracker.imports.actions.directory import import_directory
from equity_tracker.imports.actions.registers import import_records
from equity_tracker.imports.mapping import Mapping, read_mapping
from equity_tracker.imports.organisations_reading import DATA, read_directory
from equity_tracker.imports.plan import plan_file
from equity_tracker.imports.queries import find_programme
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.organisation import Organisation, OrganisationIdentifier
from equity_tracker.model.programme import Programme
from equity_tracker.model.publication import Form, Publication, PublicationKind
from equity_tracker.model.register import RegisterEntry
from equity_tracker.model.status import delivery_status, reporting_status
from tests.demonstration.conftest import STORY_DAY

pytestmark = pytest.mark.usefixtures("loaded")
REGISTER = DATA / "nz-promised-vs-did.csv"


def mapping() -> Mapping:
    return read_mapping((DATA / "nz-promised-vs-did.toml").read_text("utf-8"))


def rows() -> list[dict[str, str]]:
    with REGISTER.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def new_zealand() -> Programme:
    programme = find_programme(NEW_ZEALAND)
    assert programme is not None
    return programme


def new_zealand_entries() -> list[RegisterEntry]:
    return list(db.session.scalars(select(RegisterEntry).where(RegisterEntry.programme_slug == NEW_ZEALAND)))


def test_every_promise_of_the_file_is_on_the_public_register() -> None:
    entries = new_zealand_entries()

    assert len(entries) == len(rows()) == 347
    assert {entry.form for entry in entries} == {Form.STATEMENT_OF_INTENT}
    assert all(entry.public_from and entry.public_from <= STORY_DAY.date() for entry in entries)


def test_counts_by_status_are_those_of_the_file() -> None:
    labels = mapping().statuses
    in_file = Counter(labels[row["status"]] for row in rows())

    assert Counter(entry.source_status for entry in new_zealand_entries()) == in_file


def test_the_lights_say_who_judged_and_ask_nothing() -> None:
    entry = next(row for row in new_zealand_entries() if row.source_status == "Partly delivered")

    assert delivery_status(entry, STORY_DAY.date()).label == "Source says: Partly delivered"
    assert reporting_status(entry, STORY_DAY.date()).label == "Not asked yet"


def test_every_record_keeps_its_evidence_and_progress_as_the_source_has_them() -> None:
    payloads = db.session.scalars(
        select(Publication.payload).where(
            Publication.programme_id == new_zealand().id,
            Publication.kind == PublicationKind.COMMITMENT,
            Publication.is_current,
        )
    ).all()
    facts = [payload["imported"] for payload in payloads]

    links = sum(len([link for link in row["evidenceUrls"].split(" | ") if link]) for row in rows())
    assert sum(len(fact.get("evidence", [])) for fact in facts) == links
    assert sum("progress_text" in fact for fact in facts) == sum(bool(row["whatHappened"]) for row in rows())
    assert {fact["source_assessor"] for fact in facts} == {"Drew Broadley, Promised vs Performed"}


def test_the_programme_says_where_the_records_come_from() -> None:
    assert "Drew Broadley" in (new_zealand().attribution or "")
    assert "CC0" in (new_zealand().attribution or "")


@pytest.mark.thorough
def test_importing_the_same_file_again_changes_nothing() -> None:
    plan = plan_file(REGISTER.read_bytes(), mapping())

    outcome = import_records(new_zealand(), plan, now=clock.now(), today=clock.today())

    assert (outcome.created, len(outcome.changed), outcome.unchanged) == (0, 0, 347)


def test_one_changed_row_is_one_new_publication() -> None:
    first = rows()[0]
    data = REGISTER.read_bytes().replace(first["whatHappened"][:40].encode(), b"Later it was found that", 1)
    before = db.session.scalar(select(func.count(Publication.id)))

    outcome = import_records(new_zealand(), plan_file(data, mapping()), now=clock.now(), today=clock.today())

    assert [change.external_id for change in outcome.changed] == [first["id"]]
    assert outcome.changed[0].note == "The source changed: whatHappened."
    assert db.session.scalar(select(func.count(Publication.id))) == (before or 0) + 1


def test_no_date_owner_or_vocabulary_is_invented_for_them() -> None:
    unstated = ("domain", "level", "inequality", "additionality", "made_on", "ends_on", "starts_on", "kind")
    stated = [
        (commitment.reference, name)
        for commitment in db.session.scalars(
            select(Commitment).where(Commitment.programme_id == new_zealand().id)
        )
        for name in unstated
        if getattr(commitment, name) is not None
    ]

    assert stated == []


def test_the_directory_holds_every_council_of_the_file_past_and_present() -> None:
    with (DATA / "uk-local-authorities.csv").open(encoding="utf-8", newline="") as file:
        codes = {row["local-authority-code"] for row in csv.DictReader(file)}

    stored = db.session.scalars(
        select(OrganisationIdentifier.value).where(OrganisationIdentifier.namespace == "LA")
    ).all()

    assert set(stored) == codes
    assert len(stored) == len(codes)


def test_the_whole_directory_is_public_and_says_what_nobody_checked() -> None:
    plan = read_directory()
    pages = db.session.scalars(
        select(Publication.payload).where(
            Publication.kind == PublicationKind.ORGANISATION, Publication.is_current
        )
    ).all()
    unchecked = {page["name"] for page in pages if not page["source_is_checked"]}

    assert {row.name for row in plan.organisations} <= {page["name"] for page in pages}
    assert {row.name for row in plan.organisations if not row.checked} == unchecked


def test_importing_the_directory_again_changes_nothing() -> None:
    before = db.session.scalar(select(func.count(Organisation.id)))

    outcome = import_directory(read_directory(), now=clock.now(), today=clock.today())

    assert (outcome.created, outcome.changed, outcome.successions) == (0, (), 0)
    assert db.session.scalar(select(func.count(Organisation.id))) == before


def test_the_programme_of_2013_is_public_with_its_statements() -> None:
    programme = find_programme(HEALTH_EQUITY_2013)
    assert programme is not None
    statements = db.session.scalars(
        select(func.count(Publication.id)).where(
            Publication.programme_id == programme.id, Publication.kind == PublicationKind.STATEMENT
        )
    ).one()

    assert programme.is_public(STORY_DAY.date())
    assert statements == 12
