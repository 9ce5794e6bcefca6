"""Looks at a printed file from all sides: two outside checkers, and what they do not ask.

Machines do not certify: what they find nothing wrong with may still read badly. They find what is missing.
"""

import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import pikepdf

CHECKERS = (("outloud", "--fail-on", "error"), ("pdfua", "check"))
HEADINGS = {f"/H{level}" for level in range(1, 7)}
NEVER = ("/JavaScript", "/JS", "/Launch", "/OpenAction", "/AA")
ONLY_IN_AN_ARCHIVE = ("/EmbeddedFile", "/EmbeddedFiles", "/AF")
# What pikepdf's types do not say: an element of the tree, a page, an annotation.
Found = Any


def check_pdf(made: bytes, *, skip: Iterable[str] = ()) -> None:
    """Assert that a file of ours can be listened to, found one's way in, and does nothing by itself.

    `skip` names rules of outloud that do not fit the file.
    """
    with pikepdf.open(BytesIO(made)) as pdf:
        _check_declarations(pdf)
        elements = list(tree(pdf))
        _check_elements(pdf, elements)
        _check_order(pdf, elements)
        _check_content(pdf, elements)
        _check_bookmarks(pdf, elements)
        _check_links(pdf)
        _check_fonts(pdf)
        is_archive = b"pdfaid" in pdf.Root.Metadata.read_bytes()
        for word in NEVER if is_archive else NEVER + ONLY_IN_AN_ARCHIVE:
            assert not any(_has_key(found, word) for found in pdf.objects), word
    _ask_checkers(made, skip)


def tree(pdf: pikepdf.Pdf) -> Iterator[tuple[Found, tuple[str, ...]]]:
    """Each element in reading order, with the kinds of those around it."""
    waiting: list[tuple[Found, tuple[str, ...]]] = [(pdf.Root.StructTreeRoot.K[0], ())]
    while waiting:
        element, around = waiting.pop()
        yield element, around
        below = (*around, str(element.S))
        kids = [kid for kid in element.get("/K", []) if not isinstance(kid, int) and "/S" in kid]
        waiting.extend((kid, below) for kid in reversed(kids))


def _check_declarations(pdf: pikepdf.Pdf) -> None:
    assert str(pdf.Root.Lang), "language"
    assert str(pdf.docinfo.Title).strip(), "title"
    assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
    assert bool(pdf.Root.MarkInfo.Marked)
    told = pdf.Root.Metadata.read_bytes()
    assert b'pdfuaid:part="1"' in told or b"<pdfuaid:part>1<" in told
    assert all(page.Tabs == pikepdf.Name.S for page in pdf.pages)


def _check_elements(pdf: pikepdf.Pdf, elements: list[tuple[Found, tuple[str, ...]]]) -> None:
    ids: Counter[str] = Counter()
    headers: set[str] = set()
    for element, _ in elements:
        kind = str(element.S)
        if kind == "/Figure":
            assert str(element.Alt).strip(), "a picture without words"
        if kind == "/TH":
            assert str(element.A.Scope) in {"/Row", "/Column"}
        if "/ID" in element:
            ids[str(element.ID)] += 1
        if "/A" in element and "/Headers" in element.A:
            headers |= {str(name) for name in element.A.Headers}
        for kid in element.get("/K", []):
            assert isinstance(kid, int) or "/S" not in kid or kid.P.objgen == element.objgen, "a wrong parent"
    assert all(count == 1 for count in ids.values()), "two header cells of one name"
    assert headers <= set(ids), "a cell names a header that is not there"
    assert [str(element.S) for element, _ in elements if str(element.S) == "/H1"] == ["/H1"]
    levels = [int(str(element.S)[2]) for element, _ in elements if str(element.S) in HEADINGS]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels)), levels


