"""Rounds that repeat: planned with the one before, changed or removed by coordinators."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import select

from equity_tracker.extensions import db
from equity_tracker.model.errors import Refused
from equity_tracker.model.people import User
from equity_tracker.model.round import Round, RoundState
from equity_tracker.programmes.actions import rounds as actions
from tests.conftest import NOW
from tests.programmes.conftest import As, Log, Mails
from tests.support.factories.programme import make_round
from tests.support.factories.round_question import ask
from tests.support.people import World

AFTER_GRACE = datetime(2026, 5, 20, 9, 0, tzinfo=UTC)


def address(round_: Round) -> dict[str, Any]:
    return {"programme": round_.programme.slug, "reporting_round": round_.public_id}


@pytest.fixture
def repeating(world: World) -> Round:
    round_ = make_round(world.programme, due_on=date(2026, 4, 30))
    round_.name, round_.repeats_every, round_.copies_questions = "April 2026", 6, True
    round_.opens_by_itself = round_.closes_by_itself = True
    round_.questions = [ask("What helped?", programme_id=world.programme.id)]
    db.session.commit()
    return round_


def rounds() -> list[Round]:
    db.session.expire_all()
    return list(db.session.scalars(select(Round).order_by(Round.number)))


def run_to_its_end(round_: Round, by: User) -> None:
    actions.open_round(round_, by=by, now=NOW, today=NOW.date())
    actions.close_round(round_, by=by, now=AFTER_GRACE, today=AFTER_GRACE.date())
    db.session.commit()


def test_closing_plans_the_next_one_with_its_questions(
    *, repeating: Round, paula: User, log: Log, mails: Mails, world: World
) -> None:
    run_to_its_end(repeating, paula)

    first, second = rounds()
    assert (second.name, second.state, second.follows_id) == ("October 2026", RoundState.PLANNED, first.id)
    assert (second.opens_on, second.due_on) == (date(2026, 9, 1), date(2026, 10, 31))
    assert (second.grace_until, second.closes_on) == (date(2026, 11, 14), date(2026, 11, 30))
    assert (second.repeats_every, second.opens_by_itself, second.closes_by_itself) == (6, True, True)
    assert [(row.words, row.round_id) for row in second.questions] == [("What helped?", second.id)]
    assert log() == ["round_opened", "round_closed", "round_planned"]


def test_questions_are_left_out_unless_asked_for(repeating: Round, paula: User) -> None:
    repeating.copies_questions = False
    db.session.commit()
    run_to_its_end(repeating, paula)

    assert rounds()[1].questions == []


def test_what_was_planned_by_hand_is_not_planned_again(
    *, as_: As, paula: User, repeating: Round, world: World
) -> None:
    page = as_(paula).get("programmes.show_round", **address(repeating))
    page = page.form("Plan the next one now").submit()
    assert page.heading == "October 2026"

    run_to_its_end(repeating, paula)

    assert [row.name for row in rounds()] == ["April 2026", "October 2026"]
    shown = as_(paula).get("programmes.show_round", **address(repeating))
    assert "Next: October 2026 , opens 1 September 2026" in (shown.fact("Repeats") or "")


def test_the_next_one_is_planned_once(repeating: Round, paula: User) -> None:
    actions.plan_next_round(repeating, by=paula, now=NOW, today=NOW.date())
    with pytest.raises(Refused, match="planned already: October 2026"):
        actions.plan_next_round(repeating, by=paula, now=NOW, today=NOW.date())


def test_the_next_one_is_told_apart_from_one_that_was_planned_by_hand(
    repeating: Round, paula: User, world: World
) -> None:
    make_round(world.programme, number=2, due_on=date(2026, 10, 31)).name = "october 2026"
    db.session.commit()

    run_to_its_end(repeating, paula)

    assert [row.name for row in rounds()] == ["April 2026", "october 2026", "October 2026 (2)"]


def test_a_round_that_does_not_repeat_plans_nothing(repeating: Round, paula: User) -> None:
    repeating.repeats_every = None
    db.session.commit()
    with pytest.raises(Refused, match="does not repeat"):
        actions.plan_next_round(repeating, by=paula, now=NOW, today=NOW.date())
    run_to_its_end(repeating, paula)
    assert len(rounds()) == 1


def test_a_planned_round_can_be_removed(
    *, as_: As, paula: User, repeating: Round, world: World, log: Log
) -> None:
    second = actions.plan_next_round(repeating, by=paula, now=NOW, today=NOW.date())
    third = actions.plan_next_round(second, by=paula, now=NOW, today=NOW.date())
    db.session.commit()

    browser = as_(paula)
    page = browser.get("programmes.remove_round", **address(second)).form("Remove this round").submit()

    assert page.flash == "Done October 2026 is off the plan."
    kept = rounds()
    assert [(row.name, row.follows_id) for row in kept] == [
        ("April 2026", None),
        ("April 2027", kept[0].id),
    ]
    assert kept[1].id == third.id
    assert log()[-1] == "round_removed"


def test_an_open_round_is_not_removed(as_: As, paula: User, repeating: Round) -> None:
    form = as_(paula).get("programmes.remove_round", **address(repeating)).form("Remove this round")
    actions.open_round(repeating, by=paula, now=NOW, today=NOW.date())
    db.session.commit()

    page = form.submit(expected=422)

    assert "has been opened" in page.error_list[0]
    assert len(rounds()) == 1


def test_the_plan_says_that_it_repeats(as_: As, paula: User, repeating: Round) -> None:
    [row] = as_(paula).get("programmes.list_rounds", programme="fairer-shore").table("Rounds")
    assert row[0] == "April 2026 Planned, repeats every 6 months, opens by itself"


def test_how_it_repeats_is_set_with_the_dates(as_: As, paula: User, repeating: Round) -> None:
    form = as_(paula).get("programmes.edit_round", **address(repeating)).form("Save the round")
    assert form.values["repeats_every"] == ["6"]
    form.values.pop("opens_by_itself")

    form.fill(repeats_every="12").submit()

    [round_] = rounds()
    assert (round_.repeats_every, round_.opens_by_itself, round_.closes_by_itself) == (12, False, True)


def test_a_due_date_that_a_short_month_moved_goes_back_afterwards(repeating: Round, paula: User) -> None:
    repeating.due_on, repeating.due_day = date(2026, 8, 30), 30
    repeating.grace_until = repeating.closes_on = date(2026, 9, 30)
    db.session.commit()
    second = actions.plan_next_round(repeating, by=paula, now=NOW, today=NOW.date())
    third = actions.plan_next_round(second, by=paula, now=NOW, today=NOW.date())

    assert (second.due_on, third.due_on) == (date(2027, 2, 28), date(2027, 8, 30))


def test_the_other_coordinators_are_told(repeating: Round, world: World, paula: User, mails: Mails) -> None:
    run_to_its_end(repeating, world.olga)

    told = {mail.name: mail for mail in mails() if mail.recipient == paula.email}
    assert told["round_opened"].context["by"] == "Olga Operator"
    assert told["round_closed"].context["next_round"] == "October 2026"
