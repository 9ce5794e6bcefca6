"""What a reader, a printer and a screen reader get: one report, made once and looked at from all sides."""

from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from pypdf import PdfReader

from equity_tracker.adapters.pdf import Assets, render
from tests.support.pdf_checks import check_pdf

MADE_AT = datetime(2027, 9, 29, 8, 30, tzinfo=UTC)

ROWS = "".join(
    f'<tr><th scope="row">Commitment {number}</th><td>At risk</td><td>30 June 2027</td></tr>'
    for number in range(1, 41)
)
REPORT = f"""<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<title>Status report: Harbour Integrated Care Board</title>
<link rel="stylesheet" href="asset:css/report.css">
</head>
<body>
<header class="cover">
<p class="cover-kicker">Status report</p>
<h1>Harbour Integrated Care Board</h1>
<p class="cover-date">as at 29 September 2027</p>
</header>
<section>
<h2>In short</h2>
<figure class="chart">
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 800 40" role="img" font-family="Source Sans 3">
<title>49 of 62 commitments reported</title>
<rect width="600" height="40" fill="#17494d"/><text x="8" y="26" font-size="16" fill="#fff">49</text>
</svg>
</figure>
<p><span class="tag tag-warn"><svg class="shape" viewBox="0 0 12 12" aria-hidden="true">
<path d="M6 1 11.5 11H.5Z" fill="currentColor"/></svg>At risk</span>
said on 29 September, see <a href="https://example.org/minutes">the minutes</a>
and <a href="javascript:alert(1)">an imported link</a>.</p>
<blockquote class="promise">
<p>From April 2027 every contract will require the real living wage.</p>
</blockquote>
<img src="asset:plan.svg" alt="A plan of the harbour">
<dl class="facts"><div><dt>Held by</dt><dd>Director of finance</dd></div></dl>
</section>
<section class="part">
<h2>What is overdue</h2>
<table><caption>Check-ins that are overdue</caption>
<thead><tr><th scope="col">Promise</th><th scope="col">Outlook</th><th scope="col">Due</th></tr></thead>
<tbody>{ROWS}</tbody></table>
</section>
</body>
</html>"""
PLAN = b'<svg xmlns="http://www.w3.org/2000/svg" width="90" height="90"><rect width="9" height="9"/></svg>'


@pytest.fixture(scope="module")
def made() -> bytes:
    return render(REPORT, assets=Assets({"plan.svg": PLAN}), made_at=MADE_AT)


@pytest.fixture(scope="module")
def pages(made: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(BytesIO(made)).pages]


@pytest.fixture
def pdf(made: bytes) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(BytesIO(made)) as opened:
        yield opened


def elements(pdf: pikepdf.Pdf, *kinds: str) -> list[Any]:
    found = []
    waiting: list[Any] = list(pdf.Root.StructTreeRoot.K)
    while waiting:
        kid = waiting.pop(0)
        if isinstance(kid, int) or "/S" not in kid:
            continue
        if str(kid.S) in kinds:
            found.append(kid)
        waiting = [*kid.K, *waiting]
    return found


def test_the_words_are_there_and_each_page_is_numbered(pages: list[str]) -> None:
    assert len(pages) == 3
    assert "Harbour Integrated Care Board" in pages[0]
    assert "From April 2027 every contract will require the real living wage." in pages[0]
    for number, page in enumerate(pages, start=1):
        assert f"page {number} of 3" in page
        assert "Equity Tracker · as at 29 September 2027" in page


def test_the_report_is_named_at_the_head_of_later_pages_and_table_heads_repeat(pages: list[str]) -> None:
    for page in pages[1:]:
        assert "Harbour Integrated Care Board" in page
        assert "Promise" in page


def test_language_title_and_tags_are_declared(pdf: pikepdf.Pdf) -> None:
    assert str(pdf.Root.Lang) == "en-GB"
    assert str(pdf.docinfo.Title) == "Status report: Harbour Integrated Care Board"
    assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
    assert bool(pdf.Root.MarkInfo.Marked)
    assert b'pdfuaid:part="1"' in pdf.Root.Metadata.read_bytes()
    assert all(page.Tabs == pikepdf.Name.S for page in pdf.pages)


