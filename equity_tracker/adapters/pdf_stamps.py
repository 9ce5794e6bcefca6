"""Page numbers that are filled in once a document has been joined.

A part is printed with ten digits where a number will be: so all digits are in its font, and the text that
is drawn says itself which glyph is which digit. The line is aligned right, so what is taken away from its
length is put before it.
"""

import re
from collections.abc import Sequence
from typing import Any, TypeAlias

from pikepdf import Array, ContentStreamInstruction, Object, Operator, String

PAGE = "9876543210"
PAGES = "0123456789"

# Glyphs of one line: number, width, and how far the next one is moved, in thousandths of the size.
Glyph: TypeAlias = tuple[int, float, float]
# A line to be filled in; where in it stands the number of the page, and that of all pages.
Stamp: TypeAlias = dict[str, Any]
# What is in an array of a file: numbers, strings, other arrays.
Entry: TypeAlias = Any

BYTES_OF_A_GLYPH = 2
MAPPED = re.compile(rb"<([0-9a-f]{4})> <([0-9a-f]+)>")


class Reader:
    """Finds lines that are to be filled in, by what the fonts of a file say of their glyphs."""

    def __init__(self) -> None:
        self.fonts: dict[tuple[int, int], tuple[dict[int, str], dict[int, float]]] = {}

    def read(self, line: Entry, font: Object) -> Stamp | None:
        texts, widths = self._font(font)
        glyphs = _glyphs(line, widths)
        # One character for each glyph, so that places in the text are places in the line.
        text = "".join(texts.get(number, "?")[:1] for number, _, _ in glyphs)
        places = {name: text.find(digits) for name, digits in (("page", PAGE), ("pages", PAGES))}
        if max(places.values()) < 0:
            return None
        return {"glyphs": glyphs, **places}

    def _font(self, font: Object) -> tuple[dict[int, str], dict[int, float]]:
        if font.objgen not in self.fonts:
            pairs = MAPPED.findall(font.ToUnicode.read_bytes())
            texts = {
                int(number, 16): bytes.fromhex(text.decode()).decode("utf-16-be") for number, text in pairs
            }
            self.fonts[font.objgen] = texts, _widths(font.DescendantFonts[0].W)
        return self.fonts[font.objgen]


def _widths(entries: Entry) -> dict[int, float]:
    """From [first [width width …] first [width …]], the one form WeasyPrint writes."""
    widths = {}
    for first, follow in zip(entries[::2], entries[1::2], strict=True):
        widths.update({int(first) + place: float(width) for place, width in enumerate(follow)})
    return widths


def _glyphs(drawn: Entry, widths: dict[int, float]) -> list[Glyph]:
    glyphs: list[Glyph] = []
    for entry in drawn:
        if isinstance(entry, String):
            data = bytes(entry)
            numbers = [
                int.from_bytes(data[place : place + BYTES_OF_A_GLYPH])
                for place in range(0, len(data), BYTES_OF_A_GLYPH)
            ]
            glyphs.extend((number, widths.get(number, 0), 0) for number in numbers)
        elif glyphs:
            number, width, moved = glyphs[-1]
            glyphs[-1] = (number, width, moved + float(entry))
    return glyphs


def filled(stamp: Stamp, page: int, pages: int) -> ContentStreamInstruction:
    """The same line with its numbers, ending where the ten digits did."""
    glyphs: list[Glyph] = [tuple(glyph) for glyph in stamp["glyphs"]]
    before = _length(glyphs)
    wanted = [(stamp["page"], PAGE, page), (stamp["pages"], PAGES, pages)]
    for place, digits, number in sorted(wanted, reverse=True):
        if place >= 0:
            of_digit = dict(zip(digits, glyphs[place : place + len(digits)], strict=True))
            glyphs[place : place + len(digits)] = [of_digit[digit] for digit in str(number)]
    drawn: list[Entry] = [_length(glyphs) - before]
    for number, _, moved in glyphs:
        drawn.append(String(number.to_bytes(BYTES_OF_A_GLYPH)))
        drawn.append(moved)
    return ContentStreamInstruction([Array([_plain(entry) for entry in drawn])], Operator("TJ"))


def _plain(entry: Entry) -> Entry:
    return round(entry) if isinstance(entry, float) else entry


def _length(glyphs: Sequence[Glyph]) -> float:
    return sum(width - moved for _, width, moved in glyphs)
