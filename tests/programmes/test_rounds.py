"""Planning, opening and closing a round; the numbers are counted again from the rows."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import select

from equity_tracker import clock
from equity_tracker.extensions import db
from equity_tracker.model.people import User
from equity_tracker.model.publication import Publication, PublicationKind
from equity_tracker.model.round import ExpectedCheckIn, Round, RoundState
from tests.conftest import NOW
from tests.programmes.conftest import Address, As, Log, Report, entry_of
from tests.support.factories.commitment import make_commitment, make_draft, make_published
from tests.support.factories.programme import make_participation, make_round
from tests.support.people import World

AFTER_GRACE = datetime(2026, 5, 20, 9, 0, tzinfo=UTC)
DATES = {
    "opens_on": (1, 4, 2026),
    "due_on": (30, 4, 2026),
    "grace_until": (14, 5, 2026),
    "closes_on": (30, 5, 2026),
}


def typed(**changes: Any) -> dict[str, Any]:
    fields = {"name": "Spring 2026"}
    for name, parts in (DATES | changes).items():
        fields |= {
            f"{name}__{part}": value for part, value in zip(("day", "month", "year"), parts, strict=True)
        }
    return fields


@pytest.fixture
def address(world: World) -> Address:
    return lambda round_=None: (
        {"programme": world.programme.slug} | ({"reporting_round": round_.public_id} if round_ else {})
    )


@pytest.fixture
def planned(world: World) -> Round:
    round_ = make_round(world.programme, due_on=date(2026, 4, 30))
    db.session.commit()
    return round_


def expected_of(round_: Round) -> list[ExpectedCheckIn]:
    return list(
        db.session.scalars(
            select(ExpectedCheckIn)
            .where(ExpectedCheckIn.programme_id == round_.programme_id, ExpectedCheckIn.round_id == round_.id)
            .execution_options(populate_existing=True)
        )
    )


def test_a_planned_round_asks_nothing_yet(as_: As, paula: User, address: Address, log: Log) -> None:
    page = (
        as_(paula).get("programmes.plan_round", **address()).form("Plan the round").fill(**typed()).submit()
    )

    assert page.heading == "Spring 2026"
    assert "Spring 2026 is planned" in page.flash
    assert page.fact("Check-ins due") == "30 April 2026"
    [round_] = db.session.scalars(select(Round)).all()
    assert (round_.number, round_.state) == (1, RoundState.PLANNED)
    assert expected_of(round_) == []
    assert log() == ["round_planned"]


def test_numbers_count_up(as_: As, paula: User, address: Address, planned: Round) -> None:
    as_(paula).get("programmes.plan_round", **address()).form("Plan the round").fill(**typed()).submit()

    assert sorted(db.session.scalars(select(Round.number))) == [1, 2]


@pytest.mark.parametrize("name", ["Round 1", "  round   1 ", "ROUND 1"])
def test_a_name_that_another_round_has_is_refused_where_it_is_typed(
    as_: As, paula: User, address: Address, planned: Round, name: str
) -> None:
    form = as_(paula).get("programmes.plan_round", **address()).form("Plan the round")

    page = form.fill(**typed() | {"name": name}).submit(expected=422)

    assert page.errors["name"].endswith("Choose a name that tells them apart.")
    assert len(db.session.scalars(select(Round)).all()) == 1
    page.form("Plan the round").fill(name="Round 2").submit()
    assert sorted(db.session.scalars(select(Round.name))) == ["Round 1", "Round 2"]


def test_a_round_is_not_renamed_to_another(
    as_: As, paula: User, address: Address, planned: Round, world: World
) -> None:
    make_round(world.programme, number=2, due_on=date(2026, 10, 31))
    db.session.commit()
    form = as_(paula).get("programmes.edit_round", **address(planned)).form("Save the round")

    page = form.fill(name="round 2").submit(expected=422)

    assert page.errors["name"].startswith("Another round of this programme is called “round 2”.")
    db.session.refresh(planned)
    assert (planned.name, planned.version) == ("Round 1", 1)
    page.form("Save the round").fill(name="ROUND 1").submit()
    db.session.refresh(planned)
    assert planned.name == "ROUND 1"


def test_two_that_have_one_name_already_can_have_their_dates_changed(
    as_: As, paula: User, address: Address, planned: Round, world: World
) -> None:
    make_round(world.programme, number=2, due_on=date(2026, 10, 31)).name = "Round 1"
    db.session.commit()

    form = as_(paula).get("programmes.edit_round", **address(planned)).form("Save the round")
    form.fill(due_on__day=29).submit()

    db.session.refresh(planned)
    assert planned.due_on == date(2026, 4, 29)


def test_rounds_of_different_programmes_may_have_one_name(
    as_: As, paula: User, address: Address, world: World
) -> None:
    make_round(world.other_programme, due_on=date(2026, 4, 30)).name = "Spring 2026"
    db.session.commit()

    form = as_(paula).get("programmes.plan_round", **address()).form("Plan the round")

    assert form.fill(**typed()).submit().heading == "Spring 2026"


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        (
            {"due_on": (1, 3, 2026), "grace_until": (1, 3, 2026)},
            "due_on",
            "The due date must not be before the round opens.",
        ),
        ({"grace_until": (1, 4, 2026)}, "grace_until", "The grace date must not be before the due date."),
        ({"closes_on": (1, 5, 2026)}, "closes_on", "The round must not close before its grace date."),
        ({"opens_on": ("", "", "")}, "opens_on", "Enter the date the round opens"),
    ],
)
def test_dates_follow_one_another(
    *, as_: As, paula: User, address: Address, changes: dict[str, Any], field: str, message: str
) -> None:
    form = as_(paula).get("programmes.plan_round", **address()).form("Plan the round")

    page = form.fill(**typed(**changes)).submit(expected=422)

    assert page.errors[field] == message
    assert db.session.scalars(select(Round)).all() == []


def test_all_that_is_wrong_with_a_round_is_said_at_once(as_: As, paula: User, address: Address) -> None:
    form = as_(paula).get("programmes.plan_round", **address()).form("Plan the round")
    changes = typed(due_on=(1, 3, 2026), grace_until=(1, 2, 2026)) | {"name": ""}

    page = form.fill(**changes).submit(expected=422)

    assert page.errors == {
        "name": "Enter a name for the round",
        "due_on": "The due date must not be before the round opens.",
        "grace_until": "The grace date must not be before the due date.",
    }


def test_a_date_that_could_not_be_read_is_compared_with_nothing(
    as_: As, paula: User, address: Address
) -> None:
    form = as_(paula).get("programmes.plan_round", **address()).form("Plan the round")

    page = form.fill(**typed(due_on=(31, 2, 2026), closes_on=(1, 5, 2026))).submit(expected=422)

    assert page.errors == {
        "due_on": "31 February 2026 is not a real date",
        "closes_on": "The round must not close before its grace date.",
    }


def test_a_form_sent_twice_plans_one_round(as_: As, paula: User, address: Address) -> None:
    form = as_(paula).get("programmes.plan_round", **address()).form("Plan the round").fill(**typed())

    form.submit()
    form.submit()

    assert len(db.session.scalars(select(Round)).all()) == 1


def test_the_dates_of_a_planned_round_can_be_changed(
    as_: As, paula: User, address: Address, planned: Round, log: Log
) -> None:
    form = as_(paula).get("programmes.edit_round", **address(planned)).form("Save the round")
    page = form.fill(name="Early summer", due_on__day=29).submit()

    assert page.heading == "Early summer"
    assert page.fact("Check-ins due") == "29 April 2026"
    assert log() == ["round_changed"]


def test_dates_that_cannot_be_are_refused_when_they_are_changed(
    as_: As, paula: User, address: Address, planned: Round
) -> None:
    form = as_(paula).get("programmes.edit_round", **address(planned)).form("Save the round")

    page = form.fill(due_on__year=2025).submit(expected=422)

    assert page.errors["due_on"] == "The due date must not be before the round opens."


def test_opening_expects_a_check_in_on_each_live_commitment(
    *, as_: As, paula: User, address: Address, planned: Round, world: World, log: Log
) -> None:
    live = make_published(world.alder, world.programme, now=NOW)
    of_birch = make_published(world.birch, world.programme, now=NOW, title="Theirs")
    make_published(world.alder, world.programme, now=NOW, title="Intent", additionality=None)
    make_draft(world.alder, world.programme, now=NOW, title="Draft")
    make_commitment(world.alder, world.programme, now=NOW).submit(as_statement_of_intent=False, now=NOW)
    closed = make_published(world.alder, world.programme, now=NOW, title="Closed")
    closed.close("withdrawn", "It was not ours to make.", today=NOW.date())
    make_participation(world.alder, world.other_programme, now=NOW)
    db.session.flush()
    make_published(world.alder, world.other_programme, now=NOW, title="Elsewhere")
    db.session.commit()

    confirm = as_(paula).get("programmes.open_round", **address(planned))
    assert "2 live commitments" in confirm.main
    page = confirm.form("Open this round").submit()

    assert "Check-ins asked for: 2." in page.flash
    rows = expected_of(planned)
    assert {row.commitment_id for row in rows} == {live.id, of_birch.id}
    assert {row.due_on for row in rows} == {date(2026, 4, 30)}
    assert {row.next_reminder_on for row in rows} == {date(2026, 4, 23)}
    db.session.refresh(live)
    assert live.next_due_on == date(2026, 4, 30)
    assert entry_of(live).next_due_on == date(2026, 4, 30)
    assert log()[-1] == "round_opened"
    assert "0 of 2" in page.main


def test_an_organisation_that_has_left_is_asked_nothing(
    as_: As, paula: User, address: Address, planned: Round, world: World
) -> None:
    make_published(world.birch, world.programme, now=NOW)
    db.session.flush()
    place = next(row for row in world.programme.participations if row.organisation is world.birch)
    place.leave(NOW.date())
    db.session.commit()

    page = as_(paula).get("programmes.open_round", **address(planned)).form("Open this round").submit()

    assert "Check-ins asked for: 0." in page.flash
    assert expected_of(planned) == []


def test_a_round_opens_once(as_: As, paula: User, address: Address, planned: Round, world: World) -> None:
    make_published(world.alder, world.programme, now=NOW)
    db.session.commit()
    form = as_(paula).get("programmes.open_round", **address(planned)).form("Open this round")
    form.submit()

    page = form.submit(expected=422)

    assert page.error_list == ["This round has been opened already."]
    assert len(expected_of(planned)) == 1


def test_a_round_is_not_opened_after_its_due_date(
    as_: As, paula: User, address: Address, planned: Round
) -> None:
    with clock.fixed(AFTER_GRACE):
        browser = as_(paula)
        form = browser.get("programmes.open_round", **address(planned)).form("Open this round")
        page = form.submit(expected=422)

    assert "The due date has passed" in page.error_list[0]


def test_an_open_round_keeps_its_dates(as_: As, paula: User, address: Address, planned: Round) -> None:
    form = as_(paula).get("programmes.edit_round", **address(planned)).form("Save the round")
    as_(paula).get("programmes.open_round", **address(planned)).form("Open this round").submit()

    page = form.fill(name="Another name").submit(expected=422)

    assert "has been opened" in page.error_list[0]
    assert page.client.get("programmes.show_round", **address(planned)).heading == "Round 1"


def test_closing_puts_what_did_not_come_on_record(
    *, as_: As, paula: User, address: Address, planned: Round, world: World, report: Report, log: Log
) -> None:
    reported = make_published(world.alder, world.programme, now=NOW)
    missed = make_published(world.birch, world.programme, now=NOW, title="Not reported on")
    db.session.commit()
    as_(paula).get("programmes.open_round", **address(planned)).form("Open this round").submit()
    db.session.expire_all()
    report(reported)

    with clock.fixed(AFTER_GRACE):
        confirm = as_(paula).get("programmes.close_round", **address(planned))
        assert "1 of 2 check-ins have come in" in confirm.main
        page = confirm.form("Close this round").submit()

    rows = {row.commitment_id: row for row in expected_of(planned)}
    assert {row.is_missed for row in rows.values()} == {True, False}
    assert rows[missed.id].is_missed
    published = db.session.scalars(
        select(Publication).where(
            Publication.kind == PublicationKind.ROUND, Publication.subject_id == planned.public_id
        )
    ).one()
    assert published.payload["expected"] == len(rows)
    assert published.payload["reported"] == sum(row.reported_on is not None for row in rows.values())
    told = db.session.scalars(
        select(Publication).where(
            Publication.kind == PublicationKind.MISSED_CHECK_IN,
            Publication.programme_id == world.programme.id,
        )
    ).all()
    assert [row.about_id for row in told] == [missed.public_id]
    assert ["Not reported on Birch College", "Not reported"] in page.table("Check-ins expected")
    assert log()[-1] == "round_closed"


def test_nobodys_days_of_grace_are_cut_short(as_: As, paula: User, address: Address, planned: Round) -> None:
    browser = as_(paula)
    browser.get("programmes.open_round", **address(planned)).form("Open this round").submit()
    assert not browser.get("programmes.show_round", **address(planned)).has_link("Close this round")

    shown = browser.get("programmes.close_round", **address(planned))
    assert "The days of grace last until 14 May 2026." in shown.main
    assert "Close this round" not in shown.main
    page = browser.post("programmes.close_round", expected=422, **address(planned))

    assert page.error_list == ["The days of grace last until 14 May 2026. Close it after that."]


def test_a_round_closes_once(as_: As, paula: User, address: Address, planned: Round) -> None:
    browser = as_(paula)
    browser.get("programmes.open_round", **address(planned)).form("Open this round").submit()
    with clock.fixed(AFTER_GRACE):
        browser = as_(paula)
        form = browser.get("programmes.close_round", **address(planned)).form("Close this round")
        form.submit()
        page = form.submit(expected=422)

    assert page.error_list == ["Only an open round can be closed."]


def test_the_list_counts_what_came_in(
    *, as_: As, otto: User, paula: User, address: Address, planned: Round, world: World, report: Report
) -> None:
    commitment = make_published(world.alder, world.programme, now=NOW)
    make_published(world.birch, world.programme, now=NOW)
    db.session.commit()
    as_(paula).get("programmes.open_round", **address(planned)).form("Open this round").submit()
    db.session.expire_all()
    report(commitment)

    page = as_(otto).get("programmes.list_rounds", **address())

    assert page.table("Rounds")[0][-1] == "1 of 2"
    assert not page.has_link("Plan a round")


def test_a_closed_programme_plans_no_more_rounds(
    as_: As, paula: User, address: Address, world: World
) -> None:
    form = as_(paula).get("programmes.plan_round", **address()).form("Plan the round").fill(**typed())
    world.programme.close("It is done.", today=NOW.date())
    db.session.commit()

    page = form.submit(expected=422)

    assert "This programme is closed" in page.error_list[0]
    assert db.session.scalars(select(Round)).all() == []
