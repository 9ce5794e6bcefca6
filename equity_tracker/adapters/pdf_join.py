"""Joins the parts of a long document into one file that nobody can tell from one printed whole.

Started by `pdf`, as a child process. The parts come from `pdf_child`, the front first.
"""

import hashlib
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from io import BytesIO
from typing import Any, TypeAlias

from pikepdf import Array, Dictionary, Name, Object, ObjectStreamMode, Pdf, String, unparse_content_stream

from equity_tracker.adapters.pdf_cut import ELSEWHERE
from equity_tracker.adapters.pdf_limits import Order, serve
from equity_tracker.adapters.pdf_outline import Bookmark, write_outline
from equity_tracker.adapters.pdf_stamps import filled

Told: TypeAlias = dict[str, Any]
# An object of the file; pikepdf's types do not say which keys it has.
Found: TypeAlias = Any
FONT_FILES = ("/FontFile", "/FontFile2", "/FontFile3")


def join(order: Order) -> bytes:
    with ExitStack() as opened:
        front, *others = order["parts"]
        joined = opened.enter_context(Pdf.open(front["path"]))
        starts = [0]
        trees: list[Found] = [joined.Root.StructTreeRoot]
        for part in others:
            source = opened.enter_context(Pdf.open(part["path"]))
            starts.append(len(joined.pages))
            joined.pages.extend(source.pages)
            trees.append(joined.copy_foreign(source.Root.StructTreeRoot))
        _join_trees(joined, trees, starts)
        _lead(joined, order["parts"], starts, order["anchors"])
        _share_fonts(joined)
        _fill_in(joined, order["parts"])
        written = BytesIO()
        joined.save(written, deterministic_id=True, object_stream_mode=ObjectStreamMode.generate)
    return written.getvalue()


def _join_trees(joined: Pdf, trees: Sequence[Found], starts: Sequence[int]) -> None:
    """Hang all elements into the first tree; number their content on."""
    document = trees[0].K[0]
    kids, entries = list(document.K), list(trees[0].ParentTree.Nums)
    for place, tree in enumerate(trees[1:], start=1):
        base = int(entries[-2]) + 1
        end = starts[place + 1] if place + 1 < len(starts) else len(joined.pages)
        for page in joined.pages[starts[place] : end]:
            page.obj.StructParents += base
            for annotation in page.obj.get("/Annots", []):
                if "/StructParent" in annotation:
                    annotation.StructParent += base
        for kid in tree.K[0].K:
            kid.P = document
            kids.append(kid)
        numbers = list(tree.ParentTree.Nums)
        for number, entry in zip(numbers[::2], numbers[1::2], strict=True):
            entries += [int(number) + base, entry]
    document.K = Array(kids)
    trees[0].ParentTree.Nums = Array(entries)


def _lead(joined: Pdf, parts: Sequence[Told], starts: Sequence[int], names: Sequence[str]) -> None:
    """Bookmarks, and links within the document, whichever part they are in and lead to."""
    pages = [page.obj for page in joined.pages]
    bookmarks: list[Bookmark] = []
    places: dict[str, Object] = {}
    for start, part in zip(starts, parts, strict=True):
        for level, label, page, left, top, state in part["bookmarks"]:
            place = _place(pages[start + page], left, top)
            bookmarks.append(Bookmark(level, label, place, is_open=state != "closed"))
        for name, (page, left, top) in part["anchors"].items():
            places.setdefault(name, _place(pages[start + page], left, top))
    write_outline(joined, bookmarks)
    _mend_links(pages, names)
    if places:
        flat = [entry for name in sorted(places) for entry in (String(name), places[name])]
        joined.Root.Names = Dictionary(Dests=Dictionary(Names=Array(flat)))


def _place(page: Object, left: float, top: float) -> Object:
    return Array([page, Name.XYZ, left, top, 0])


def _mend_links(pages: Iterable[Found], names: Sequence[str]) -> None:
    for page in pages:
        for link in page.get("/Annots", []):
            address = str(link.A.get("/URI", "")) if "/A" in link else ""
            if address.startswith(ELSEWHERE):
                name = names[int(address.removeprefix(ELSEWHERE))]
                del link.A
                link.Dest = link.Contents = String(name)


def _share_fonts(joined: Pdf) -> None:
    """Keep one of several font files that are the same."""
    kept: dict[bytes, Object] = {}
    for descriptor in _descriptors(joined):
        for kind in FONT_FILES:
            if kind in descriptor:
                file = descriptor[kind]
                known = kept.setdefault(hashlib.sha256(file.read_raw_bytes()).digest(), file)
                descriptor[kind] = known


def _descriptors(joined: Pdf) -> Iterator[Found]:
    for found in joined.objects:
        if isinstance(found, Dictionary) and str(found.get("/Type")) == "/FontDescriptor":
            yield found


def _fill_in(joined: Pdf, parts: Sequence[Told]) -> None:
    stamps = [of_page for part in parts for of_page in part["stamps"]]
    for number, (page, of_page) in enumerate(zip(joined.pages, stamps, strict=True), start=1):
        for place, stamp in enumerate(of_page):
            line = unparse_content_stream([filled(stamp, number, len(stamps))])
            page.obj.Contents[2 * place + 1] = joined.make_stream(line)


if __name__ == "__main__":
    sys.exit(serve(join))
