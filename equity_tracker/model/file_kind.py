"""The kinds of file that are taken in beside links, and how big one may be."""

import math
from enum import StrEnum

MEGABYTE = 1024 * 1024
FILE_LIMIT = 10 * MEGABYTE
_KILOBYTE = 1024


class FileKind(StrEnum):
    """What a file was found to be, by its bytes."""

    PDF = "pdf"
    WORD = "docx"
    EXCEL = "xlsx"
    PNG = "png"
    JPEG = "jpeg"

    @property
    def label(self) -> str:
        return _LABELS[self]

    @property
    def content_type(self) -> str:
        return _CONTENT_TYPES[self]

    @property
    def endings(self) -> tuple[str, ...]:
        return ("jpg", "jpeg") if self is FileKind.JPEG else (self.value,)


_LABELS = {
    FileKind.PDF: "PDF",
    FileKind.WORD: "Word",
    FileKind.EXCEL: "Excel",
    FileKind.PNG: "PNG",
    FileKind.JPEG: "JPEG",
}
_OFFICE = "application/vnd.openxmlformats-officedocument"
_CONTENT_TYPES = {
    FileKind.PDF: "application/pdf",
    FileKind.WORD: f"{_OFFICE}.wordprocessingml.document",
    FileKind.EXCEL: f"{_OFFICE}.spreadsheetml.sheet",
    FileKind.PNG: "image/png",
    FileKind.JPEG: "image/jpeg",
}
ENDINGS = tuple(ending for kind in FileKind for ending in kind.endings)


def size_in_words(size: int) -> str:
    """Write 312 kB or 10.1 MB. Rounded up, so that what is over a limit never reads as if it were not."""
    if size < MEGABYTE:
        return f"{math.ceil(size / _KILOBYTE)} kB"
    tenths = math.ceil(size * 10 / MEGABYTE)
    return f"{tenths // 10} MB" if tenths % 10 == 0 else f"{tenths / 10:.1f} MB"
