from datetime import date, timedelta
from typing import Any

import pytest

from equity_tracker.extensions import db
from equity_tracker.model.publication import Form, Publication
from equity_tracker.model.publishing import publish_programme, publish_round
from equity_tracker.model.round_snapshot import RoundSnapshot
from tests.conftest import NOW
from tests.public.records import report_on
from tests.public.register_rows import TODAY, add_rows
from tests.support.client import CheckingClient
from tests.support.factories.commitment import make_published
from tests.support.factories.programme import make_round
from tests.support.page import Page
from tests.support.people import World

SLUG = "fairer-shore"
MATRIX = "Commitments by main domain and level of action"


def overview(reader: CheckingClient) -> Page:
    return reader.get("public.show_programme", slug=SLUG)


def test_commitments_and_statements_of_intent_are_counted_apart(
    reader: CheckingClient, public_world: World
) -> None:
    rows: list[dict[str, Any]] = [
        {"additionality": "new"},
        {"additionality": "continued"},
        {"additionality": None},
    ]
    add_rows(public_world.alder, public_world.programme, [*rows, {"form": Form.STATEMENT_OF_INTENT}])

    page = overview(reader)

    assert "3 commitments by 1 organisation" in page.main
    assert "1 of 3 say they are new, expanded or brought forward" in page.main
    assert "1 statement of intent, counted apart from commitments" in page.main


def test_every_row_and_column_of_the_matrix_adds_up_to_all_commitments(
    reader: CheckingClient, public_world: World
) -> None:
    levels = ["treatment", "conditions", None, "conditions", "structural"]
    domains = ["education", "education", "advocacy", None]
    rows = [{"domain": domains[n % 4], "level": levels[n % 5]} for n in range(37)]
    add_rows(public_world.alder, public_world.programme, rows)
    add_rows(
        public_world.birch, public_world.programme, [{"form": Form.STATEMENT_OF_INTENT, "reference": "FS-I"}]
    )

    page = overview(reader)
    numbers = [[int(cell) if cell != "–" else 0 for cell in row[1:]] for row in page.table(MATRIX)]

    assert len(numbers) == 6 + 1 + 1  # the domains, not stated, all
    assert [sum(row[:-1]) for row in numbers] == [row[-1] for row in numbers]
    assert [sum(column[:-1]) for column in zip(*numbers, strict=True)] == numbers[-1]
    assert numbers[-1][-1] == 37


def test_a_cell_leads_to_what_is_counted_in_it(reader: CheckingClient, public_world: World) -> None:
    rows: list[dict[str, Any]] = [{"domain": None, "level": "structural"}] * 2
    add_rows(public_world.alder, public_world.programme, [*rows, {}])

    page = overview(reader)
    cell = next(tag for tag in page.soup.select(".matrix td a") if tag.get_text() == "2")
    shown = reader.get_url(str(cell["href"]))

    assert "2 results." in shown.main


def test_every_share_of_a_bar_leads_to_as_many_rows(reader: CheckingClient, public_world: World) -> None:
    rows: list[dict[str, Any]] = [
        {"outlook": "on_track", "last_reported_on": TODAY},
        {"outlook": "on_track", "last_reported_on": TODAY, "stale_from": TODAY},
        {"closed_on": TODAY, "close_reason": "met_on_time"},
        {"next_due_on": TODAY, "grace_until": TODAY},
    ]
    add_rows(public_world.alder, public_world.programme, rows)

    page = overview(reader)
    for caption in ("Commitments by reporting", "Commitments by delivery"):
        assert sum(int(row[1]) for row in page.table(caption)) == len(rows)
        for label, number in page.table(caption):
            assert f"{number} result" in page.link(label).follow().main
    delivery = dict(page.table("Commitments by delivery"))
    assert (delivery["On track"], delivery["No recent update"], delivery["Closed"]) == ("1", "1", "1")


