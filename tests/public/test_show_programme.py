from datetime import date, timedelta
from typing import Any

import pytest

from equity_tracker.extensions import db
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.publication import Form, Publication
from equity_tracker.model.publishing import publish_organisation, publish_programme, publish_round
from equity_tracker.model.round_snapshot import RoundSnapshot
from tests.conftest import NOW
from tests.public.records import report_on
from tests.public.register_rows import TODAY, add_rows
from tests.support.client import CheckingClient
from tests.support.factories.commitment import make_published
from tests.support.factories.organisation import make_organisation
from tests.support.factories.programme import make_round
from tests.support.page import Page, words
from tests.support.people import World

SLUG = "fairer-shore"
MATRIX = "Commitments by main domain and level of action"


def overview(reader: CheckingClient) -> Page:
    return reader.get("public.show_programme", slug=SLUG, most_queries=8)


def leading_to(page: Page, caption: str) -> list[tuple[str, str]]:
    """Return the address that each row of a table leads to, and the number it gives."""
    found = next(row for row in page.soup.select("caption") if words(row) == caption).parent
    assert found is not None
    return [
        (str(row.select("a")[0]["href"]), words(row.select("td")[-1]))
        for row in found.select("tbody tr")
        if row.select("a")
    ]


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
    assert "1 statement of intent , counted apart from commitments" in page.main
    assert "1 result." in page.link("1 statement of intent").follow().main


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
    for caption in ("Commitments by reporting", "Commitments by outlook", "Commitments by which inequality"):
        *shares, (_, in_all) = page.table(caption)
        assert sum(int(number) for _, number in shares) == int(in_all) == len(rows)
        for link, number in leading_to(page, caption):
            assert f"{number} result" in reader.get_url(link).main
    delivery = dict(page.table("Commitments by outlook"))
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
    assert [words(text) for text in page.soup.select(".chart-wide text") if "Round" in words(text)] == [
        "4 of 5 Round 1",
        "3 of 5 Round 2",
    ]
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


def test_how_far_delivery_has_got_is_counted_apart_from_how_it_is_going(
    reader: CheckingClient, public_world: World
) -> None:
    recent: dict[str, Any] = {"outlook": "on_track", "last_reported_on": TODAY}
    rows: list[dict[str, Any]] = [
        recent | {"delivery": "limited"},
        recent | {"delivery": "substantial"},
        recent | {"delivery": "substantial", "outlook": "off_track"},
        recent | {"delivery": "complete", "closed_on": TODAY, "close_reason": "met_on_time"},
        recent | {"delivery": "complete", "stale_from": TODAY},
        {"closed_on": TODAY, "close_reason": "withdrawn"},
        {},
    ]
    add_rows(public_world.alder, public_world.programme, rows)

    page = overview(reader)

    assert page.table("Commitments by delivery so far") == [
        ["Limited", "1"],
        ["Substantial", "2"],
        ["Complete", "1"],
        ["No recent update", "1"],
        ["Nothing reported yet", "1"],
        ["Closed without a report", "1"],
        ["All", "7"],
    ]
    for link, number in leading_to(page, "Commitments by delivery so far"):
        assert f"{number} result" in reader.get_url(link).main


def test_every_chart_says_in_words_what_it_shows_and_has_its_table_one_click_away(
    reader: CheckingClient, public_world: World
) -> None:
    moved = {"first_level": "structural", "confirmed_level": "behaviour"}
    add_rows(public_world.alder, public_world.programme, [moved, {}])
    _close_round(public_world)

    page = overview(reader)
    figures = page.soup.select("main figure.chart")

    assert len(figures) == 6
    for figure in figures:
        for picture in figure.select("svg"):
            assert picture["role"] == "img"
            assert picture.select_one("title")
            assert picture.select_one("desc")
            assert picture.select_one("text")
        beside = figure.find_next_sibling()
        assert beside is not None
        assert beside.name == "details"
        assert beside.select_one("table caption")
        assert not beside.has_attr("open")


