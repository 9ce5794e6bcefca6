"""Whether a Word or Excel file may be kept: a zip of bounded size that fetches and runs nothing.

Nothing is read into a document: sizes first, then every part is unpacked once, piece by piece, through an
XML parser that stops at a document type. Only then is a workbook opened.
"""

import re
import zlib
from io import BytesIO
from typing import Any
from xml.parsers import expat
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from defusedxml.ElementTree import ParseError, fromstring
from openpyxl import load_workbook

from equity_tracker.model.errors import Refused
from equity_tracker.model.file_kind import MEGABYTE

MOST_UNPACKED = 50 * MEGABYTE
MOST_PARTS = 5_000
MOST_TYPES = 2 * MEGABYTE
_PIECE = 256 * 1024
_ENCRYPTED = 1
_DEEPEST_PACKAGE = 1

_OFFICE = "application/vnd.openxmlformats-officedocument"
_MAIN = {
    "docx": f"{_OFFICE}.wordprocessingml.document.main+xml",
    "xlsx": f"{_OFFICE}.spreadsheetml.sheet.main+xml",
}
_THING = {"docx": "document", "xlsx": "workbook"}
_CALLED = {"docx": "Word", "xlsx": "Excel"}
_TYPES = "[Content_Types].xml"
_MACROS = re.compile(r"macro|vba|activex|oleobject", re.IGNORECASE)
_MACRO_PARTS = re.compile(
    r"vba|/activex/|/macrosheets/|/dialogsheets/|oleobject|\.(bin|exe|dll|js|vbs)$", re.IGNORECASE
)
# Other documents inside, which are held to the same or refused.
_PACKAGES = (".docx", ".xlsx", ".pptx", ".zip", ".docm", ".xlsm")
# What a document is made of. Anything else inside it is another file, whatever it is called.
_PARTS = re.compile(r"\.(xml|rels|vml|png|jpe?g|gif|bmp|tiff?|emf|wmf|svg|odttf|fntdata|bin)$", re.IGNORECASE)
# Fields that run a program, or bring in what lies elsewhere, when the document is opened (ECMA-376, 17.16.5).
_FIELDS = re.compile(
    r"^\s*(DDE|DDEAUTO|INCLUDEPICTURE|INCLUDETEXT|IMPORT|INCLUDE|LINK|DATABASE)\b", re.IGNORECASE
)
_CONNECTIONS = re.compile(r"(^|/)(connections\.xml$|queryTables/|webextensions/)", re.IGNORECASE)
# A printer's settings and the order in which Excel reckons are binary, and no program.
_HARMLESS = re.compile(r"(^|/)printerSettings/printerSettings[0-9]*\.bin$", re.IGNORECASE)
# What a document may point to elsewhere: a reader has to follow it on purpose.
_MAY_BE_ELSEWHERE = ("/hyperlink", "/externalLinkPath", "/xlPathMissing")


class _NotPlain(Exception):
    """It is no such file, or not as the format asks for."""


def refuse_office(kind: str, data: bytes) -> None:
    try:
        _refuse_package(kind, data, 0, 0)
        if kind == "xlsx":
            _open_workbook(data)
    except _NotPlain:
        what = f"a plain {_CALLED[kind]} {_THING[kind]}"
        raise Refused(f"The file is not {what}. Save it again as .{kind} and choose the new one") from None


def _refuse_package(kind: str, data: bytes, used: int, depth: int) -> int:
    """Look at every part; return how many bytes have been unpacked in all."""
    try:
        with ZipFile(BytesIO(data)) as archive:
            parts = archive.infolist()
            _refuse_sizes(kind, parts, used)
            _refuse_names(kind, parts)
            xml = _refuse_types(kind, archive)
            _refuse_other_files(kind, parts)
            for part in parts:
                used += _refuse_part(kind, archive, part, used=used, depth=depth, is_xml=part.filename in xml)
            return used
    except (BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, UnicodeDecodeError):
        raise _NotPlain from None


def _refuse_sizes(kind: str, parts: list[ZipInfo], used: int) -> None:
    if used + sum(part.file_size for part in parts) > MOST_UNPACKED or len(parts) > MOST_PARTS:
        raise Refused(f"The {_THING[kind]} is too large when opened. The limit is 50 MB")


def _refuse_names(kind: str, parts: list[ZipInfo]) -> None:
    names = [part.filename.lower() for part in parts]
    if len(set(names)) < len(names) or any(
        ".." in name or name.startswith("/") or "\\" in name for name in names
    ):
        raise _NotPlain
    if any(
        part.flag_bits & _ENCRYPTED or part.compress_type not in {ZIP_STORED, ZIP_DEFLATED} for part in parts
    ):
        raise _NotPlain
    if any(_MACRO_PARTS.search(name) and not _HARMLESS.search(name) for name in names):
        raise Refused(_with_macros(kind))
    if any(_CONNECTIONS.search(name) for name in names):
        raise Refused(_fetches(kind))


def _refuse_other_files(kind: str, parts: list[ZipInfo]) -> None:
    names = [part.filename.lower() for part in parts]
    if not all(name.endswith(("/", *_PACKAGES)) or _PARTS.search(name) for name in names):
        raise Refused(_with_macros(kind))


