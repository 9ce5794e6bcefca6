"""A programme prepared under embargo, launched at a time of day: nothing before, everything after."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from equity_tracker import clock
from equity_tracker.extensions import db
from equity_tracker.model.activity import Activity
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.launching import moment_of, read_time
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.programme import Programme, Visibility
from equity_tracker.model.publication import Publication
from equity_tracker.model.publishing import public_from, publish_check_in, publish_organisation
from equity_tracker.model.report import Edition
from equity_tracker.programmes.actions.programme import Settings, create_programme
from equity_tracker.programmes.job import launch_programmes
from equity_tracker.reports.queries import status_report
from tests.conftest import NOW
from tests.programmes.conftest import As, Log, Report
from tests.reports.records import of_today
from tests.support.factories.commitment import make_published
from tests.support.factories.library import make_entry
from tests.support.factories.organisation import make_organisation
from tests.support.factories.programme import make_participation
from tests.support.page import FilledForm
from tests.support.people import World

# 10:30 in London on 3 May 2026 is 9:30 in UTC.
LAUNCH = datetime(2026, 5, 3, 9, 30, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
MARKER = "Zebra"
WORDS = ("Institute", "Trust", "Programme", "summary", "promise", "words", "reason")


@pytest.fixture
def embargoed(world: World, report: Report) -> Programme:
    """A programme of a body and an organisation that are public nowhere else, with something of each kind."""
    body = make_organisation(f"{MARKER} Institute", now=NOW)
    trust = make_organisation(f"{MARKER} Trust", now=NOW)
    db.session.flush()
    programme = create_programme(
        Settings(
            name=f"{MARKER} Programme",
            summary=f"{MARKER} summary.",
            reference_prefix="ZE",
            visibility=Visibility.PUBLIC,
            launches_on=date(2026, 5, 3),
            review_mode=world.programme.review_mode,
            launch_time=time(10, 30),
            launch_zone="Europe/London",
        ),
        body=body,
        by=world.olga,
        now=NOW,
        today=NOW.date(),
    )
    make_participation(trust, programme, now=NOW)
    db.session.flush()
    _publish(trust, programme, world, report)
    return programme


def _publish(trust: Organisation, programme: Programme, world: World, report: Report) -> None:
    row = publish_organisation(trust, None, now=NOW, today=NOW.date(), visible_from=public_from(programme))
    db.session.add(row)
    commitment = make_published(
        trust, programme, now=NOW, title=f"{MARKER} promise", statement=f"{MARKER} words"
    )
    check_in = report(commitment, why=f"{MARKER} reason")
    publish_check_in(check_in, now=NOW, today=NOW.date())
    make_entry(trust, programme, by=world.cora, now=NOW, published=True)
    db.session.commit()


def addresses(programme: Programme) -> list[str]:
    """Return every public address that could tell of it."""
    [entry] = db.session.scalars(select(Commitment).where(Commitment.programme_id == programme.id)).all()
    row = entry.register_entry
    assert row is not None
    found = ["/", "/programmes", "/commitments", "/commitments.csv", "/organisations?show=all", "/statements"]
    found += [
        f"/commitments?q={MARKER}",
        f"/commitments.csv?q={MARKER}",
        f"/organisations?show=all&q={MARKER}",
    ]
    found += ["/commitments?programme=zebra-programme", "/programmes/zebra-programme", "/case-studies"]
    found += ["/organisations/zebra-trust", "/organisations/zebra-institute", "/reports/zebra-trust"]
    found += [f"/commitments/{row.reference}", f"/commitments/{row.public_id}/{row.slug}"]
    return [*found, f"/commitments/{row.public_id}/{row.slug}/publications", "/sitemap.xml"]


def tells(text: str) -> bool:
    """Say whether it holds words of the programme. A page may say again what it was asked for."""
    return any(f"{MARKER} {word}" in text for word in WORDS)


def told(as_: As, programme: Programme, at: datetime) -> dict[str, str]:
    """Read all of it at a moment; the timetable has run by then, as it does every minute."""
    with clock.fixed(at):
        launch_programmes(at)
        browser = as_(None).browser
        return {address: browser.get(address).get_data(as_text=True) for address in addresses(programme)}


def test_a_minute_before_nothing_is_told_and_a_minute_after_everything(as_: As, embargoed: Programme) -> None:
    before = told(as_, embargoed, LAUNCH - MINUTE)
    assert {name for name, text in before.items() if tells(text)} == set()

    after = told(as_, embargoed, LAUNCH + MINUTE)
    silent = {name for name, text in after.items() if not tells(text)}
    assert silent <= {
        "/sitemap.xml",
        "/statements",
        "/case-studies",
        "/reports/zebra-trust",
        "/commitments/ZE-0001",
    } | {name for name in after if name.endswith("/publications")}
    assert f"{MARKER} promise" in after["/commitments.csv"]
    assert f"{MARKER} reason" in "".join(after.values())


def test_nothing_is_told_between_midnight_and_the_hour(as_: As, embargoed: Programme) -> None:
    texts = told(as_, embargoed, datetime(2026, 5, 2, 23, 30, tzinfo=UTC))

    assert {name for name, text in texts.items() if tells(text)} == set()


def test_the_public_report_knows_nothing_before(world: World, embargoed: Programme) -> None:
    trust = db.session.scalars(select(Organisation).where(Organisation.slug == "zebra-trust")).one()

    launch_programmes(LAUNCH - MINUTE)
    assert not status_report(trust, of_today(Edition.PUBLIC, LAUNCH.date())).under_way
    launch_programmes(LAUNCH)
    assert status_report(trust, of_today(Edition.PUBLIC, LAUNCH.date())).under_way


def test_it_is_launched_once_at_its_minute_and_the_log_says_so(embargoed: Programme) -> None:
    assert launch_programmes(LAUNCH - MINUTE) == {"launched": 0}
    assert launch_programmes(LAUNCH, dry_run=True) == {"launched": 1}
    assert launch_programmes(LAUNCH) == {"launched": 1}
    assert launch_programmes(LAUNCH) == {"launched": 0}

    kinds: list[str] = list(
        db.session.scalars(select(Activity.kind).where(Activity.programme_id == embargoed.id))
    )
    assert kinds.count("programme_launched") == 1
    dates = select(Publication.public_from).where(Publication.programme_id == embargoed.id)
    assert set(db.session.scalars(dates)) == {date(2026, 5, 3)}


def test_should_nothing_run_the_day_after_comes_by_itself(embargoed: Programme) -> None:
    assert not embargoed.is_public(date(2026, 5, 3))
    assert embargoed.is_public(date(2026, 5, 4))
    earliest = db.session.scalar(
        select(func.min(Publication.public_from)).where(Publication.programme_id == embargoed.id)
    )
    assert earliest == date(2026, 5, 4)


@pytest.fixture
def form(as_: As, world: World) -> Callable[[], FilledForm]:
    def opened() -> FilledForm:
        page = as_(world.paula).get("programmes.edit_programme", programme=world.programme.slug)
        return page.form("Save the settings")

    return opened


def on(day: int, month: int, year: int, at: str, zone: str = "") -> dict[str, Any]:
    return {
        "launches_on__day": day,
        "launches_on__month": month,
        "launches_on__year": year,
        "launch_time": at,
        "launch_zone": zone,
    }


def test_the_time_is_shown_as_it_was_set(form: Callable[[], FilledForm], world: World, log: Log) -> None:
    form().fill(**on(3, 5, 2026, "10.30", "America/New_York")).submit()

    db.session.refresh(world.programme)
    assert world.programme.launches_at == datetime(2026, 5, 3, 14, 30, tzinfo=UTC)
    shown = form().values
    assert (shown["launch_time"], shown["launch_zone"]) == (["10:30"], ["America/New_York"])
    assert shown["launches_on-day"] == ["3"]
    assert log() == ["programme_changed"]
    form().submit()
    assert log() == ["programme_changed"]


def test_a_far_zones_day_is_the_day_it_is_here(form: Callable[[], FilledForm], world: World) -> None:
    form().fill(**on(3, 5, 2026, "00:30", "Pacific/Auckland")).submit()

    db.session.refresh(world.programme)
    assert world.programme.launches_on == date(2026, 5, 2)
    assert form().values["launches_on-day"] == ["3"]


@pytest.mark.parametrize(
    ("typed", "field", "said"),
    [
        (
            on(28, 3, 2027, "01:30"),
            "launch_time",
            "The clocks go forward then: 01:30 does not exist. Choose 02:30",
        ),
        (on(3, 5, 2026, "25:00"), "launch_time", "Enter a time like 10:30"),
        (on(3, 5, 2026, "noon"), "launch_time", "Enter a time like 10:30"),
    ],
)
def test_what_is_no_time_is_refused(
    *, form: Callable[[], FilledForm], world: World, typed: dict[str, Any], field: str, said: str
) -> None:
    assert form().fill(**typed).submit(expected=422).errors == {field: said}
    assert world.programme.launches_at is None


def test_a_time_needs_its_day(form: Callable[[], FilledForm]) -> None:
    typed = on(3, 5, 2026, "10:30") | {f"launches_on__{part}": "" for part in ("day", "month", "year")}

    refused = form().fill(**typed, visibility="internal").submit(expected=422)

    assert refused.errors == {"launches_on": "Enter the date to which the time belongs"}


def test_a_time_that_has_passed_holds_nothing_back(form: Callable[[], FilledForm], world: World) -> None:
    form().fill(**on(NOW.day, NOW.month, NOW.year, "00:05")).submit()

    db.session.refresh(world.programme)
    assert world.programme.launches_at is not None
    assert world.programme.held_until is None
    assert world.programme.is_public(NOW.date())


def test_taking_the_time_away_leaves_the_day(form: Callable[[], FilledForm], world: World) -> None:
    form().fill(**on(3, 5, 2026, "10:30")).submit()
    form().fill(**on(3, 5, 2026, "")).submit()

    db.session.refresh(world.programme)
    assert (world.programme.launches_at, world.programme.held_until) == (None, None)
    assert world.programme.launches_on == date(2026, 5, 3)


def test_of_an_hour_that_comes_twice_the_first_is_meant() -> None:
    assert moment_of(date(2026, 10, 25), time(1, 30), "Europe/London") == datetime(
        2026, 10, 25, 0, 30, tzinfo=UTC
    )


@pytest.mark.parametrize(("text", "at"), [("9:05", time(9, 5)), (" 10.30 ", time(10, 30)), ("24:00", None)])
def test_a_time_is_read_as_people_write_it(text: str, at: time | None) -> None:
    assert read_time(text) == at
