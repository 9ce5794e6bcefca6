"""A round report: it tells of the day the round closed, in two editions, and agrees with page and file."""

import csv
import io
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask

from equity_tracker.check_ins.actions import correct_check_in
from equity_tracker.closing.actions.retractions import retract_check_in
from equity_tracker.extensions import db
from equity_tracker.model.errors import Refused
from equity_tracker.model.publishing import publish_programme
from equity_tracker.model.report import Edition
from equity_tracker.model.report_choice import Choice, Period, ReportKind
from equity_tracker.model.round import Round
from equity_tracker.model.round_question import AnswerToRound, QuestionKind
from equity_tracker.model.round_response import Count
from equity_tracker.programmes.actions.rounds import close_round, open_round
from equity_tracker.reports.content import from_json, to_json
from equity_tracker.rounds.answered import MOST_ANSWERS, AnswerLine, question_of
from equity_tracker.rounds.queries.round_report import gather_round_report
from equity_tracker.rounds.round_report import RoundReport
from equity_tracker.web.report_pages import fill_report
from tests.conftest import NOW
from tests.public.conftest import planted, public_world, reader
from tests.reports.test_printed_report import check_document, words
from tests.rounds.conftest import As, address, commitment_called
from tests.rounds.test_record import CLOSED_AT, LATER, TODAY, report
from tests.support.client import CheckingClient, counted_queries
from tests.support.factories.commitment import answers, make_published
from tests.support.factories.programme import make_round
from tests.support.factories.round_question import ask
from tests.support.people import World
from tests.support.planting import MARKER
from tests.support.readable_pdf import check_editions, printed, text_of, title_of

__all__ = ["planted", "public_world", "reader"]
EDITIONS = [Edition.PUBLIC, Edition.INTERNAL]
SECOND_DUE = CLOSED_AT.date() + timedelta(days=60)
SECOND_CLOSED_AT = datetime(2026, 9, 1, 9, 0, tzinfo=UTC)
LONG_AFTER = SECOND_CLOSED_AT.date() + timedelta(days=30)


def gathered(round_: Round, edition: Edition = Edition.INTERNAL, **changes: Any) -> RoundReport:
    choice = Choice(ReportKind.ROUND_REPORT, edition, LONG_AFTER, Period(until=LONG_AFTER))
    return gather_round_report(round_, replace(choice, **changes))


@pytest.fixture
def closed(planned: Round, world: World) -> Round:
    """Four asked: one reported in time, one late, one not at all, and one that closed first."""
    db.session.add(publish_programme(world.programme, None, now=NOW, today=TODAY))
    holders = {"In time": world.alder, "Late": world.birch, "Silent": world.alder, "Ended": world.alder}
    for title, holder in holders.items():
        make_published(holder, world.programme, now=NOW, title=title)
    open_question = ask("What would help?", programme_id=world.programme.id)
    told = ask("Is it funded?", programme_id=world.programme.id, kind=QuestionKind.YES_NO, is_public=True)
    planned.check_questions([open_question, told])
    planned.questions = [open_question, told]
    db.session.commit()
    open_round(planned, by=world.paula, now=NOW, today=TODAY)
    db.session.commit()
    said = (AnswerToRound(1, "SECRET wish"), AnswerToRound(2, "yes"))
    report("In time", world.cora, outlook="at_risk", delivery="limited", to_round=said)
    late = datetime(2026, 5, 2, 9, 0, tzinfo=UTC)
    report("Late", world.eve, late, outlook="on_track", to_round=(AnswerToRound(2, "no"),))
    commitment_called("Ended").close("withdrawn", "Not ours to make.", today=TODAY)
    db.session.commit()
    db.session.expire_all()
    close_round(planned, by=world.paula, now=CLOSED_AT, today=CLOSED_AT.date())
    db.session.commit()
    return planned


@pytest.fixture
def following(closed: Round, world: World) -> Round:
    """Reported again with another outlook, reported for the first time, and fallen silent."""
    round_ = make_round(world.programme, number=2, due_on=SECOND_DUE)
    db.session.flush()
    open_round(round_, by=world.paula, now=LATER, today=LATER.date())
    db.session.commit()
    report("In time", world.cora, LATER, outlook="on_track")
    report("Silent", world.cora, LATER)
    close_round(round_, by=world.paula, now=SECOND_CLOSED_AT, today=SECOND_CLOSED_AT.date())
    db.session.commit()
    return round_


@pytest.mark.parametrize("edition", EDITIONS)
def test_it_says_who_was_asked_and_what_came(closed: Round, edition: Edition) -> None:
    found = gathered(closed, edition)
    text = words(fill_report(found))

    assert found.total == Count(expected=3, reported=2, late=1, settled=1)
    assert "2 of 3 reported" in text
    assert "Not counted: 1 closed, withdrawn or taken back" in text
    assert found.missed is not None
    assert [row.title for row in found.missed] == ["Silent"]
    assert found.organisations is not None
    assert [(row.name, row.count.reported, row.count.expected) for row in found.organisations] == [
        ("Alder Trust", 1, 2),
        ("Birch College", 1, 1),
    ]
    assert found.asked is not None
    assert [(row.label, row.count.expected) for row in found.asked] == [
        ("NHS trust", 2),
        ("Royal college or faculty", 1),
    ]


