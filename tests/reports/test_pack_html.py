"""Several reports become one document: every link leads where it did, and nothing stands there twice."""

from datetime import date
from io import BytesIO

import pikepdf
import pytest
from bs4 import BeautifulSoup, Tag

from equity_tracker.adapters import pdf
from equity_tracker.model.report import Edition
from equity_tracker.model.report_choice import ReportKind
from equity_tracker.reports.pack import PackPart
from equity_tracker.reports.pack_html import MOST_LINES, join
from tests.conftest import NOW

FRAME = """<!doctype html><html lang="en-GB"><head><title>Pack</title>
<link rel="stylesheet" href="asset:css/report.css"></head><body class="record">
<header class="record-cover"><h1>Fairer Shore</h1></header>
<nav><h2 id="contents">Contents</h2><ol>{places}</ol></nav>
<!--parts-->
<section class="part about" data-part><h2 id="about-this-report">About this report</h2></section>
</body></html>"""
REPORT = """<!doctype html><html lang="en-GB"><head><title>Alone</title></head><body class="record">
<header class="record-cover"><h1>Alder</h1></header>
<nav aria-labelledby="contents"><h2 id="contents">Contents</h2><ol><li><a href="#in-short">In short</a></li>
<li><a href="#words">Words</a></li><li><a href="#addresses">Addresses &amp; more</a></li>
<li><a href="#how-we-count">How we count</a></li></ol></nav>
<section><h2 id="in-short" class="big">In short</h2><p>Alder &amp; Co said &lt;b&gt; “x” &#233;.</p>
<a href="#link-1" title="5 &quot;wide&quot;">1</a> <a href="https://example.org/#in-short">out</a><br>
<table aria-labelledby="in-short words"><tr><th id="c">C</th><td headers="c">1</td></tr></table>
<svg viewBox="0 0 1 1" aria-labelledby="t"><title id="t">A chart</title><defs><linearGradient id="g"/></defs>
<rect fill="url(#g)" width="1"/><use href="#g"/></svg></section>
<section class="part" data-part><h3>Deeper</h3>
<p><a href="#how-we-count">how</a> <a href="#words">words</a></p></section>
<section class="part"><h2 id="how-we-count">How we count</h2><p>{method}</p>
<h3 id="words">The words</h3></section>
<section><h2 id="addresses">Addresses</h2><ol><li id="link-1">x</li></ol></section></body></html>"""


def part(title: str, kind: ReportKind = ReportKind.STATUS_REPORT, number: str | None = None) -> PackPart:
    return PackPart(kind, Edition.PUBLIC, title, date(2026, 4, 6), number, "hash", "{}")


def page_of(*parts: tuple[PackPart, str]) -> str:
    places = "".join(
        f'<li><a href="#p{place}">x</a><!--p{place}--></li>' for place in range(1, len(parts) + 1)
    )
    return join(FRAME.replace("{places}", places), parts)


def joined(*parts: tuple[PackPart, str]) -> BeautifulSoup:
    return BeautifulSoup(page_of(*parts), "html5lib")


def report(method: str = "Once each.") -> str:
    return REPORT.replace("{method}", method)


@pytest.fixture
def two() -> BeautifulSoup:
    return joined((part("Status report: Alder"), report()), (part("Status report: Birch"), report()))


def children(page: BeautifulSoup) -> list[Tag]:
    assert page.body is not None
    return [child for child in page.body.children if isinstance(child, Tag)]


def test_every_id_is_there_once_and_every_link_leads_to_one(two: BeautifulSoup) -> None:
    ids = [str(tag["id"]) for tag in two.select("[id]")]
    assert len(ids) == len(set(ids))
    for tag in two.select("[href^='#']"):
        assert str(tag["href"])[1:] in ids
    for name in ("aria-labelledby", "headers"):
        for tag in two.select(f"[{name}]"):
            value = tag[name]
            assert set(value if isinstance(value, list) else value.split()) <= set(ids)
    for tag in two.select("[fill]"):
        assert str(tag["fill"]).removeprefix("url(#").removesuffix(")") in ids


def test_a_link_stays_in_its_own_report_and_one_out_of_it_is_left_alone(two: BeautifulSoup) -> None:
    assert [str(tag["href"]) for tag in two.select("a[title]")] == ["#p1-link-1", "#p2-link-1"]
    assert {str(tag["title"]) for tag in two.select("a[title]")} == {'5 "wide"'}
    assert len(two.select("a[href='https://example.org/#in-short']")) == 2


