"""How this reads: beside every page of a commitment, renewed while somebody types, and saving nothing."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select

from equity_tracker.commitments.reading import as_typed, panel_for
from equity_tracker.extensions import db
from equity_tracker.model.activity import Activity
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.dates import PartialDate, Precision
from equity_tracker.model.people import User
from equity_tracker.model.public_promise import commitment_payload
from equity_tracker.model.quality import how_it_reads
from equity_tracker.model.readiness import Section
from tests.conftest import NOW
from tests.support.client import CheckingClient
from tests.support.factories.commitment import make_commitment, make_draft, make_published
from tests.support.page import Page, words
from tests.support.people import World

As = Callable[[User | None], CheckingClient]
READING = "commitments.show_reading"
HINTS = "Worth another look"


@pytest.fixture
def draft(world: World) -> Commitment:
    commitment = make_draft(world.alder, world.programme, now=NOW, title="A living wage")
    db.session.commit()
    return commitment


@pytest.fixture
def full(world: World) -> Commitment:
    commitment = make_commitment(world.alder, world.programme, now=NOW)
    db.session.commit()
    return commitment


def place(commitment: Commitment, section: str = "") -> dict[str, Any]:
    named = {"organisation": "alder-trust", "commitment": commitment.public_id}
    return named | ({"section": section} if section else {})


def typed(
    browser: CheckingClient, commitment: Commitment, section: str, *, expected: int = 200, **fields: Any
) -> Page:
    """Send what a browser sends while the section's form is filled in."""
    page = browser.get("commitments.edit_section", **place(commitment, section))
    values = page.form("Save and continue").fill(**fields).values
    return browser.post_for_part(READING, dict(values), expected=expected, **place(commitment, section))


def answers(page: Page) -> dict[str, str]:
    """Return the five answers by their titles, in the order in which they stand."""
    told = page.soup.select("dl.facts > div > dd > p[data-answer]")
    return {str(each["data-answer"]).partition(":")[0]: " ".join(each.get_text().split()) for each in told}


def test_beside_each_section_the_five_answers_stand_with_those_it_speaks_to_first(
    as_: As, cora: User, full: Commitment
) -> None:
    firsts = {}
    for section in Section:
        page = as_(cora).get("commitments.edit_section", **place(full, section.value))
        found = answers(page)
        assert set(found) == {"Verifiable", "Trackable", "Additional", "Ambition", "Owned"}
        firsts[section.value] = next(iter(found))
    assert firsts == {
        "promise": "Verifiable",
        "inequality": "Trackable",
        "action": "Ambition",
        "people": "Ambition",
        "ownership": "Owned",
        "timing": "Trackable",
        "new": "Additional",
    }


def test_without_a_script_the_panel_changes_when_the_form_is_saved(
    as_: As, cora: User, draft: Commitment
) -> None:
    page = as_(cora).get("commitments.edit_section", **place(draft, "ownership"))
    assert answers(page)["Owned"].startswith("None of the four.")
    page = page.form("Save and come back later").fill(owner="Director of finance").submit()
    assert answers(page)["Owned"].startswith("One of the four. Post-holder: Director of finance.")


def test_a_form_that_is_refused_comes_back_with_how_it_reads_as_typed(
    as_: As, cora: User, draft: Commitment
) -> None:
    page = as_(cora).get("commitments.edit_section", **place(draft, "timing"))
    form = page.form("Save and continue").fill(
        deliverable="A signed clause", ends_on__day="31", ends_on__month="2", ends_on__year="2027"
    )
    found = answers(form.submit(expected=422))
    assert found["Trackable"] == "Low, 1 of 12 ingredients. Stated: a measure or something to deliver."


def test_adding_a_row_keeps_how_it_reads_as_typed(as_: As, cora: User, draft: Commitment) -> None:
    page = as_(cora).get("commitments.edit_section", **place(draft, "timing"))
    page = page.form("Add another milestone").fill(deliverable="A signed clause").submit(expected=200)
    assert "1 of 12 ingredients" in answers(page)["Trackable"]
    assert page.error_list == []


def test_what_is_typed_is_read_and_nothing_is_saved(as_: As, cora: User, draft: Commitment) -> None:
    logged = db.session.scalar(select(func.count()).select_from(Activity))
    page = typed(
        as_(cora), draft, "timing",
        ends_on__day="31", ends_on__month="3", ends_on__year="2028", deliverable="A signed clause",
    )  # fmt: skip
    assert answers(page)["Verifiable"] == "No. It does not state the act."
    assert "2 of 12 ingredients" in answers(page)["Trackable"]
    db.session.refresh(draft)
    assert (draft.deliverable, draft.ends_on, draft.version) == (None, None, 1)
    assert db.session.scalar(select(func.count()).select_from(Activity)) == logged


