"""The real register that ships: 347 promises, compared with what the csv module alone sees in the file."""

import csv
from collections import Counter

import pytest

from equity_tracker.imports.mapping import read_mapping
from equity_tracker.imports.organisations_reading import DATA
from equity_tracker.imports.plan import plan_file
from equity_tracker.imports.planned import ImportPlan
from equity_tracker.model.vocabulary import ORGANISATION_KINDS


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    with (DATA / "nz-promised-vs-did.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def plan() -> ImportPlan:
    mapping = read_mapping((DATA / "nz-promised-vs-did.toml").read_text(encoding="utf-8"))
    return plan_file((DATA / "nz-promised-vs-did.csv").read_bytes(), mapping)


def test_every_promise_is_a_record_and_none_is_refused(plan: ImportPlan, rows: list[dict[str, str]]) -> None:
    assert len(plan.records) == len(rows) == 347
    assert (plan.problems, plan.refused_rows, plan.skipped_rows) == ((), frozenset(), frozenset())
    assert plan.can_be_applied


def test_counts_by_source_status_equal_the_files(plan: ImportPlan, rows: list[dict[str, str]]) -> None:
    assert plan.counts_by_status() == Counter(row["status"] for row in rows)


def test_counts_by_party_and_area_equal_the_files(plan: ImportPlan, rows: list[dict[str, str]]) -> None:
    assert Counter(record.maker.source_name for record in plan.records) == Counter(
        row["party"] for row in rows
    )
    assert Counter(record.source_area for record in plan.records) == Counter(row["areaLabel"] for row in rows)


def test_every_text_of_the_source_is_kept_whole(plan: ImportPlan, rows: list[dict[str, str]]) -> None:
    for record, row in zip(plan.records, rows, strict=True):
        assert dict(record.raw) == row
        assert (record.external_id, record.statement) == (row["id"], row["promise"])
        assert (record.progress_text, record.status_reason) == (row["whatHappened"], row["statusReason"])
        assert (record.contested, record.contested_note or "") == (
            row["contested"] == "True",
            row["contestedNote"],
        )
        assert (record.source_document, record.source_url) == (row["sourceDoc"], row["sourceUrl"])
        assert (record.key_figure or "") == row["keyNumber"]
        assert [link.url for link in record.evidence] == list(dict.fromkeys(row["evidenceUrls"].split(" | ")))


def test_nothing_is_invented(plan: ImportPlan) -> None:
    for record in plan.records:
        assert (record.due, record.contributors) == (None, ())
        assert record.source_assessor == "Drew Broadley, Promised vs Performed"


def test_titles_fit_and_come_from_the_promise(plan: ImportPlan) -> None:
    for record in plan.records:
        assert len(record.title) <= 200
        assert record.statement.startswith(record.title.removesuffix("…"))


def test_the_five_parties_have_their_full_names(plan: ImportPlan) -> None:
    assert [maker.name for maker in plan.makers] == [
        "ACT New Zealand",
        "Green Party of Aotearoa New Zealand",
        "New Zealand First",
        "New Zealand Labour Party",
        "New Zealand National Party",
    ]
    assert {maker.kind for maker in plan.makers} <= set(ORGANISATION_KINDS.slugs)


def test_reading_the_file_again_gives_the_same_fingerprints(plan: ImportPlan) -> None:
    again = plan_file((DATA / "nz-promised-vs-did.csv").read_bytes(), plan.mapping)
    first = {record.external_id: record.fingerprint for record in plan.records}
    assert {record.external_id: record.fingerprint for record in again.records} == first
    assert len(set(first.values())) == 347


def test_columns_without_a_meaning_here_are_said_to_be_kept(plan: ImportPlan) -> None:
    assert [notice.text for notice in plan.notices] == [
        "Columns the mapping does not use, kept with each source row: area, era, sourceType, ptype, coSigned"
    ]
