"""Making one cell's text fit to keep, and remembering where something about it was odd."""

import re
import unicodedata
from collections import defaultdict
from enum import Enum

from equity_tracker.imports.html_text import looks_like_html, text_of_html
from equity_tracker.imports.problems import Notice, NoticeKind, shortened
from equity_tracker.imports.wording import has_typed_letters, is_double_encoded, lost_letters, repaired

_FORMULA = re.compile(r"[=@\t]|[+-](?!\s|[0-9.,]+%?$)")
_LINE_END = re.compile(r"\r\n?")


class _Oddity(Enum):
    HTML = (NoticeKind.INFORMATION, "The markup was taken out. Words and links were kept")
    FORMULA = (NoticeKind.INFORMATION, "It begins as a spreadsheet formula does. It was kept as text")
    DAMAGED = (NoticeKind.WARNING, "Some letters look damaged, as by a wrong encoding")
    TYPED = (NoticeKind.WARNING, "It has codes like \\u2019 in place of letters")
    LOST = (NoticeKind.WARNING, "A question mark stands where a letter was probably lost")
    REPAIRED = (NoticeKind.INFORMATION, "Damaged letters were repaired, as the mapping asks")


class CellCleaner:
    """Cleans cells and collects what it saw. It changes letters only when it was asked to."""

    def __init__(self, *, repair_letters: bool) -> None:
        self._repairs = repair_letters
        self._rows: dict[tuple[_Oddity, str], set[int]] = defaultdict(set)
        self._samples: dict[tuple[_Oddity, str], str] = {}

    def clean(self, row: int, column: str, cell: str) -> str:
        """Without markup, blanks around it, or more than one way to write a line end or an accent."""
        text = cell if cell.isascii() else unicodedata.normalize("NFC", cell)
        if looks_like_html(text):
            self._saw(_Oddity.HTML, row, column)
            text = text_of_html(text)
        text = self._check_letters(row, column, text)
        if _FORMULA.match(text):
            self._saw(_Oddity.FORMULA, row, column)
        return _LINE_END.sub("\n", text).strip().strip("\ufeff")

    def _check_letters(self, row: int, column: str, text: str) -> str:
        if self._repairs and (better := repaired(text)) != text:
            self._saw(_Oddity.REPAIRED, row, column)
            text = better
        if is_double_encoded(text):
            self._saw(_Oddity.DAMAGED, row, column, _change(text))
        elif has_typed_letters(text):
            self._saw(_Oddity.TYPED, row, column, _change(text))
        if words := lost_letters(text):
            self._saw(_Oddity.LOST, row, column, f"The first is “{words[0]}”")
        return text

    def _saw(self, oddity: _Oddity, row: int, column: str, sample: str = "") -> None:
        self._rows[oddity, column].add(row)
        self._samples.setdefault((oddity, column), sample)

    def notices(self) -> list[Notice]:
        return [
            Notice(
                f"{oddity.value[1]}.",
                oddity.value[0],
                column,
                tuple(sorted(rows)),
                offer=self._samples[oddity, column],
            )
            for (oddity, column), rows in self._rows.items()
        ]


def _change(text: str) -> str:
    better = repaired(text)
    if better == text:
        return "It cannot be repaired: take it from the original"
    words = shortened(" ".join(word for word in better.split() if word not in set(text.split())))
    return f"Probably meant: “{words}”. Set repair_letters in the mapping to repair such letters"