@pytest.mark.parametrize("edition", EDITIONS)
def test_what_came_later_changes_nothing(closed: Round, world: World, edition: Edition) -> None:
    before = gathered(closed, edition)
    check_in = commitment_called("In time").check_ins[0]
    when: dict[str, Any] = {"now": LATER, "today": LATER.date()}
    said = answers(outlook="off_track", to_round=(AnswerToRound(2, "no"),))
    correct_check_in(check_in, said, reason="A slip.", seen=None, by=world.cora, **when)
    report("Silent", world.cora, LATER)
    world.birch.kind = "research_body"
    db.session.commit()
    db.session.expire_all()

    after = gathered(closed, edition)
    assert replace(after, questions=None) == replace(before, questions=None)
    assert after.said is not None
    assert {part.label: part.count for part in after.said.outlooks} == {"On track": 1, "At risk": 1}


def test_it_says_what_the_public_page_says(closed: Round, reader: CheckingClient) -> None:
    found = gathered(closed, Edition.PUBLIC)
    page = reader.get("public.show_programme", slug=closed.programme.slug)
    text = " ".join(page.soup.get_text(" ").split())

    total = found.total
    expected = f"{total.reported} of {total.expected}, {total.late} late; {total.settled} not counted"
    assert expected in text
    assert len(found.check_ins or ()) == total.expected


def test_it_lists_what_the_file_of_the_round_lists(closed: Round, as_: As, world: World) -> None:
    where = address(closed)
    sent = as_(world.paula).browser.get(
        f"/p/{where['programme']}/rounds/{where['reporting_round']}/as-closed.csv", buffered=True
    )
    in_file = {row["Reference"]: row for row in csv.DictReader(io.StringIO(sent.text.removeprefix("\ufeff")))}
    (table,) = [row for row in gathered(closed).tables() if row.name == "check-ins"]
    rows = [dict(zip(table.columns, row, strict=True)) for row in table.rows]

    assert {row["Reference"] for row in rows} == set(in_file)
    same = ("Commitment", "Kind of organisation", "Outcome", "How far it had got", "Outlook", "Level")
    for row in rows:
        there = in_file[str(row["Reference"])]
        assert {name: row[name] for name in same} == {name: there[name] for name in same}


@pytest.mark.parametrize("edition", EDITIONS)
def test_it_stands_beside_the_round_before(following: Round, closed: Round, edition: Edition) -> None:
    found, first = gathered(following, edition).before, gathered(closed, edition).before

    assert first is None
    assert found is not None
    assert (found.name, found.total) == (closed.name, Count(expected=3, reported=2, late=1, settled=1))
    assert (found.asked_by_both, found.asked_first, found.no_longer_asked) == (3, 0, 0)
    assert (found.reported_again, found.fell_silent) == (1, 1)
    assert (found.reported_in_both, found.same_outlook) == (1, 0)
    assert [(step.before, step.now, step.count) for step in found.steps] == [("At risk", "On track", 1)]


def test_answers_that_are_not_public_stand_in_the_internal_edition_alone(closed: Round) -> None:
    internal, public = gathered(closed), gathered(closed, Edition.PUBLIC)

    assert internal.questions is not None
    assert [(row.words, row.answered) for row in internal.questions] == [
        ("What would help?", 1),
        ("Is it funded?", 2),
    ]
    assert "For the coordinators alone: not for publication." in words(fill_report(internal))
    assert "SECRET wish" in to_json(internal)
    assert public.questions is not None
    assert [(row.words, row.answered) for row in public.questions] == [("Is it funded?", 2)]
    assert "SECRET" not in to_json(public)
    assert "SECRET" not in fill_report(public)


def test_nothing_private_is_in_the_public_edition(planted: World) -> None:
    round_ = make_round(planted.programme, number=8, due_on=TODAY)
    db.session.flush()
    open_round(round_, by=planted.paula, now=NOW, today=TODAY)
    db.session.commit()
    at = datetime.combine(round_.closes_on + timedelta(days=1), NOW.timetz())
    close_round(round_, by=planted.paula, now=at, today=at.date())
    db.session.commit()
    found = gathered(round_, Edition.PUBLIC)

    assert found.total.expected > 0
    assert MARKER not in to_json(found)
    assert MARKER not in fill_report(found)


def test_what_was_taken_back_is_counted_and_told_of_no_more(closed: Round, world: World) -> None:
    check_in = commitment_called("In time").check_ins[0]
    retract_check_in(check_in, "Wrong figures.", by=world.ada, now=LATER, today=LATER.date())
    db.session.commit()
    found = gathered(closed, Edition.PUBLIC)

    assert found.total.reported == 2
    assert [row.title for row in found.check_ins or ()] == ["Silent", "Late"]
    assert found.not_told == 2
    assert "2 of those asked for are counted above and told of no more" in words(fill_report(found))


