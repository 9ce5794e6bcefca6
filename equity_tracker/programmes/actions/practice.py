"""Emptying a practice programme. The one place that deletes history, and only where nothing in it was real.

The database itself refuses the same for every other programme, and refuses to make one into practice.
"""

from datetime import datetime

from sqlalchemy import Table, delete, select

from equity_tracker.extensions import db
from equity_tracker.model.activity import ActivityKind
from equity_tracker.model.base import Base
from equity_tracker.model.errors import Refused
from equity_tracker.model.outbox import EmailState, OutgoingEmail
from equity_tracker.model.people import User
from equity_tracker.model.programme import Programme
from equity_tracker.programmes.activity import about_programme

# Who takes part and who runs it is where it starts from.
KEPT = {"participations", "programme_memberships", "invitations"}


def reset_practice(programme: Programme, *, by: User | None, now: datetime) -> None:
    """Remove everything that was done in it: commitments, check-ins, rounds, its mails and its log."""
    db.session.refresh(programme, with_for_update=True)
    if not programme.is_practice:
        raise Refused("Only a practice programme can be reset.")
    programme.refuse_if_closed()
    programme_id = programme.id
    db.session.flush()
    tables = [row for row in Base.metadata.sorted_tables if _is_emptied(row)]
    for table in reversed(tables):
        for child in _hanging_on(table):
            _delete_below(child, table, programme_id)
        emptied = delete(table).where(table.c.programme_id == programme_id)
        if table.name == OutgoingEmail.__tablename__:
            # An invitation goes out also from here.
            emptied = emptied.where(table.c.state != EmailState.WAITING)
        db.session.execute(emptied)
    db.session.expire_all()
    programme.next_reference_number = 1
    db.session.add(about_programme(ActivityKind.PRACTICE_RESET, programme, by=by, now=now))
    db.session.flush()


def _is_emptied(table: Table) -> bool:
    return "programme_id" in table.c and table.name not in KEPT


def _hanging_on(table: Table) -> list[Table]:
    """Return the tables of rows that belong to this one's, and name no programme themselves."""
    return [
        row
        for row in Base.metadata.sorted_tables
        if "programme_id" not in row.c
        and any(key.column.table is table for key in row.foreign_keys)
        and table.name not in {"organisations", "users"}
    ]


def _delete_below(child: Table, parent: Table, programme_id: int) -> None:
    ids = select(parent.c.id).where(parent.c.programme_id == programme_id)
    for key in child.foreign_keys:
        if key.column.table is parent:
            db.session.execute(delete(child).where(key.parent.in_(ids)))
