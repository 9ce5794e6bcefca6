"""A report of record: numbered, stored as data, frozen once issued, and replaced only by a later one."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.exc import DBAPIError

from equity_tracker.adapters.storage import Storage
from equity_tracker.extensions import db
from equity_tracker.jobs.report_kinds import KINDS
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.errors import Refused
from equity_tracker.model.people import User
from equity_tracker.model.report import Edition, Report, ReportKind
from equity_tracker.model.report_choice import Choice, Period, standing_today
from equity_tracker.reports.actions import request
from equity_tracker.reports.content import from_json, to_json
from equity_tracker.reports.job import Press, make_report, print_again, queue_public_reports
from equity_tracker.reports.job.press import _render
from equity_tracker.web.report_pages import fill_report
from tests.conftest import NOW
from tests.reports.conftest import PressWith, blank
from tests.reports.records import MINUTES, TODAY, ask, make_public, of_today, paper_of, promise, queued, say
from tests.support.factories.measure import make_measure
from tests.support.people import World

TOMORROW = NOW + timedelta(days=1)


@pytest.fixture
def commitment(world: World) -> Commitment:
    """A public commitment of Alder with a measure and a check-in that has evidence."""
    commitment = promise(world, "A “promise” & more", measures=[make_measure(readings=[1, 3])])
    ask(world, [commitment], TODAY - timedelta(days=20))
    say(world, commitment, TODAY - timedelta(days=9), evidence=(MINUTES,))
    make_public(world.alder)
    db.session.commit()
    return commitment


def made(report: Report, press: Press, now: datetime = NOW) -> Report:
    assert make_report(report.id, now, press) == "done"
    db.session.expire_all()
    return report


def test_each_has_a_number_of_its_own_in_the_order_of_issue(
    world: World, commitment: Commitment, press: Press
) -> None:
    rows = [queued(world.alder), queued(world.birch), queued(world.alder, Edition.PUBLIC)]
    assert [made(row, press).number for row in rows] == ["ET-2026-00001", "ET-2026-00002", "ET-2026-00003"]

    next_year = datetime(2027, 1, 2, 9, tzinfo=NOW.tzinfo)
    later = queued(world.birch, requested_at=next_year)
    assert made(later, press, next_year).number == "ET-2027-00001"


@pytest.mark.parametrize("edition", Edition)
def test_what_is_stored_is_what_was_gathered(
    world: World, commitment: Commitment, press: Press, edition: Edition
) -> None:
    report = made(queued(world.alder, edition), press)
    kind = KINDS[report.kind]

    assert report.data is not None
    gathered: Any = kind.gather(report)
    assert to_json(from_json(report.data, kind.content)) == report.data
    assert fill_report(from_json(report.data, kind.content)) == fill_report(gathered)


def test_a_programmes_report_is_stored_whole(world: World, commitment: Commitment, press: Press) -> None:
    report = request(paper_of(), subject=world.programme, by=world.paula, now=NOW)
    db.session.commit()
    made(report, press)
    kind = KINDS[ReportKind.PROGRAMME_REPORT]

    assert report.data is not None
    gathered: Any = kind.gather(report)
    assert fill_report(from_json(report.data, kind.content)) == fill_report(gathered)


def test_it_is_printed_from_what_is_stored_and_prints_the_same_again(
    world: World, commitment: Commitment, press_with: PressWith
) -> None:
    printed: list[object] = []

    def note(*given: object) -> bytes:
        printed.append(given)
        return blank()

    press = press_with(note)
    report = made(queued(world.alder, Edition.PUBLIC), press)
    commitment.title = "Renamed since"
    db.session.commit()

    print_again(report, press)

    assert printed[0] == printed[1]
    assert "Renamed since" not in str(printed)


@pytest.mark.thorough
def test_the_same_file_comes_out_of_the_same_words() -> None:
    head = "<!doctype html><html lang=en><title>A report</title>"
    page = f"{head}<body><h1>A report</h1><p>Three of four.</p></body></html>"

    assert _render(page, NOW) == _render(page, NOW)
    assert _render(page, NOW) != _render(page.replace("Three", "Two"), NOW)


FROZEN: dict[str, Any] = {
    "data": "{}",
    "title": "Another",
    "number": "ET-2026-99999",
    "as_of": date(2020, 1, 1),
    "file_hash": "0" * 64,
    "state": "waiting",
    "edition": "internal",
    "sections": ["x"],
}


@pytest.mark.parametrize("column", FROZEN)
def test_the_database_refuses_to_change_what_was_issued(world: World, press: Press, column: str) -> None:
    report = made(queued(world.alder, Edition.PUBLIC), press)

    changed = update(Report).where(Report.organisation_id == world.alder.id, Report.id == report.id)
    with pytest.raises(DBAPIError, match="append-only"):
        db.session.execute(changed.values({column: FROZEN[column]}))
    db.session.rollback()


def test_it_cannot_be_deleted_but_can_be_replaced_or_taken_back(world: World, press: Press) -> None:
    report = made(queued(world.alder, Edition.PUBLIC), press)
    with pytest.raises(DBAPIError, match="append-only"):
        db.session.execute(delete(Report).where(Report.organisation_id == world.alder.id))
    db.session.rollback()

    report.superseded_by = "ET-2026-00009"
    report.withdraw(NOW)
    db.session.commit()


def test_one_of_a_later_day_takes_its_place_and_nothing_elses(world: World, press: Press) -> None:
    first, internal = made(queued(world.alder, Edition.PUBLIC), press), made(queued(world.alder), press)
    other = made(queued(world.birch, Edition.PUBLIC), press)
    year = made(queued(world.alder, Edition.PUBLIC, since=date(2025, 1, 1), until=date(2025, 12, 31)), press)

    second = made(queued(world.alder, Edition.PUBLIC, as_of=TODAY + timedelta(days=1)), press)

    assert first.superseded_by == second.number
    assert {row.superseded_by for row in (internal, other, year, second)} == {None}


def test_two_who_ask_for_the_same_get_one_and_who_asks_for_another_gets_another(world: World) -> None:
    year = Period(date(2025, 12, 31), date(2025, 1, 1))
    choice = of_today(Edition.INTERNAL)
    another = Choice(ReportKind.STATUS_REPORT, Edition.INTERNAL, TODAY, year)

    first = request(choice, subject=world.alder, by=world.cora, now=NOW)
    assert request(choice, subject=world.alder, by=world.ada, now=NOW) is first
    assert request(another, subject=world.alder, by=world.ada, now=NOW) is not first
    assert request(choice, subject=world.birch, by=None, now=NOW) is not first
    assert (first.issuer, first.choice) == ("Alder Trust", choice)


def test_practice_is_never_made_public(world: World, commitment: Commitment, paula: User) -> None:
    choice = standing_today(ReportKind.PROGRAMME_REPORT, Edition.PUBLIC, TODAY)
    world.programme.is_practice = True

    with pytest.raises(Refused, match="practise"), db.session.no_autoflush:
        request(choice, subject=world.programme, by=paula, now=NOW)
    db.session.rollback()


def test_what_is_taken_back_while_it_is_made_is_made_anew(
    world: World, commitment: Commitment, press: Press, press_with: PressWith, storage: Storage
) -> None:
    before = set(storage.list())
    report = queued(world.alder, Edition.PUBLIC)

    def take_back(*_: object) -> bytes:
        db.session.get_one(Report, report.id).withdraw(NOW)
        db.session.commit()
        return blank()

    assert make_report(report.id, NOW, press_with(take_back)) == "delayed"
    assert set(storage.list()) == before, "no file of it is left"
    db.session.expire_all()
    assert (report.is_waiting, report.data) == (True, None)
    assert made(report, press, TOMORROW).is_done


def test_what_was_taken_back_is_made_anew_at_once(world: World, commitment: Commitment, press: Press) -> None:
    queue_public_reports(NOW)
    (report,) = db.session.scalars(select(Report).where(Report.organisation_id == world.alder.id))
    made(report, press)
    assert queue_public_reports(NOW + timedelta(minutes=1))["queued"] == 0

    report.withdraw(NOW)
    db.session.commit()

    assert queue_public_reports(NOW + timedelta(minutes=2))["queued"] == 1
