"""Putting what was found into groups, each with its pages."""

from collections.abc import Sequence

from equity_tracker.model.check_in import CheckInVersion
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.library import EntryKind, LibraryEntry
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.people import User
from equity_tracker.model.round import Round
from equity_tracker.searching.found import Found, Group, snippet

_PUBLIC_PAGES = {
    EntryKind.STATEMENT: "public.show_statement",
    EntryKind.CASE_STUDY: "public.show_case_study",
    EntryKind.SUPPORT: "public.show_support",
}


def group(title: str, endpoint: str, rows: Sequence[Found], most: int) -> Group:
    return Group(title, endpoint, list(rows[:most]), has_more=len(rows) > most)


def commitment(row: Commitment, words: list[str], *, with_organisation: bool) -> Found:
    below = [row.organisation.name] if with_organisation else []
    below += [row.reference] if row.reference else []
    below += ["Archived"] if row.is_archived else []
    return Found(
        row.display_title,
        ", ".join(below),
        snippet(words, row.statement, row.how_it_works),
        {"commitment": row.public_id},
    )


def check_in(row: CheckInVersion, words: list[str], *, with_organisation: bool) -> Found:
    about = row.check_in.commitment
    name = f"Check-in {row.check_in.number}: {about.display_title}"
    texts = (row.why, row.what_changed, row.next_step, row.who_has_not_benefited)
    below = about.organisation.name if with_organisation else ""
    return Found(name, below, snippet(words, *texts), {"check_in": row.check_in.public_id})


def entry(row: LibraryEntry, words: list[str]) -> Found:
    return Found(row.title, "", snippet(words, row.text), {"entry": row.public_id})


def public_entry(row: LibraryEntry, words: list[str]) -> Found:
    return Found(row.title, "", snippet(words, row.text), {"entry": row.public_id}, _PUBLIC_PAGES[row.kind])


def person(row: User) -> Found:
    return Found(row.name, row.email, "", {})


def organisation(row: Organisation) -> Found:
    return Found(row.name, row.place or "", "", {})


def reporting_round(row: Round) -> Found:
    return Found(row.name, "", "", {"reporting_round": row.public_id})
