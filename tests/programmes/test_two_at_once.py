"""Two coordinators at one programme's settings, or at one round: nothing is overwritten unseen."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from equity_tracker.extensions import db
from equity_tracker.model.people import User
from equity_tracker.model.permissions import ProgrammeRole
from equity_tracker.model.programme import ReviewMode
from equity_tracker.model.round import Round
from tests.conftest import NOW
from tests.programmes.conftest import As, Log, Submit
from tests.support.factories.programme import make_round
from tests.support.page import FilledForm, Page
from tests.support.people import World, make_colleague

Two = tuple[FilledForm, FilledForm]
REPLACE = "Replace theirs with mine"
WROTE = "What each of you wrote"


@pytest.fixture
def both(as_: As, paula: User, world: World) -> Callable[..., tuple[Page, Page]]:
    """Return what opens a page as Paula and as a second coordinator."""
    second = make_colleague("Pia Coordinator", world.programme, ProgrammeRole.COORDINATOR, NOW)
    db.session.commit()

    def opened(endpoint: str, **arguments: Any) -> tuple[Page, Page]:
        first, other = (
            as_(person).get(endpoint, programme=world.programme.slug, **arguments)
            for person in (paula, second)
        )
        return first, other

    return opened


@pytest.fixture
def settings(both: Callable[..., tuple[Page, Page]]) -> Two:
    first, second = both("programmes.edit_programme")
    return first.form("Save the settings"), second.form("Save the settings")


@pytest.fixture
def planned(world: World) -> Round:
    round_ = make_round(world.programme, due_on=date(2026, 4, 30))
    db.session.commit()
    return round_


@pytest.fixture
def round_forms(both: Callable[..., tuple[Page, Page]], planned: Round) -> Two:
    first, second = both("programmes.edit_round", reporting_round=planned.public_id)
    return first.form("Save the round"), second.form("Save the round")


def test_the_second_to_save_settings_sees_both_texts_and_may_replace_the_first(
    settings: Two, world: World, log: Log
) -> None:
    first, second = settings
    first.fill(summary="What Paula wrote.", review_mode="approve").submit()

    page = second.fill(summary="What Pia wrote.", name="Fairest Shore").submit(expected=409)

    assert page.heading == "A colleague changed this on 6 April 2026 at 10:00"
    assert page.table(WROTE) == [
        ["Name of the programme", "Fairer Shore", "Fairest Shore"],
        ["Summary", "What Paula wrote.", "What Pia wrote."],
        ["What happens when an organisation submits something?", "Approve", "Acknowledge"],
    ]
    db.session.refresh(world.programme)
    assert (world.programme.summary, world.programme.name) == ("What Paula wrote.", "Fairer Shore")
    assert log() == ["programme_changed"]
    page.form(REPLACE).fill(review_mode="approve").submit()
    db.session.refresh(world.programme)
    assert (world.programme.summary, world.programme.name) == ("What Pia wrote.", "Fairest Shore")
    assert world.programme.review_mode is ReviewMode.APPROVE


def test_references_handed_out_meanwhile_are_no_change_of_the_settings(
    settings: Two, world: World, submit: Submit
) -> None:
    form, _ = settings
    assert submit().reference == "FS-0001"

    form.fill(summary="What Paula wrote.").submit()

    db.session.refresh(world.programme)
    assert world.programme.summary == "What Paula wrote."
    assert submit(title="Another").reference == "FS-0002"


def test_the_same_settings_sent_twice_are_saved_once(settings: Two, log: Log) -> None:
    for form in settings:
        form.fill(summary="What both wrote.").submit()

    assert log() == ["programme_changed"]


def test_the_second_to_change_a_round_sees_both_plans_and_may_replace_the_first(
    round_forms: Two, planned: Round, log: Log
) -> None:
    first, second = round_forms
    first.fill(name="Spring", due_on__day=29).submit()

    page = second.fill(closes_on__day=31).submit(expected=409)

    assert page.table(WROTE) == [
        ["Name", "Spring", "Round 1"],
        ["Check-ins due", "29 4 2026", "30 4 2026"],
        ["Closes", "30 5 2026", "31 5 2026"],
    ]
    db.session.refresh(planned)
    assert (planned.name, planned.due_on, planned.closes_on) == (
        "Spring",
        date(2026, 4, 29),
        date(2026, 5, 30),
    )
    page.form(REPLACE).fill(name="Spring").submit()
    db.session.refresh(planned)
    assert (planned.name, planned.due_on, planned.closes_on) == (
        "Spring",
        date(2026, 4, 30),
        date(2026, 5, 31),
    )
    assert log() == ["round_changed", "round_changed"]


def test_the_same_plan_sent_twice_is_saved_once(round_forms: Two, log: Log) -> None:
    for form in round_forms:
        form.fill(name="Spring").submit()

    assert log() == ["round_changed"]