def test_its_words_are_as_they_were(two: BeautifulSoup) -> None:
    said = [tag.get_text() for tag in two.select("section > p") if "said" in tag.get_text()]
    assert said == ["Alder & Co said <b> “x” é."] * 2
    assert len(two.select("svg[viewBox] > rect")) == len(two.select("svg > use")) == 2


def test_it_has_one_cover_one_contents_and_one_last_page(two: BeautifulSoup) -> None:
    assert [tag.get_text() for tag in two.select("h1")] == ["Fairer Shore"]
    assert len(two.select("nav")) == 1
    assert children(two)[-1].select_one("#about-this-report")


def test_each_report_begins_on_a_page_below_its_title_and_its_headings_one_level_down(
    two: BeautifulSoup,
) -> None:
    begins = two.select(".pack-part")
    assert [tag.select_one("h2.pack-title").get_text() for tag in begins] == [  # type: ignore[union-attr]
        "Status report: Alder",
        "Status report: Birch",
    ]
    assert all("part" in tag["class"] and tag.has_attr("data-part") for tag in begins)
    assert [tag.name for tag in two.select(".was-h2")][:2] == ["h3", "h3"]
    assert two.select_one("#p1-in-short")["class"] == ["big", "was-h2"]  # type: ignore[index]
    assert {tag.get_text() for tag in two.select("h4.was-h3")} == {"Deeper", "The words"}


def test_the_places_to_cut_stay_children_of_body(two: BeautifulSoup) -> None:
    """A long file is printed by parts, cut where they say."""
    places = two.select("[data-part]")
    assert places == [child for child in children(two) if child.has_attr("data-part")]
    assert len(places) == 2 * 2 + 2


def test_how_they_count_is_said_once(two: BeautifulSoup) -> None:
    assert [tag.get_text() for tag in two.select("h2")][-2:] == ["How we count", "About this report"]
    assert [tag.get_text() for tag in two.select("h3.was-h2")][-1] == "In a status report"
    assert two.get_text().count("Once each.") == 1
    for tag in two.find_all("a", string="how"):
        assert tag["href"] == "#p1-how-we-count"
    for tag in two.find_all("a", string="words"):
        assert tag["href"] == "#p1-words"


def test_kinds_that_count_otherwise_each_say_so() -> None:
    page = joined(
        (part("Status report: Alder"), report()),
        (part("Programme report: Shore", ReportKind.PROGRAMME_REPORT), report("In all.")),
        (part("Status report: Birch"), report("Otherwise.")),
    )

    told = [tag.get_text() for tag in page.select("h3.was-h2") if str(tag["id"]).endswith("how-we-count")]
    assert told == [
        "In “Status report: Alder”",
        "In the programme report",
        "In “Status report: Birch”",
    ]
    assert page.select_one("#p3-words") is not None


def test_the_contents_list_what_is_in_each_while_they_fit_on_a_page(two: BeautifulSoup) -> None:
    inner = [(tag.get_text(), tag["href"]) for tag in two.select("nav li li a")]
    assert inner == [
        ("In short", "#p1-in-short"),
        ("Addresses & more", "#p1-addresses"),
        ("In short", "#p2-in-short"),
        ("Addresses & more", "#p2-addresses"),
    ]
    many = joined(*((part(f"Status report {number}"), report()) for number in range(MOST_LINES // 3 + 1)))
    assert many.select("nav li li") == []


def test_a_title_is_text_and_says_which_record_it_is() -> None:
    page = joined((part("Record: <i>Pay & fairness</i>", number="ET-2026-00042"), report()))

    title = page.select_one(".pack-title")
    assert title is not None
    assert title.get_text() == "Record: <i>Pay & fairness</i>"
    assert "Report of record ET-2026-00042, as at 6 April 2026." in page.get_text()


@pytest.mark.thorough
def test_the_file_has_a_bookmark_for_each_report_and_each_begins_a_page() -> None:
    page = page_of((part("Status report: Alder"), report()), (part("Status report: Birch"), report()))

    made = pdf.render(page, assets=pdf.Assets(), made_at=NOW)

    with pikepdf.open(BytesIO(made)) as file, file.open_outline() as outline:
        [cover] = outline.root
        titles = [item.title for item in cover.children]
        places = {str(item.destination[0].objgen) for item in cover.children}  # type: ignore[index]
    assert titles == [
        "Contents",
        "Status report: Alder",
        "Status report: Birch",
        "How we count",
        "About this report",
    ]
    assert len(places) == len(titles)
