"""A report of more pages than one process may print: the reader must not find the seams."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pikepdf
import pymupdf
import pytest
from pypdf import PdfReader

from equity_tracker.adapters import pdf as press
from equity_tracker.adapters.pdf import Assets, JobLimits, Limits, RenderRefused, render, render_long
from tests.support.pdf_checks import check_pdf, tree

pytestmark = pytest.mark.thorough

MADE_AT = datetime(2027, 9, 29, 8, 30, tzinfo=UTC)
SECTIONS = 132
# A busy machine gets more time than a worker would.
PATIENT = Limits(seconds=120, wall_seconds=400)
SAID = "What was promised has been done in two of the nine places, and staff were told how. " * 14


def section(number: int) -> str:
    ahead = (number * 7) % SECTIONS + 1
    table = f"""<table class="keep"><caption>Check-ins of {number}</caption>
<thead><tr><th scope="col">Promise</th><th scope="col">Outlook</th><th scope="col">Due</th></tr></thead>
<tbody><tr><th scope="row">First</th><td>At risk</td><td>30 June</td></tr>
<tr><th scope="row">Second</th><td>On track</td><td>1 July</td></tr>
<tr><th scope="row">Third</th><td>On track</td><td>2 July</td></tr>
<tr><th scope="row">Fourth</th><td>On track</td><td>3 July</td></tr></tbody></table>"""
    return f"""<section class="part" data-part id="o-{number}"><h2>Trust {number}</h2>
<h3>What it says</h3>
<p>See <a href="#o-{ahead}">trust {ahead}</a> and <a href="https://example.org/{number}">its page</a>.
<p>{SAID}{table if number % 20 == 0 else ""}</section>"""


def document(sections: str, contents: str = "", style: str = "") -> str:
    return f"""<!doctype html>
<html lang="en-GB"><head><meta charset="utf-8"><title>Programme report: Fairer Harbour</title>
<link rel="stylesheet" href="asset:css/report.css"><style>@page {{ size: A5 }} {style}</style></head>
<body class="leaflet">
<header class="cover"><h1>Fairer Harbour</h1><p class="cover-date">as at 29 September 2027</p></header>
<section id="short"><h2>In short</h2><p>How it stands, and <a href="#end">how we count</a>.</p></section>
<nav class="part" aria-label="Contents"><h2>Contents</h2><ol class="contents">
<li><a href="#short">In short</a></li>{contents}</ol></nav>
{sections}
<section class="part" data-part><h2 id="end">How we count</h2>
<p>Back to <a href="#short">the beginning</a>.</p></section>
</body></html>"""


REPORT = document(
    "".join(section(number) for number in range(1, SECTIONS + 1)),
    "".join(f'<li><a href="#o-{number}">Trust {number}</a></li>' for number in range(1, SECTIONS + 1)),
)


@pytest.fixture(scope="module")
def made() -> bytes:
    return render_long(
        REPORT,
        assets=Assets(),
        made_at=MADE_AT,
        job_limits=JobLimits(PATIENT, seconds=600, wall_seconds=1500),
    )


@pytest.fixture(scope="module")
def pages(made: bytes) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(made)).pages]


@pytest.fixture
def pdf(made: bytes) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(BytesIO(made)) as opened:
        yield opened


def test_all_pages_are_there_in_order_numbered_through_with_their_running_heads(pages: list[str]) -> None:
    assert len(pages) > 2 * 60
    for number, page in enumerate(pages, start=1):
        assert f"page {number} of {len(pages)}" in page
        assert "Equity Tracker · as at 29 September 2027" in page
        assert page.count("Fairer Harbour") == 1
    at = [number for number in range(1, SECTIONS + 1) for page in pages if f"Trust {number} What it" in page]
    assert at == list(range(1, SECTIONS + 1))


def test_the_contents_name_the_pages_that_things_are_on(made: bytes, pages: list[str]) -> None:
    named = {}
    with pymupdf.open(stream=made) as opened:  # type: ignore[no-untyped-call]
        for page in opened.pages(1, 10):
            lines = defaultdict(list)
            for left, _, _, foot, word, *_ in page.get_text("words"):
                lines[round(foot)].append((left, word))
            for line in lines.values():
                *words, number = (word for _, word in sorted(line))
                named[" ".join(words)] = number

    assert named["In short"] == "1"
    for number in range(1, SECTIONS + 1):
        assert f"Trust {number} What it says" in pages[int(named[f"Trust {number}"]) - 1]


def test_links_lead_to_their_page_in_whichever_part_it_is(pdf: pikepdf.Pdf, pages: list[str]) -> None:
    numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
    names = list(pdf.Root.Names.Dests.Names)
    places = {
        str(name): numbers[place[0].objgen] for name, place in zip(names[::2], names[1::2], strict=True)
    }
    links: list[Any] = [link for page in pdf.pages for link in page.obj.get("/Annots", [])]
    led = {str(link.Dest) for link in links if "/Dest" in link}

    assert led == {"short", "end"} | {f"o-{number}" for number in range(1, SECTIONS + 1)}
    assert "How we count" in pages[places["end"]]
    for number in range(1, SECTIONS + 1):
        assert f"Trust {number} What it says" in pages[places[f"o-{number}"]]
    outside = {str(link.A.URI) for link in links if "/A" in link}
    assert outside == {f"https://example.org/{number}" for number in range(1, SECTIONS + 1)}


def test_bookmarks_are_one_tree_below_the_title(pdf: pikepdf.Pdf) -> None:
    with pdf.open_outline() as outline:
        (title,) = outline.root
        assert title.title == "Fairer Harbour"
        names = [line.title for line in title.children]
        assert names == [
            "In short", "Contents", *(f"Trust {number}" for number in range(1, SECTIONS + 1)), "How we count"
        ]  # fmt: skip
        assert all([kid.title for kid in line.children] == ["What it says"] for line in title.children[2:-1])


def test_there_is_one_tree_of_tags_one_title_and_each_font_file_once(pdf: pikepdf.Pdf) -> None:
    kinds = [str(element.S) for element, _ in tree(pdf)]
    files = [found for found in pdf.objects if isinstance(found, pikepdf.Stream) and "/Length1" in found]

    assert kinds.count("/Document") == 1
    assert kinds.count("/H1") == 1
    assert kinds.count("/Table") == SECTIONS // 20
    assert len({bytes(file.read_raw_bytes()) for file in files}) == len(files) <= 4
    assert str(pdf.docinfo.Title) == "Programme report: Fairer Harbour"
    assert str(pdf.docinfo.CreationDate).startswith("D:20270929083000")


def test_checkers_find_no_more_fault_with_it_than_with_one_printed_whole(made: bytes) -> None:
    check_pdf(made)


def test_the_numbers_end_where_those_of_a_short_report_do(made: bytes) -> None:
    short = render(document(""), assets=Assets(), made_at=MADE_AT, limits=PATIENT)

    assert {_right_edge(made, 0), _right_edge(made, 9), _right_edge(made, 120)} == {_right_edge(short, 0)}


def _right_edge(made: bytes, page: int) -> float:
    """Where the last thing said at the foot of the page ends, to half a point."""
    with pymupdf.open(stream=made) as opened:  # type: ignore[no-untyped-call]
        words = [word for word in opened[page].get_text("words") if word[4].isdigit()]
    lowest = max(word[3] for word in words)
    return round(2 * max(float(word[2]) for word in words if word[3] == lowest)) / 2


def test_a_report_that_fits_in_one_part_is_printed_whole() -> None:
    html = document(section(1))

    long = render_long(
        html, assets=Assets(), made_at=MADE_AT, job_limits=JobLimits(PATIENT, wall_seconds=1500)
    )

    assert long == render(html, assets=Assets(), made_at=MADE_AT, limits=PATIENT)


FEW = JobLimits(Limits(pages=3, seconds=120, wall_seconds=400), seconds=600, wall_seconds=1500)


def test_parts_are_made_smaller_when_they_take_more_pages_than_was_thought() -> None:
    short = "".join(
        f'<section class="part" data-part><h2>Trust {number}</h2>x</section>' for number in range(5)
    )

    made = render_long(document(short), assets=Assets(), made_at=MADE_AT, job_limits=FEW)

    texts = [page.extract_text() for page in PdfReader(BytesIO(made)).pages]
    assert len(texts) == 8
    assert all(f"page {number} of 8" in text for number, text in enumerate(texts, start=1))
    check_pdf(made)
    assert render_long(document(short), assets=Assets(), made_at=MADE_AT, job_limits=FEW) == made


def test_one_piece_of_more_pages_than_a_part_is_refused() -> None:
    piece = f"<section data-part>{'<p class=part>x' * 4}</section>"
    with pytest.raises(RenderRefused, match="choose fewer commitments"):
        render_long(document(piece), assets=Assets(), made_at=MADE_AT, job_limits=FEW)


def test_a_long_report_that_can_be_cut_nowhere_is_refused() -> None:
    html = document("<p>word</p>" * 9_000).replace("data-part", "")
    with pytest.raises(RenderRefused, match="choose fewer commitments"):
        render_long(html, assets=Assets(), made_at=MADE_AT)


def test_a_job_may_take_five_minutes_and_700_megabytes() -> None:
    assert (press.JOB_LIMITS.seconds, press.JOB_LIMITS.memory_bytes) == (300, 700_000_000)
    assert press.JOB_LIMITS.part == press.PART_LIMITS