def test_the_last_closed_round_is_shown_as_it_was_frozen(reader: CheckingClient, public_world: World) -> None:
    add_rows(public_world.alder, public_world.programme, [{}])
    for number, reported in ((1, 4), (2, 3)):
        round_ = make_round(public_world.programme, number=number, due_on=date(2025, 3 * number, 1))
        db.session.flush()
        on = TODAY - timedelta(days=10 - number)
        counts = RoundSnapshot(expected=5, reported=reported, late=0, settled=reported % 2)
        db.session.add(publish_round(round_, counts, now=NOW, today=on))
    db.session.commit()

    page = overview(reader)

    assert "3 of 5 reported in the last round, due by 1 June 2025" in page.main
    assert page.table("Reports in each closed round") == [
        ["Round 2", "1 June 2025", "3 of 5; 1 not counted"],
        ["Round 1", "1 March 2025", "4 of 5"],
    ]


def test_the_latest_check_ins_lead_to_their_commitments(reader: CheckingClient, public_world: World) -> None:
    commitment = make_published(public_world.alder, public_world.programme, now=NOW)
    report_on(commitment, TODAY, by=public_world.cora, outlook="off_track")

    page = overview(reader)

    assert page.table("Latest check-ins") == [
        ["Every cleaning contract pays the real living wage Alder Trust", "Off track", "6 April 2026"]
    ]
    assert "Check-in 1" in page.link("Every cleaning contract").follow().main


def test_records_from_elsewhere_are_counted_by_the_words_of_their_source(
    reader: CheckingClient, public_world: World
) -> None:
    sourced = {"form": Form.STATEMENT_OF_INTENT, "domain": None, "level": None}
    rows = [sourced | {"source_status": words} for words in ("Kept", "Broken", "Kept")]
    add_rows(public_world.alder, public_world.programme, rows)

    page = overview(reader)

    assert page.table("Records by the status their source gives") == [["Broken", "1"], ["Kept", "2"]]
    assert "2 results." in page.link("Kept").follow().main


def test_organisations_are_in_alphabetical_order_and_never_ranked(
    reader: CheckingClient, public_world: World
) -> None:
    add_rows(public_world.birch, public_world.programme, [{"reference": f"B-{n}"} for n in range(3)])
    add_rows(public_world.alder, public_world.programme, [{"reference": "A-1"}])

    names = [tag.get_text() for tag in overview(reader).soup.select(".alphabet a")]

    assert names == ["Alder Trust", "Birch College"]


@pytest.mark.parametrize("number", [1, 5, 40])
def test_no_percentage_is_printed(reader: CheckingClient, public_world: World, number: int) -> None:
    add_rows(public_world.alder, public_world.programme, [{} for _ in range(number)])

    main = overview(reader).main
    assert "%" not in main
    assert "per cent" not in main


def test_an_empty_programme_says_what_will_be_there(reader: CheckingClient, public_world: World) -> None:
    assert "Nothing has been published in this programme yet" in overview(reader).main


def test_a_closed_programme_keeps_its_page_with_its_closing_words(
    reader: CheckingClient, public_world: World
) -> None:
    publish_again(public_world, closed_on=TODAY, closing_statement="We learned a lot.", attribution="CC0.")

    page = overview(reader)

    assert "This programme closed on 6 April 2026 We learned a lot." in page.main
    assert "CC0." in page.main


def test_an_old_address_leads_to_the_new_one(reader: CheckingClient, public_world: World) -> None:
    publish_again(public_world, slug="fairest-shore")

    moved = reader.get("public.show_programme", slug=SLUG, expected=301)

    assert moved.response.location == "/programmes/fairest-shore"


def test_a_programme_does_not_exist_before_its_launch(reader: CheckingClient, public_world: World) -> None:
    publish_again(public_world, launches_on=TODAY + timedelta(days=1))

    reader.get("public.show_programme", slug=SLUG, expected=404)
    assert "Fairer Shore" not in reader.get("public.list_programmes").text
    assert "Fairer Shore" not in reader.get("public.show_home").text


def test_a_programme_that_is_not_there_is_not_found(reader: CheckingClient, public_world: World) -> None:
    reader.get("public.show_programme", slug="nowhere", expected=404)


def publish_again(world: World, **changes: object) -> None:
    programme = world.programme
    current = db.session.query(Publication).filter_by(subject_id=programme.public_id, is_current=True).one()
    for name, value in changes.items():
        setattr(programme, name, value)
    publication = publish_programme(programme, current, now=NOW, today=TODAY)
    if "launches_on" in changes:
        current.public_from = programme.launches_on
    db.session.add(publication)
    db.session.commit()
