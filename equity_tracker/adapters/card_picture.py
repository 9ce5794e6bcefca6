"""Draws the pictures that other sites show beside a link: words on paper, in the fonts of our pages.

FreeType reads them as they are shipped (WOFF2). They hold the letters of western European languages, Welsh
and Māori. Other letters are drawn without their accents; a text in another alphabet is left to the page.
"""

import io
import threading
import time
import unicodedata
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont
from PIL import Image, ImageDraw, ImageFont

SIZE = (1200, 630)
FONTS = Path(__file__).resolve().parents[1] / "static" / "fonts"
REGULAR, BOLD = FONTS / "source-sans-3-400.woff2", FONTS / "source-sans-3-700.woff2"
# The colours of app.css.
INK, SOFT, PAPER, FRAME, ACCENT = "#16212b", "#4a5763", "#ffffff", "#17494d", "#f0a36f"
MARGIN, HEADER = 72, 96
# The mark of the service, as in the header of pages.
MARK = (
    ((0, 0, 8, 30), PAPER), ((12, 0, 20, 17), PAPER), ((24, 0, 32, 8), PAPER),
    ((12, 22, 20, 30), ACCENT), ((24, 12, 32, 30), ACCENT),
)  # fmt: skip
TITLE_SIZES = (60, 52, 45, 39)
MOST_LINES = 4
FOOT = 205
# Letters that have a plain form, but none that Unicode takes apart.
PLAIN = str.maketrans("ŁłĐđĦħŦŧŊŋıȷ", "LlDdHhTtNnij")
ELSEWHERE = "Read it in its own letters on its page"
TONES = {"good": "#1f6f43", "warn": "#7a4b00", "bad": "#9c2a1c", "none": "#4a5763", "done": "#17494d"}


@dataclass(frozen=True)
class Line:
    """One line at the foot: what it is about, what it says, and the colour of its shape."""

    label: str
    words: str
    tone: str = "none"
    shape: str = "square"


@dataclass(frozen=True)
class Picture:
    """What is on a picture. Equal ones are equal pictures."""

    kicker: str
    title: str
    by: str
    lines: tuple[Line, ...]


class Busy(Exception):
    """More pictures were asked for in this moment than are drawn."""