def test_it_answers_with_the_inside_of_the_panel_alone(as_: As, cora: User, draft: Commitment) -> None:
    page = typed(as_(cora), draft, "promise", statement="We will pay the real living wage.")
    assert "<html" not in page.response.text
    assert page.soup.select("form, input, script, h1, h2") == []


@pytest.mark.parametrize(
    ("section", "fields", "says"),
    [
        ("ownership", {"owner": "Director", "forum": "Board"}, "Two of the four. Post-holder: Director;"),
        ("new", {"additionality": "continued"}, "Continued. Welcome, and counted apart"),
        ("action", {"level": "structural"}, "Changes the institution. It acts on how money"),
        ("people", {"decision_power": "shared", "decision_body": "Panel"}, "Changes the institution."),
    ],
)
def test_every_section_is_read_as_it_is_typed(
    as_: As, world: World, section: str, fields: dict[str, Any], says: str
) -> None:
    full = make_commitment(world.alder, world.programme, now=NOW, kind="deliver", level="community")
    db.session.commit()
    found = answers(typed(as_(world.cora), full, section, **fields))
    assert any(reason.startswith(says) for reason in found.values()), found


def test_milestones_are_read_while_they_are_typed_and_a_half_one_is_not(
    as_: As, cora: User, draft: Commitment
) -> None:
    whole: dict[str, Any] = {
        "milestones-0__title": "Clause agreed",
        "milestones-0__planned_on-day": "30",
        "milestones-0__planned_on-month": "6",
        "milestones-0__planned_on-year": "2026",
    }
    page = typed(as_(cora), draft, "timing", **whole)
    assert "Stated: a milestone." in answers(page)["Trackable"]
    half = whole | {"milestones-0__planned_on-year": "20"}
    assert "0 of 12" in answers(typed(as_(cora), draft, "timing", **half))["Trackable"]


@pytest.mark.parametrize(
    "fields",
    [
        {"level": "no-such-level"},
        {"level": ["behaviour", "structural"]},
        {"distribution": "\x00"},
        {"upstream_meanings": ["nonsense", "political"]},
        {"how_inequality_shrinks": "x" * 20_001},
        {"add_row": "x"},
        {"version": "-1", "organisation_id": "2"},
    ],
)
def test_answers_that_cannot_be_read_count_as_not_given_yet(
    as_: As, cora: User, draft: Commitment, fields: dict[str, Any]
) -> None:
    page = as_(cora).post_for_part(READING, fields, **place(draft, "action"))
    assert answers(page)["Ambition"].startswith("Not stated.")


def test_more_determinants_than_a_form_takes_are_still_read(as_: As, cora: User, draft: Commitment) -> None:
    four = {"determinants": ["money", "work", "housing", "food"]}
    page = as_(cora).post_for_part(READING, four, **place(draft, "inequality"))
    assert "Stated: the determinant." in answers(page)["Trackable"]


def test_a_determinant_and_a_low_level_bring_a_hint_and_both_are_saved(
    as_: As, cora: User, draft: Commitment
) -> None:
    draft.determinants = ["housing"]
    db.session.commit()
    assert HINTS in typed(as_(cora), draft, "action", level="behaviour").text
    assert HINTS not in typed(as_(cora), draft, "action", level="circumstances").text
    page = as_(cora).get("commitments.edit_section", **place(draft, "action"))
    page = page.form("Save and come back later").fill(level="behaviour").submit()
    assert "The determinant and the level pull apart" in page.main
    db.session.refresh(draft)
    assert draft.level == "behaviour"


def test_power_that_is_only_claimed_is_said_while_it_is_typed(as_: As, cora: User, draft: Commitment) -> None:
    page = typed(as_(cora), draft, "people", decision_power="community_led")
    assert "Claimed, not evidenced" in page.text
    page = typed(as_(cora), draft, "people", decision_power="community_led", decision_body="Panel")
    assert "Claimed, not evidenced" not in page.text


def test_a_next_step_is_suggested_once_domain_and_level_are_chosen_and_edits_nothing(
    as_: As, cora: User, draft: Commitment
) -> None:
    page = typed(as_(cora), draft, "action", level="behaviour")
    assert "once you have chosen the main domain ( The promise )" in page.text
    draft.domain = "partnership"
    db.session.commit()
    before = commitment_payload(draft)
    page = typed(as_(cora), draft, "action", level="behaviour", reach="influence")
    steps = [words(step) for step in page.soup.select(".steps-up li")]
    assert steps[0].startswith("You could ask your partner what they would change first")
    assert steps[0].endswith("Influence: Others decide it, and you have a seat or a lever.")
    assert len(steps) == 2
    db.session.refresh(draft)
    assert commitment_payload(draft) == before


