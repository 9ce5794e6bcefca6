"""What PDF/A-3a asks of a file, as far as it can be looked up here. Clauses are those of ISO 19005-3:2012.

No validator of PDF/A comes as a package, so this is our own reading of the standard: machine-checked, not
certified.
"""

import hashlib
import re
from io import BytesIO
from typing import Any
from xml.etree.ElementTree import fromstring

import pikepdf

# What pikepdf's types do not say.
Found = Any
NAMESPACES = {
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    "schema": "http://www.aiim.org/pdfa/ns/schema#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
}
# 6.5.1, and 6.5.2 for the last.
FORBIDDEN = re.compile(
    r"/(Launch|Sound|Movie|ResetForm|ImportData|Hide|SetOCGState|Rendition|Trans|GoTo3DView|JavaScript|AA)\b"
)
STANDARD_KINDS = frozenset(
    "Document Part Art Sect Div BlockQuote Caption NonStruct P H1 H2 H3 H4 H5 H6 L LI Lbl LBody Table TR TH"
    " TD THead TBody TFoot Span Link Figure".split()
)


def check_archive(made: bytes) -> None:
    with pikepdf.open(BytesIO(made)) as pdf:
        objects: list[Found] = list(pdf.objects)
        # 6.1.2 and 6.1.3: the version, bytes that say it is no text, a name of its own, no secret.
        assert re.match(rb"%PDF-1\.[0-7]\n%[\x80-\xff]{4}", made)
        assert "/ID" in pdf.trailer
        assert not pdf.is_encrypted
        # 6.1.7: nothing is kept outside the file. 6.1.7.2: no LZW.
        streams = [found for found in objects if isinstance(found, pikepdf.Stream)]
        assert not any(key in stream for stream in streams for key in ("/F", "/FFilter", "/FDecodeParms"))
        assert not any("LZW" in str(stream.get("/Filter")) for stream in streams)
        _check_colours(pdf, streams)
        _check_fonts(objects)
        # 6.3: links may have no face; all are printed. 6.4: no forms.
        for page in pdf.pages:
            for link in page.obj.get("/Annots", []):
                assert (str(link.Subtype), int(link.F)) == ("/Link", 4)
        assert "/AcroForm" not in pdf.Root
        # 6.5: nothing runs.
        assert not any(FORBIDDEN.search(str(found)) for found in objects)
        assert "/OpenAction" not in pdf.Root
        _check_metadata(pdf)
        _check_files(pdf)
        # 6.7: tagged, in a language, with kinds that everybody knows.
        assert bool(pdf.Root.MarkInfo.Marked)
        assert str(pdf.Root.Lang)
        kinds = {str(found.S)[1:] for found in objects if _type(found) == "/StructElem"}
        assert kinds <= STANDARD_KINDS
        # 6.9: no layers that can be turned off; 6.10, 6.11: no presentation, no required features.
        assert not {"/OCProperties", "/Requirements", "/Perms"} & set(pdf.Root.keys())


def _type(found: Found) -> str:
    return str(found.get("/Type")) if isinstance(found, pikepdf.Dictionary | pikepdf.Stream) else ""


def _check_colours(pdf: pikepdf.Pdf, streams: list[Found]) -> None:
    """6.2.3, 6.2.4.3: one output intent of three colours; 6.2.8: pictures are not smoothed; 6.2.5, 6.2.9."""
    (intent,) = pdf.Root.OutputIntents
    assert str(intent.S) == "/GTS_PDFA1"
    assert str(intent.OutputConditionIdentifier)
    assert int(intent.DestOutputProfile.N) == 3
    profile = intent.DestOutputProfile.read_bytes()
    assert profile[16:20] == b"RGB "
    assert profile[36:40] == b"acsp"
    for stream in streams:
        assert not stream.get("/Interpolate", False)
        assert "/Alternates" not in stream
        assert str(stream.get("/Subtype")) != "/PS"
        assert "/OPI" not in stream
    for page in pdf.pages:
        for instruction in pikepdf.parse_content_stream(page):
            # No other colours than those the intent explains.
            assert str(instruction.operator) not in {"K", "k"}


def _check_fonts(objects: list[Found]) -> None:
    """6.2.11: each font is there, says how wide its glyphs are, and which letter each is."""
    fonts = [found for found in objects if _type(found) == "/Font" and str(found.Subtype) == "/Type0"]
    assert fonts
    for font in fonts:
        (glyphs,) = font.DescendantFonts
        assert str(font.Encoding) == "/Identity-H"
        assert str(glyphs.CIDToGIDMap) == "/Identity"
        assert "/FontFile2" in glyphs.FontDescriptor or "/FontFile3" in glyphs.FontDescriptor
        assert len(glyphs.W) > 0
        assert b"beginbfchar" in font.ToUnicode.read_bytes()
        assert b"<0000> <" not in font.ToUnicode.read_bytes().split(b"endcodespacerange")[1]


def _check_metadata(pdf: pikepdf.Pdf) -> None:
    """6.6: which standards, the words that PDF/A does not know explained, the same as the information."""
    root = fromstring(pdf.Root.Metadata.read_bytes())  # noqa: S314 - we have written it
    told = {name: root.findtext(f".//{name}", namespaces=NAMESPACES) for name in TOLD}

    assert told["pdfaid:part"] == "3"
    assert told["pdfaid:conformance"] == "A"
    assert told["pdfuaid:part"] == "1"
    assert told["schema:namespaceURI"] == NAMESPACES["pdfuaid"]
    assert told["dc:title/rdf:Alt/rdf:li"] == str(pdf.docinfo.Title)
    assert told["pdf:Producer"] == str(pdf.docinfo.Producer)
    digits = re.sub(r"\D", "", str(told["xmp:CreateDate"]))[:14]
    assert str(pdf.docinfo.CreationDate)[2:16] == digits


TOLD = (
    "pdfaid:part", "pdfaid:conformance", "pdfuaid:part", "schema:namespaceURI", "dc:title/rdf:Alt/rdf:li",
    "pdf:Producer", "xmp:CreateDate",
)  # fmt: skip


def _check_files(pdf: pikepdf.Pdf) -> None:
    """6.8, Annex E: each file that goes along says what it is, and the document says that it has it."""
    root: Found = pdf.Root
    listed = list(root.Names.EmbeddedFiles.Names)
    names = [str(name) for name in listed[::2]]
    assert names == sorted(names)
    assert [file.objgen for file in root.AF] == [file.objgen for file in listed[1::2]]
    for name, file in zip(names, root.AF, strict=True):
        assert str(file.F) == str(file.UF) == name
        assert str(file.AFRelationship) == "/Data"
        assert str(file.Desc).strip()
        data = file.EF.F.read_bytes()
        assert re.fullmatch(r"/[a-z]+/[a-z0-9.+-]+", str(file.EF.F.Subtype))
        assert int(file.EF.F.Params.Size) == len(data)
        assert bytes(file.EF.F.Params.CheckSum) == hashlib.md5(data, usedforsecurity=False).digest()
        assert re.fullmatch(r"D:\d{14}(Z|[+-]\d\d'\d\d')", str(file.EF.F.Params.ModDate))
