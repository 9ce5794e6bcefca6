"""Valid statements for action, case studies and supports, with few arguments."""

from datetime import datetime
from typing import Any

from equity_tracker.extensions import db
from equity_tracker.library.actions import publish_entry, write_entry
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.library import EntryKind, LibraryEntry
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.people import User
from equity_tracker.model.programme import Programme

SAYS: dict[EntryKind, dict[str, str]] = {
    EntryKind.STATEMENT: {
        "title": "What midwives can do",
        "profession": "midwifery",
        "text": "Births go less well where money is short.",
        "outcome": "Ask about the home, and write down what was found.",
    },
    EntryKind.CASE_STUDY: {
        "title": "Advice in the waiting room",
        "text": "An adviser sat in the clinic on two days a week.",
        "outcome": "Families were paid what they were owed.",
        "lessons": "Begin with one clinic.",
    },
    EntryKind.SUPPORT: {
        "title": "We back the socio-economic duty",
        "alliance": "Alliance for Fair Health",
        "text": "Our members see what it would change.",
        "outcome": "Commence the duty.",
    },
}


def make_entry(
    organisation: Organisation,
    programme: Programme,
    *,
    by: User,
    now: datetime,
    kind: EntryKind = EntryKind.CASE_STUDY,
    commitments: tuple[Commitment, ...] = (),
    published: bool = False,
    **fields: Any,
) -> LibraryEntry:
    """Return an entry of the kind; give `fields` to differ."""
    entry = write_entry(
        organisation, programme, kind, SAYS[kind] | fields, commitments=commitments, by=by, now=now
    )
    if published:
        publish_entry(entry, by=by, now=now, today=now.date())
    db.session.flush()
    return entry