def test_the_date_is_the_one_we_gave(pdf: pikepdf.Pdf) -> None:
    assert str(pdf.docinfo.CreationDate).startswith("D:20270929083000")
    assert b"2027-09-29T08:30:00+00:00" in pdf.Root.Metadata.read_bytes()


def test_charts_and_pictures_carry_words_and_ornaments_are_left_out(pdf: pikepdf.Pdf) -> None:
    figures = elements(pdf, "/Figure")

    assert [str(figure.Alt) for figure in figures] == [
        "49 of 62 commitments reported",
        "A plan of the harbour",
    ]
    for figure in figures:
        left, bottom, right, top = (float(edge) for edge in figure.A.BBox)
        _, _, width, height = (float(edge) for edge in figure.Pg.MediaBox)
        assert 0 <= left < right <= width
        assert 0 <= bottom < top <= height
    chart, plan = (figure.A.BBox for figure in figures)
    assert float(chart[1]) > float(plan[3]), "the chart stands above the plan"


def test_every_header_cell_says_what_it_heads(pdf: pikepdf.Pdf) -> None:
    for head in elements(pdf, "/THead"):
        assert [str(cell.A.Scope) for cell in head.K[0].K] == ["/Column"] * 3
    rows = [row for body in elements(pdf, "/TBody") for row in body.K]

    assert len(rows) == 40
    assert {str(row.K[0].A.Scope) for row in rows} == {"/Row"}


def test_facts_are_items_with_a_label_and_a_body(pdf: pikepdf.Pdf) -> None:
    (facts,) = elements(pdf, "/L")

    assert [str(item.S) for item in facts.K] == ["/LI"]
    assert [str(part.S) for part in facts.K[0].K] == ["/Lbl", "/LBody"]


def test_all_that_is_drawn_is_either_tagged_or_an_artifact(pdf: pikepdf.Pdf) -> None:
    spoken = {
        (element.Pg.objgen, kid)
        for element in elements(pdf, "/Span", "/Figure", "/Link")
        for kid in element.K
        if isinstance(kid, int)
    }
    for page in pdf.pages:
        begun = [
            found.operands for found in pikepdf.parse_content_stream(page) if str(found.operator) == "BDC"
        ]
        furniture = [operands for operands in begun if str(operands[0]) == "/Artifact"]
        numbers = [int(str(operands[1].MCID)) for operands in begun if str(operands[0]) != "/Artifact"]

        assert len(furniture) >= 2, "the foot of a page has a date and a number"
        assert {(page.obj.objgen, number) for number in numbers} <= spoken


def test_the_fonts_are_ours_and_come_along(pdf: pikepdf.Pdf) -> None:
    fonts = {str(found.FontName) for found in pdf.objects if _is(found, "/FontDescriptor")}

    assert fonts
    assert all("Source-Sans-3" in font or "Source-Serif-4" in font for font in fonts), fonts
    assert all("/FontFile2" in found for found in pdf.objects if _is(found, "/FontDescriptor"))


def test_nothing_is_attached_and_nothing_runs(pdf: pikepdf.Pdf, made: bytes) -> None:
    actions = {
        str(found.A.S): str(found.A.URI) for found in pdf.objects if _is(found, "/Annot") and "/A" in found
    }

    assert actions == {"/URI": "https://example.org/minutes"}
    for word in ("/EmbeddedFile", "/EmbeddedFiles", "/JavaScript", "/JS", "/Launch", "/OpenAction", "/AA"):
        assert not any(word in str(found) for found in pdf.objects), word


def _is(found: pikepdf.Object, kind: str) -> bool:
    return isinstance(found, pikepdf.Dictionary) and str(found.get("/Type")) == kind


def test_the_same_report_has_the_same_bytes(made: bytes) -> None:
    assert render(REPORT, assets=Assets({"plan.svg": PLAN}), made_at=MADE_AT) == made


def test_the_checkers_of_accessible_pdf_find_no_error(made: bytes) -> None:
    check_pdf(made)