class Easel:
    """Draws one picture at a time, and so many a minute: whoever asks for more gets none for the moment.

    What was drawn last is kept, so that the same picture is drawn once.
    """

    def __init__(
        self,
        *,
        kept: int = 200,
        most: int = 60,
        seconds: float = 60,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._kept: OrderedDict[Picture, bytes] = OrderedDict()
        self._most_kept, self._most, self._seconds = kept, float(most), seconds
        self._clock = clock
        self._left, self._at = float(most), clock()
        self._lock = threading.Lock()

    def draw(self, picture: Picture) -> bytes:
        """Return it as PNG; raise `Busy` when too much is asked for."""
        with self._lock:
            found = self._kept.get(picture)
            if found is not None:
                self._kept.move_to_end(picture)
                return found
            self._spend()
            drawn = draw(picture)
            self._kept[picture] = drawn
            while len(self._kept) > self._most_kept:
                self._kept.popitem(last=False)
            return drawn

    def _spend(self) -> None:
        now = self._clock()
        self._left = min(self._most, self._left + (now - self._at) * self._most / self._seconds)
        self._at = now
        if self._left < 1:
            raise Busy
        self._left -= 1


def draw(picture: Picture) -> bytes:
    """Draw it: the promise large, by whom below, and each light on a line of its own, with word and shape."""
    image = Image.new("RGB", SIZE, PAPER)
    pen = ImageDraw.Draw(image)
    _header(pen)
    width = SIZE[0] - 2 * MARGIN
    pen.text((MARGIN, HEADER + 36), _fitted(picture.kicker, 28, width), SOFT, _font(REGULAR, 28))
    foot = SIZE[1] - FOOT
    _title(pen, picture.title, HEADER + 80, foot - HEADER - 96, width)
    pen.text((MARGIN, foot + 4), _fitted(picture.by, 30, width), INK, _font(REGULAR, 30))
    for row, line in enumerate(picture.lines[:2]):
        top = foot + 62 + row * 60
        pen.line([(MARGIN, top - 6), (SIZE[0] - MARGIN, top - 6)], "#d6dbdf", 2)
        _shape(pen, line, (MARGIN, top + 12))
        pen.text((MARGIN + 44, top + 4), line.label, SOFT, _font(REGULAR, 30))
        _said(pen, line.words, (MARGIN + 210, top), width - 210)
    target = io.BytesIO()
    image.quantize(64).save(target, "PNG", optimize=True)
    return target.getvalue()


def _header(pen: ImageDraw.ImageDraw) -> None:
    pen.rectangle((0, 0, SIZE[0], HEADER), FRAME)
    for (left, top, right, bottom), colour in MARK:
        pen.rectangle((MARGIN + left, 33 + top, MARGIN + right, 33 + bottom), colour)
    pen.text((MARGIN + 54, 30), "Equity Tracker", PAPER, _font(BOLD, 32))


def _said(pen: ImageDraw.ImageDraw, words: str, at: tuple[int, int], width: int) -> None:
    """Write what a light says; what is too long for one line stands smaller, on two."""
    left, top = at
    if _font(BOLD, 30).getlength(drawable(words)) <= width:
        pen.text((left, top + 4), drawable(words), INK, _font(BOLD, 30))
        return
    font = _font(BOLD, 20)
    first, *rest = _wrapped(drawable(words), font, width)
    pen.text((left, top), first, INK, font)
    pen.text((left, top + 25), _cut(" ".join(rest), font, width), INK, font)


def _title(pen: ImageDraw.ImageDraw, title: str, top: int, height: int, width: int) -> None:
    """Draw it as large as it fits; a very long one ends with an ellipsis."""
    words = drawable(title)
    for size in TITLE_SIZES:
        font = _font(BOLD, size)
        lines, leading = _wrapped(words, font, width), round(size * 1.16)
        if len(lines) <= MOST_LINES and len(lines) * leading <= height:
            break
    most = max(1, min(MOST_LINES, height // leading))
    if len(lines) > most:
        lines = [*lines[: most - 1], _cut(f"{lines[most - 1]} …", font, width, always=True)]
    for row, line in enumerate(lines):
        pen.text((MARGIN, top + row * leading), line, INK, font)


def _wrapped(words: str, font: ImageFont.FreeTypeFont, width: int) -> list[str]:
    lines: list[str] = []
    line = ""
    for word in words.split():
        longer = f"{line} {word}".strip()
        if font.getlength(longer) <= width:
            line = longer
            continue
        if line:
            lines.append(line)
        # A word that is wider than the picture is cut.
        line = _cut(word, font, width)
    return [*lines, line] if line else lines


def _fitted(words: str, size: int, width: int) -> str:
    return _cut(drawable(words), _font(BOLD, size), width)


def _cut(words: str, font: ImageFont.FreeTypeFont, width: int, *, always: bool = False) -> str:
    """Shorten it to the width, with an ellipsis where something is left out."""
    if font.getlength(words) <= width:
        return words
    kept = words.removesuffix("…").rstrip() if always else words
    while kept and font.getlength(f"{kept}…") > width:
        kept = kept[:-1].rstrip()
    return f"{kept}…"


def _shape(pen: ImageDraw.ImageDraw, line: Line, at: tuple[int, int]) -> None:
    left, top = at
    colour = TONES[line.tone]
    size = 24
    if line.shape == "tick":
        pen.line([(left, top + 13), (left + 9, top + 22), (left + 25, top + 2)], colour, 6, joint="curve")
    elif line.shape == "triangle":
        pen.polygon([(left + 12, top), (left + size, top + 22), (left, top + 22)], colour)
    elif line.shape == "cross":
        pen.line([(left + 2, top + 2), (left + 22, top + 22)], colour, 6)
        pen.line([(left + 22, top + 2), (left + 2, top + 22)], colour, 6)
    elif line.shape == "ring":
        pen.ellipse((left, top, left + size, top + size), outline=colour, width=5)
    else:
        pen.rectangle((left + 1, top + 1, left + 22, top + 22), colour)


def drawable(text: str) -> str:
    """Return the text in letters that the fonts have; where they lack one, say where to read it.

    Signs that are no letters, such as pictures, are left out.
    """
    known = _letters()
    drawn = [(letter, _letter(letter, known)) for letter in unicodedata.normalize("NFC", text)]
    if any(letter.isalnum() and not found for letter, found in drawn):
        return ELSEWHERE
    return " ".join("".join(found for _, found in drawn).split())


def _letter(letter: str, known: frozenset[int]) -> str:
    if ord(letter) in known or letter.isspace():
        return letter
    plain = unicodedata.normalize("NFKD", letter).translate(PLAIN)
    return "".join(one for one in plain if ord(one) in known)


@cache
def _letters() -> frozenset[int]:
    """Read which letters the bold font has; the other has the same."""
    with TTFont(BOLD) as font:
        return frozenset(font.getBestCmap())


@cache
def _font(path: Path, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(path), size)
