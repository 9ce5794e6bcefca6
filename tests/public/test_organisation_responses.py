"""An organisation's page tells who reported round by round, from publications alone, and intents apart."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from equity_tracker.extensions import db
from equity_tracker.model.check_in import CheckIn
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.publication import Form
from equity_tracker.model.publishing import publish_check_in, publish_missed_check_in, publish_round
from equity_tracker.model.registering import refresh_register_entry
from equity_tracker.model.retracting import retract_commitment
from equity_tracker.model.round import ExpectedCheckIn, RoundState
from equity_tracker.model.round_snapshot import take_snapshot
from tests.conftest import NOW
from tests.public.register_rows import TODAY, add_rows
from tests.support.client import CheckingClient
from tests.support.factories.commitment import answers, make_published
from tests.support.factories.programme import make_round
from tests.support.page import Page
from tests.support.people import World

CAPTION = "Reports in each closed round"
DUE = date(2025, 9, 30)


def page_of(reader: CheckingClient, slug: str = "alder-trust") -> Page:
    return reader.get("public.show_organisation", slug=slug, most_queries=7)


def close_round(
    world: World,
    asked: Sequence[Commitment],
    reported: Sequence[Commitment],
    *,
    due_on: date = DUE,
    name: str = "Autumn",
    number: int = 1,
) -> None:
    """Close a round on the day after its grace: some reported on its due date, the others did not."""
    round_ = make_round(world.programme, number=number, due_on=due_on, state=RoundState.OPEN)
    round_.name = name
    db.session.flush()
    rows = []
    for commitment in asked:
        rows.append(commitment.expect_check_in(round_))
        db.session.add(rows[-1])
        db.session.flush()
    for row in rows:
        if row.commitment in reported:
            _report(world, row, due_on)
    missed = round_.close(rows, now=NOW)
    for row in missed:
        publish_missed_check_in(row, now=NOW)
        refresh_register_entry(row.commitment, now=NOW)
    closed_on = round_.grace_until + timedelta(days=1)
    snapshot = take_snapshot(round_, rows, now=NOW, today=closed_on)
    db.session.add_all([snapshot, publish_round(round_, snapshot, now=NOW, today=closed_on)])
    db.session.commit()


def _report(world: World, expected: ExpectedCheckIn, on: date) -> None:
    commitment = expected.commitment
    number = len(commitment.check_ins) + 1
    check_in = CheckIn(commitment=commitment, number=number, submitted_on=on, is_returned=False)
    db.session.add(check_in)
    check_in.expected, check_in.round, expected.reported_on = expected, expected.round, on
    check_in.add_version(answers(), by=world.cora, now=NOW)
    db.session.flush()
    publish_check_in(check_in, now=NOW, today=on)
    db.session.flush()


def made(world: World, number: int, **fields: Any) -> list[Commitment]:
    return [make_published(world.alder, world.programme, now=NOW, **fields) for _ in range(number)]


def test_each_closed_round_tells_how_many_of_those_asked_have_reported(
    reader: CheckingClient, public_world: World
) -> None:
    rows = made(public_world, 7)
    of_birch = make_published(public_world.birch, public_world.programme, now=NOW)
    close_round(public_world, [*rows, of_birch], [*rows[:5], of_birch])

    page = page_of(reader)

    assert page.table(CAPTION) == [["Autumn", "30 September 2025", "5 of 7"]]
    assert "5 of 7 Autumn" in page.soup.select_one(".chart-wide").get_text(" ", strip=True)  # type: ignore[union-attr]
    assert page_of(reader, "birch-college").table(CAPTION) == [["Autumn", "30 September 2025", "1 of 1"]]


def test_rounds_of_the_same_name_are_told_apart_by_their_dates(
    reader: CheckingClient, public_world: World
) -> None:
    rows = made(public_world, 2)
    close_round(public_world, rows, rows[:1], due_on=date(2025, 3, 31))
    close_round(public_world, rows, rows, number=2)

    assert [row[1:] for row in page_of(reader).table(CAPTION)] == [
        ["30 September 2025", "2 of 2"],
        ["31 March 2025", "1 of 2"],
    ]


def test_a_report_that_came_after_the_round_had_closed_does_not_change_it(
    reader: CheckingClient, public_world: World
) -> None:
    rows = made(public_world, 2)
    close_round(public_world, rows, rows[:1])
    _report(public_world, rows[1].expected_check_ins[0], TODAY)
    db.session.commit()

    assert page_of(reader).table(CAPTION) == [["Autumn", "30 September 2025", "1 of 2"]]


def test_what_was_taken_back_is_in_no_count(reader: CheckingClient, public_world: World) -> None:
    rows = made(public_world, 3)
    close_round(public_world, rows, rows[:2])
    retract_commitment(rows[0], "Not ours.", now=NOW, today=TODAY)
    db.session.commit()

    assert page_of(reader).table(CAPTION) == [["Autumn", "30 September 2025", "1 of 2"]]


def test_before_a_round_has_closed_nothing_is_said_of_rounds(
    reader: CheckingClient, public_world: World
) -> None:
    made(public_world, 1)

    assert "Has it reported?" not in page_of(reader).main


def test_statements_of_intent_stand_apart_from_commitments(
    reader: CheckingClient, public_world: World
) -> None:
    rows: list[dict[str, Any]] = [
        {"title": "We will"},
        {"title": "We mean to", "form": Form.STATEMENT_OF_INTENT},
    ]
    add_rows(public_world.alder, public_world.programme, rows)

    page = page_of(reader)

    assert [row[0] for row in page.table("Commitments of Alder Trust")] == ["We will"]
    [[title, *_]] = page.table("Statements of intent of Alder Trust")
    assert title.startswith("We mean to")
    assert "1 commitment, by title." in page.main
    assert "1, counted apart" in page.main


def test_of_many_the_first_are_shown_and_all_are_counted(reader: CheckingClient, public_world: World) -> None:
    add_rows(public_world.alder, public_world.programme, [{} for _ in range(60)])

    page = page_of(reader)

    assert "60 commitments, by title." in page.main
    assert len(page.table("Commitments of Alder Trust")) == 50
    assert "60 results." in page.link("See all of them in the register").follow().main


def test_an_organisation_with_intents_alone_says_so(reader: CheckingClient, public_world: World) -> None:
    add_rows(public_world.alder, public_world.programme, [{"form": Form.STATEMENT_OF_INTENT}])

    page = page_of(reader)

    assert "It holds no published commitment. Its statements of intent are below." in page.main
    assert page.has_link("Status report")
