"""Milestones marked as met in a check-in: with their day, at the same moment, and once."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select

from equity_tracker.extensions import db
from equity_tracker.model.activity import Activity, ActivityKind
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.milestone import Milestone
from equity_tracker.model.people import User
from equity_tracker.model.programme import ReviewMode
from equity_tracker.model.publication import PublicationKind
from tests.check_ins.conftest import Report
from tests.conftest import NOW
from tests.support.client import CheckingClient
from tests.support.factories.measure import make_measure
from tests.support.page import FilledForm, Page
from tests.support.people import World

As = Callable[[User | None], CheckingClient]
SEND = "Sign and send"
TITLE = "Clause agreed with both unions"


@pytest.fixture
def milestone(promise: Commitment) -> Milestone:
    return promise.milestones[0]


def open_form(browser: CheckingClient, commitment: Commitment) -> Page:
    return browser.get(
        "check_ins.record_check_in", organisation="alder-trust", commitment=commitment.public_id
    )


@pytest.fixture
def filled(
    as_: As, cora: User, promise: Commitment, milestone: Milestone, typed: dict[str, str]
) -> FilledForm:
    return open_form(as_(cora), promise).form(SEND).fill(**typed)


def met_on(milestone: Milestone, day: str, month: str, year: str = "2026") -> dict[str, str]:
    name = f"milestone-{milestone.public_id}-met"
    return {f"{name}__day": day, f"{name}__month": month, f"{name}__year": year}


def public_milestones(promise: Commitment) -> list[list[str | None]]:
    """Return of each publication of the promise on which day its milestone was met."""
    db.session.refresh(promise)
    rows = [row for row in promise.publications if row.kind is PublicationKind.COMMITMENT]
    return [[step["actual_on"] for step in row.payload["milestones"]] for row in rows]


def test_the_form_names_the_milestone_and_its_plan_among_what_is_optional(
    as_: As, cora: User, promise: Commitment, milestone: Milestone
) -> None:
    main = open_form(as_(cora), promise).main

    assert main.index("Everything from here on is optional") < main.index(TITLE)
    assert "Planned for 30 June 2026. Enter the day it was met, or leave it empty." in main


def test_one_that_was_met_is_public_with_the_check_in_and_the_plan_stays(
    filled: FilledForm, milestone: Milestone, promise: Commitment, cora: User
) -> None:
    filled.fill(**met_on(milestone, "1", "4")).submit()

    assert public_milestones(promise) == [[None], ["2026-04-01"]]
    db.session.refresh(milestone)
    assert (milestone.planned_on, milestone.actual_on) == (date(2026, 6, 30), date(2026, 4, 1))
    assert len(promise.check_ins) == 1
    line = db.session.scalars(select(Activity).where(Activity.kind == ActivityKind.MILESTONE_MET)).one()
    assert (line.actor_id, line.after) == (cora.id, {"milestone": TITLE, "met": "1 April 2026"})


def test_left_empty_nothing_is_said_of_it(filled: FilledForm, promise: Commitment) -> None:
    filled.submit()

    assert public_milestones(promise) == [[None]]


def test_a_day_to_come_is_refused_at_its_field_and_nothing_is_saved(
    filled: FilledForm, milestone: Milestone, promise: Commitment
) -> None:
    page = filled.fill(**met_on(milestone, "7", "4")).submit(expected=422)

    name = f"milestone-{milestone.public_id}-met"
    assert page.errors == {name: "The date it was met must be today or earlier"}
    assert promise.check_ins == []
    page.form(SEND).fill(**met_on(milestone, "6", "4")).submit()
    assert public_milestones(promise)[-1] == ["2026-04-06"]


def test_with_a_figure_the_promise_is_published_once(
    as_: As, cora: User, milestone: Milestone, promise: Commitment, typed: dict[str, str]
) -> None:
    measure = make_measure(readings=[2])
    promise.measures.append(measure)
    db.session.commit()
    form = open_form(as_(cora), promise).form(SEND).fill(**typed)

    form.fill(**met_on(milestone, "1", "4"), **{f"figure-{measure.public_id}-value": "3"}).submit()

    assert public_milestones(promise) == [[None], ["2026-04-01"]]


def test_one_that_has_been_met_is_asked_of_no_more(
    as_: As, cora: User, promise: Commitment, milestone: Milestone
) -> None:
    milestone.meet(NOW.date(), today=NOW.date())
    db.session.commit()

    assert TITLE not in open_form(as_(cora), promise).main


def test_one_that_a_colleague_marks_meanwhile_stands_as_they_said(
    filled: FilledForm, milestone: Milestone, promise: Commitment
) -> None:
    milestone.meet(date(2026, 3, 1), today=NOW.date())
    db.session.commit()

    filled.fill(**met_on(milestone, "1", "4")).submit()

    db.session.refresh(milestone)
    assert milestone.actual_on == date(2026, 3, 1)
    assert len(promise.check_ins) == 1


def test_it_waits_with_what_is_to_be_signed_and_is_met_when_that_is(
    *, as_: As, cora: User, prue: User, milestone: Milestone, promise: Commitment, typed: dict[str, str]
) -> None:
    promise.organisation.signs_check_ins = True
    db.session.commit()
    page = open_form(as_(cora), promise)
    sent = page.form("Send for signature").fill(**typed, **met_on(milestone, "1", "4"))
    sent.submit()
    page = as_(cora).get(
        "check_ins.preview_check_in", organisation="alder-trust", commitment=promise.public_id
    )
    assert f"Milestone: {TITLE} Met on 1 April 2026" in page.main
    assert public_milestones(promise) == [[None]]

    signing = as_(prue).get(
        "check_ins.sign_check_in", organisation="alder-trust", commitment=promise.public_id
    )
    signing.form("Sign and send").submit()

    assert public_milestones(promise) == [[None], ["2026-04-01"]]


def test_where_a_coordinator_approves_first_it_is_public_at_once_as_figures_are(
    filled: FilledForm, milestone: Milestone, promise: Commitment
) -> None:
    promise.programme.review_mode = ReviewMode.APPROVE
    db.session.commit()

    filled.fill(**met_on(milestone, "1", "4")).submit()

    assert public_milestones(promise)[-1] == ["2026-04-01"]


def test_a_second_check_in_still_asks_seven_things_and_no_more(
    as_: As, cora: User, promise: Commitment, milestone: Milestone, report: Report
) -> None:
    report()

    page = open_form(as_(cora), promise).form(SEND).submit(expected=422)

    # Level and distribution are filled in: confirmed by sending.
    assert set(page.errors) == {"delivery", "outlook", "why", "what_changed", "next_step", "next_step_on"}


def test_a_coordinator_who_enters_it_for_them_can_mark_one_and_give_a_figure(
    as_: As, world: World, promise: Commitment, milestone: Milestone, typed: dict[str, str]
) -> None:
    measure = make_measure(readings=[2])
    promise.measures.append(measure)
    db.session.commit()
    page = as_(world.paula).get(
        "on_behalf.record_check_in", programme="fairer-shore", commitment=promise.public_id
    )
    assert "Last: 2 contracts" not in page.main
    form = page.form("Enter on their behalf").fill(**typed, **met_on(milestone, "1", "4"))
    entered = {
        f"figure-{measure.public_id}-value": "3",
        "source": "By telephone with the policy lead.",
        "on_behalf_reason": "The post is empty.",
        "evidence-0-title": "Minutes",
        "evidence-0-url": "https://example.org/minutes",
        "evidence-0-kind": "minuted_decision",
        "evidence-0-strength": "document",
    }
    form.fill(**entered).submit()

    assert public_milestones(promise)[-1] == ["2026-04-01"]
    db.session.refresh(measure)
    reading = measure.readings[-1]
    assert (str(reading.value), reading.recorded_by) == ("3", world.paula)
    assert reading.note == "Entered by the coordinators of Fairer Shore: By telephone with the policy lead."
    [check_in] = promise.check_ins
    assert [row.title for row in check_in.current.evidence] == ["Minutes"]
