"""A printed report as its readers meet it: its words in order, its title, and what the checkers find."""

import subprocess
import sys
from io import BytesIO
from pathlib import Path

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


def check_readable(made: bytes, folder: Path) -> None:
    """Fail unless both checkers of PDF/UA find no error."""
    (folder / "report.pdf").write_bytes(made)
    for checker in (["outloud", "--fail-on", "error"], ["pdfua", "check"]):
        program = Path(sys.executable).with_name(checker[0])
        command = [str(program), *checker[1:], "report.pdf"]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout
