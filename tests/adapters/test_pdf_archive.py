"""The archive edition: the same pages, kept for good, with their numbers inside as files."""

from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from pypdf import PdfReader

from equity_tracker.adapters.pdf import Assets, Attachment, Limits, RenderFailed, make_archive, render
from tests.adapters.test_pdf import PLAN, REPORT
from tests.support.pdf_archive_checks import check_archive
from tests.support.pdf_checks import check_pdf

MADE_AT = datetime(2027, 9, 29, 8, 30, tzinfo=UTC)
FILES = [
    Attachment("report.json", "application/json", "All that the report says", b'{"under_way": 3}'),
    Attachment("delivery.csv", "text/csv", "How delivery stands", "status,count\r\né,3\r\n".encode()),
]
# A busy machine gets more time than a worker would.
PATIENT = Limits(seconds=120, wall_seconds=400)


@pytest.fixture(scope="module")
def plain() -> bytes:
    return render(REPORT, assets=Assets({"plan.svg": PLAN}), made_at=MADE_AT, limits=PATIENT)


@pytest.fixture(scope="module")
def made(plain: bytes) -> bytes:
    return make_archive(plain, attachments=FILES, made_at=MADE_AT)


@pytest.fixture
def changed(plain: bytes) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(BytesIO(plain)) as opened:
        yield opened


def bytes_of(pdf: pikepdf.Pdf) -> bytes:
    written = BytesIO()
    pdf.save(written)
    return written.getvalue()


def test_it_is_what_pdf_a_3a_asks_for_and_still_what_pdf_ua_1_does(made: bytes) -> None:
    check_archive(made)
    check_pdf(made)


@pytest.mark.thorough
def test_its_pages_are_those_of_the_plain_edition(made: bytes, plain: bytes) -> None:
    with pikepdf.open(BytesIO(made)) as archive, pikepdf.open(BytesIO(plain)) as before:
        drawn = [page.obj.Contents.read_bytes() for page in archive.pages]
        assert drawn == [page.obj.Contents.read_bytes() for page in before.pages]


@pytest.mark.thorough
def test_the_files_come_out_as_they_went_in(made: bytes) -> None:
    files = PdfReader(BytesIO(made)).attachments

    assert {name: parts[0] for name, parts in files.items()} == {file.name: file.data for file in FILES}
    with pikepdf.open(BytesIO(made)) as pdf:
        told = {str(file.UF): (str(file.EF.F.Subtype), str(file.Desc)) for file in pdf.Root.AF}
    assert told == {file.name: (f"/{file.media_type}", file.description) for file in FILES}


def test_the_same_report_has_the_same_bytes(made: bytes, plain: bytes) -> None:
    assert make_archive(plain, attachments=FILES, made_at=MADE_AT) == made


def _launch(pdf: pikepdf.Pdf) -> None:
    action = pikepdf.Dictionary(S=pikepdf.Name.Launch, F=pikepdf.String("x"))
    pdf.Root.OpenAction = pdf.make_indirect(action)


def _leave_out_a_font(pdf: pikepdf.Pdf) -> None:
    fonts: Any = pdf.pages[0].obj.Resources.Font
    font = next(iter(fonts.values()))
    del font.DescendantFonts[0].FontDescriptor["/FontFile2"]


def _take_off_the_tags(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.StructTreeRoot


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (_launch, r"would do /Launch \(6\.5\.1\)"),
        (_leave_out_a_font, r"font is not in the file \(6\.2\.11\.4\)"),
        (_take_off_the_tags, "not tagged"),
    ],
)
def test_a_file_that_cannot_be_kept_is_refused_with_the_clause(
    spoil: Any, words: str, changed: pikepdf.Pdf
) -> None:
    spoil(changed)
    with pytest.raises(RenderFailed, match=words):
        make_archive(bytes_of(changed), attachments=FILES, made_at=MADE_AT)


@pytest.mark.thorough
def test_a_character_that_no_font_has_is_told() -> None:
    html = REPORT.replace("In short", "In short \N{EGYPTIAN HIEROGLYPH A001}\ue001")
    plain = render(html, assets=Assets({"plan.svg": PLAN}), made_at=MADE_AT, limits=PATIENT)
    with pytest.raises(RenderFailed, match=r"in none of the fonts \(6\.2\.11\.8\)"):
        make_archive(plain, attachments=FILES, made_at=MADE_AT)
