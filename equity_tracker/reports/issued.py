"""What the public may be told of a report of record, and whether something is the file that was issued."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from equity_tracker.model.report import Report
from equity_tracker.reports.asking import KIND_WORDS


@dataclass(frozen=True)
class About:
    """What a public report is and says of itself. Of no other is any of this told."""

    title: str
    as_of: date
    since: date | None
    until: date
    issuer: str
    pages: int | None
    file_hash: str | None
    archive_hash: str | None
    content_hash: str
    superseded_by: str | None


@dataclass(frozen=True)
class Told:
    """A report as anybody may know of it: that it was issued and when; the rest only while it is public."""

    number: str
    issued_at: datetime | None
    is_public: bool
    kind: str
    withdrawn_at: datetime | None
    about: About | None

    @property
    def is_offered(self) -> bool:
        return self.about is not None


def told(report: Report, *, is_still_public: bool) -> Told:
    """Leave out whatever is internal, and of what was taken back all but that it was."""
    is_told = report.is_public and is_still_public
    return Told(
        number=report.number or "",
        issued_at=report.made_at,
        is_public=is_told,
        kind=KIND_WORDS[report.kind] if is_told else "",
        withdrawn_at=report.withdrawn_at if is_told else None,
        about=_about(report) if is_told and not report.is_withdrawn else None,
    )


def _about(report: Report) -> About:
    period = report.choice.period
    return About(
        title=report.title,
        as_of=report.as_of,
        since=period.since,
        until=period.until,
        issuer=report.issuer,
        pages=report.pages,
        file_hash=report.file_hash,
        archive_hash=report.archive_hash,
        content_hash=report.content_key,
        superseded_by=report.superseded_by,
    )


class Verdict(StrEnum):
    """What a SHA-256 is to a report."""

    FILE = "file"
    ARCHIVE = "archive"
    CONTENT = "content"
    OTHER = "other"


def verdict(report: Report, digest: str) -> Verdict:
    """Say whether it is that of one of its files, of what it says, or of neither."""
    known = (
        (Verdict.FILE, report.file_hash),
        (Verdict.ARCHIVE, report.archive_hash),
        (Verdict.CONTENT, report.content_key),
    )
    return next((what for what, theirs in known if theirs and theirs == digest), Verdict.OTHER)
