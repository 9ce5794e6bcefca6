"""The directory that ships, compared with what the csv module alone sees in its files."""

import csv
from collections import Counter
from datetime import date

import pytest

from equity_tracker.imports.names import MatchOutcome, NameIndex
from equity_tracker.imports.organisations_reading import (
    DATA,
    DirectoryPlan,
    PlannedOrganisation,
    read_councils,
    read_directory,
)
from equity_tracker.imports.reading import read_table
from equity_tracker.model.vocabulary import ORGANISATION_KINDS


@pytest.fixture(scope="module")
def directory() -> DirectoryPlan:
    return read_directory()


@pytest.fixture(scope="module")
def index(directory: DirectoryPlan) -> NameIndex:
    return NameIndex(organisation.known_name for organisation in directory.organisations)


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def one(directory: DirectoryPlan, name: str) -> PlannedOrganisation:
    (found,) = [organisation for organisation in directory.organisations if organisation.name == name]
    return found


def test_every_row_of_every_file_is_there_once(directory: DirectoryPlan) -> None:
    boards = {row["ICB26CD"] for row in rows("integrated-care-boards-2026.csv")}
    boards |= {row["ICB22CD"] for row in rows("integrated-care-boards-2022-part.csv")}
    councils, colleges = rows("uk-local-authorities.csv"), rows("royal-colleges-unchecked.csv")
    assert len(directory.organisations) == len(councils) + len(boards) + len(colleges) == 542
    assert len({organisation.key for organisation in directory.organisations}) == 542
    assert directory.problems == []


def test_no_code_belongs_to_two_organisations_and_every_value_fits(directory: DirectoryPlan) -> None:
    codes = Counter(code for organisation in directory.organisations for code in organisation.identifiers)
    assert set(codes.values()) == {1}
    assert all(len(namespace) <= 20 and len(value) <= 60 for namespace, value in codes)
    assert all(len(organisation.name) <= 200 for organisation in directory.organisations)
    assert {organisation.kind for organisation in directory.organisations} <= set(ORGANISATION_KINDS.slugs)


def test_abolished_councils_name_the_successors_their_source_gives(directory: DirectoryPlan) -> None:
    gone = {row["local-authority-code"]: row for row in rows("uk-local-authorities.csv") if row["end-date"]}
    ended = [organisation for organisation in directory.organisations if organisation.end_on]
    assert len(ended) == len(gone) == 73
    assert not any(organisation.is_current for organisation in ended)
    for organisation in ended:
        listed = gone[organisation.identifiers[0][1]]["replaced-by"].split(",")
        assert [code for _, code in organisation.replaced_by] == [code for code in listed if code]


def test_successors_are_in_the_directory(directory: DirectoryPlan) -> None:
    known = {code for organisation in directory.organisations for code in organisation.identifiers}
    assert {code for organisation in directory.organisations for code in organisation.replaced_by} <= known


def test_a_council_has_its_codes_place_dates_and_other_names(directory: DirectoryPlan) -> None:
    armagh = one(directory, "Armagh City, Banbridge and Craigavon Borough Council")
    assert armagh.identifiers == (("LA", "ABC"), ("GSS", "N09000002"))
    assert (armagh.kind, armagh.place, armagh.start_on) == ("council", "Northern Ireland", date(2015, 4, 1))
    assert armagh.aliases == ("Armagh City, Banbridge and Craigavon", "armagh, banbridge and craigavon")
    assert (armagh.licence, armagh.checked) == ("CC BY 4.0", True)


def test_a_combined_authority_is_not_called_a_council(directory: DirectoryPlan) -> None:
    assert one(directory, "Greater Manchester Combined Authority").kind == "other"


def test_names_damaged_at_the_source_are_left_out_and_said(directory: DirectoryPlan) -> None:
    (notice,) = directory.notices
    assert notice.text == (
        'Column "la-name", rows 26 and 1501: The name is damaged by a wrong encoding, and was left out'
    )
    damaged = [rows("uk-local-authority-names.csv")[row - 2]["la-name"] for row in notice.rows]
    assert damaged == ["Sir Ynys Mï¿½n", "Cityï¾\u00a0and County of Swansea"]


def test_a_board_keeps_its_code_and_one_that_is_gone_has_no_invented_end(directory: DirectoryPlan) -> None:
    devon = one(directory, "NHS Devon Integrated Care Board")
    assert devon.identifiers == (("GSS", "E54000037"), ("ODS", "QJK"))
    assert (devon.place, devon.is_current, devon.checked) == ("South West, England", True, False)
    frimley = one(directory, "NHS Frimley Integrated Care Board")
    assert (frimley.is_current, frimley.end_on, frimley.replaced_by) == (False, None, ())


def test_colleges_say_that_nobody_checked_them(directory: DirectoryPlan) -> None:
    colleges = [entry for entry in directory.organisations if entry.source.startswith("Compiled by hand")]
    assert len(colleges) == len(rows("royal-colleges-unchecked.csv"))
    assert not any(college.checked for college in colleges)
    assert one(directory, "Royal College of Nursing").short_name == "RCN"
    assert one(directory, "Chartered Society of Physiotherapy").kind == "professional_body"


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("SOMERSET COUNCIL", "Somerset Council"),
        ("Somerset ICB", "NHS Somerset Integrated Care Board"),
        ("bath & north east somerset council", "Bath and North East Somerset Council"),
        ("RCPsych", "Royal College of Psychiatrists"),
        ("Leeds", "Leeds City Council"),
    ],
)
def test_common_ways_of_writing_find_the_organisation(index: NameIndex, written: str, name: str) -> None:
    match = index.match(written)
    assert (match.outcome, match.candidates[0].name) == (MatchOutcome.FOUND, name)


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("Somerset", ["Somerset Council", "Somerset County Council"]),
        ("North Yorkshire", ["North Yorkshire Council", "North Yorkshire County Council"]),
        ("Aylesbury Vale", ["Aylesbury Vale District Council"]),
        ("NHS Frimley ICB", ["NHS Frimley Integrated Care Board"]),
    ],
)
def test_ambiguous_names_and_ended_bodies_ask(index: NameIndex, written: str, names: list[str]) -> None:
    match = index.match(written)
    assert match.outcome is MatchOutcome.ASK
    assert sorted(candidate.name for candidate in match.candidates) == names


def test_a_file_that_cannot_be_read_is_a_problem_and_not_a_crash() -> None:
    plan = read_councils(read_table(b""), read_table(b"la-name,local-authority-code\nx,Y\n"))
    assert plan.organisations == []
    assert [problem.text for problem in plan.problems] == ["The file is empty. Choose another file"]
