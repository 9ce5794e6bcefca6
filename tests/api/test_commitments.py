"""GET /api/v1/commitments and below: the register and its records, as the public may read them."""

from datetime import date, timedelta

import pytest

from equity_tracker.extensions import db
from equity_tracker.model.check_in_assessment import assess_check_in, reply_to_check_in_assessment
from equity_tracker.model.publishing import publish_check_in, publish_check_in_assessment, publish_commitment
from equity_tracker.model.retracting import retract_commitment
from equity_tracker.public.columns import COLUMNS
from tests.api.conftest import Read
from tests.conftest import NOW
from tests.public.records import miss, report_on
from tests.public.register_rows import add_rows
from tests.support.factories.commitment import answers, make_commitment, make_draft, make_published
from tests.support.factories.file import as_evidence, make_file
from tests.support.factories.measure import make_measure
from tests.support.people import World

TODAY = NOW.date()


def test_a_row_has_every_column_of_the_files_by_its_name_and_each_term_with_its_code(
    read: Read, public_world: World
) -> None:
    published = make_published(public_world.alder, public_world.programme, now=NOW, domain="education")

    row = read("/commitments")["items"][0]

    assert {column.name for column in COLUMNS} <= set(row)
    assert row["id"] == published.public_id
    assert (row["domain"], row["domain_code"]) == ("Workforce education and training", "education")
    assert (row["organisation"], row["organisation_slug"]) == ("Alder Trust", "alder-trust")
    assert row["programme_slug"] == "fairer-shore"
    assert published.register_entry is not None
    page = f"/commitments/{published.public_id}/{published.register_entry.slug}"
    assert row["url"] == f"http://127.0.0.1:8000{page}"


def test_what_was_never_stated_is_null_in_words_and_code(read: Read, public_world: World) -> None:
    make_published(public_world.alder, public_world.programme, now=NOW, domain=None, ends_on=None)

    row = read("/commitments")["items"][0]

    assert (row["domain"], row["domain_code"]) == (None, None)
    assert (row["ends_on"], row["ends_precision"]) == (None, None)
    assert row["form_code"] == "statement_of_intent"
    assert (row["confirmed_level"], row["last_reported_on"]) == (None, None)


def test_the_two_lights_stand_apart_as_slug_and_words(read: Read, public_world: World) -> None:
    commitment = make_published(public_world.alder, public_world.programme, now=NOW)
    report_on(commitment, date(2025, 4, 1), by=public_world.cora, outlook="on_track")

    row = read("/commitments")["items"][0]

    assert (row["outlook"], row["outlook_code"]) == ("No update since 1 April 2025", "stale")
    assert (row["reporting"], row["reporting_code"]) == ("Reported", "reported")


def test_pages_go_on_where_the_last_one_ended_and_tell_the_next(read: Read, public_world: World) -> None:
    add_rows(public_world.alder, public_world.programme, [{} for _ in range(7)])
    seen, path = [], "/commitments?sort=title&limit=3"
    while path:
        page = read(path)
        seen.append([row["title"] for row in page["items"]])
        path = (page["next"] or "").removeprefix("http://127.0.0.1:8000/api/v1")

    assert [len(part) for part in seen] == [3, 3, 1]
    assert [title for part in seen for title in part] == [f"Promise {number:04d}" for number in range(1, 8)]


def test_filters_are_those_of_the_register_and_may_have_several_answers(
    read: Read, public_world: World
) -> None:
    rows = [{"domain": domain} for domain in ("education", "partnership", "advocacy")]
    add_rows(public_world.alder, public_world.programme, rows)

    def domains(path: str) -> list[str]:
        return sorted(row["domain_code"] for row in read(path)["items"])

    assert domains("/commitments?domain=education") == ["education"]
    assert domains("/commitments?domain=education&domain=advocacy") == ["advocacy", "education"]
    assert domains("/commitments?domain=education&organisation=birch-college") == []
    assert domains("/commitments?q=promise&domain=partnership&programme=fairer-shore") == ["partnership"]


@pytest.mark.parametrize(
    ("query", "field", "says"),
    [
        ("colour=red", "colour", "no such parameter"),
        ("domain=splendid", "domain.0", "no such answer"),
        ("organisation=nowhere", "organisation", "no such answer: nowhere"),
        ("limit=101", "limit", "from 1 to 100"),
        ("limit=0", "limit", "from 1 to 100"),
        ("limit=1_0", "limit", "whole number"),
        ("limit=5&limit=6", "limit", "once"),
        ("sort=best", "sort", "no such order"),
        ("after=%25%25", "after", "no cursor"),
        ("after=WyJ4Iiwg", "after", "no cursor"),
        ("sort=title&after=WzEsMl0", "after", "no cursor"),
    ],
)
def test_what_cannot_be_asked_is_refused_by_its_name(read: Read, query: str, field: str, says: str) -> None:
    problem = read(f"/commitments?{query}", expected=422)

    assert problem["status"] == 422
    assert [fault["field"] for fault in problem["errors"]] == [field]
    assert says in problem["errors"][0]["messages"][0]


