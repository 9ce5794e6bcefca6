"""Measures on the public record: publications old and new, what changed, and what nobody outside reads."""

from datetime import date
from decimal import Decimal
from typing import Any

from equity_tracker.extensions import db
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.dates import PartialDate
from equity_tracker.model.measure import Measure, MeasureKind
from equity_tracker.model.measure_changes import measure_changes, readings_added
from equity_tracker.model.people import User
from equity_tracker.model.public_measure import measure_payload
from equity_tracker.model.publication import Publication
from equity_tracker.model.publishing import publish_commitment
from equity_tracker.public.record import missing_from
from tests.conftest import NOW
from tests.public.records import page_of
from tests.support.client import CheckingClient
from tests.support.factories.commitment import make_published
from tests.support.factories.measure import make_measure
from tests.support.people import World

TODAY = NOW.date()
OLD_TEXTS = {"measure": "Contracts with the clause", "baseline": "0 of 9", "baseline_by": None}


def published(world: World, **fields: Any) -> Commitment:
    commitment = make_published(world.alder, world.programme, now=NOW, **fields)
    db.session.commit()
    return commitment


def as_of_before(commitment: Commitment) -> dict[str, Any]:
    """Publish it again in the form that publications had before measures had numbers."""
    last = commitment.publications[-1]
    old: dict[str, Any] = last.payload | OLD_TEXTS
    del old["measures"]
    plain = ("title", "planned_on", "revised_on", "actual_on")
    old["milestones"] = [{name: row[name] for name in plain} for row in old["milestones"]]
    last.is_current = False
    again = {name: getattr(last, name) for name in ("kind", "subject_id", "about_id", "form", "public_from")}
    scope = {"organisation_id": last.organisation_id, "programme_id": last.programme_id}
    commitment.publications.append(
        Publication(number=2, payload=old, happened_on=TODAY, published_at=NOW, **again, **scope)
    )
    db.session.commit()
    return old


def payload(*measures: Measure) -> dict[str, Any]:
    return {"measures": [measure_payload(measure) for measure in measures], "milestones": []}


def told_in_words() -> Measure:
    """Return what the texts of before became."""
    return Measure(
        kind=MeasureKind.TEXT,
        name=OLD_TEXTS["measure"] or "",
        scale=[],
        baseline_comment=OLD_TEXTS["baseline"],
    )


def test_a_publication_from_before_is_shown_with_its_texts(
    reader: CheckingClient, public_world: World
) -> None:
    commitment = published(public_world)
    old = as_of_before(commitment)
    page = page_of(reader, commitment)
    assert "Contracts with the clause Baseline 0 of 9" in page.main
    assert page.table("Milestones of this promise")[0][-1] == "Not moved"
    assert missing_from(old | {"milestones": []}) == []


def test_turning_texts_into_measures_changes_nothing_that_was_promised(
    reader: CheckingClient, public_world: World
) -> None:
    commitment = published(public_world)
    as_of_before(commitment)
    commitment.measures.append(told_in_words())
    publish_commitment(commitment, now=NOW, today=TODAY, note="Kept up")
    db.session.commit()
    assert "Details beside the promise were changed" in page_of(reader, commitment).main
    assert measure_changes({**OLD_TEXTS}, payload(told_in_words())) == []


def test_moving_a_target_or_dropping_a_measure_is_a_change_and_a_reading_is_none() -> None:
    before = make_measure(readings=[1], public_id="bcdfghjkmnpq")
    after = make_measure(readings=[1, 2], public_id="bcdfghjkmnpq")
    assert measure_changes(payload(before), payload(after)) == []
    assert readings_added(payload(before), payload(after)) == [
        "Contracts with the clause: 2 contracts on 30 March 2026"
    ]
    by = PartialDate(date(2029, 3, 31))
    after.revise_target(Decimal(7), None, by, reason="Fewer", who=User(), today=TODAY)
    [moved] = measure_changes(payload(before), payload(after))
    assert (moved.before, moved.after) == ("9 contracts by 31 March 2028", "7 contracts by 31 March 2029")
    [dropped] = measure_changes(payload(before), payload())
    assert (dropped.label, dropped.after) == ("Measure “Contracts with the clause”", "none")


def test_each_measure_has_its_chart_its_figures_and_its_shape(
    reader: CheckingClient, public_world: World
) -> None:
    commitment = published(
        public_world,
        measures=[
            make_measure(readings=[2], shape="not_about_people"),
            make_measure(name="Pay", unit="%", baseline=None, shape="two_group_gap"),
        ],
    )
    page = page_of(reader, commitment)
    assert page.soup.select_one("svg.chart-measure desc") is not None
    assert page.table("Figures of “Contracts with the clause”") == [
        ["Baseline 31 March 2025", "0 contracts", "–"],
        ["Target At the start", "9 contracts by 31 March 2028", "–"],
        ["Reading 30 March 2026", "2 contracts", "–"],
    ]
    assert "Gap between two groups" in page.main
    assert "Progress cannot be told without a baseline and a reading." in page.main


def test_the_question_about_gaps_is_for_authors_only(reader: CheckingClient, public_world: World) -> None:
    commitment = published(public_world, measures=[make_measure(shape="two_group_gap")])
    assert "leaves out everybody in between" not in page_of(reader, commitment).response.text


def test_a_small_number_of_people_is_in_no_publication_and_in_no_file(
    reader: CheckingClient, public_world: World
) -> None:
    commitment = published(
        public_world,
        measures=[make_measure(unit="people", counts_people=True, baseline=4, target=977, readings=[5, 6])],
    )
    stored = commitment.publications[-1].payload["measures"][0]
    assert (stored["baseline"], stored["baseline_is_small"]) == (None, True)
    assert [row["value"] for row in stored["readings"]] == [None, "6"]
    page = page_of(reader, commitment)
    assert "fewer than 6 people" in page.main
    assert "Progress is not shown" in page.main
    assert "of the way" not in page.main
    assert "977" not in reader.get("public.list_commitments_csv").response.text
