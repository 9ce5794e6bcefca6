"""A printed report as its readers meet it: its words in order, and its title."""

from io import BytesIO

import pikepdf
from pypdf import PdfReader

from equity_tracker.adapters import pdf
from equity_tracker.reports.content import ReportContent
from equity_tracker.reports.job.press import _archive
from tests.conftest import NOW
from tests.support.pdf_archive_checks import check_archive
from tests.support.pdf_checks import check_pdf

# A busy machine gets more time than a worker would.
PATIENT = pdf.Limits(seconds=60, wall_seconds=300)


def printed(html: str) -> bytes:
    return pdf.render(html, assets=pdf.Assets(), made_at=NOW, limits=PATIENT)


def text_of(made: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(made)).pages).split())


def title_of(made: bytes) -> str:
    with pikepdf.open(BytesIO(made)) as document:
        assert str(document.Root.Lang) == "en-GB"
        assert document.Root.MarkInfo.Marked
        return str(document.docinfo.Title)


def check_editions(made: bytes, content: ReportContent) -> None:
    """Fail unless the checkers find no fault in the file, nor in its archive edition with the data inside."""
    check_pdf(made)
    archived = _archive(made, content, NOW)
    assert archived is not None
    check_archive(archived)
