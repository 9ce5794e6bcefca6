"""What WeasyPrint leaves undone for people who listen to a PDF: header scopes, page furniture, ornaments.

Runs in the child process of `pdf`, on a file that WeasyPrint has just written.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import Any, TypeAlias

from pikepdf import (
    Array,
    ContentStreamInlineImage,
    ContentStreamInstruction,
    Dictionary,
    Name,
    Object,
    ObjectStreamMode,
    Operator,
    Page,
    Pdf,
    parse_content_stream,
    unparse_content_stream,
)

# What pikepdf's types do not say: a kid of an element is another element, a reference to an annotation, or
# the number of a piece of content.
Kid: TypeAlias = Any

POINTS_PER_PIXEL = 0.75
ALWAYS_PRINTED = 4


def tidy(made: bytes) -> bytes:
    """The same file with its tags mended. The same input gives the same bytes."""
    with Pdf.open(BytesIO(made)) as pdf:
        tree = pdf.Root.StructTreeRoot
        tagged: dict[tuple[int, int], set[int]] = defaultdict(set)
        for element, ancestors in _elements(tree.K[0]):
            _mend(element, ancestors)
            tagged[element.Pg.objgen].update(_content_numbers(element))
        entries = dict(zip(tree.ParentTree.Nums[::2], tree.ParentTree.Nums[1::2], strict=True))
        for page in pdf.pages:
            _silence(pdf, page, tagged[page.obj.objgen], entries[page.obj.StructParents])
            for annotation in page.obj.get("/Annots", []):
                annotation.F = ALWAYS_PRINTED
        written = BytesIO()
        pdf.save(written, deterministic_id=True, object_stream_mode=ObjectStreamMode.generate)
    return written.getvalue()


def _elements(root: Object) -> Iterator[tuple[Object, tuple[str, ...]]]:
    """Each element of the tree with the kinds of its ancestors. Ornaments are taken out on the way."""
    waiting: list[tuple[Object, tuple[str, ...]]] = [(root, ())]
    while waiting:
        element, ancestors = waiting.pop()
        element.K = Array([kid for kid in element.K if not _is_ornament(kid)])
        if "/Pg" in element:
            yield element, ancestors
        below = (*ancestors, str(element.S))
        waiting.extend((kid, below) for kid in element.K if _is_element(kid))


def _mend_list(element: Object) -> None:
    """A dl with its pairs in divs: each div is one item; its last part is the body, the others are labels."""
    for item in element.K:
        if not _is_element(item) or str(item.S) != "/Div":
            continue
        item.S = Name.LI
        parts = [part.K[0] for part in item.K]
        for place, part in enumerate(parts, start=1):
            part.S = Name.LBody if place == len(parts) else Name.Lbl
            part.P = item
        item.K = Array(parts)


def _is_element(kid: Kid) -> bool:
    return not isinstance(kid, int) and "/S" in kid


def _is_ornament(kid: Kid) -> bool:
    """A picture without words is decoration: `pdf_child` lets no other through."""
    return _is_element(kid) and str(kid.S) == "/Figure" and "/Alt" not in kid


def _content_numbers(element: Object) -> set[int]:
    kids: Iterable[Kid] = element.K
    return {kid for kid in kids if isinstance(kid, int)}


def _mend(element: Object, ancestors: tuple[str, ...]) -> None:
    kind = str(element.S)
    if kind == "/L":
        _mend_list(element)
    elif kind == "/TH":
        element.A.Scope = Name.Column if "/THead" in ancestors else Name.Row
    elif kind == "/Figure":
        # WeasyPrint measures pixels from the top of the page; PDF, points from its foot.
        left, top, right, bottom = (float(edge) * POINTS_PER_PIXEL for edge in element.A.BBox)
        height = float(element.Pg.MediaBox[3])
        element.A.BBox = Array([round(edge, 3) for edge in (left, height - bottom, right, height - top)])


def _silence(pdf: Pdf, page: Page, tagged: set[int], entry: Object) -> None:
    """Mark as an artifact what no element speaks for: running heads, page numbers, ornaments.

    WeasyPrint leaves them as marked content outside the tree (its issue 1836).
    """
    instructions = []
    for instruction in parse_content_stream(page):
        number = _content_number(instruction)
        if number is None or number in tagged:
            instructions.append(instruction)
        else:
            furniture = Dictionary(Type=Name.Pagination)
            instructions.append(ContentStreamInstruction([Name.Artifact, furniture], Operator("BDC")))
            entry[number] = None
    page.obj.Contents = pdf.make_stream(unparse_content_stream(instructions))


def _content_number(instruction: ContentStreamInstruction | ContentStreamInlineImage) -> int | None:
    if str(instruction.operator) != "BDC":
        return None
    properties = instruction.operands[1]
    return int(properties.MCID) if "/MCID" in properties else None
