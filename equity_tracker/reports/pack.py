"""A board pack: several reports in one file, as their stored contents, in the order that was chosen.

What one holds is decided here and nowhere else: of an organisation only what is public, for whoever reads the
pack reads the programme's pages and not the organisation's.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Protocol, Self

from equity_tracker.model.errors import Refused
from equity_tracker.model.report import Edition, Report
from equity_tracker.model.report_choice import Choice, ReportKind
from equity_tracker.reports.content import DataTable, ReportContent

MOST_PARTS = 20
ISSUED = "issued"
# What an organisation says in its own name. Its drafts and private notes never go into a programme's file.
OF_ORGANISATIONS = {ReportKind.STATUS_REPORT, ReportKind.COMMITMENT_RECORD, ReportKind.ANNUAL_STATEMENT}
MADE_ANEW = (
    ReportKind.PROGRAMME_REPORT,
    ReportKind.ROUND_REPORT,
    ReportKind.STATUS_REPORT,
    ReportKind.COMMITMENT_RECORD,
)


class NotInThePack(Exception):
    """Something that was chosen cannot stand in the pack. Its words are for whoever asked for it."""


class GathersReports(Protocol):
    """A kind of report: the class of what it says, and who gathers that."""

    @property
    def content(self) -> type[ReportContent]: ...
    @property
    def gather(self) -> Callable[[Report], ReportContent]: ...


@dataclass(frozen=True)
class PartRef:
    """What is to stand in a pack: a report that was issued, or one of a kind, made anew about something."""

    kind: ReportKind | None
    about: str

    @classmethod
    def read(cls, written: str) -> Self:
        """Read what `written` wrote. Raises `Refused` for anything else."""
        kind, _, about = written.partition(":")
        if kind == ISSUED and about:
            return cls(None, about)
        if about and kind in {each.value for each in MADE_ANEW}:
            return cls(ReportKind(kind), about)
        raise Refused("Choose what is to stand in the pack.", "parts")

    @property
    def written(self) -> str:
        return f"{self.kind.value if self.kind else ISSUED}:{self.about}"

    def edition(self, wanted: Edition) -> Edition:
        """Return in which edition it may stand in a pack of the edition that is wanted."""
        return Edition.PUBLIC if self.kind in OF_ORGANISATIONS else wanted


def check_parts(written: Sequence[str]) -> tuple[str, ...]:
    """Return the parts in their order, each where it stands first; refuse none, and too many."""
    refs = list(dict.fromkeys(PartRef.read(each) for each in written))
    if not refs:
        raise Refused("Choose at least one report.", "parts")
    if len(refs) > MOST_PARTS:
        raise Refused(f"A pack can hold {MOST_PARTS} reports. Leave some out.", "parts")
    return tuple(ref.written for ref in refs)


def may_hold(pack: Edition, part: Edition, kind: ReportKind) -> bool:
    """Say whether a report of this edition may stand in a pack of that one."""
    if kind is ReportKind.BOARD_PACK:
        return False
    return part is Edition.PUBLIC or (pack is Edition.INTERNAL and kind not in OF_ORGANISATIONS)


@dataclass(frozen=True)
class PackPart:
    """One report in it: what it says, as it was stored, and which record it is, if it has been issued."""

    kind: ReportKind
    edition: Edition
    title: str
    as_of: date
    number: str | None
    content_hash: str
    said: str


@dataclass(frozen=True)
class BoardPack:
    """Several reports of one programme, one after another."""

    kind: ClassVar[ReportKind] = ReportKind.BOARD_PACK
    sections: ClassVar[Sequence[tuple[str, str]]] = ()
    layout: ClassVar[int] = 1

    choice: Choice
    programme: str
    coordinating_body: str
    parts: tuple[PackPart, ...]

    @property
    def template(self) -> str:
        return "reports/pack.html"

    @property
    def title(self) -> str:
        return self.programme

    def tables(self) -> Sequence[DataTable]:
        """List what is in it. The numbers of each report are in its own archive edition."""
        rows = tuple(
            (place, part.title, part.as_of, part.edition.value, part.number, part.content_hash)
            for place, part in enumerate(self.parts, start=1)
        )
        columns = ("place", "report", "as_at", "edition", "number", "content_sha256")
        return (DataTable("reports-in-this-pack", "Reports in this pack", columns, rows),)
