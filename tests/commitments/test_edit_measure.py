"""The measures of a draft: added, edited and removed on short pages, and never lost on the way."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from equity_tracker.extensions import db
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.measure import Measure, MeasureKind
from equity_tracker.model.people import User
from tests.conftest import NOW
from tests.support.client import CheckingClient
from tests.support.factories.commitment import make_draft, make_published
from tests.support.factories.measure import make_measure
from tests.support.page import Page
from tests.support.people import World

As = Callable[[User | None], CheckingClient]
SAVE = "Save this measure"


@pytest.fixture
def draft(world: World) -> Commitment:
    commitment = make_draft(world.alder, world.programme, now=NOW, title="A living wage")
    commitment.measures.append(make_measure(baseline=None, target=None, unit=None))
    db.session.commit()
    return commitment


def open_page(browser: CheckingClient, measure: Measure, page: str = "edit_measure", **more: Any) -> Page:
    return browser.get(
        f"commitments.{page}",
        organisation="alder-trust",
        commitment=measure.commitment.public_id,
        measure=measure.public_id,
        **more,
    )


def answered(page: Page, **answers: object) -> Page:
    return page.form(SAVE).fill(**({"counts_people": "no"} | answers)).submit()


def test_what_was_typed_in_the_section_is_kept_on_the_way_to_a_measure(
    as_: As, cora: User, draft: Commitment
) -> None:
    browser = as_(cora)
    page = browser.get(
        "commitments.edit_section", organisation="alder-trust", commitment=draft.public_id, section="timing"
    )
    page = page.form("Save and add a measure").fill(deliverable="The clause").submit()
    page = page.form("Save and continue").fill(name="Days to a decision", kind="numeric").submit()
    assert page.heading == "Days to a decision"
    page = answered(page, unit="days", direction="down", baseline="43", target="3.5")
    assert "Baseline: 43 days. Target: 3.5 days." in page.main
    db.session.refresh(draft)
    assert draft.deliverable == "The clause"
    measure = draft.measures[-1]
    assert (measure.baseline, measure.unit, measure.counts_people) == (Decimal(43), "days", False)
    assert measure.target is not None
    assert measure.target.value == Decimal("3.5")


def test_what_was_saved_stands_in_the_form_again(as_: As, cora: User, draft: Commitment) -> None:
    measure = draft.measures[0]
    said: dict[str, object] = {
        "unit": "£ million",
        "baseline": "1,234.5",
        "target": "2,000",
        "shape": "gradient",
    }
    said |= {f"target_by__{part}": text for part, text in (("day", ""), ("month", "4-6"), ("year", "2028"))}
    answered(open_page(as_(cora), measure), **said)
    values = open_page(as_(cora), measure).form(SAVE).values
    assert [values[name] for name in ("unit", "baseline", "target", "shape")] == [
        ["£ million"],
        ["1,234.5"],
        ["2,000"],
        ["gradient"],
    ]
    assert [values[f"target_by-{part}"] for part in ("day", "month", "year")] == [[""], ["4-6"], ["2028"]]


def test_a_scale_is_written_line_by_line(as_: As, cora: User, draft: Commitment) -> None:
    measure = draft.measures[0]
    measure.kind = MeasureKind.SCALE
    db.session.commit()
    form = open_page(as_(cora), measure).form(SAVE)
    form.fill(scale="Refused\n\n Talks \nSigned", baseline="1", target="3").submit()
    db.session.refresh(measure)
    assert measure.scale == ["Refused", "Talks", "Signed"]
    assert (measure.baseline, measure.targets[0].value) == (Decimal(1), Decimal(3))
    page = open_page(as_(cora), measure).form(SAVE).fill(scale="One", baseline="4").submit(expected=422)
    assert page.errors["scale"] == "Enter 2 to 10 steps, one on each line"
    assert page.errors["baseline"] == "Enter the number of a step, 1 to 1"
    page = open_page(as_(cora), measure).form(SAVE).fill(scale="", baseline="4").submit(expected=422)
    assert set(page.errors) == {"scale"}, "there are no steps to choose from"


def test_words_are_as_good_as_numbers(as_: As, cora: User, draft: Commitment) -> None:
    measure = draft.measures[0]
    measure.kind = MeasureKind.TEXT
    db.session.commit()
    form = open_page(as_(cora), measure).form(SAVE)
    page = form.fill(baseline_comment="Nobody asks us", target_words="Two of us vote").submit()
    assert "Baseline: Nobody asks us. Target: Two of us vote." in page.main


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"unit": "%", "baseline": "101"}, "Enter a percentage from 0 to 100, with up to 2 decimals"),
        ({"unit": "%", "baseline": "-1"}, "Enter a percentage from 0 to 100, with up to 2 decimals"),
        ({"unit": "%", "target": "50.123456"}, "Enter a percentage from 0 to 100, with up to 2 decimals"),
        ({"unit": "days", "baseline": "40%"}, "Enter a number, like 1,200"),
        ({"unit": "days", "baseline": "0.12345"}, "Enter a number with up to 4 decimals"),
        ({"unit": "%", "counts_people": "yes"}, "Choose No: a percentage is no number of people"),
        ({"target_by__year": "2028"}, "Enter the target, or leave out its date"),
        (
            {"baseline_on__day": "1", "baseline_on__month": "1", "baseline_on__year": "2026"},
            "Enter where it stands, or leave out the date",
        ),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_stored(
    as_: As, cora: User, draft: Commitment, typed: dict[str, str], message: str
) -> None:
    form = open_page(as_(cora), draft.measures[0]).form(SAVE).fill(counts_people="no")
    page = form.fill(**typed).submit(expected=422)
    assert page.error_list == [message]
    db.session.refresh(draft.measures[0])
    assert draft.measures[0].unit is None


def test_a_percent_sign_may_be_typed_with_a_percentage(as_: As, cora: User, draft: Commitment) -> None:
    answered(open_page(as_(cora), draft.measures[0]), unit="%", baseline="33.33%")
    db.session.refresh(draft.measures[0])
    assert draft.measures[0].baseline == Decimal("33.33")


def test_gaps_alone_lead_to_a_question_that_a_gradient_answers(
    as_: As, cora: User, draft: Commitment
) -> None:
    measure = draft.measures[0]
    page = answered(open_page(as_(cora), measure), shape="two_group_gap")
    assert "That leaves out everybody in between" in page.main
    draft.measures.append(make_measure(shape="gradient"))
    db.session.commit()
    assert "That leaves out everybody in between" not in open_page(as_(cora), measure).main


def test_a_measure_is_removed_after_a_question(as_: As, cora: User, draft: Commitment) -> None:
    page = open_page(as_(cora), draft.measures[0]).link("Remove this measure").follow()
    page = page.form("Remove this measure").submit()
    assert page.flash.endswith("“Contracts with the clause” is removed.")
    db.session.refresh(draft)
    assert draft.measures == []


def test_a_second_editor_sees_both_answers_and_loses_nothing(
    as_: As, cora: User, ada: User, draft: Commitment
) -> None:
    measure = draft.measures[0]
    mine, theirs = (open_page(as_(who), measure).form(SAVE) for who in (cora, ada))
    theirs.fill(unit="theirs", counts_people="no").submit()
    page = mine.fill(unit="mine", counts_people="no").submit(expected=409)
    assert [row[1:] for row in page.table("What each of you wrote")] == [["theirs", "mine"]]
    page.form("Replace theirs with mine").submit()
    db.session.refresh(measure)
    assert measure.unit == "mine"


def test_the_target_of_a_published_measure_is_not_changed_through_the_draft_form(
    as_: As, cora: User, world: World
) -> None:
    published = make_published(world.alder, world.programme, now=NOW, measures=[make_measure()])
    db.session.commit()
    page = open_page(as_(cora), published.measures[0], expected=303)
    assert (page.response.location or "").endswith(f"/commitments/{published.public_id}")
    for name in ("edit_measure", "remove_measure"):
        open_page(as_(cora), published.measures[0], page=name, expected=303)


def test_a_measure_of_another_commitment_is_not_found_in_this_one(
    as_: As, cora: User, draft: Commitment, world: World
) -> None:
    other = make_draft(world.alder, world.programme, now=NOW, title="Another")
    db.session.commit()
    for measure in (draft.measures[0].public_id, "zzzzzzzzzzzz"):
        as_(cora).get(
            "commitments.edit_measure",
            organisation="alder-trust",
            commitment=other.public_id,
            measure=measure,
            expected=404,
        )


def test_others_may_not(as_: As, vic: User, eve: User, draft: Commitment) -> None:
    for page in ("edit_measure", "remove_measure"):
        open_page(as_(vic), draft.measures[0], page=page, expected=403)
        open_page(as_(eve), draft.measures[0], page=page, expected=404)


def test_the_day_of_a_baseline_is_kept(as_: As, cora: User, draft: Commitment) -> None:
    on = {"baseline_on__day": "31", "baseline_on__month": "3", "baseline_on__year": "2025"}
    answered(open_page(as_(cora), draft.measures[0]), baseline="4", **on)
    db.session.refresh(draft.measures[0])
    assert draft.measures[0].baseline_on == date(2025, 3, 31)