def test_an_open_round_is_marked_so_far_and_not_public(planned: Round, world: World) -> None:
    make_published(world.alder, world.programme, now=NOW, title="In time")
    db.session.add(publish_programme(world.programme, None, now=NOW, today=TODAY))
    db.session.commit()
    with pytest.raises(Refused, match="has not been opened"):
        gathered(planned)
    open_round(planned, by=world.paula, now=NOW, today=TODAY)
    db.session.commit()
    found = gathered(planned, as_of=TODAY)
    text = words(fill_report(found))

    assert found.title.endswith("so far")
    assert "This round is still open. Everything here is so far, as at 6 April 2026." in text
    assert "What has not been reported so far" in text
    assert found.total == Count(expected=1)
    with pytest.raises(Refused, match="once it has closed"):
        gathered(planned, Edition.PUBLIC)
    db.session.rollback()
    assert gathered(planned, as_of=TODAY) == found


@pytest.mark.parametrize("edition", EDITIONS)
def test_it_is_kept_as_json_and_reads_the_same_again(following: Round, edition: Edition) -> None:
    found = gathered(following, edition)
    again = from_json(to_json(found), RoundReport)

    assert again == found
    assert fill_report(again) == fill_report(found)
    soup = check_document(fill_report(found))
    assert not [tag for tag in soup.select("body > section") if not tag.has_attr("data-part")]


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_number_of_its_tables_is_printed(following: Round, edition: Edition) -> None:
    found = gathered(following, edition)
    there = set(re.findall(r"\d+", words(fill_report(found))))

    for table in found.tables():
        assert {len(row) for row in table.rows} <= {len(table.columns)}, table.name
        numbers = {str(cell) for row in table.rows for cell in row if isinstance(cell, int)}
        assert numbers <= there, table.name


def test_sections_are_left_out_as_chosen(closed: Round) -> None:
    found = gathered(closed, sections=("said", "missed"))
    html = fill_report(found)

    assert [part.slug for part in found.parts] == ["said", "missed"]
    assert [table.name for table in found.tables()] == ["in-short", "said", "missed"]
    assert "Each organisation in a line" not in html
    check_document(html)


def test_very_many_answers_are_counted_and_the_first_of_them_told() -> None:
    many = MOST_ANSWERS + 3
    lines = [AnswerLine("Alder Trust", f"Promise {place}", f"Words {place}") for place in range(many)]
    question = question_of("What would help?", lines, is_public=True)

    assert (question.answered, len(question.lines), question.left_off) == (many, MOST_ANSWERS, 3)
    assert question.tallies == ()
    again = question_of("Is it funded?", [replace(line, answer="Yes") for line in lines], is_public=True)
    assert [(row.label, row.count) for row in again.tallies] == [("Yes", MOST_ANSWERS + 3)]


@pytest.mark.thorough
@pytest.mark.parametrize("edition", EDITIONS)
def test_a_larger_round_asks_no_more_of_the_database(
    app: Flask, planned: Round, world: World, edition: Edition
) -> None:
    db.session.add(publish_programme(world.programme, None, now=NOW, today=TODAY))
    rounds = [planned, make_round(world.programme, number=2, due_on=SECOND_DUE)]
    asked = []
    for round_, size, at in zip(rounds, (2, 40), (CLOSED_AT, SECOND_CLOSED_AT), strict=True):
        for number in range(size):
            make_published(world.alder, world.programme, now=NOW, title=f"Of {round_.number}: {number}")
        db.session.commit()
        open_round(round_, by=world.paula, now=NOW, today=TODAY)
        db.session.commit()
        db.session.expire_all()
        close_round(round_, by=world.paula, now=at, today=at.date())
        db.session.commit()
        db.session.expire_all()
        with counted_queries(app) as statements:
            gathered(round_, edition)
        asked.append(len(statements))
    # The second is compared with the first as well.
    assert asked[1] <= asked[0] + 4


def test_long_names_are_printed_whole(closed: Round, world: World) -> None:
    world.programme.name = "A programme with a very long name " * 5
    db.session.commit()
    html = fill_report(gathered(closed))

    assert world.programme.name.strip() in words(html)
    assert BeautifulSoup(html, "html5lib").select_one("h1.cover-long") is not None


@pytest.mark.thorough
@pytest.mark.parametrize("edition", EDITIONS)
def test_a_real_file_can_be_read_by_eye_and_by_ear(following: Round, edition: Edition) -> None:
    found = gathered(following, edition)
    made = printed(fill_report(found))

    text = text_of(made)
    for said in (*(part.title for part in found.parts), "as at 1 October 2026", "page 2 of"):
        assert said in text
    cells = [cell for table in found.tables() for row in table.rows for cell in row]
    assert {str(cell) for cell in cells if isinstance(cell, int)} <= set(re.findall(r"\d+", text))
    assert ("Internal edition: not for publication" in text) == (edition is Edition.INTERNAL)
    assert title_of(made).startswith("Fairer Shore: Round 2: report of a round as at")
    check_editions(made, found)