def test_a_record_tells_the_promise_and_what_became_of_it(read: Read, public_world: World) -> None:
    commitment = make_published(
        public_world.alder,
        public_world.programme,
        now=NOW,
        measures=[make_measure(readings=[12])],
        determinants=["money", "work"],
    )
    evidence = (as_evidence(make_file(commitment, now=NOW), "The contract"),)
    check_in = report_on(commitment, TODAY, by=public_world.cora, evidence=evidence, outlook="at_risk")
    check_in.add_version(answers(outlook="on_track"), by=public_world.cora, now=NOW, reason="Counted twice.")
    db.session.flush()
    publish_check_in(check_in, now=NOW, today=TODAY)
    judged = {"delivery": "limited", "outlook": "off_track", "reason": "Two are late."}
    assessment = assess_check_in(check_in, **judged, by=public_world.paula, today=TODAY)
    db.session.flush()
    reply_to_check_in_assessment(check_in, "They came.", by=public_world.prue, today=TODAY)
    publish_check_in_assessment(assessment, now=NOW, today=TODAY)
    miss(commitment, 9, date(2025, 10, 31))

    record = read(f"/commitments/{commitment.public_id}")

    assert record["promise"]["determinants_code"] == ["money", "work"]
    assert record["promise"]["owners"]["owner"] == "Director of finance"
    assert record["measures"][0]["readings"][0]["value"] == 12
    said = record["check_ins"][0]
    assert (said["outlook_code"], said["version"]) == ("on_track", 2)
    assert said["corrections"][0]["reason"] == "Counted twice."
    assert said["corrections"][0]["changes"][0]["label"] == "How it is going"
    assert said["assessments"][0]["by"] == "the coordinators of Fairer Shore"
    assert said["assessments"][0]["reply"]["words"] == "They came."
    # The coordinators' view is no light.
    assert record["outlook_code"] == "on_track"
    assert [row["round"] for row in record["missed_check_ins"]] == ["Round 9"]
    assert [row["number"] for row in record["publications"]] == [1]
    assert (record["close_out"], record["imported"], record["missing"]) == (None, None, [])


def test_the_evidence_of_a_check_in_says_where_its_file_is(read: Read, public_world: World) -> None:
    commitment = make_published(public_world.alder, public_world.programme, now=NOW)
    file = make_file(commitment, now=NOW)
    report_on(commitment, TODAY, by=public_world.cora, evidence=(as_evidence(file, "The contract"),))

    shown = read(f"/commitments/{commitment.public_id}/check-ins")["items"][0]["evidence"][0]

    assert shown["url"] == f"/files/{file.public_id}"
    assert shown["file"]["type"] == "PDF"


def test_a_change_is_told_with_its_reason(read: Read, public_world: World) -> None:
    commitment = make_published(public_world.alder, public_world.programme, now=NOW)
    commitment.level = "structural"
    publish_commitment(commitment, now=NOW, today=TODAY + timedelta(days=1), note="The board asked for more.")
    db.session.commit()

    latest = read(f"/commitments/{commitment.public_id}")["publications"][0]

    assert (latest["number"], latest["reason"]) == (2, "The board asked for more.")
    assert [change["label"] for change in latest["changes"]] == ["Level of action"]
    assert latest["changes"][0]["is_goalpost"] is True


def test_a_closed_one_says_how_it_ended(read: Read, public_world: World) -> None:
    commitment = make_published(public_world.alder, public_world.programme, now=NOW)
    commitment.close("met_late", "Every contract carries it.", today=TODAY)
    publish_commitment(commitment, now=NOW, today=TODAY)
    db.session.commit()

    record = read(f"/commitments/{commitment.public_id}")

    assert (record["outlook_code"], record["reporting_code"]) == ("closed", "closed")
    assert record["close_out"]["close_reason_code"] == "met_late"
    assert record["close_out"]["what_happened"] == "Every contract carries it."


def test_a_statement_of_intent_says_what_it_leaves_out(read: Read, public_world: World) -> None:
    commitment = make_commitment(public_world.alder, public_world.programme, now=NOW, additionality=None)
    publish_commitment(commitment, now=NOW, today=TODAY)
    db.session.commit()

    assert read(f"/commitments/{commitment.public_id}")["missing"] == ["whether it is new"]


def test_what_was_taken_back_says_when_and_why_and_nothing_else(read: Read, public_world: World) -> None:
    commitment = make_published(public_world.alder, public_world.programme, now=NOW, title="A secret promise")
    retract_commitment(commitment, "It was not theirs to make.", now=NOW, today=TODAY)
    db.session.commit()

    for below in ("", "/check-ins"):
        problem = read(f"/commitments/{commitment.public_id}{below}", expected=410)
        assert problem["detail"] == "It was taken back on 6 April 2026: It was not theirs to make."
        assert "secret" not in str(problem)


def test_a_draft_is_as_unknown_as_what_does_not_exist(read: Read, public_world: World) -> None:
    draft = make_draft(public_world.alder, public_world.programme, now=NOW, title="A draft of Alder")
    db.session.commit()

    of_draft, of_nothing = (
        read(f"/commitments/{name}", expected=404) for name in (draft.public_id, "zzzzzzzzzzzz")
    )

    assert of_draft | {"instance": ""} == of_nothing | {"instance": ""}
    assert read("/commitments")["items"] == []
