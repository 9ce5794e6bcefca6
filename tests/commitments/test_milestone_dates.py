"""A milestone lies within the time of its commitment: refused where it is typed, or hinted at."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from equity_tracker.extensions import db
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.dates import PartialDate, Precision
from equity_tracker.model.milestone import Milestone, outside_its_time
from equity_tracker.model.people import User
from tests.commitments.amended import open_change, open_section, promises, write
from tests.commitments.test_task_list import task_list
from tests.commitments.test_update_measure import milestone_page
from tests.conftest import NOW
from tests.support.client import CheckingClient
from tests.support.factories.commitment import make_commitment, make_draft, make_published
from tests.support.page import Page
from tests.support.people import World

As = Callable[[User | None], CheckingClient]
SAVE = "Save and continue"


def day(name: str, on: str) -> dict[str, str]:
    return {
        f"{name}-{part}": text
        for part, text in zip(("day", "month", "year"), on.split("/"), strict=True)
        if text
    }


def save_timing(
    browser: CheckingClient, draft: Commitment, planned: str, expected: int | None = None, **more: str
) -> Page:
    page = browser.get(
        "commitments.edit_section",
        organisation="alder-trust",
        commitment=draft.public_id,
        section="timing",
    )
    typed: dict[str, Any] = day("starts_on", "1/4/2026") | day("ends_on", "31/3/2028") | more
    typed |= {"milestones-0-title": "Clause agreed"} | day("milestones-0-planned_on", planned)
    return (
        page.form(SAVE)
        .fill(**{name.replace("-", "__"): text for name, text in typed.items()})
        .submit(expected=expected)
    )


@pytest.fixture
def draft(world: World) -> Commitment:
    commitment = make_draft(world.alder, world.programme, now=NOW, title="A living wage")
    db.session.commit()
    return commitment


@pytest.fixture
def promise(world: World) -> Commitment:
    """From 1 January 2026 to 31 March 2028, with a milestone on 30 June 2026."""
    commitment = make_published(world.alder, world.programme, now=NOW)
    db.session.commit()
    return commitment


@pytest.mark.parametrize(
    ("planned", "where"),
    [
        ("1/4/2028", "after the end date, 31 March 2028"),
        ("31/3/2026", "before the start date, 1 April 2026"),
    ],
)
def test_a_draft_keeps_no_milestone_outside_its_time(
    as_: As, cora: User, draft: Commitment, planned: str, where: str
) -> None:
    page = save_timing(as_(cora), draft, planned, expected=422)
    message = f"A milestone cannot lie {where}. Change one of the two dates"
    assert page.errors["milestones-0-planned_on"] == message
    assert page.link(f"Milestone 1: {message}").url.endswith("#milestones-0-planned_on-day")
    db.session.refresh(draft)
    assert draft.milestones == []


@pytest.mark.parametrize("planned", ["1/4/2026", "31/3/2028", "/3/2028", "//2028", "//2026"])
def test_what_may_lie_within_is_taken(as_: As, cora: User, draft: Commitment, planned: str) -> None:
    save_timing(as_(cora), draft, planned)
    db.session.refresh(draft)
    assert len(draft.milestones) == 1


def test_moving_the_end_of_a_draft_says_it_at_the_milestone(as_: As, cora: User, draft: Commitment) -> None:
    save_timing(as_(cora), draft, "30/6/2027")
    page = save_timing(as_(cora), draft, "30/6/2027", expected=422, **day("ends_on", "31/3/2027"))
    assert "after the end date, 31 March 2027" in page.errors["milestones-0-planned_on"]


def test_it_is_said_beside_what_else_is_wrong_and_not_of_dates_that_do_not_stand(
    as_: As, cora: User, draft: Commitment
) -> None:
    page = save_timing(as_(cora), draft, "1/4/2028", expected=422, **day("ask_by", "31/2/2027"))
    assert set(page.errors) == {"milestones-0-planned_on", "ask_by"}
    page = save_timing(as_(cora), draft, "1/4/2028", expected=422, **day("ends_on", "31/3/2026"))
    assert set(page.errors) == {"ends_on"}, "the end date itself is wrong"


def test_a_draft_that_has_one_already_is_hinted_at_and_can_be_submitted(
    as_: As, cora: User, world: World
) -> None:
    draft = make_commitment(world.alder, world.programme, now=NOW)
    draft.milestones = [Milestone(title="Clause agreed", planned_on=date(2029, 1, 1))]
    page = task_list(as_(cora), draft)
    said = "“Clause agreed”, planned for 1 January 2029, after the end date, 31 March 2028"
    assert "1 milestone lies outside the time of the commitment." in page.main
    assert said in page.main
    assert page.link("Change the dates").url.endswith("/timing")
    page = page.link("Check and submit").follow()
    assert said in page.main
    page.form("Submit and publish").submit()
    db.session.refresh(draft)
    assert draft.is_published


def test_a_published_milestone_is_not_moved_out_of_its_time(as_: As, cora: User, promise: Commitment) -> None:
    form = milestone_page(as_(cora), "revise_milestone", promise).form("Move the milestone")
    form.fill(revised_on__day="1", revised_on__month="4", revised_on__year="2028")
    page = form.submit(expected=422)
    assert page.errors == {
        "revised_on": "A milestone cannot lie after the end date, 31 March 2028."
        " Name another date, or change the commitment’s dates first",
        "reason": "Enter why it is moved",
    }
    form.fill(reason="The board met late.", revised_on__day="31", revised_on__month="3").submit()
    db.session.refresh(promise.milestones[0])
    assert promise.milestones[0].revised_on == date(2028, 3, 31)


def test_moving_the_end_before_a_published_milestone_is_a_hint_that_leads_to_it(
    as_: As, cora: User, promise: Commitment
) -> None:
    title = promise.milestones[0].title
    form = open_section(as_(cora), promise, "timing").form("Save and read the change")
    page = form.fill(ends_on__day="31", ends_on__month="5", ends_on__year="2026").submit()
    assert "With these dates, 1 milestone lies outside the time of the commitment." in page.main
    moved = page.link(f"Move “{title}”").follow()
    assert moved.heading == f"Move “{title}”"
    page.form("Publish this change").fill(reason="The board ends it early.").submit()
    assert promises(promise)[-1].payload["ends_on"] == "2026-05-31"


def test_no_hint_for_what_was_met_or_lies_within(as_: As, cora: User, promise: Commitment) -> None:
    assert "outside the time" not in open_change(as_(cora), promise).main
    promise.milestones[0].actual_on = date(2026, 4, 1)
    write(promise, cora, ends_on="2026-05-31", ends_precision="day")
    assert "outside the time" not in open_change(as_(cora), promise).main


def test_dates_that_are_not_known_refuse_nothing() -> None:
    planned = PartialDate(date(2030, 12, 31), Precision.YEAR)
    assert outside_its_time(planned, None, None) == ""
    assert outside_its_time(planned, None, PartialDate(date(2030, 3, 31), Precision.QUARTER)) == ""
    assert (
        outside_its_time(planned, None, PartialDate(date(2029, 12, 31), Precision.YEAR))
        == "after the end date, 2029"
    )
