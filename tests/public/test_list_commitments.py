import csv
import io
from datetime import date, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from equity_tracker.extensions import db
from equity_tracker.model.publishing import publish_organisation
from equity_tracker.public.counting import EXACT_UP_TO
from tests.conftest import NOW
from tests.public.register_rows import TODAY, add_rows
from tests.support.client import CheckingClient
from tests.support.factories.organisation import make_organisation
from tests.support.factories.programme import make_participation
from tests.support.page import Page
from tests.support.people import World

PAGE = "public.list_commitments"
MOST_QUERIES = 6


def titles(page: Page) -> list[str]:
    return [words(row[0]) for row in page.table("Commitments")]


def words(cell: str) -> str:
    return cell.removesuffix(" Alder Trust").removesuffix(" Birch College")


def test_a_published_commitment_is_listed_with_both_lights(
    reader: CheckingClient, public_world: World
) -> None:
    add_rows(
        public_world.alder,
        public_world.programme,
        [
            {
                "title": "Warm homes",
                "outlook": "at_risk",
                "last_reported_on": TODAY - timedelta(days=5),
                "next_due_on": TODAY + timedelta(days=25),
                "grace_until": TODAY + timedelta(days=39),
                "stale_from": TODAY + timedelta(days=40),
            }
        ],
    )

    page = reader.get(PAGE, most_queries=MOST_QUERIES)

    assert page.table("Commitments") == [
        ["Warm homes Alder Trust", "At risk", "Due 1 May 2026", "31 March 2028"]
    ]
    assert "1 result." in page.main


def test_an_empty_register_says_what_will_be_there(reader: CheckingClient, public_world: World) -> None:
    assert "Nothing has been published yet" in reader.get(PAGE).main


def test_nothing_is_listed_before_its_programme_is_public(
    reader: CheckingClient, public_world: World
) -> None:
    hidden: list[dict[str, Any]] = [{"public_from": None}, {"public_from": TODAY + timedelta(days=1)}]
    add_rows(public_world.alder, public_world.programme, [*hidden, {"title": "Seen"}])

    assert titles(reader.get(PAGE)) == ["Seen"]
    file = reader.browser.get("/commitments.csv", buffered=True).text
    assert "Seen" in file
    assert "Promise 0" not in file


@pytest.mark.parametrize("asked", ["", "level=conditions", "level=conditions&level=community", "q=promise"])
@pytest.mark.parametrize("sort", ["newest", "title", "end_date", "due"])
def test_pages_follow_one_another_without_a_gap_or_a_double(
    reader: CheckingClient, public_world: World, sort: str, asked: str
) -> None:
    rows = [
        {
            "title": f"{'ABÅz'[number % 4]} promise {number % 7}",
            "published_on": TODAY - timedelta(days=number % 3),
            "ends_on": None if number % 5 == 0 else date(2027, 1, 1 + number % 9),
            "next_due_on": None if number % 7 == 0 else date(2027, 1, 1 + number % 9),
        }
        for number in range(60)
    ]
    expected = set(add_rows(public_world.alder, public_world.programme, rows))
    seen: list[str] = []
    url: str | None = f"/commitments?sort={sort}&{asked}"
    for _ in range(3):
        assert url is not None
        page = reader.get_url(url, most_queries=MOST_QUERIES)
        assert "60 results." in page.main
        seen += [str(tag["href"]).split("/")[2] for tag in page.soup.select("tbody th a")]
        url = page.link("Next page").url if page.has_link("Next page") else None

    assert url is None
    assert len(seen) == 60
    assert set(seen) == expected


def test_lists_are_in_the_order_that_they_say(reader: CheckingClient, public_world: World) -> None:
    rows = [
        {"title": "b", "published_on": TODAY - timedelta(days=2), "ends_on": None, "next_due_on": TODAY},
        {"title": "C", "published_on": TODAY, "ends_on": date(2027, 1, 1), "next_due_on": date(2027, 1, 1)},
        {"title": "a", "published_on": TODAY - timedelta(days=1), "ends_on": date(2026, 1, 1)},
    ]
    add_rows(public_world.alder, public_world.programme, rows)

    assert titles(reader.get(PAGE)) == ["C", "a", "b"]
    assert titles(reader.get(PAGE, sort="title")) == ["a", "b", "C"]
    assert titles(reader.get(PAGE, sort="end_date")) == ["a", "C", "b"]
    assert titles(reader.get(PAGE, sort="due")) == ["b", "C", "a"]


def test_the_filters_narrow_and_can_be_taken_away_one_by_one(
    reader: CheckingClient, public_world: World
) -> None:
    add_rows(
        public_world.alder,
        public_world.programme,
        [
            {"title": "One", "domain": "advocacy", "level": None},
            {"title": "Two", "domain": "advocacy"},
            {"title": "Three", "domain": None},
        ],
    )

    page = reader.get(PAGE, domain="advocacy", level="not_stated")
    assert titles(page) == ["One"]

    wider = page.link("Remove filter: Level of action: Not stated").follow()
    assert sorted(titles(wider)) == ["One", "Two"]
    assert titles(reader.get(PAGE, domain="not_stated")) == ["Three"]


