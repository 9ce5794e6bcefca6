"""A person's due dates as a calendar: what stands in it, who may read it, and how the address is ended."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from icalendar import Calendar
from sqlalchemy import select
from werkzeug.test import TestResponse

from equity_tracker import clock
from equity_tracker.accounts.actions import change_password
from equity_tracker.extensions import db
from equity_tracker.model.activity import Activity
from equity_tracker.model.calendar_link import GOOD_FOR, CalendarLink
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.dates import PartialDate, Precision
from equity_tracker.model.milestone import Milestone
from equity_tracker.model.people import User
from equity_tracker.model.tokens import hash_token
from equity_tracker.notices.actions.calendar import make_calendar_link
from equity_tracker.web.log_lines import mask
from tests.conftest import NOW
from tests.notices.rounds import expect, open_round
from tests.notices.test_at_once import at_once
from tests.support.client import CheckingClient
from tests.support.factories.commitment import make_draft, make_published
from tests.support.installation import Installation
from tests.support.people import PASSWORD, World, make_world

As = Callable[[User | None], CheckingClient]
DUE = date(2026, 9, 30)
TITLE = "Every cleaning contract pays the real living wage, in all nine places; with a comma, and æøå — long"


@pytest.fixture
def commitment(world: World) -> Commitment:
    made = make_published(world.alder, world.programme, now=NOW, title=TITLE)
    expect(made, open_round(world.programme, DUE))
    return made


def address(reader: CheckingClient) -> str:
    """Make an address, and return its path as the page shows it."""
    page = reader.get("accounts.show_account").link("Have due dates").follow()
    button = (
        "Make a new address and end this one" if "You have an address" in page.text else "Make an address"
    )
    shown = page.form(button).fill(password=PASSWORD).submit(expected=200)
    code = shown.soup.select_one("code")
    assert code is not None
    return code.text.removeprefix("http://127.0.0.1:8000")


def fetch(as_: As, path: str, status: int = 200, **headers: str) -> TestResponse:
    answer = as_(None).browser.get(path, headers=headers)
    assert answer.status_code == status
    return answer


def events(as_: As, path: str) -> dict[str, Any]:
    """Return what stands in the calendar by its title, read back by the library."""
    calendar = Calendar.from_ical(fetch(as_, path).data)
    assert calendar.errors == []
    found = {str(event["summary"]): event for event in calendar.walk("VEVENT")}
    assert len({event["uid"] for event in found.values()}) == len(found)
    return found


def test_a_member_finds_the_check_ins_that_are_due(as_: As, cora: User, commitment: Commitment) -> None:
    found = events(as_, address(as_(cora)))

    event = found[f"Check-in due: {TITLE}"]
    assert event["dtstart"].dt == DUE
    assert event["dtend"].dt == DUE + timedelta(days=1)
    assert str(event["uid"]) == f"check-in-{commitment.expected_check_ins[0].public_id}@127.0.0.1"
    assert str(event["url"]).endswith(f"/o/alder-trust/commitments/{commitment.public_id}/check-ins/new")
    assert "Days of grace until 14 October 2026" in event["description"]
    assert not any(title.startswith("Round") for title in found)


def test_the_file_is_one_that_calendar_programs_read(as_: As, cora: User, commitment: Commitment) -> None:
    answer = fetch(as_, address(as_(cora)))

    assert answer.mimetype == "text/calendar"
    assert answer.headers["Cache-Control"] == "no-store"
    lines = answer.data.split(b"\r\n")
    assert b"\n" not in b"".join(lines)
    assert max(len(line) for line in lines) <= 75
    assert (lines[0], lines[-2]) == (b"BEGIN:VCALENDAR", b"END:VCALENDAR")
    assert {b"VERSION:2.0", b"METHOD:PUBLISH"} <= set(lines)


def test_what_has_been_reported_or_is_no_longer_asked_goes(
    as_: As, cora: User, commitment: Commitment
) -> None:
    path = address(as_(cora))
    commitment.expected_check_ins[0].reported_on = NOW.date()
    db.session.commit()

    assert f"Check-in due: {TITLE}" not in events(as_, path)


def test_a_coordinator_finds_the_rounds(as_: As, paula: User, commitment: Commitment) -> None:
    found = events(as_, address(as_(paula)))

    assert {title: event["dtstart"].dt for title, event in found.items()} == {
        "Round 1 opens": DUE - timedelta(days=60),
        "Round 1 is due": DUE,
        "Round 1 closes": DUE + timedelta(days=30),
    }
    assert TITLE not in str(found)


class TestSteps:
    @pytest.fixture
    def step(self, commitment: Commitment) -> Milestone:
        row = Milestone(
            title="Contract signed", planned_on=date(2026, 6, 30), planned_precision=Precision.QUARTER.value
        )
        commitment.milestones[:] = [row]
        db.session.commit()
        return row

    def test_a_step_stands_on_its_day_and_says_how_exactly_it_is_known(
        self, as_: As, cora: User, step: Milestone
    ) -> None:
        event = events(as_, address(as_(cora)))["Step planned: Contract signed"]

        assert event["dtstart"].dt == date(2026, 6, 30)
        assert "Planned for" in event["description"]

    def test_one_that_moves_is_the_same_thing_changed(self, as_: As, cora: User, step: Milestone) -> None:
        path = address(as_(cora))
        before = events(as_, path)["Step planned: Contract signed"]
        step.revise(
            PartialDate(date(2026, 8, 3), Precision.DAY),
            reason="The supplier is late.",
            who=cora,
            today=NOW.date() + timedelta(days=3),
        )
        db.session.commit()
        after = events(as_, path)["Step planned: Contract signed"]

        assert after["uid"] == before["uid"]
        assert after["sequence"] > before["sequence"]
        assert after["last-modified"].dt > before["last-modified"].dt
        assert after["dtstart"].dt == date(2026, 8, 3)
        assert "supplier" not in after["description"]

    def test_one_that_is_met_goes(self, as_: As, cora: User, step: Milestone) -> None:
        step.meet(NOW.date(), today=NOW.date())
        db.session.commit()

        assert "Step planned: Contract signed" not in events(as_, address(as_(cora)))


class TestRights:
    def test_of_other_organisations_nothing_stands_in_it(
        self, as_: As, eve: User, commitment: Commitment
    ) -> None:
        assert events(as_, address(as_(eve))) == {}

    def test_a_draft_stands_in_no_calendar(self, as_: As, world: World, vic: User) -> None:
        draft = make_draft(world.alder, world.programme, now=NOW)
        draft.milestones.append(Milestone(title="Secret step", planned_on=DUE))
        db.session.commit()

        assert events(as_, address(as_(vic))) == {}

    def test_who_leaves_finds_nothing_more_under_the_same_address(
        self, as_: As, cora: User, commitment: Commitment
    ) -> None:
        path = address(as_(cora))
        assert events(as_, path)
        cora.memberships[0].ended_at = NOW
        db.session.commit()

        assert events(as_, path) == {}

    def test_a_suspended_person_has_no_calendar(self, as_: As, cora: User) -> None:
        path = address(as_(cora))
        cora.suspended_at = NOW
        db.session.commit()

        fetch(as_, path, 404)

    def test_a_closed_programme_asks_for_nothing(
        self, as_: As, cora: User, world: World, commitment: Commitment
    ) -> None:
        world.programme.closed_on = NOW.date()
        db.session.commit()

        assert events(as_, address(as_(cora))) == {}


class TestAddress:
    def test_it_is_kept_as_a_hash_and_masked_in_the_log(self, as_: As, cora: User) -> None:
        path = address(as_(cora))
        token = path.removeprefix("/calendar/").removesuffix(".ics")
        row = db.session.scalars(select(CalendarLink)).one()

        assert len(token) >= 43
        assert row.token_hash == hash_token(token)
        assert mask(f"GET {path}") == "GET /calendar/<masked>"
        assert [line.kind for line in db.session.scalars(select(Activity))] == ["calendar_link_made"]

    def test_a_new_one_replaces_the_old_one(self, as_: As, cora: User) -> None:
        reader = as_(cora)
        first = address(reader)
        second = address(reader)

        fetch(as_, first, 404)
        fetch(as_, second)

    def test_an_ended_one_is_not_there(self, as_: As, cora: User) -> None:
        path = address(as_(cora))
        page = as_(cora).get("notices.show_calendar_link").form("End this address").submit()

        assert page.flash == "Done Your calendar address is ended."
        assert "You have no address now" in page.text
        fetch(as_, path, 404)

    def test_to_end_none_is_no_fault_and_leaves_no_line(self, as_: As, cora: User) -> None:
        as_(cora).post("notices.end_calendar_link")

        assert db.session.scalars(select(Activity)).all() == []

    def test_it_is_shown_once(self, as_: As, cora: User) -> None:
        path = address(as_(cora))

        assert path not in as_(cora).get("notices.show_calendar_link").text

    def test_after_a_year_it_is_over(self, as_: As, cora: User) -> None:
        path = address(as_(cora))
        with clock.fixed(NOW + GOOD_FOR):
            fetch(as_, path, 404)
            assert "You have no address now" in as_(cora).get("notices.show_calendar_link").text

    def test_it_may_be_read_often_and_an_unchanged_one_is_not_sent_again(
        self, as_: As, cora: User, commitment: Commitment
    ) -> None:
        path = address(as_(cora))
        first = fetch(as_, path)

        fetch(as_, path, 304, **{"If-None-Match": first.headers["ETag"]})
        commitment.expected_check_ins[0].reported_on = NOW.date()
        db.session.commit()
        fetch(as_, path, 200, **{"If-None-Match": first.headers["ETag"]})

    @pytest.mark.parametrize("token", ["x", "no-such-token", "a" * 300])
    def test_a_guess_finds_nothing(self, as_: As, token: str) -> None:
        fetch(as_, f"/calendar/{token}.ics", 404)


def test_a_rounds_change_counts_up(as_: As, paula: User, commitment: Commitment) -> None:
    path = address(as_(paula))
    before = events(as_, path)["Round 1 is due"]
    commitment.expected_check_ins[0].round.edited_at = datetime(2026, 5, 1, tzinfo=UTC)
    db.session.commit()

    assert events(as_, path)["Round 1 is due"]["sequence"] > before["sequence"]


def test_a_new_password_ends_it(as_: As, cora: User, commitment: Commitment) -> None:
    path = address(as_(cora))
    fetch(as_, path)

    change_password(cora, password_hash=cora.password_hash, now=NOW)
    db.session.commit()

    fetch(as_, path, status=404)


@pytest.mark.parametrize(
    ("typed", "says"), [("", "Enter your password"), ("not it", "That is not your password")]
)
def test_an_address_is_made_by_nobody_who_finds_the_screen_open(
    as_: As, cora: User, typed: str, says: str
) -> None:
    page = as_(cora).get("notices.show_calendar_link").form("Make an address").fill(password=typed)

    refused = page.submit(expected=422)

    assert refused.errors == {"password": says}
    assert db.session.scalars(select(CalendarLink)).all() == []


@pytest.mark.thorough
def test_two_who_press_at_once_leave_one_address_that_works(own: Installation) -> None:
    with own.app.app_context():
        person = make_world(NOW).cora.id
        db.session.commit()

    def press() -> str:
        token = make_calendar_link(db.session.get_one(User, person), now=NOW)
        db.session.commit()
        return token

    for _ in range(3):
        tokens = at_once(own, press)
        with own.app.app_context():
            links = db.session.scalars(select(CalendarLink).where(CalendarLink.ended_at.is_(None))).all()
            assert len(links) == 1
            assert links[0].token_hash in {hash_token(token) for token in tokens}