def test_what_would_raise_an_answer_leads_to_the_section_where_it_is_given(
    as_: As, cora: User, draft: Commitment
) -> None:
    page = as_(cora).get("commitments.edit_section", **place(draft, "timing"))
    steps = [words(step) for step in page.soup.select("#raise-trackable li")]
    assert steps[0] == "Give the start date.", "what is asked on this page comes first, and needs no link"
    assert "Name the post that answers for it. Ownership" in steps
    assert page.link("Ownership").follow().heading == "Ownership"


@pytest.mark.parametrize("page_name", ["show_commitment", "submit_commitment"])
def test_it_stands_on_the_task_list_and_where_it_is_submitted(
    as_: As, cora: User, full: Commitment, page_name: str
) -> None:
    page = as_(cora).get(f"commitments.{page_name}", **place(full))
    assert list(answers(page)) == ["Verifiable", "Trackable", "Additional", "Ambition", "Owned"]
    assert "One step up" in page.main


def test_on_the_record_it_stands_without_links_to_what_can_no_longer_be_edited(
    as_: As, cora: User, vic: User, world: World
) -> None:
    commitment = make_published(world.alder, world.programme, now=NOW)
    db.session.commit()
    for person in (cora, vic):
        page = as_(person).get("commitments.show_commitment", **place(commitment))
        assert answers(page)["Verifiable"].startswith("Yes.")
        assert not page.soup.select(".reading a[href*='/commitments/']")


def test_a_viewer_reads_it_on_the_task_list_without_links_to_forms(
    as_: As, vic: User, draft: Commitment
) -> None:
    page = as_(vic).get("commitments.show_commitment", **place(draft))
    assert answers(page)["Owned"].startswith("None of the four.")
    assert not page.soup.select(".reading a[href*='/commitments/']")


def test_a_commitment_that_was_submitted_is_no_longer_read_as_typed(
    as_: As, cora: User, world: World
) -> None:
    commitment = make_published(world.alder, world.programme, now=NOW)
    db.session.commit()
    as_(cora).post_for_part(READING, {}, expected=409, **place(commitment, "promise"))


def test_who_may_not_edit_may_not_ask(as_: As, vic: User, eve: User, draft: Commitment) -> None:
    as_(vic).post_for_part(READING, {}, expected=403, **place(draft, "promise"))
    as_(eve).post_for_part(READING, {}, expected=404, **place(draft, "promise"))
    foreign = place(draft, "promise") | {"organisation": "birch-college"}
    as_(eve).post_for_part(READING, {}, expected=404, **foreign)


@pytest.mark.parametrize("changed", [{"section": "nonsense"}, {"commitment": "zzzzzzzzzzzz"}])
def test_what_does_not_exist_is_not_found(
    as_: As, cora: User, draft: Commitment, changed: dict[str, str]
) -> None:
    as_(cora).post_for_part(READING, {}, expected=404, **(place(draft, "promise") | changed))


def test_a_token_of_nobody_is_refused(as_: As, cora: User, draft: Commitment) -> None:
    as_(cora).post_for_part(READING, {"csrf_token": "x"}, expected=400, **place(draft, "promise"))


def test_the_copy_that_is_read_leaves_the_payload_alone() -> None:
    payload: dict[str, Any] = {
        "ends_on": None,
        "ends_precision": "day",
        "milestones": [],
        "owners": {"owner": "Nurse"},
    }
    answers = {
        "ends_on": PartialDate(date(2033, 12, 31), Precision.YEAR),
        "milestones": [{"title": "Agreed", "planned_on": date(2026, 6, 30)}],
        "idea_sources": ["residents"],
    }
    copy = as_typed(payload, Section.TIMING, answers)
    assert copy == {
        "ends_on": "2033-12-31",
        "ends_precision": "year",
        "milestones": [{"title": "Agreed", "planned_on": "2026-06-30"}],
        "owners": {"owner": "Nurse"},
    }
    assert payload["milestones"] == []
    assert payload["ends_on"] is None


def test_the_panel_holds_the_same_answers_for_every_section() -> None:
    whole = {each.reason for each in how_it_reads({"level": "behaviour"}).dimensions}
    for section in Section:
        assert {each.reason for each in panel_for({"level": "behaviour"}, section).dimensions} == whole
