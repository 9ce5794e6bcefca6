"""Figures given with a check-in: they become readings, at the same moment and by the rule for readings."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from sqlalchemy import select

from equity_tracker.extensions import db
from equity_tracker.model.activity import Activity, ActivityKind
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.measure import Measure, MeasureKind
from equity_tracker.model.people import User
from equity_tracker.model.public_measure import measure_payload
from equity_tracker.model.publication import PublicationKind
from equity_tracker.model.told_measure import ToldMeasure, told_measures
from equity_tracker.web.measure_chart import measure_chart
from tests.check_ins.conftest import Report
from tests.conftest import NOW
from tests.support.client import CheckingClient
from tests.support.factories.measure import make_measure
from tests.support.page import FilledForm, Page

As = Callable[[User | None], CheckingClient]
SEND = "Sign and send"
TODAY = NOW.date()


@pytest.fixture
def measure(promise: Commitment) -> Measure:
    """Contracts with the clause: 0 at first, 2 a week ago, 9 wanted."""
    measure = make_measure(readings=[2])
    promise.measures.append(measure)
    db.session.commit()
    return measure


@pytest.fixture
def filled(as_: As, cora: User, promise: Commitment, measure: Measure, typed: dict[str, str]) -> FilledForm:
    return open_form(as_(cora), promise).form(SEND).fill(**typed)


def open_form(browser: CheckingClient, commitment: Commitment) -> Page:
    return browser.get(
        "check_ins.record_check_in", organisation="alder-trust", commitment=commitment.public_id
    )


def name(measure: Measure, part: str) -> str:
    return f"figure-{measure.public_id}-{part}"


def told(measure: Measure) -> ToldMeasure:
    db.session.refresh(measure)
    [only] = told_measures({"measures": [measure_payload(measure)]})
    return only


def test_the_last_figure_and_the_unit_stand_beside_the_field(
    as_: As, cora: User, promise: Commitment, measure: Measure
) -> None:
    page = open_form(as_(cora), promise)
    assert "Figure, in contracts Last: 2 contracts, 30 March 2026." in page.main
    assert page.form(SEND).values[name(measure, "value")] == [""]


def test_a_figure_becomes_a_reading_of_today_and_is_public_with_its_check_in(
    filled: FilledForm, measure: Measure, promise: Commitment, cora: User
) -> None:
    page = filled.fill(**{name(measure, "value"): "5"}).submit()
    assert "far from" not in page.flash
    db.session.refresh(measure)
    reading = measure.readings[-1]
    assert (reading.number, reading.value, reading.read_on) == (2, Decimal(5), TODAY)
    assert (reading.recorded_by, reading.note) == (cora, None)
    db.session.refresh(promise)
    published = [row for row in promise.publications if row.kind is PublicationKind.COMMITMENT]
    assert [row["value"] for row in published[-1].payload["measures"][0]["readings"]] == ["2", "5"]
    assert len(published) == 2
    line = db.session.scalars(select(Activity).where(Activity.kind == ActivityKind.READING_RECORDED)).one()
    assert line.after == {"measure": measure.name, "value": "5", "on": TODAY.isoformat()}


def test_it_may_be_of_an_earlier_day_and_not_of_a_later_one(filled: FilledForm, measure: Measure) -> None:
    on = name(measure, "on")
    day = {f"{on}__day": "1", f"{on}__month": "7", f"{on}__year": "2026"}
    refused = filled.fill(**{name(measure, "value"): "5"} | day).submit(expected=422)
    assert refused.errors == {on: "The date of the figure must be today or earlier"}
    assert measure.commitment.check_ins == []
    assert len(measure.readings) == 1
    refused.form(SEND).fill(**{f"{on}__month": "3"}).submit()
    db.session.refresh(measure)
    assert measure.readings[-1].read_on.isoformat() == "2026-03-01"


def test_a_figure_far_from_the_one_before_is_asked_about_and_stands(
    filled: FilledForm, measure: Measure
) -> None:
    page = filled.fill(**{name(measure, "value"): "60"}).submit()
    assert page.flash.endswith(
        "The figure for “Contracts with the clause” is far from the one before."
        " If a digit slipped, correct it."
    )
    assert told(measure).latest.value == 60  # type: ignore[union-attr]


def test_not_available_is_an_answer_that_draws_nothing_and_counts_as_nothing(
    filled: FilledForm, measure: Measure, promise: Commitment, reader_of: Callable[[], Page]
) -> None:
    filled.fill(**{name(measure, "because"): "The register is being moved."}).submit()
    now = told(measure)
    assert [(row.text, row.is_missing, row.note) for row in now.all_readings][1:] == [
        ("Not available", True, "The register is being moved.")
    ]
    assert now.latest is not None
    assert (now.latest.text, now.progress) == ("2 contracts", now.progress)
    assert "Not available" not in str(measure_chart(now, id_prefix="x"))
    page = reader_of()
    assert (
        "Contracts with the clause: Not available on 6 April 2026 (The register is being moved)" in page.main
    )
    assert "Latest reading 2 contracts , 30 March 2026" in page.main


@pytest.fixture
def reader_of(as_: As, promise: Commitment) -> Callable[[], Page]:
    """The public page of the promise, as it is by then."""

    def read() -> Page:
        db.session.refresh(promise)
        assert promise.register_entry is not None
        return as_(None).get_url(f"/commitments/{promise.public_id}/{promise.register_entry.slug}")

    return read


@pytest.mark.parametrize(
    ("typed_in", "field", "message"),
    [
        ({"value": "five"}, "value", "Enter a number, like 1,200"),
        ({"value": "1,5"}, "value", "Use a full stop for decimals"),
        (
            {"value": "5", "because": "No data."},
            "because",
            "Give the figure or say why there is none, not both",
        ),
        (
            {"on__day": "1", "on__month": "3", "on__year": "2026"},
            "value",
            "Enter the figure, or clear its date",
        ),
    ],
)
def test_what_cannot_be_a_figure_is_refused_at_its_field(
    filled: FilledForm, measure: Measure, typed_in: dict[str, str], field: str, message: str
) -> None:
    page = filled.fill(**{name(measure, part): text for part, text in typed_in.items()}).submit(expected=422)
    assert page.errors == {name(measure, field): message}
    assert measure.commitment.check_ins == []


def test_steps_words_and_percentages_are_asked_for_as_they_are(
    as_: As, cora: User, promise: Commitment, typed: dict[str, str]
) -> None:
    percent = make_measure(name="Share of staff", unit="%", baseline=10)
    steps = make_measure(
        name="How far",
        kind=MeasureKind.SCALE,
        unit=None,
        scale=["Nowhere", "Some", "All"],
        baseline=1,
        target=3,
    )
    words = make_measure(name="What they say", kind=MeasureKind.TEXT, unit=None, baseline=None, target=None)
    promise.measures += [percent, steps, words]
    db.session.commit()
    form = open_form(as_(cora), promise).form(SEND)
    given = {name(percent, "value"): "140", name(steps, "value"): "2", name(words, "value"): "Better."}
    refused = form.fill(**typed, **given).submit(expected=422)
    assert refused.errors == {
        name(percent, "value"): "Enter a percentage from 0 to 100, with up to 2 decimals"
    }
    refused.form(SEND).fill(**{name(percent, "value"): "40%"}).submit()
    assert [told(row).latest.text for row in (percent, steps, words)] == ["40%", "Some", "Better."]  # type: ignore[union-attr]


def test_nothing_is_recorded_when_a_colleague_was_first_and_the_figure_is_kept_in_sight(
    filled: FilledForm, measure: Measure, report: Report
) -> None:
    report()
    page = filled.fill(**{name(measure, "value"): "5"}).submit(expected=409)
    rows = {row[0]: row[1:] for row in page.table("What each of you wrote")}
    assert rows["Contracts with the clause"] == ["No answer", "5"]
    db.session.refresh(measure)
    assert len(measure.readings) == 1
    page.form("Send mine as well").submit()
    assert told(measure).latest.value == 5  # type: ignore[union-attr]


def test_a_correction_asks_for_no_figure(as_: As, cora: User, report: Report, measure: Measure) -> None:
    page = as_(cora).get(
        "check_ins.correct_check_in", organisation="alder-trust", check_in=report().public_id
    )
    assert name(measure, "value") not in page.form("Sign and send the correction").values
