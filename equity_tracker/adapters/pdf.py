"""Turn a page of ours into a tagged PDF. The work is done in child processes that can be stopped.

Only this side is imported by the rest of the product: it knows nothing of WeasyPrint (see `pdf_child`).
"""

import base64
import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from equity_tracker.adapters.pdf_cut import NUMBER_OF_THE_FRONT, Cut, Piece, Share, cut
from equity_tracker.adapters.pdf_process import (
    PROJECT,
    Limits,
    RenderFailed,
    RenderRefused,
    TooManyPages,
    run_child,
    working_folder,
)

__all__ = [
    "JOB_LIMITS", "PART_LIMITS", "PROJECT", "Assets", "Attachment", "JobLimits", "Limits", "RenderFailed",
    "RenderRefused", "make_archive", "render", "render_long",
]  # fmt: skip

PART_LIMITS = Limits()


@dataclass(frozen=True)
class Assets:
    """What a document may refer to as `asset:NAME`: our static files, and what is handed in here."""

    extra: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True)
class JobLimits:
    """What a document printed by parts may take: each part within its own limits, one at a time.

    `seconds` is again time of the processor. `wall_seconds` ends before another worker would begin anew.
    """

    part: Limits = PART_LIMITS
    seconds: int = 300
    wall_seconds: int = 330
    memory_bytes: int = 700_000_000
    characters: int = 20_000_000


JOB_LIMITS = JobLimits()


@dataclass(frozen=True)
class Attachment:
    """A file that goes along in the archive edition."""

    name: str
    media_type: str
    description: str
    data: bytes


def render(html: str, *, assets: Assets, made_at: datetime, limits: Limits = PART_LIMITS) -> bytes:
    """The PDF (PDF/UA-1) of a whole HTML document; the same input gives the same bytes.

    The document must have a language, a title, one h1, and words for each picture.
    """
    order = _order(assets, made_at)
    if len(html) > limits.characters:
        raise RenderRefused
    with working_folder() as folder:
        return run_child("pdf_child", {**order, "html": html, "pages": limits.pages}, folder, limits)


def render_long(html: str, *, assets: Assets, made_at: datetime, job_limits: JobLimits = JOB_LIMITS) -> bytes:
    """The same of a document of any length: printed by parts, and joined so that nobody sees the seams.

    It may be cut before each child of body that has `data-part`. What comes before the first of them, with
    the cover and the contents, is printed last, when all page numbers are known. Page numbers in the margin
    ("page x of y") must be aligned right. A document that fits in one part is printed by `render`.
    """
    order = _order(assets, made_at)
    if len(html) > job_limits.characters:
        raise RenderRefused
    pieces = cut(html)
    if pieces.fits(job_limits.part.pages) and len(html) <= job_limits.part.characters:
        try:
            return render(html, assets=assets, made_at=made_at, limits=job_limits.part)
        except TooManyPages:
            if not pieces.parts:
                raise
    elif not pieces.parts:
        raise RenderRefused
    with working_folder() as folder:
        return _Job(order, pieces, Path(folder), job_limits).print()


def make_archive(made: bytes, *, attachments: Sequence[Attachment], made_at: datetime) -> bytes:
    """The archive edition (PDF/A-3a, still PDF/UA-1) of a file that we have printed, with its data inside."""
    order = _order(Assets(), made_at)
    with working_folder() as folder:
        source = Path(folder, "made.pdf")
        source.write_bytes(made)
        files = []
        for number, attachment in enumerate(attachments):
            path = Path(folder, f"attachment-{number}")
            path.write_bytes(attachment.data)
            files.append(
                {
                    "path": str(path),
                    "name": Path(attachment.name).name,
                    "media_type": attachment.media_type,
                    "description": attachment.description,
                }
            )
        return run_child("pdf_archive", {**order, "source": str(source), "files": files}, folder, PART_LIMITS)


def _order(assets: Assets, made_at: datetime) -> dict[str, Any]:
    if made_at.tzinfo is None:
        raise ValueError("made_at must say its time zone")
    return {
        "extra": {name: base64.b64encode(data).decode() for name, data in assets.extra.items()},
        "made_at": made_at.isoformat(timespec="seconds"),
    }


class _Job:
    """The printing of one long document."""

    def __init__(self, order: dict[str, Any], pieces: Cut, folder: Path, limits: JobLimits) -> None:
        self.order = order
        self.pieces = pieces
        self.folder = folder
        self.limits = limits
        self.ends_at = time.monotonic() + limits.wall_seconds
        self.seconds_left = float(limits.seconds)
        # One for each part, in order: where its file is, its pages, bookmarks, anchors and stamps.
        self.parts: list[dict[str, Any]] = []

    def print(self) -> bytes:
        waiting = list(self.pieces.parts)
        share = Share(self.limits.part.pages)
        while waiting:
            tried = waiting[: share.next(waiting)]
            try:
                part = self._print(tried, len(self.parts) + 1)
            except TooManyPages:
                if len(tried) == 1:
                    raise
                share.halve(tried)
            else:
                share.learn(tried, part["pages"])
                self.parts.append(part)
                waiting = waiting[len(tried) :]
        order = {"parts": [self._print_front(), *self.parts], "anchors": self.pieces.anchors}
        limits = replace(self.limits.part, memory_bytes=self.limits.memory_bytes)
        return run_child("pdf_join", order, str(self.folder), self._in_time(limits))

    def _print_front(self) -> dict[str, Any]:
        """The cover and the contents, which are told the pages of all that follows."""
        pages_of: dict[str, int] = {}
        before = 0
        for part in self.parts:
            pages_of.update({anchor: before + place[0] for anchor, place in part["anchors"].items()})
            before += part["pages"]
        return self._print((), NUMBER_OF_THE_FRONT, pages_of)

    def _print(
        self, pieces: Sequence[Piece], number: int, pages_of: Mapping[str, int] | None = None
    ) -> dict[str, Any]:
        html = self.pieces.document(pieces)
        if len(html) > self.limits.part.characters:
            raise RenderRefused
        order = {**self.order, "html": html, "pages": self.limits.part.pages, "part": number}
        order.update(anchors=self.pieces.anchors, pages_of=pages_of or {})
        limits = self._in_time(self.limits.part)
        told, made = run_child("pdf_child", order, str(self.folder), limits).split(b"\n", 1)
        path = self.folder / f"part-{number}.pdf"
        path.write_bytes(made)
        part = json.loads(told)
        self.seconds_left -= part["seconds"]
        return {**part, "path": str(path)}

    def _in_time(self, limits: Limits) -> Limits:
        """No child may take more than what is left of the job."""
        seconds = min(limits.seconds, int(self.seconds_left))
        wall_seconds = min(limits.wall_seconds, int(self.ends_at - time.monotonic()))
        if min(seconds, wall_seconds) < 1:
            raise RenderRefused
        return replace(limits, seconds=seconds, wall_seconds=wall_seconds)