def _refuse_types(kind: str, archive: ZipFile) -> set[str]:
    """Hold the list of content types to the format; return the names of the parts that are XML."""
    try:
        if archive.getinfo(_TYPES).file_size > MOST_TYPES:
            raise _NotPlain
        root = fromstring(archive.read(_TYPES), forbid_dtd=True)
    except (KeyError, ParseError, ValueError):
        raise _NotPlain from None
    given = {
        each.get("PartName", "").lstrip("/"): each.get("ContentType", "")
        for each in root
        if "PartName" in each.attrib
    }
    endings = {
        each.get("Extension", "").lower(): each.get("ContentType", "")
        for each in root
        if "Extension" in each.attrib
    }
    if any(_MACROS.search(said) for said in (*given.values(), *endings.values())):
        raise Refused(_with_macros(kind))
    mains = [name for name, said in given.items() if said == _MAIN[kind]]
    if len(mains) != 1 or mains[0] not in archive.namelist():
        raise _NotPlain
    types = {
        name: given.get(name) or endings.get(name.rpartition(".")[2].lower(), "")
        for name in archive.namelist()
    }
    return {name for name, said in types.items() if said.endswith(("xml", "vmlDrawing")) or _named_xml(name)}


def _named_xml(name: str) -> bool:
    return name.lower().endswith((".xml", ".rels", ".vml"))


def _refuse_part(kind: str, archive: ZipFile, part: ZipInfo, *, used: int, depth: int, is_xml: bool) -> int:
    if part.filename.lower().endswith(_PACKAGES):
        return _refuse_inner(kind, archive, part, used=used, depth=depth)
    # A reader that stops at the declared size finds what was declared too small by its checksum.
    parser = _careful_parser(kind, part.filename) if is_xml else None
    unpacked = 0
    with archive.open(part) as opened:
        while piece := opened.read(_PIECE):
            unpacked += len(piece)
            if parser is not None:
                _feed(parser, piece, is_lenient=part.filename.endswith(".vml"))
    if parser is not None and unpacked:
        _feed(parser, b"", is_last=True, is_lenient=part.filename.endswith(".vml"))
    return unpacked


def _refuse_inner(kind: str, archive: ZipFile, part: ZipInfo, *, used: int, depth: int) -> int:
    """A chart in a Word document keeps its workbook inside. It is held to the same."""
    inner = part.filename.lower().rpartition(".")[2]
    if inner not in _MAIN or depth >= _DEEPEST_PACKAGE:
        raise Refused(_with_macros(kind))
    data = archive.read(part)
    return _refuse_package(inner, data, used + len(data), depth + 1) - used


def _careful_parser(kind: str, name: str) -> Any:  # noqa: ANN401 - expat's parser has no name of its own
    parser = expat.ParserCreate()

    def no_document_type(*_: object) -> None:
        raise _NotPlain

    def no_fetching(tag: str, attributes: dict[str, str]) -> None:
        # A part in another format, such as a page of HTML, is read by whatever reads that.
        if attributes.get("Type", "").endswith("/aFChunk"):
            raise Refused(_with_macros(kind))
        is_elsewhere = tag.rpartition(":")[2] == "Relationship" and attributes.get("TargetMode") == "External"
        if is_elsewhere and not attributes.get("Type", "").endswith(_MAY_BE_ELSEWHERE):
            raise Refused(_fetches(kind))

    def no_dde(tag: str, _: dict[str, str]) -> None:
        if tag.rpartition(":")[2] == "ddeLink":
            raise Refused(_fetches(kind))

    parser.StartDoctypeDeclHandler = no_document_type
    if name.lower().endswith(".rels"):
        parser.StartElementHandler = no_fetching
    elif "externallinks/" in name.lower():
        parser.StartElementHandler = no_dde
    else:
        _watch_fields(parser, kind)
    return parser


def _watch_fields(parser: Any, kind: str) -> None:  # noqa: ANN401 - expat's parser has no name of its own
    """Refuse a field that runs or fetches something. Word may cut its instruction into many pieces."""
    instruction: list[str] = []
    inside = [False]

    def start(tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        inside[0] = name == "instrText"
        if name == "fldChar":
            judge("".join(instruction))
            instruction.clear()
        if name == "fldSimple":
            judge(next((said for key, said in attributes.items() if key.endswith("instr")), ""))

    def judge(said: str) -> None:
        if _FIELDS.search(said):
            raise Refused(_fetches(kind))

    def end(_: str) -> None:
        inside[0] = False

    def text(said: str) -> None:
        if inside[0]:
            instruction.append(said)

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = text


def _feed(parser: Any, piece: bytes, *, is_lenient: bool, is_last: bool = False) -> None:  # noqa: ANN401
    """Read on. Drawings of the old kind are HTML as often as XML; a document type would stand before that."""
    try:
        parser.Parse(piece, is_last)
    except expat.ExpatError:
        if not is_lenient:
            raise _NotPlain from None


def _open_workbook(data: bytes) -> None:
    try:
        book = load_workbook(BytesIO(data), read_only=True, keep_links=False)
    except (MemoryError, RecursionError):
        raise
    except Exception:  # noqa: BLE001 - what openpyxl raises for broken files has no common class
        raise _NotPlain from None
    with_sheets = bool(book.sheetnames)
    book.close()
    if not with_sheets:
        raise _NotPlain


def _with_macros(kind: str) -> str:
    return f"The {_THING[kind]} has macros or other programs in it. Save it without them, as .{kind} or PDF"


def _fetches(kind: str) -> str:
    return f"The {_THING[kind]} fetches something from elsewhere. Save it as PDF and choose that"
