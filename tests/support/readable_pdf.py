"""A printed report as its readers meet it: its words in order, and its title."""

from io import BytesIO

import pikepdf
from pypdf import PdfReader

from equity_tracker.adapters import pdf
from tests.conftest import NOW

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
