"""Whether a PDF may be kept: it opens without a password, has pages, and holds nothing that acts."""

from collections.abc import Iterator
from io import BytesIO

import pikepdf

from equity_tracker.model.errors import Refused

MOST_PAGES = 2_000
DEEPEST = 60
PROTECTED = "The PDF is protected by a password. Save it without one and choose that"
ACTS = "The PDF has a program or another file inside it. Print it to a new PDF and choose that"
UNREADABLE = "The file cannot be read as a PDF file. Save it again and choose the new one"
TOO_LONG = f"The PDF has more than {MOST_PAGES:,} pages. Choose the part that matters"

# ISO 32000-1, 12.6.4 (actions), 7.11.4 (files inside), 12.7.8 (XFA), 12.5.6 (annotations that play or carry).
# /S names the kind of an action, and of other things that never have these names.
ACTIONS = {
    "/JavaScript",
    "/Launch",
    "/ImportData",
    "/SubmitForm",
    "/GoToE",
    "/GoToR",
    "/Thread",
    "/Rendition",
    "/RichMediaExecute",
}
ANNOTATIONS = {"/FileAttachment", "/RichMedia", "/Movie", "/Sound", "/3D"}
KEYS = {"/JS", "/JavaScript", "/EmbeddedFiles", "/EF", "/XFA"}


def refuse_pdf(data: bytes) -> None:
    try:
        with pikepdf.open(BytesIO(data)) as pdf:
            if pdf.is_encrypted:
                raise Refused(PROTECTED)
            pages = len(pdf.pages)
            if pages == 0:
                raise Refused(UNREADABLE)
            if pages > MOST_PAGES:
                raise Refused(TOO_LONG)
            for thing in pdf.objects:
                if any(_acts(each) for each in _dictionaries(thing)):
                    raise Refused(ACTS)
            if any(_acts(each) for each in _dictionaries(pdf.trailer)):
                raise Refused(ACTS)
    except pikepdf.PasswordError:
        raise Refused(PROTECTED) from None
    except (pikepdf.PdfError, ValueError, TypeError):
        raise Refused(UNREADABLE) from None


def _acts(thing: pikepdf.Object) -> bool:
    keys = set(thing.keys())
    if keys & KEYS:
        return True
    return _name(thing, "/S") in ACTIONS or _name(thing, "/Subtype") in ANNOTATIONS


def _name(thing: pikepdf.Object, key: str) -> str:
    value = thing.get(key)
    return str(value) if isinstance(value, pikepdf.Name) else ""


def _dictionaries(thing: object, depth: int = 0) -> Iterator[pikepdf.Object]:
    """Yield a dictionary and those written out inside it. What it only refers to comes round by itself."""
    if depth > DEEPEST:
        raise Refused(UNREADABLE)
    if isinstance(thing, pikepdf.Stream | pikepdf.Dictionary):
        yield thing
        for key in thing.keys():  # noqa: SIM118  # a PDF's dictionary does not iterate over its keys
            yield from _inside(thing.get(key), depth)
    elif isinstance(thing, pikepdf.Array):
        for value in thing:
            yield from _inside(value, depth)


def _inside(value: object, depth: int) -> Iterator[pikepdf.Object]:
    if isinstance(value, pikepdf.Object) and not value.is_indirect:
        yield from _dictionaries(value, depth + 1)
