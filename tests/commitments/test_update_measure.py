"""Readings, corrections, baselines, moved targets and milestones: each public at once, none rewritten."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from equity_tracker.extensions import db
from equity_tracker.model.activity import Activity, ActivityKind
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
DAY = {"read_on__day": "1", "read_on__month": "4", "read_on__year": "2026"}
MOVED_TO = {"revised_on__day": "", "revised_on__month": "9", "revised_on__year": "2026"}
PAGES = ("record_reading", "give_baseline", "revise_target")


@pytest.fixture
def commitment(world: World) -> Commitment:
    published = make_published(
        world.alder, world.programme, now=NOW, measures=[make_measure(baseline=1, readings=[2])]
    )
    db.session.commit()
    return published


def with_measure(world: World, **fields: Any) -> Commitment:
    published = make_published(world.alder, world.programme, now=NOW, measures=[make_measure(**fields)])
    db.session.commit()
    return published


def open_page(browser: CheckingClient, page: str, commitment: Commitment, **more: Any) -> Page:
    return browser.get(
        f"commitments.{page}", organisation="alder-trust", commitment=commitment.public_id, **more
    )


def measure_page(browser: CheckingClient, page: str, measure: Measure, **more: Any) -> Page:
    return open_page(browser, page, measure.commitment, measure=measure.public_id, **more)


def milestone_page(browser: CheckingClient, page: str, commitment: Commitment, **more: Any) -> Page:
    return open_page(browser, page, commitment, milestone=commitment.milestones[0].public_id, **more)


def told(as_: As, commitment: Commitment) -> Page:
    assert commitment.register_entry is not None
    return as_(None).get(
        "public.show_commitment", public_id=commitment.public_id, slug=commitment.register_entry.slug
    )


def kinds() -> list[str]:
    return [str(row.kind) for row in db.session.scalars(select(Activity).order_by(Activity.id))]


def test_a_reading_is_recorded_and_stands_in_the_timeline(
    as_: As, cora: User, commitment: Commitment
) -> None:
    page = open_page(as_(cora), "show_commitment", commitment)
    page = page.link("Record a reading of “Contracts with the clause”").follow()
    page = page.form("Put on record").fill(value="3", note="One more was signed.", **DAY).submit()
    assert page.flash.endswith("The reading is on record and public.")
    public = told(as_, commitment)
    assert "Reading: Contracts with the clause: 3 contracts on 1 April 2026" in public.main
    assert "25% of the way from the baseline to the target." in public.main
    log = public.link("Change log: every publication of this promise").follow()
    assert "Reading: Contracts with the clause: 3 contracts on 1 April 2026" in log.main
    assert kinds()[-1] == ActivityKind.READING_RECORDED


def test_a_figure_far_from_the_last_is_taken_and_asked_about(
    as_: As, cora: User, commitment: Commitment
) -> None:
    form = measure_page(as_(cora), "record_reading", commitment.measures[0]).form("Put on record")
    page = form.fill(value="300", **DAY).submit()
    assert "far from the reading before" in page.flash


def test_a_correction_stands_beside_what_it_corrects(as_: As, cora: User, commitment: Commitment) -> None:
    measure = commitment.measures[0]
    page = measure_page(as_(cora), "correct_reading", measure, number="1")
    assert page.form("Put the correction on record").values["value"] == ["2"]
    form = page.form("Put the correction on record")
    form.fill(value="4", note="Two were left out.", **DAY).submit()
    db.session.refresh(measure)
    assert [str(row.value) for row in measure.readings] == ["2", "4"]
    assert [row.replaces_number for row in measure.readings] == [None, 1]
    public = told(as_, commitment)
    assert "which corrects the reading of" in public.main
    assert "Two were left out." in public.main
    measure_page(as_(cora), "correct_reading", measure, number="1", expected=404)


def test_a_promised_baseline_is_given_once(as_: As, cora: User, world: World) -> None:
    commitment = with_measure(world, baseline=None, baseline_by=date(2026, 12, 31))
    page = open_page(as_(cora), "show_commitment", commitment)
    page = page.link("Give the baseline of “Contracts with the clause”").follow()
    page.form("Put on record").fill(value="0", note="From the register", **DAY).submit()
    public = told(as_, commitment)
    assert "Baseline of “Contracts with the clause”" in public.main
    assert "0 contracts, 1 April 2026. From the register" in public.main
    form = measure_page(as_(cora), "give_baseline", commitment.measures[0]).form("Put on record")
    page = form.fill(value="1", **DAY).submit(expected=422)
    assert page.error_list == ["This measure has a baseline. It can no longer be set here."]


def test_a_target_is_moved_with_a_reason_and_the_first_one_stays(
    as_: As, cora: User, commitment: Commitment
) -> None:
    page = measure_page(as_(cora), "revise_target", commitment.measures[0])
    page.form("Move the target").fill(value="7").submit(expected=422)
    page.form("Move the target").fill(
        value="7", by__day="31", by__month="12", by__year="2028", reason="Two contracts ended."
    ).submit()
    public = told(as_, commitment)
    assert "Target of “Contracts with the clause”" in public.main
    assert "Reason given: Two contracts ended." in public.main
    assert public.fact("Target").startswith("7 contracts by 31 December 2028")
    assert public.fact("Target").endswith("first: 9 contracts by 31 March 2028")


def test_the_database_refuses_to_rewrite_a_public_target_or_a_reading(commitment: Commitment) -> None:
    for statement in ("UPDATE targets SET value = 1", "DELETE FROM targets", "UPDATE readings SET value = 1"):
        with pytest.raises(DBAPIError, match="append-only"), db.session.begin_nested():
            db.session.execute(text(statement))


def test_steps_and_words_have_forms_of_their_own(as_: As, cora: User, world: World) -> None:
    steps = with_measure(
        world, kind=MeasureKind.SCALE, scale=["Refused", "Talks", "Signed"], unit=None, baseline=1, target=3
    )
    measure_page(as_(cora), "record_reading", steps.measures[0]).form("Put on record").fill(
        value="2", **DAY
    ).submit()
    assert "Contracts with the clause: Talks on 1 April 2026" in told(as_, steps).main
    words = with_measure(world, kind=MeasureKind.TEXT, name="What we hear", baseline=None, target=None)
    measure_page(as_(cora), "record_reading", words.measures[0]).form("Put on record").fill(
        words="They ask us now.", **DAY
    ).submit()
    assert "What we hear: They ask us now. on 1 April 2026" in told(as_, words).main


def test_a_milestone_is_moved_and_met_with_its_slippage_in_words(
    as_: As, cora: User, commitment: Commitment
) -> None:
    form = milestone_page(as_(cora), "revise_milestone", commitment).form("Move the milestone")
    form.fill(reason="The unions asked for a vote.", **MOVED_TO).submit()
    assert "Moved by 3 months" in told(as_, commitment).main
    form = milestone_page(as_(cora), "meet_milestone", commitment).form("Mark as met")
    form.fill(met_on__day="2", met_on__month="4", met_on__year="2026").submit()
    public = told(as_, commitment)
    assert "Moved to September 2026" in public.main
    assert "The unions asked for a vote." in public.main
    assert (
        "Milestone met: Clause agreed with both unions (moved by 3 months, met about 4 months" in public.main
    )
    assert kinds()[-2:] == [ActivityKind.MILESTONE_REVISED, ActivityKind.MILESTONE_MET]


@pytest.mark.parametrize("page", PAGES)
def test_what_lies_ahead_or_is_no_number_is_refused_and_nothing_is_stored(
    as_: As, cora: User, world: World, page: str
) -> None:
    commitment = with_measure(world, baseline=None, unit="%", target=50)
    publications = len(commitment.publications)
    opened = measure_page(as_(cora), page, commitment.measures[0])
    form = opened.form({"revise_target": "Move the target"}.get(page, "Put on record"))
    refused = form.fill(value="101").submit(expected=422)
    assert refused.errors["value"] == "Enter a percentage from 0 to 100, with up to 2 decimals"
    if page != "revise_target":
        ahead = DAY | {"read_on__year": "2027"}
        assert "today or earlier" in form.fill(value="10", **ahead).submit(expected=422).errors["read_on"]
    db.session.refresh(commitment)
    assert len(commitment.publications) == publications


def test_whoever_is_second_sees_what_the_first_recorded(
    as_: As, cora: User, ada: User, commitment: Commitment
) -> None:
    mine, theirs = (
        measure_page(as_(who), "record_reading", commitment.measures[0]).form("Put on record")
        for who in (cora, ada)
    )
    theirs.fill(value="3", **DAY).submit()
    page = mine.fill(value="4", **DAY).submit(expected=409)
    assert "3 contracts" in page.main
    assert page.form("Put on record").values["value"] == ["4"]
    page.form("Put on record").submit()
    db.session.refresh(commitment.measures[0])
    assert [row.value for row in commitment.measures[0].readings] == [2, 3, 4]


def test_drafts_and_closed_commitments_are_not_added_to(as_: As, cora: User, world: World) -> None:
    draft = make_draft(world.alder, world.programme, now=NOW, title="A draft")
    draft.measures.append(make_measure())
    closed = with_measure(world)
    closed.close("met_on_time", "Done", today=NOW.date())
    db.session.commit()
    for commitment in (draft, closed):
        for page in PAGES:
            measure_page(as_(cora), page, commitment.measures[0], expected=303)


def test_a_person_without_the_permission_reads_and_adds_nothing(
    as_: As, vic: User, eve: User, commitment: Commitment
) -> None:
    assert not open_page(as_(vic), "show_commitment", commitment).has_link(
        "Record a reading of “Contracts with the clause”"
    )
    for page in PAGES:
        measure_page(as_(vic), page, commitment.measures[0], expected=403)
        measure_page(as_(eve), page, commitment.measures[0], expected=404)
    for page in ("revise_milestone", "meet_milestone"):
        milestone_page(as_(vic), page, commitment, expected=403)
        milestone_page(as_(eve), page, commitment, expected=404)
    measure_page(as_(vic), "correct_reading", commitment.measures[0], number="1", expected=403)


def test_a_small_number_of_people_is_inside_and_never_outside(as_: As, cora: User, world: World) -> None:
    commitment = with_measure(
        world, name="People who started", unit="people", counts_people=True, baseline=40, readings=[8, 3]
    )
    assert "3 people" in open_page(as_(cora), "show_commitment", commitment).main
    public = told(as_, commitment)
    assert "fewer than 6 people" in public.main
    assert "3 people" not in public.response.text
    assert "Progress is not shown" in public.main