def test_several_answers_to_one_question_widen_the_list(reader: CheckingClient, public_world: World) -> None:
    rows = [{"title": title, "domain": title} for title in ("advocacy", "education", "partnership")]
    add_rows(
        public_world.alder, public_world.programme, [*rows, {"domain": "advocacy", "level": "structural"}]
    )

    page = reader.get(PAGE, domain=["advocacy", "education"], level="conditions")

    assert sorted(titles(page)) == ["advocacy", "education"]
    fewer = page.link("Remove filter: Domain: Workforce education and training").follow()
    assert titles(fewer) == ["advocacy"]


def test_a_search_shows_where_it_found_its_words(reader: CheckingClient, public_world: World) -> None:
    text = "FS-1\nPay <the> wage\nEvery cleaner’s contract pays a Māori & living wage.\nAlder Trust"
    add_rows(public_world.alder, public_world.programme, [{"title": "Pay <the> wage", "search_text": text}])

    page = reader.get(PAGE, q="maori wages", most_queries=MOST_QUERIES)

    marked = {
        where: [tag.text for tag in page.soup.select(f"{where} mark")] for where in ("th a", ".excerpt")
    }
    assert marked == {"th a": ["wage"], ".excerpt": ["Māori", "wage"]}
    assert titles(page)[0].startswith(
        "Pay <the> wage Alder Trust Every cleaner’s contract pays a Māori & living"
    )


def test_the_form_leads_to_an_address_that_can_be_shared(reader: CheckingClient, public_world: World) -> None:
    add_rows(public_world.alder, public_world.programme, [{"title": "One", "domain": "advocacy"}])

    shown = reader.get_url("/commitments?q=&by=&programme=&domain=advocacy&sort=newest", expected=302)

    assert shown.response.location == "/commitments?domain=advocacy"


@pytest.mark.parametrize(
    "query",
    [
        "domain=nonsense", "outlook=good", "reporting=late", "form=x", "level=9", "inequality=x", "kind=x",
        "delivery=x", "sort=best", "programme=nowhere", "organisation=nobody", "additionality=x",
        "domain=education&domain=nonsense", "q=a&q=b", "sort=title&sort=newest", "q=" + "a" * 201, "q=%00",
    ],
)  # fmt: skip
def test_what_the_register_does_not_have_is_refused_and_never_widened(
    reader: CheckingClient, public_world: World, query: str
) -> None:
    add_rows(public_world.alder, public_world.programme, [{"title": "One"}])

    for path in ("/commitments", "/commitments.csv"):
        page = reader.get_url(f"{path}?{query}", expected=400)
        assert "something the register does not have" in page.main
        assert "One" not in page.main


@pytest.mark.parametrize(
    "after",
    [
        "x",
        "e30",
        "W10",
        "WyIyMDI2LTAxLTAxIiwgInh4Il0",
        "WyJcdTAwMDAiLCAxXQ",
        "WyJcdWQ4MDAiLCAxXQ",
        "%F0%9F",
        "a" * 5000,
    ],
)
def test_a_cursor_that_nobody_gave_out_is_refused(
    reader: CheckingClient, public_world: World, after: str
) -> None:
    for sort in ("newest", "title"):
        page = reader.get_url(f"/commitments?sort={sort}&after={after}", expected=400)
        assert page.heading == "This address does not work"
        assert page.link("Open the page without").follow().heading == "Commitments"


def test_an_empty_result_says_what_to_take_away(reader: CheckingClient, public_world: World) -> None:
    add_rows(public_world.alder, public_world.programme, [{"title": "One"}])

    page = reader.get(PAGE, q="zebra", domain="education", most_queries=MOST_QUERIES)

    assert "Nothing matches all of this" in page.main
    assert "Without “Search: zebra” : 1 result" in page.main
    assert page.link("Without “Search: zebra”").url.endswith("?domain=education")
    # To take this away would leave nothing either.
    assert not page.has_link("Without “Domain: Workforce education and training”")
    assert page.has_link("See all commitments")


def test_a_search_for_words_that_stand_everywhere_says_so(
    reader: CheckingClient, public_world: World
) -> None:
    add_rows(public_world.alder, public_world.programme, [{"title": "The one"}])

    assert "a search leaves them out" in reader.get(PAGE, q="the of").main


def test_one_organisation_is_found_by_a_part_of_its_name(reader: CheckingClient, public_world: World) -> None:
    add_rows(public_world.alder, public_world.programme, [{"title": "Of Alder"}])

    moved = reader.get(PAGE, by="alder", expected=302)
    assert moved.response.location == "/commitments?organisation=alder-trust"
    page = reader.get_url(moved.response.location)
    assert titles(page) == ["Of Alder"]
    assert page.has_link("Remove filter: Organisation: Alder Trust")


