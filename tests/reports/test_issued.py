"""The public page of a report: what it is, whether a file is the one issued, and nothing internal."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from equity_tracker import clock
from equity_tracker.adapters.storage import Storage
from equity_tracker.closing.actions.retractions import retract_check_in
from equity_tracker.extensions import db
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.people import User
from equity_tracker.model.report import Edition, Report
from equity_tracker.model.retracting import retract_commitment
from equity_tracker.reports.job import Press, make_report
from equity_tracker.reports.record_facts import code_of
from equity_tracker.web import throttle
from tests.conftest import NOW
from tests.reports.records import TODAY, queued, say
from tests.support.client import CheckingClient
from tests.support.page import Page
from tests.support.people import World

As = Callable[[User | None], CheckingClient]


@pytest.fixture
def report(world: World, commitment: Commitment, press: Press) -> Report:
    """The public status report of Alder, issued."""
    return issue(queued(world.alder, Edition.PUBLIC, issuer="Alder Trust"), press)


def issue(report: Report, press: Press) -> Report:
    assert make_report(report.id, NOW, press) == "done"
    db.session.expire_all()
    return report


def page_of(as_: As, report: Report) -> Page:
    return as_(None).get("reports.show_issued", issued=report.number)


def file_of(report: Report, storage: Storage) -> bytes:
    assert report.file_key is not None
    return storage.get(report.file_key)


def compare(as_: As, report: Report, *, data: bytes = b"", sha256: str = "", status: int = 200) -> Page:
    form = as_(None).get("reports.check_issued", issued=report.number).form("Compare")
    if data:
        form.choose("file", "report.pdf", data)
    with clock.fixed(NOW + timedelta(seconds=20)):
        return form.fill(sha256=sha256).submit(expected=status)


def test_its_number_may_be_typed_in_small_letters(as_: As, report: Report) -> None:
    answer = as_(None).browser.get("/reports/et-2026-00001/file.pdf")

    assert (answer.status_code, answer.headers["Location"]) == (301, "/reports/ET-2026-00001/file.pdf")
    assert as_(None).browser.get("/reports/et-2026-00002").status_code == 404


def test_it_says_what_was_issued_and_hands_it_out(as_: As, report: Report, storage: Storage) -> None:
    page = page_of(as_, report)

    assert (page.heading, page.fact("About")) == ("ET-2026-00001", "Alder Trust")
    assert page.fact("What it is") == "Status report"
    assert page.fact("As of") == "6 April 2026"
    assert page.fact("Issued by") == "Alder Trust"
    assert page.fact("SHA-256 of the file") == report.file_hash
    assert page.fact("SHA-256 of what it says") == report.content_key
    assert page.response.headers["Cache-Control"] == "public, max-age=20"
    file = page.link("Download the report (PDF, 1 page)").follow().response
    assert file.data == file_of(report, storage)
    assert file.headers["Cache-Control"] == "public, max-age=20"


def test_of_an_internal_one_it_says_that_it_was_issued_and_when(
    world: World, as_: As, commitment: Commitment, press: Press
) -> None:
    report = issue(queued(world.alder, issuer="Alder Trust"), press)
    page = page_of(as_, report)

    assert "A report with this number was issued" in page.main
    assert page.fact("Issued").startswith("6 April 2026")
    for secret in ("Alder", "Status", report.file_hash, report.content_key, "internal"):
        assert str(secret) not in page.main
    as_(None).get("reports.download_issued", issued=report.number, expected=404)


def test_of_one_taken_back_nothing_that_it_said_is_told(
    as_: As, report: Report, commitment: Commitment
) -> None:
    report.withdraw(NOW)
    db.session.commit()
    page = page_of(as_, report)

    assert "Something in this report was taken back on 6 April 2026" in page.main
    for word in ("Alder", "Status report", str(report.file_hash)):
        assert word not in page.main
    as_(None).get("reports.download_issued", issued=report.number, expected=404)
    assert "No such report" in as_(None).get("reports.list_issued").main


def test_taking_a_check_in_back_takes_back_what_may_hold_it_and_nothing_older(
    world: World, commitment: Commitment, press: Press
) -> None:
    older = issue(queued(world.alder, Edition.PUBLIC, as_of=TODAY - timedelta(days=30)), press)
    check_in = say(world, commitment, TODAY - timedelta(days=3))
    db.session.commit()
    newer, internal = issue(queued(world.alder, Edition.PUBLIC), press), issue(queued(world.alder), press)
    of_birch = issue(queued(world.birch, Edition.PUBLIC), press)

    retract_check_in(check_in, "It named a patient.", by=world.paula, now=NOW, today=TODAY)
    db.session.commit()

    assert newer.is_withdrawn
    assert [row.is_withdrawn for row in (older, internal, of_birch)] == [False] * 3


def test_one_that_was_replaced_says_by_which_and_is_still_handed_out(
    world: World, as_: As, report: Report, press: Press
) -> None:
    later = issue(queued(world.alder, Edition.PUBLIC, as_of=TODAY + timedelta(days=1)), press)
    page = page_of(as_, report)

    assert page.link("ET-2026-00002").follow().heading == later.number
    as_(None).get("reports.download_issued", issued=report.number)


def test_what_is_no_longer_public_is_not_told(as_: As, report: Report, commitment: Commitment) -> None:
    retract_commitment(commitment, "Not ours.", now=NOW, today=TODAY)
    db.session.commit()

    assert "Alder" not in page_of(as_, report).main
    as_(None).get("reports.download_issued", issued=report.number, expected=404)


def test_what_is_not_issued_has_no_page(world: World, as_: As, commitment: Commitment) -> None:
    waiting = queued(world.alder, number="ET-2026-00001")
    assert waiting.number == "ET-2026-00001"

    for number in ("ET-2026-00001", "ET-2026-99999", "x"):
        as_(None).get("reports.show_issued", issued=number, expected=404)


@pytest.mark.parametrize("edition", Edition)
def test_the_file_that_was_issued_is_known_and_a_changed_byte_is_not(
    as_: As, commitment: Commitment, press: Press, edition: Edition
) -> None:
    report = issue(queued(commitment.organisation, edition), press)
    data = file_of(report, press.storage)

    assert compare(as_, report, data=data).heading == f"This is {report.number}"
    assert compare(as_, report, sha256=report.file_hash or "").heading == f"This is {report.number}"
    changed = data[:100] + bytes([data[100] ^ 1]) + data[101:]
    assert compare(as_, report, data=changed).heading == f"This is not {report.number}"
    assert compare(as_, report, sha256="0" * 64).heading == f"This is not {report.number}"
    assert compare(as_, report, sha256=report.content_key).heading == f"The same words as {report.number}"


def test_a_sha_256_is_read_as_people_copy_it(as_: As, report: Report) -> None:
    typed = " ".join((report.file_hash or "").upper()[start : start + 8] for start in range(0, 64, 8))

    assert "Yes: this is the file" in compare(as_, report, sha256=typed).main
    assert "has 64 characters" in compare(as_, report, sha256="abc", status=422).main
    assert "Choose the file, or enter its SHA-256" in compare(as_, report, status=422).main
    both = compare(as_, report, data=b"x", sha256="0" * 64, status=422)
    assert "Choose a file or enter a SHA-256, not both" in both.main


def test_a_large_file_is_read_and_kept_nowhere(as_: As, report: Report, storage: Storage) -> None:
    before = set(storage.list())

    assert "No: this is not the file" in compare(as_, report, data=b"x" * 3_000_000).main
    assert set(storage.list()) == before
    compare(as_, report, data=b"x" * 17_000_000, status=413)


def test_who_compares_very_often_is_asked_to_wait(
    as_: As, report: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = throttle.Limit("checking a report by network", 2, timedelta(hours=1))
    monkeypatch.setattr(throttle, "CHECK_BY_NETWORK", few)

    for _ in range(2):
        compare(as_, report, sha256="0" * 64)
    compare(as_, report, sha256="0" * 64, status=429)


def test_public_ones_are_listed_the_newest_first_and_by_kind(
    world: World, as_: As, report: Report, press: Press
) -> None:
    issue(queued(world.alder), press)
    later = issue(queued(world.alder, Edition.PUBLIC, as_of=TODAY + timedelta(days=1)), press)

    page = as_(None).get("reports.list_issued")
    numbers = [row[0].removeprefix("Alder Trust ") for row in page.table("Reports")]
    assert numbers == [later.number, f"{report.number}. A later one has taken its place"]
    assert len(as_(None).get("reports.list_issued", kind="status_report").table("Reports")) == 2
    assert "No such report" in as_(None).get("reports.list_issued", kind="round_report").main
    assert "No such report" in as_(None).get("reports.list_issued", organisation="birch-college").main
    as_(None).get("reports.list_issued", kind="nonsense", expected=404)


def test_its_code_leads_to_its_page() -> None:
    address = "https://register.example.org/reports/ET-2026-00001"
    drawn = code_of(address)

    assert drawn.startswith("<svg")
    assert f"<title>QR code: leads to {address}</title>" in drawn
    assert "style=" not in drawn
    assert drawn == code_of(address) != code_of(address + "2")
