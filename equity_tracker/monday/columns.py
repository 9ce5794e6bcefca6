"""The Monday lists as tables in words: the columns of the file, and of the paper."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from equity_tracker.model.status import Reporting
from equity_tracker.model.vocabulary import ORGANISATION_KINDS
from equity_tracker.monday.kinds import ChangeGroup, OrphanKind
from equity_tracker.monday.sentences import KIND_LABELS, MOVE_LABELS


def _level(number: int | None) -> str:
    return "not stated" if number is None else str(number)


STATE_LABELS = {
    Reporting.OVERDUE: "Overdue",
    Reporting.NOT_REPORTED: "Not reported",
    Reporting.NEVER_REPORTED: "Never reported",
}


@dataclass(frozen=True)
class Columns:
    """Names of columns, each with how a row fills it."""

    columns: Sequence[tuple[str, Callable[[Any], str]]]

    @property
    def header(self) -> list[str]:
        return [name for name, _ in self.columns]

    def cells(self, row: Any) -> list[str]:  # noqa: ANN401 - a row of whichever list
        return [fill(row) for _, fill in self.columns]


def _day(value: date | None) -> str:
    """Print 2026-05-03, which every spreadsheet reads as a date and sorts."""
    return value.isoformat() if value else ""


def _yes(value: bool) -> str:  # noqa: FBT001 - an answer
    return "Yes" if value else ""


NOT_REPORTED = Columns(
    (
        ("Organisation", lambda row: row.organisation),
        ("Kind of organisation", lambda row: ORGANISATION_KINDS.label(row.organisation_kind)),
        ("Commitment", lambda row: row.title),
        ("Round", lambda row: row.round_name),
        ("Due on", lambda row: _day(row.due_on)),
        ("Days since", lambda row: str(row.days_late)),
        ("Reporting", lambda row: STATE_LABELS[row.state]),
        ("Post-holder", lambda row: row.owner.words if row.owner else ""),
        ("Senior sponsor", lambda row: row.sponsor.words if row.sponsor else ""),
        ("Mailbox", lambda row: row.contact.mailbox or ""),
        ("Website", lambda row: row.contact.website or ""),
        ("Reminders sent", lambda row: str(row.reminders)),
        ("Last reminder", lambda row: _day(row.last_reminded_on)),
        ("Last message from a coordinator", lambda row: _day(row.contact.last_nudge_on)),
        ("Last check-in from the organisation", lambda row: _day(row.contact.last_check_in_on)),
        ("Last mail refused", lambda row: _yes(row.contact.is_mail_refused)),
        ("Nobody to write to", lambda row: _yes(not row.contact.has_somebody_to_mail)),
        ("Has left the programme", lambda row: _yes(row.contact.has_left)),
    )
)

LOOK_AGAIN = Columns(
    (
        ("What", lambda row: KIND_LABELS[row.kind]),
        ("Organisation", lambda row: row.organisation),
        ("Commitment", lambda row: row.title),
        ("Date", lambda row: _day(row.on)),
        ("Why", lambda row: row.sentence),
    )
)

DRIFT = Columns(
    (
        ("What", lambda row: MOVE_LABELS[row.kind]),
        ("Organisation", lambda row: row.organisation),
        ("Commitment", lambda row: row.title),
        ("Levels", lambda row: str(row.steps) if row.steps else ""),
        ("Confirmed on", lambda row: _day(row.on)),
        ("Why", lambda row: row.sentence),
        (
            "Level over time",
            lambda row: "; ".join(f"{_day(on)}: {_level(level)}" for on, level in row.levels),
        ),
        ("Closed on", lambda row: _day(row.closed_on)),
    )
)
ORPHAN_LABELS = {
    OrphanKind.NO_OWNER: "No post-holder",
    OrphanKind.NO_SPONSOR: "No senior sponsor",
    OrphanKind.ENDED: "Its organisation has ended",
    OrphanKind.FUNDING: "Funding ends first",
    OrphanKind.NO_MAIL: "Nobody to write to",
    OrphanKind.UNDECIDED: "Not said whether it is taken on",
    OrphanKind.UNCHANGED: "Accepted with changes, none sent yet",
}
ORPHANS = Columns(
    (
        ("Organisation", lambda row: row.organisation),
        ("Commitment", lambda row: row.title),
        ("What is missing", lambda row: "; ".join(ORPHAN_LABELS[kind] for kind, _ in row.reasons)),
        ("Why", lambda row: " ".join(words for _, words in row.reasons)),
        ("Post-holder", lambda row: row.owner.words if row.owner else ""),
        ("Senior sponsor", lambda row: row.sponsor.words if row.sponsor else ""),
        ("To be done by", lambda row: _day(row.ends_on)),
    )
)
GROUP_LABELS = {
    ChangeGroup.PUBLISHED: "Newly published",
    ChangeGroup.AMENDED: "Amended",
    ChangeGroup.REPORTED: "Reported differently",
    ChangeGroup.CLOSED: "Closed",
    ChangeGroup.RETRACTED: "Taken back",
    ChangeGroup.JOINED: "Joined",
    ChangeGroup.LEFT: "Left",
    ChangeGroup.SUCCEEDED: "Organisations that became others",
}
CHANGES = Columns(
    (
        ("What", lambda row: GROUP_LABELS[row.group]),
        ("Date", lambda row: _day(row.on)),
        ("Organisation", lambda row: row.organisation),
        ("Commitment", lambda row: row.title or ""),
        ("How", lambda row: row.sentence),
        (
            "Before and after",
            lambda row: "; ".join(f"{one.label}: {one.before} → {one.after}" for one in row.details),
        ),
    )
)