def test_several_organisations_that_fit_are_offered(reader: CheckingClient, public_world: World) -> None:
    add_rows(public_world.alder, public_world.programme, [{"reference": "FS-1"}])
    add_rows(public_world.birch, public_world.programme, [{"reference": "FS-2"}])
    maple = make_organisation("Maple Trust", now=NOW)
    db.session.flush()
    make_participation(maple, public_world.programme, now=NOW)
    published = publish_organisation(maple, None, now=NOW, today=TODAY, visible_from=TODAY)
    assert published is not None
    db.session.add(published)
    db.session.flush()
    add_rows(maple, public_world.programme, [{"reference": "FS-3"}])

    page = reader.get(PAGE, by="trust", domain="education")

    assert "Which organisation?" in page.main
    assert page.has_link("Alder Trust")
    assert not page.has_link("Birch College")
    assert page.link("Maple Trust").url.endswith("?domain=education&organisation=maple-trust")


def test_a_name_that_nobody_has_is_said_to_be_unknown(reader: CheckingClient, public_world: World) -> None:
    page = reader.get(PAGE, by="nobody")

    assert "No organisation found" in page.main
    assert page.has_link("All organisations with commitments")


def test_a_place_is_found_however_it_was_typed(reader: CheckingClient, public_world: World) -> None:
    places = ("Hull & East Riding", "hull, east riding", "Hullavington", "Leeds")
    add_rows(public_world.alder, public_world.programme, [{"title": one, "place": one} for one in places])

    one = reader.get(PAGE, where="east", sort="title", expected=302).response.location
    assert one == "/commitments?place=hull+east+riding&sort=title"
    page = reader.get_url(one)
    assert titles(page) == ["Hull & East Riding", "hull, east riding"]
    assert page.has_link("Remove filter: Place: Hull & East Riding")
    several = reader.get(PAGE, where="hull")
    assert "Which place?" in several.main
    assert several.link("Hullavington").url.endswith("?place=hullavington")
    assert "No place found" in reader.get(PAGE, where="york").main
    assert "Nothing matches all of this" in reader.get(PAGE, place="York").main


@pytest.mark.thorough
def test_results_are_counted_exactly_to_a_thousand(reader: CheckingClient, public_world: World) -> None:
    rows = [{"domain": "advocacy" if number else "education"} for number in range(EXACT_UP_TO + 1)]
    add_rows(public_world.alder, public_world.programme, rows)

    assert "1,000 results." in reader.get(PAGE, domain="advocacy").main
    assert "More than 1,000 results." in reader.get(PAGE).main


def test_what_was_counted_is_counted_again_when_something_is_published(
    reader: CheckingClient, public_world: World
) -> None:
    results = []
    for number, domain in enumerate(("advocacy", "education", "advocacy")):
        add_rows(
            public_world.alder, public_world.programme, [{"domain": domain, "reference": f"FS-{number}"}]
        )
        pages = [reader.get(PAGE), reader.get(PAGE, domain="advocacy")]
        results.append([page.soup.select(".result-count")[0].text.split(".")[0] for page in pages])

    assert results == [["1 result", "1 result"], ["2 results", "1 result"], ["3 results", "2 results"]]


def test_the_file_holds_exactly_what_is_shown(reader: CheckingClient, public_world: World) -> None:
    rows = [{"title": f"T{number:02d}", "domain": "advocacy"} for number in range(40)]
    add_rows(public_world.alder, public_world.programme, [*rows, {"title": "Other"}])

    page = reader.get(PAGE, domain="advocacy", sort="title")
    link = page.link("All of these as a table").url
    assert parse_qs(urlsplit(link).query) == {"domain": ["advocacy"], "sort": ["title"]}
    response = reader.browser.get(link, buffered=True)
    lines = list(csv.DictReader(io.StringIO(response.get_data().decode("utf-8-sig"))))

    assert response.get_data().startswith(b"\xef\xbb\xbf")
    assert [line["Title"] for line in lines] == [f"T{number:02d}" for number in range(40)]
    assert response.headers["Content-Disposition"].startswith("attachment")


def test_the_page_is_the_same_for_everybody_and_may_be_kept(
    reader: CheckingClient, public_world: World
) -> None:
    add_rows(public_world.alder, public_world.programme, [{"title": "One"}])
    signed_in = CheckingClient(reader.app, public_world.ada)

    responses = [client.browser.get("/commitments") for client in (reader, signed_in)]

    assert responses[0].get_data() == responses[1].get_data()
    for response in responses:
        assert response.headers["Cache-Control"] == "public, max-age=20"
        assert "Set-Cookie" not in response.headers
