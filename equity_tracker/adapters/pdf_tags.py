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
    String,
    parse_content_stream,
    unparse_content_stream,
)

from equity_tracker.adapters.pdf_stamps import Reader, Stamp

# What pikepdf's types do not say: a kid of an element is another element, a reference to an annotation, or
# the number of a piece of content.
Kid: TypeAlias = Any
Instruction: TypeAlias = ContentStreamInstruction | ContentStreamInlineImage

POINTS_PER_PIXEL = 0.75
ALWAYS_PRINTED = 4


def tidy(made: bytes, *, part: int | None = None) -> tuple[bytes, list[list[Stamp]]]:
    """The same file with its tags mended. The same input gives the same bytes.

    Of a part, also the lines of each page that are to be filled in: each is a content stream of its own,
    and every second stream of the page is one.
    """
    with Pdf.open(BytesIO(made)) as pdf:
        tree = pdf.Root.StructTreeRoot
        tagged: dict[tuple[int, int], set[int]] = defaultdict(set)
        for element, ancestors in _elements(tree.K[0]):
            _mend(element, ancestors)
            if part is not None:
                _keep_apart(element, part)
            tagged[element.Pg.objgen].update(_content_numbers(element))
        entries = dict(zip(tree.ParentTree.Nums[::2], tree.ParentTree.Nums[1::2], strict=True))
        reader = None if part is None else Reader()
        stamps = []
        for page in pdf.pages:
            entry = entries[page.obj.StructParents]
            stamps.append(_silence(pdf, page, tagged[page.obj.objgen], entry, reader))
            for annotation in page.obj.get("/Annots", []):
                annotation.F = ALWAYS_PRINTED
        written = BytesIO()
        pdf.save(written, deterministic_id=True, object_stream_mode=ObjectStreamMode.generate)
    return written.getvalue(), stamps


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


def _keep_apart(element: Object, part: int) -> None:
    """Names of header cells are told once in a file, and each part counts them from the start."""
    if "/ID" in element:
        element.ID = String(f"{part}-{element.ID}")
    if "/A" in element and "/Headers" in element.A:
        names: Iterable[Kid] = element.A.Headers
        element.A.Headers = Array([String(f"{part}-{name}") for name in names])


def _silence(pdf: Pdf, page: Page, tagged: set[int], entry: Object, reader: Reader | None) -> list[Stamp]:
    """Mark as an artifact what no element speaks for: running heads, page numbers, ornaments.

    WeasyPrint leaves them as marked content outside the tree (its issue 1836). Returns the lines among them
    that are to be filled in.
    """
    streams: list[list[Instruction]] = [[]]
    stamps: list[Stamp] = []
    in_furniture = False
    font: Kid = None
    for instruction in parse_content_stream(page):
        operator = str(instruction.operator)
        number = _content_number(instruction) if operator == "BDC" else None
        if number is not None:
            in_furniture = number not in tagged
        elif operator == "Tf":
            font = instruction.operands[0]
        elif operator == "EMC":
            in_furniture = False
        if number is not None and in_furniture:
            furniture = Dictionary(Type=Name.Pagination)
            streams[-1].append(ContentStreamInstruction([Name.Artifact, furniture], Operator("BDC")))
            entry[number] = None
            continue
        stamp = None
        if reader is not None and in_furniture and operator == "TJ":
            stamp = reader.read(instruction.operands[0], page.obj.Resources.Font[font])
        if stamp is None:
            streams[-1].append(instruction)
        else:
            stamps.append(stamp)
            streams += [[instruction], []]
    made = [pdf.make_stream(unparse_content_stream(instructions)) for instructions in streams]
    page.obj.Contents = made[0] if len(made) == 1 else Array(made)
    return stamps


def _content_number(instruction: Instruction) -> int | None:
    properties = instruction.operands[1]
    return int(properties.MCID) if "/MCID" in properties else None
