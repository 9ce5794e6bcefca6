"""Who may fetch a file, when, and what comes with it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import text

from equity_tracker.extensions import db
from equity_tracker.model.check_in_answers import EvidenceLink
from equity_tracker.model.checking_in import correct_check_in
from equity_tracker.model.close_out import Details
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.people import User
from equity_tracker.model.programme import Visibility
from equity_tracker.model.publication import Publication
from equity_tracker.model.publishing import publish_check_in, publish_commitment
from equity_tracker.model.retracting import retract_check_in, retract_commitment
from equity_tracker.model.stored_file import StoredFile
from tests.conftest import NOW
from tests.files.conftest import As
from tests.public.records import report_on
from tests.support.factories.commitment import answers
from tests.support.factories.file import DATA, as_evidence, make_file
from tests.support.people import World

TODAY = NOW.date()
Status = Callable[[User | None], int]


@pytest.fixture
def file(world: World, promise: Commitment) -> StoredFile:
    """A file that nothing names yet."""
    made = make_file(promise, now=NOW, by=world.cora)
    db.session.commit()
    return made


@pytest.fixture
def status(as_: As, file: StoredFile) -> Status:
    return lambda person: as_(person).browser.get(file.address).status_code


def test_a_file_in_a_form_is_for_its_organisation_only(world: World, status: Status) -> None:
    assert [status(who) for who in (world.cora, world.vic)] == [200, 200]
    assert [status(who) for who in (None, world.paula, world.otto, world.eve, world.olga)] == [404] * 5


def test_a_private_file_is_for_its_organisation_and_the_programme(
    world: World, promise: Commitment, file: StoredFile, status: Status
) -> None:
    report_on(promise, TODAY, by=world.cora, evidence=(as_evidence(file, is_public=False),))
    assert [status(who) for who in (world.vic, world.paula, world.otto)] == [200] * 3
    assert [status(who) for who in (None, world.eve, world.other_paula, world.olga)] == [404] * 4


def test_a_public_file_is_for_everybody_and_can_only_be_saved(
    as_: As, world: World, promise: Commitment, file: StoredFile
) -> None:
    report_on(promise, TODAY, by=world.cora, evidence=(as_evidence(file),))
    answer = as_(None).browser.get(file.address)

    assert (answer.status_code, answer.data, answer.mimetype) == (200, DATA, "application/pdf")
    headers = answer.headers
    assert headers["Content-Disposition"] == 'attachment; filename="lease.pdf"'
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in headers["Content-Security-Policy"]
    assert headers["Cache-Control"] == "no-store"
    assert not {"ETag", "Last-Modified", "Set-Cookie"} & set(headers.keys())


def test_a_head_and_a_part_are_answered(as_: As, world: World, promise: Commitment, file: StoredFile) -> None:
    report_on(promise, TODAY, by=world.cora, evidence=(as_evidence(file),))
    browser = as_(None).browser

    head = browser.head(file.address)
    assert (head.status_code, head.data, head.content_length) == (200, b"", len(DATA))
    part = browser.get(file.address, headers={"Range": "bytes=0-4"})
    assert (part.status_code, part.data) == (206, b"%PDF-")
    assert part.headers["Content-Range"] == f"bytes 0-4/{len(DATA)}"
    assert browser.get(file.address, headers={"Range": "bytes=9999-"}).status_code == 416


def test_a_name_in_any_alphabet_survives_the_header(as_: As, world: World, promise: Commitment) -> None:
    names = ("règlement “intérieur” ☂.pdf", "収支.pdf")
    made = [make_file(promise, now=NOW, name=name) for name in names]
    db.session.commit()
    given = [as_(world.cora).browser.get(file.address).headers["Content-Disposition"] for file in made]
    assert given[0].startswith('attachment; filename="reglement interieur .pdf"; filename*=UTF-8')
    assert given[0].endswith("''r%C3%A8glement%20%E2%80%9Cint%C3%A9rieur%E2%80%9D%20%E2%98%82.pdf")
    assert given[1] == "attachment; filename=\"file.pdf\"; filename*=UTF-8''%E5%8F%8E%E6%94%AF.pdf"


@pytest.mark.parametrize("name", ["zzzzzzzzzzzz", "..%2f..%2fetc%2fpasswd", "%00", "a" * 3000])
def test_what_is_no_file_is_not_found(as_: As, cora: User, name: str) -> None:
    assert as_(cora).browser.get(f"/files/{name}").status_code == 404


def test_taking_back_hides_it_at_once(
    world: World, promise: Commitment, file: StoredFile, status: Status
) -> None:
    check_in = report_on(promise, TODAY, by=world.cora, evidence=(as_evidence(file),))
    assert status(None) == 200

    retract_check_in(check_in, "It names a person.", now=NOW, today=TODAY)
    db.session.commit()

    assert [status(None), status(world.vic), status(world.paula)] == [404, 200, 200]


def test_taking_the_commitment_back_hides_it_too(
    world: World, promise: Commitment, file: StoredFile, status: Status
) -> None:
    report_on(promise, TODAY, by=world.cora, evidence=(as_evidence(file),))
    retract_commitment(promise, "It was not theirs to make.", now=NOW, today=TODAY)
    db.session.commit()
    assert status(None) == 404


@pytest.mark.parametrize(("days", "expected"), [(1, 404), (0, 200), (-1, 200)])
def test_it_waits_for_the_launch_of_its_programme(
    world: World, promise: Commitment, file: StoredFile, status: Status, *, days: int, expected: int
) -> None:
    world.programme.launches_on = TODAY + timedelta(days=days)
    report_on(promise, TODAY, by=world.cora, evidence=(as_evidence(file),))
    assert status(None) == expected


def test_in_an_internal_programme_it_is_never_public(
    world: World, promise: Commitment, file: StoredFile, status: Status
) -> None:
    world.programme.visibility = Visibility.INTERNAL
    report_on(promise, TODAY, by=world.cora, evidence=(as_evidence(file),))
    assert [status(None), status(world.paula)] == [404, 200]


def test_a_correction_that_makes_it_private_or_leaves_it_out_hides_it(
    world: World, promise: Commitment, file: StoredFile, status: Status
) -> None:
    check_in = report_on(promise, TODAY, by=world.cora, evidence=(as_evidence(file),))
    for evidence, expected in (
        ((as_evidence(file, is_public=False),), 404),
        ((as_evidence(file),), 200),
        ((EvidenceLink("Minutes", "https://example.org"),), 404),
    ):
        correct_check_in(check_in, answers(evidence=evidence), reason="Better so.", by=world.cora, now=NOW)
        db.session.flush()
        publish_check_in(check_in, now=NOW, today=TODAY)
        db.session.commit()
        assert status(None) == expected


def test_a_file_of_a_close_out_is_public_with_it(
    world: World, promise: Commitment, file: StoredFile, status: Status
) -> None:
    promise.close("met_on_time", "Done.", details=Details(evidence=(as_evidence(file),)), today=TODAY)
    db.session.flush()
    publication = publish_commitment(promise, now=NOW, today=TODAY)
    assert publication is not None
    db.session.commit()
    assert publication.payload["close_out"]["evidence"][0]["file"]["name"] == "lease.pdf"
    assert status(None) == 200


def test_somebody_who_has_left_or_is_suspended_fetches_nothing(
    world: World, cora: User, status: Status
) -> None:
    assert status(cora) == 200
    for membership in cora.memberships:
        membership.ended_at = NOW
    db.session.commit()
    assert status(cora) == 404


def test_a_file_follows_its_commitment_to_a_successor(
    world: World, promise: Commitment, file: StoredFile
) -> None:
    """By the keys alone: evidence hangs on its check-in and on its file, and both move at once."""
    report_on(promise, TODAY, by=world.cora, evidence=(as_evidence(file),))
    db.session.execute(
        text("UPDATE commitments SET organisation_id = :new WHERE id = :id"),
        {"new": world.birch.id, "id": promise.id},
    )
    held = [
        db.session.scalar(text(f"SELECT organisation_id FROM {table} WHERE {column} = :id"), {"id": file.id})  # noqa: S608
        for table, column in (("files", "id"), ("evidence", "file_id"))
    ]
    assert held == [world.birch.id] * 2


def test_what_was_published_without_files_is_not_published_anew(world: World, promise: Commitment) -> None:
    link = EvidenceLink("Minutes", "https://example.org")
    check_in = report_on(promise, TODAY, by=world.cora, evidence=(link,))
    (row,) = db.session.query(Publication).filter_by(subject_id=check_in.public_id)
    assert row.payload["evidence"] == [
        {"title": "Minutes", "url": "https://example.org", "kind": "document", "strength": "document"}
    ]