def _check_order(pdf: pikepdf.Pdf, elements: list[tuple[Found, tuple[str, ...]]]) -> None:
    """What is read goes through the pages from the first to the last."""
    numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
    pages = [numbers[element.Pg.objgen] for element, _ in elements if "/Pg" in element and _content(element)]
    assert pages == sorted(pages), "reading order"


def _content(element: Found) -> list[int]:
    return [int(kid) for kid in element.K if isinstance(kid, int)]


def _check_content(pdf: pikepdf.Pdf, elements: list[tuple[Found, tuple[str, ...]]]) -> None:
    """All that is drawn is spoken by an element, which the file can find again, or is an artifact."""
    spoken = {
        (element.Pg.objgen, number): element.objgen
        for element, _ in elements
        if "/Pg" in element
        for number in _content(element)
    }
    numbers = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
    keys = [int(key) for key in numbers[::2]]
    assert keys == sorted(set(keys))
    entries: dict[int, Found] = dict(zip(keys, numbers[1::2], strict=True))
    for page in pdf.pages:
        entry = entries[int(page.obj.StructParents)]
        drawn = [
            int(str(found.operands[1].MCID))
            for found in pikepdf.parse_content_stream(page)
            if str(found.operator) == "BDC" and "/MCID" in found.operands[1]
        ]
        assert len(drawn) == len(set(drawn))
        for number in drawn:
            assert spoken[(page.obj.objgen, number)] == entry[number].objgen
        for link in page.obj.get("/Annots", []):
            assert str(entries[int(link.StructParent)].S) == "/Link"
    assert len(entries) == len(pdf.pages) + sum(len(page.obj.get("/Annots", [])) for page in pdf.pages)


def _check_bookmarks(pdf: pikepdf.Pdf, elements: list[tuple[Found, tuple[str, ...]]]) -> None:
    """Each heading is a bookmark."""
    with pdf.open_outline() as outline:
        lines: list[Any] = []
        waiting = list(outline.root)
        while waiting:
            line = waiting.pop(0)
            lines.append(line)
            waiting = [*line.children, *waiting]
    headings = [element for element, _ in elements if str(element.S) in HEADINGS]
    assert lines, "bookmarks"
    assert len(lines) == len(headings)
    for line, heading in zip(lines, headings, strict=True):
        assert line.title.strip()
        assert line.destination[0].objgen == heading.Pg.objgen, line.title


def _check_links(pdf: pikepdf.Pdf) -> None:
    names: list[Found] = []
    if "/Names" in pdf.Root and "/Dests" in pdf.Root.Names:
        names = list(pdf.Root.Names.Dests.Names)
    known = [str(name) for name in names[::2]]
    assert known == sorted(set(known))
    pages = {page.obj.objgen for page in pdf.pages}
    assert all(place[0].objgen in pages for place in names[1::2])
    for page in pdf.pages:
        for link in page.obj.get("/Annots", []):
            assert str(link.Subtype) == "/Link"
            assert str(link.Contents).strip(), "a link without words"
            if "/Dest" in link:
                assert str(link.Dest) in known, "a link to nowhere"
            else:
                assert str(link.A.URI).startswith(("https://", "http://", "mailto:")), link.A.URI


def _check_fonts(pdf: pikepdf.Pdf) -> None:
    descriptors = [found for found in pdf.objects if _has_key(found, "/FontName")]
    assert descriptors
    assert all("/FontFile2" in found or "/FontFile3" in found for found in descriptors)


def _has_key(found: pikepdf.Object, key: str) -> bool:
    return isinstance(found, pikepdf.Dictionary | pikepdf.Stream) and key in found


def _ask_checkers(made: bytes, skip: Iterable[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "report.pdf").write_bytes(made)
        for program, *options in CHECKERS:
            command = [str(Path(sys.executable).with_name(program)), *options]
            if program == "outloud":
                command += [option for rule in skip for option in ("--skip", rule)]
            done = subprocess.run(
                [*command, "report.pdf"], cwd=folder, capture_output=True, text=True, check=False
            )
            assert done.returncode == 0, done.stdout