def test_drift_and_deepening_are_counted_together_with_who_is_reached(
    reader: CheckingClient, public_world: World
) -> None:
    level = ("first_level", "confirmed_level")
    reach = ("first_distribution", "confirmed_distribution")
    rows: list[dict[str, Any]] = [
        dict(zip(level, ("structural", "behaviour"), strict=True)),
        dict(zip(level, ("structural", "behaviour"), strict=True)),
        dict(zip(level, ("treatment", "conditions"), strict=True)),
        dict(zip((*level, *reach), ("community",) * 2 + ("proportionate", "targeted_group"), strict=True)),
        dict(zip(level, (None, "conditions"), strict=True)),
        {"first_level": "structural"},
    ]
    add_rows(public_world.alder, public_world.programme, rows)
    intent = {"form": Form.STATEMENT_OF_INTENT, "reference": "FS-I"} | rows[0]
    add_rows(public_world.birch, public_world.programme, [intent])

    page = overview(reader)

    assert "2 of 4 now work at a lower level than first published; 1 at a higher one" in page.main
    assert page.table("Commitments by the way they moved") == [
        ["At a lower level", "2"],
        ["At the same level", "1"],
        ["At a higher level", "1"],
        ["All", "4"],
    ]
    assert page.table("Those that moved, from level to level") == [
        ["Treatment", "Conditions", "1"],
        ["Structural", "Behaviour", "2"],
    ]
    assert "Of 1 commitment first published as reaching everybody" in page.main
    assert page.link("drift").url.startswith("/glossary#")


def test_a_cell_of_the_totals_leads_to_its_row_or_column(reader: CheckingClient, public_world: World) -> None:
    rows = [{"domain": "education", "level": "treatment"}] * 2 + [{"domain": "education"}] * 3
    add_rows(public_world.alder, public_world.programme, rows)

    *_, by_level = overview(reader).soup.select(".matrix tr")
    links = {words(tag): str(tag["href"]) for tag in by_level.select("a")}

    assert "2 results." in reader.get_url(links["2"]).main
    assert "5 results." in reader.get_url(links["5"]).main


def test_the_page_says_as_of_when_and_from_what(reader: CheckingClient, public_world: World) -> None:
    add_rows(public_world.alder, public_world.programme, [{}, {}])
    add_rows(public_world.birch, public_world.programme, [{"reference": "FS-B"}])

    page = overview(reader)

    assert "As of 6 April 2026, from published records alone: how we count ." in page.main
    form = page.soup.select_one("main form.search")
    assert form is not None
    [hidden] = form.select("input[type=hidden]")
    shown = reader.get_url(f"{form['action']}?{hidden['name']}={hidden['value']}&by=Birch", expected=302)
    assert "1 result." in reader.get_url(shown.response.location).main


@pytest.mark.thorough
def test_a_thousand_organisations_stand_under_their_letters(
    reader: CheckingClient, public_world: World
) -> None:
    rows = [
        {
            "organisation_id": organisation.id,
            "organisation_slug": organisation.slug,
            "organisation_name": organisation.name,
        }
        for organisation in _thousand(public_world)
    ]
    add_rows(public_world.alder, public_world.programme, rows)

    page = overview(reader)

    assert "1,000 organisations, in alphabetical order" in page.main
    shown = [words(tag) for tag in page.soup.select(".alphabet a:first-child")]
    assert shown[0] == "Ash 0000"
    assert len(shown) == 60
    assert [words(tag) for tag in page.soup.select(".letters a")] == ["A", "O", "Y"]
    everyone = page.link("See all 1,000 organisations, A to Z").follow()
    assert "1,000 organisations" in everyone.main
    assert everyone.soup.find(id="letter-y")


def _thousand(world: World) -> list[Organisation]:
    names = [f"{('Ash', 'Oak', 'Yew')[number % 3]} {number:04d}" for number in range(1000)]
    made = [make_organisation(name, now=NOW) for name in names]
    db.session.flush()
    told = (publish_organisation(row, None, now=NOW, today=TODAY, visible_from=TODAY) for row in made)
    db.session.add_all(row for row in told if row is not None)
    db.session.commit()
    return made


def _close_round(world: World) -> None:
    round_ = make_round(world.programme, due_on=date(2025, 3, 1))
    db.session.flush()
    counts = RoundSnapshot(expected=8, reported=7, late=1, settled=0)
    db.session.add(publish_round(round_, counts, now=NOW, today=TODAY))
    db.session.commit()


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

    page = overview(reader)

    assert [words(tag) for tag in page.soup.select(".alphabet a:first-child")] == [
        "Alder Trust",
        "Birch College",
    ]
    assert "3 results." in page.link("3 published by Birch College in this programme").follow().main


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
