"""Files that people send in: what is kept, what is refused, and with which words."""

import time
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from equity_tracker.adapters.file_check import FileRefused, FileTooBig, Limits, check_file
from equity_tracker.adapters.file_scanner import HARMFUL, NOT_SCANNED, open_scanner
from equity_tracker.model.file_kind import FILE_LIMIT, FileKind, size_in_words
from tests.support import documents
from tests.support.documents import read_here

WRONG_KIND = "The file must be a PDF, Word, Excel, PNG or JPEG file"
ACTS = "The PDF has a program or another file inside it. Print it to a new PDF and choose that"
MACROS = "The document has macros or other programs in it. Save it without them, as .docx or PDF"
FETCHES = "The document fetches something from elsewhere. Save it as PDF and choose that"
NOT_PLAIN = "The file is not a plain Word document. Save it again as .docx and choose the new one"
TOO_LARGE = "The workbook is too large when opened. The limit is 50 MB"


@pytest.fixture(autouse=True)
def in_this_process(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Read without a process of its own, which takes a second, unless a test is about just that."""
    if "in_a_child" not in request.fixturenames:
        read_here(monkeypatch)


@pytest.fixture
def in_a_child() -> None:
    """Read as the product does."""


def refused(name: str, data: bytes) -> str:
    with pytest.raises(FileRefused) as refusal:
        check_file(name, data)
    return refusal.value.message


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("lease.pdf", documents.pdf(), FileKind.PDF),
        ("Lease.PDF", documents.pdf(OpenAction=["/Fit"]), FileKind.PDF),
        ("minutes.docx", documents.word(), FileKind.WORD),
        ("contracts.xlsx", documents.workbook(), FileKind.EXCEL),
    ],
)
def test_a_document_is_kept_byte_for_byte(name: str, data: bytes, kind: FileKind) -> None:
    checked = check_file(name, data)

    assert (checked.kind, checked.name) == (kind, name.replace("PDF", "pdf"))
    assert checked.content == data


def test_a_picture_is_drawn_anew_without_what_hid_in_it(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x010E] = "A street in Alderham"  # ImageDescription
    exif[0x0112] = 6  # Orientation: the camera was held upright
    data = documents.picture("JPEG", (40, 30), exif=exif, comment=b"by Cora")
    assert b"Alderham" in data

    checked = check_file("street.jpeg", data)

    assert (checked.kind, checked.name) == (FileKind.JPEG, "street.jpeg")
    assert b"Alderham" not in checked.content
    assert b"Cora" not in checked.content
    with Image.open(BytesIO(checked.content)) as drawn:
        assert drawn.size == (30, 40), "turned as the camera said"
        assert dict(drawn.getexif()) == {}
        red, _, blue = drawn.convert("RGB").getpixel((5, 5))  # type: ignore[misc]  # three numbers
        assert red < 60 < blue


def test_a_png_keeps_what_is_see_through_and_loses_what_follows_it() -> None:
    out, drawing = BytesIO(), Image.new("P", (10, 10), 1)
    drawing.putpalette([0, 0, 0, 255, 0, 0])
    drawing.save(out, "PNG", transparency=1)
    data = out.getvalue() + b"<script>alert(1)</script>"

    checked = check_file("chart.png", data)

    assert b"script" not in checked.content
    with Image.open(BytesIO(checked.content)) as drawn:
        assert drawn.convert("RGBA").getpixel((0, 0))[3] == 0  # type: ignore[index]  # four numbers


def test_what_is_empty_or_over_the_limit_says_so() -> None:
    assert refused("a.pdf", b"") == "The file is empty. Choose another file"
    assert refused("a.pdf", b"%PDF-" + bytes(FILE_LIMIT)) == "The file is 10.1 MB. The limit is 10 MB"
    with pytest.raises(FileTooBig):
        check_file("a.pdf", bytes(FILE_LIMIT + 1))
    assert size_in_words(319_488) == "312 kB"
    assert size_in_words(1) == "1 kB"
    assert size_in_words(FILE_LIMIT) == "10 MB"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("drawing.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>"),
        ("page.html", b"<!doctype html><title>x</title>"),
        ("page.png", b"<!doctype html><title>x</title>"),
        ("page.pdf", b"<html>%PDF-1.7</html>"),
        ("tool.exe", b"MZ\x90\x00" + bytes(100)),
        ("tool.pdf", b"MZ\x90\x00" + bytes(100)),
        ("lease.pdf.exe", documents.pdf()),
        ("chart.svg", documents.picture()),
        ("chart.gif", documents.picture("GIF")),
        ("text.docx", b"only words"),
        ("archive.zip", documents.zipped({"a.txt": "x"})),
        ("slides.pptx", documents.word()),
    ],
)
def test_what_is_none_of_the_five_kinds_is_refused(name: str, data: bytes) -> None:
    assert refused(name, data) == WRONG_KIND


def test_a_name_that_says_something_else_than_the_bytes_is_refused_with_the_way_out() -> None:
    message = refused("photo.png", documents.picture("JPEG"))
    assert message == "The name ends in .png, but it is a JPEG file. Name it .jpg"


@pytest.mark.parametrize("name", ["letter.doc", "figures.xls", "letter.docx", "old"])
def test_an_old_office_file_is_refused_with_the_way_out(name: str) -> None:
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
    assert refused(name, data).endswith("Save it as .docx, .xlsx or PDF")


@pytest.mark.parametrize(
    "data",
    [
        documents.pdf(OpenAction={"/S": "/JavaScript", "/JS": "app.alert(1)"}),
        documents.pdf(OpenAction={"/S": "/Launch", "/F": "calc.exe"}),
        documents.pdf(AcroForm={"/XFA": "x", "/Fields": []}),
        documents.pdf(AA={"/WC": {"/S": "/SubmitForm", "/F": "https://x.example"}}),
        documents.pdf(Deep=[[{"/Kids": [{"/S": "/JavaScript"}]}]]),
        documents.pdf(OpenAction={"/S": "/JavaScript"}).replace(b"/JavaScript", b"/Java#53cript"),
        documents.pdf_with_a_file_inside(),
    ],
)
def test_a_pdf_that_acts_or_carries_something_is_refused(data: bytes) -> None:
    assert refused("a.pdf", data) == ACTS


@pytest.mark.parametrize("password", ["", "secret"])
def test_a_pdf_under_a_password_is_refused_also_under_an_empty_one(password: str) -> None:
    message = refused("a.pdf", documents.pdf_with_a_password(password))
    assert message == "The PDF is protected by a password. Save it without one and choose that"


def test_what_only_begins_like_its_kind_is_refused() -> None:
    again = "Save it again and choose the new one"
    assert refused("a.pdf", b"%PDF-1.7\n<html></html>") == f"The file cannot be read as a PDF file. {again}"
    cut = documents.picture("PNG", (400, 300))[:60]
    assert refused("a.png", cut) == f"The file cannot be read as a PNG file. {again}"
    assert refused("a.docx", documents.word()[:200]) == NOT_PLAIN
    assert refused("a.docx", documents.zipped({"a.txt": "x"})) == NOT_PLAIN


@pytest.mark.parametrize("size", [(50_000, 50_000), (5_001, 5_000)])
def test_a_picture_of_too_many_pixels_is_refused_before_it_is_decoded(size: tuple[int, int]) -> None:
    started = time.monotonic()
    message = refused("a.png", documents.huge_png(*size))

    assert message == "The picture is too large. The limit is 25 megapixels"
    assert time.monotonic() - started < 5


@pytest.mark.thorough
def test_a_workbook_that_unpacks_to_200_mb_is_refused_unopened() -> None:
    bomb = documents.with_parts(
        documents.workbook(), {"xl/worksheets/sheet1.xml": b"<worksheet>" + b" " * 200_000_000}
    )
    assert len(bomb) < 250_000
    assert refused("a.xlsx", bomb) == TOO_LARGE


def test_a_bomb_that_lies_about_its_size_is_refused() -> None:
    data = bytearray(documents.with_parts(documents.workbook(), {"xl/media/a.png": bytes(60_000_000)}))
    true, told = (60_000_000).to_bytes(4, "little"), (1_000).to_bytes(4, "little")
    assert true in data
    message = refused("a.xlsx", bytes(data.replace(true, told)))
    assert message == "The file is not a plain Excel workbook. Save it again as .xlsx and choose the new one"


def test_a_workbook_with_one_cell_in_the_last_corner_takes_no_time() -> None:
    started = time.monotonic()
    check_file("a.xlsx", documents.workbook({"XFD1048576": 1}))
    assert time.monotonic() - started < 10


DOCTYPE = '<!DOCTYPE x [<!ENTITY a "b">]>'


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (documents.word({"word/vbaProject.bin": b"x"}), MACROS),
        (documents.word({"word/embeddings/oleObject1.bin": b"x"}), MACROS),
        (documents.word({"word/activeX/activeX1.xml": "<x/>"}), MACROS),
        (documents.word(main="application/vnd.ms-word.document.macroEnabled.main+xml"), MACROS),
        (documents.word(main="text/xml"), NOT_PLAIN),
        (documents.word({"word/document.xml": f"{DOCTYPE}<x>&a;</x>"}), NOT_PLAIN),
        (documents.word({"word/document.xml": f"{DOCTYPE}<x>&a;</x>".encode("utf-16")}), NOT_PLAIN),
        (documents.word({"word/document.xml": "<x><y></x>"}), NOT_PLAIN),
        (documents.word({"[Content_Types].xml": f"{DOCTYPE}<x/>"}), NOT_PLAIN),
        (documents.word({"word/../../x.xml": "<x/>"}), NOT_PLAIN),
        (documents.word({"word/embeddings/inner.zip": documents.zipped({"a": "x"})}), MACROS),
        (
            documents.word({"word/embeddings/inner.docx": documents.word({"word/vbaProject.bin": b"x"})}),
            MACROS,
        ),
        (
            documents.word(
                {
                    "word/_rels/settings.xml.rels": documents.relations(
                        "attachedTemplate", "http://x.example/t"
                    )
                }
            ),
            FETCHES,
        ),
        (
            documents.word(
                {"word/_rels/document.xml.rels": documents.relations("oleObject", "http://x.example")}
            ),
            FETCHES,
        ),
    ],
)
def test_a_document_that_runs_fetches_or_hides_something_is_refused(data: bytes, message: str) -> None:
    assert refused("a.docx", data) == message


def test_a_document_may_have_links_and_the_workbook_of_a_chart() -> None:
    data = documents.word(
        {
            "word/_rels/document.xml.rels": documents.relations("hyperlink", "https://example.org"),
            "word/embeddings/Microsoft_Excel_Worksheet.xlsx": documents.workbook(),
        }
    )
    assert check_file("a.docx", data).content == data


def test_a_workbook_with_a_connection_or_dde_is_refused() -> None:
    plain = documents.workbook()
    fetches = "The workbook fetches something from elsewhere. Save it as PDF and choose that"
    dde = '<externalLink xmlns="x"><ddeLink ddeService="cmd"/></externalLink>'
    assert refused("a.xlsx", documents.with_parts(plain, {"xl/connections.xml": "<x/>"})) == fetches
    assert (
        refused("a.xlsx", documents.with_parts(plain, {"xl/externalLinks/externalLink1.xml": dde})) == fetches
    )


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../x", "x.pdf"),
        ("..\\..\\windows\\lease.pdf", "lease.pdf"),
        ("a\0b.pdf", "ab.pdf"),
        ("\u202egpj.fdp", "gpj.fdp.pdf"),
        ("CON", "file-CON.pdf"),
        ("aux.pdf", "file-aux.pdf"),
        ("", "file.pdf"),
        (".pdf", "pdf.pdf"),
        ('a "quoted" <name>.pdf', "a quoted name.pdf"),
        ("lease  agreement 2026.final.PDF", "lease agreement 2026.final.pdf"),
        ("x" * 300 + ".pdf", "x" * 75 + "….pdf"),
        ("règlement intérieur.pdf", "règlement intérieur.pdf"),
    ],
)
def test_a_name_is_cleaned_and_shortened_and_never_a_path(name: str, shown: str) -> None:
    if name == "\u202egpj.fdp":
        assert refused(name, documents.pdf()) == WRONG_KIND
        return
    assert check_file(name, documents.pdf()).name == shown


@pytest.mark.usefixtures("in_a_child")
def test_a_process_of_its_own_reads_refuses_and_draws() -> None:
    data = documents.pdf()
    assert check_file("a.pdf", data).content == data
    assert check_file("a.png", documents.picture()).content.startswith(b"\x89PNG")
    assert refused("a.pdf", documents.pdf_with_a_file_inside()) == ACTS
    assert refused("a.xlsx", documents.word()).startswith("The file is not a plain Excel workbook")


@pytest.mark.usefixtures("in_a_child")
def test_a_reader_that_takes_too_long_or_too_much_is_ended() -> None:
    data = documents.picture("PNG", (4_000, 4_000))
    with pytest.raises(FileRefused, match="too large"):
        check_file("a.png", data, limits=Limits(memory_bytes=30_000_000))
    with pytest.raises(FileRefused, match="takes too long"):
        check_file("a.pdf", documents.pdf(), limits=Limits(wall_seconds=0))


SCANNER = """#!/bin/sh
if grep -q 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE'; then exit 1; fi
"""


def test_a_scanner_sees_the_file_as_it_came_and_what_it_finds_is_refused(tmp_path: Path) -> None:
    program = tmp_path / "scan"
    program.write_text(SCANNER)
    program.chmod(0o700)
    scan = open_scanner(f"{program} --quiet")
    assert check_file("a.pdf", documents.pdf(), scan=scan).kind is FileKind.PDF

    with pytest.raises(FileRefused) as refusal:
        check_file("a.pdf", documents.pdf() + documents.EICAR, scan=scan)

    assert refusal.value.message == HARMFUL


@pytest.mark.parametrize("command", ["/nowhere/scanner", "false-is-not-a-verdict", "sh -c 'exit 2'"])
def test_without_an_answer_from_the_scanner_nothing_is_kept(command: str) -> None:
    with pytest.raises(FileRefused) as refusal:
        check_file("a.pdf", documents.pdf(), scan=open_scanner(command))
    assert refusal.value.message == NOT_SCANNED


def test_no_scanner_is_set_by_default() -> None:
    assert open_scanner(None) is None


RUNS = '<w:fldSimple w:instr=" DDEAUTO cmd.exe x "/>'
FETCHES = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> INCLUDE</w:instrText></w:r>'
    '<w:r><w:instrText>PICTURE "http://198.51.100.1/x" </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
)


@pytest.mark.parametrize("field", [RUNS, FETCHES])
def test_a_field_that_runs_or_fetches_something_is_refused(field: str) -> None:
    body = f"Said</w:t></w:r>{field}<w:r><w:t>more"
    assert "fetches something from elsewhere" in refused("a.docx", documents.word(body=body))


def test_another_file_inside_is_refused_whatever_it_is_called() -> None:
    held = documents.word({"word/embeddings/a.hta": "x"})
    assert "other programs" in refused("a.docx", held)
