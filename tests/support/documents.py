"""Small files for tests: honest ones, and some that are not what they say."""

import struct
import zlib
from collections.abc import Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pikepdf
import pytest
from openpyxl import Workbook
from PIL import Image

from equity_tracker.adapters import file_check
from equity_tracker.adapters.file_check import FileRefused, Limits, Patience
from equity_tracker.adapters.file_check_child import read_file
from equity_tracker.model.errors import Refused
from equity_tracker.model.file_kind import FileKind

OFFICE = "application/vnd.openxmlformats-officedocument"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
RELATIONS = "application/vnd.openxmlformats-package.relationships+xml"
WORD_MAIN = f"{OFFICE}.wordprocessingml.document.main+xml"
# https://www.eicar.org: every scanner calls these 68 letters a virus, so that it can be tried.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-" + b"STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


def read_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have files looked into without a process of its own for each, which takes a second."""

    def read(kind: FileKind, data: bytes, _: Limits, _patience: Patience) -> bytes:
        try:
            return read_file(kind.value, data) or data
        except Refused as refusal:
            raise FileRefused(refusal.message) from None

    monkeypatch.setattr(file_check, "_read_in_child", read)


def pdf(*, title: str = "", **catalogue: object) -> bytes:
    """One empty page. `catalogue` adds to its root: `OpenAction={"/S": "/JavaScript"}`, names as text."""
    with pikepdf.new() as made:
        made.add_blank_page()
        if title:
            made.docinfo["/Title"] = title
        for key, value in catalogue.items():
            made.Root[f"/{key}"] = _object(value)
        return _saved(made)


def _object(value: object) -> pikepdf.Object | object:
    if isinstance(value, str) and value.startswith("/"):
        return pikepdf.Name(value)
    if isinstance(value, dict):
        return pikepdf.Dictionary({key: _object(each) for key, each in value.items()})
    if isinstance(value, list):
        return pikepdf.Array([_object(each) for each in value])
    return value


def pdf_with_a_password(password: str) -> bytes:
    with pikepdf.new() as made:
        made.add_blank_page()
        return _saved(made, encryption=pikepdf.Encryption(owner="owner", user=password))


def pdf_with_a_file_inside() -> bytes:
    with pikepdf.new() as made:
        made.add_blank_page()
        made.attachments["tool.exe"] = b"MZ"
        return _saved(made)


def _saved(made: pikepdf.Pdf, **settings: object) -> bytes:
    out = BytesIO()
    made.save(out, **settings)  # type: ignore[arg-type]  # what pikepdf names one by one
    return out.getvalue()


def picture(kind: str = "PNG", size: tuple[int, int] = (40, 30), **settings: object) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, (29, 112, 184)).save(out, kind, **settings)
    return out.getvalue()


def huge_png(width: int, height: int) -> bytes:
    """A picture of this size by its own word; its data end at once."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    data = zlib.compress(b"\0" * 1000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def word(
    parts: Mapping[str, str | bytes] | None = None,
    *,
    main: str = WORD_MAIN,
    body: str = "Said",
    types: str = "",
) -> bytes:
    """A document of one paragraph. `parts` are added or replace its own, `types` to its types."""
    listed = (
        f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType="{RELATIONS}"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{types}'
        f'<Override PartName="/word/document.xml" ContentType="{main}"/></Types>'
    )
    target = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    own: dict[str, str | bytes] = {
        "[Content_Types].xml": listed,
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="a" Type="{target}"'
        ' Target="word/document.xml"/></Relationships>',
        "word/document.xml": '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        f"<w:body><w:p><w:r><w:t>{body}</w:t></w:r></w:p></w:body></w:document>",
    }
    return zipped(own | dict(parts or {}))


def relations(kind: str, target: str, mode: str = "External") -> str:
    return (
        f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="a" TargetMode="{mode}"'
        f' Target="{target}"'
        f' Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}"/></Relationships>'
    )


def workbook(cells: Mapping[str, object] | None = None) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for place, value in (cells or {"A1": "Contracts", "B1": 11}).items():
        sheet[place] = value
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def with_parts(package: bytes, parts: Mapping[str, str | bytes]) -> bytes:
    """The same package with some of its parts replaced, or more."""
    with ZipFile(BytesIO(package)) as archive:
        own: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    return zipped(own | dict(parts))


def part_of(package: bytes, name: str) -> str:
    with ZipFile(BytesIO(package)) as archive:
        return archive.read(name).decode()


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()
