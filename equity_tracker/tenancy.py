"""The alarm of tenancy: an owned class read or changed without its organisation or programme raises.

It adds no filters of its own: a hidden one would hide the rule from the reader.
"""

from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import Mapper, ORMExecuteState, Session
from sqlalchemy.sql import visitors
from sqlalchemy.sql.elements import BindParameter
from sqlalchemy.sql.schema import Column

from equity_tracker.database import WriteDuringRead, is_reading
from equity_tracker.model.base import OrganisationOwned

# A partner's row is read by the two it stands between: whose commitment it is, and who is named.
SCOPES = {"organisation_id", "programme_id", "partner_organisation_id"}


class UnscopedQuery(RuntimeError):
    """A query over owned rows that names neither an organisation nor a programme."""


def init_app(session_class: type[Session] = Session) -> None:
    """Listen on every session. Call once per process; a second call changes nothing."""
    if not event.contains(session_class, "do_orm_execute", _raise_unscoped):
        event.listen(session_class, "do_orm_execute", _raise_unscoped)
        event.listen(session_class, "do_orm_execute", _raise_write)
        event.listen(session_class, "before_flush", _raise_flush)


def _raise_unscoped(state: ORMExecuteState) -> None:
    loads_what_is_known = state.is_relationship_load or state.is_column_load
    # An added row needs no alarm: its composite keys cannot name another organisation's parent.
    if loads_what_is_known or state.is_insert or state.execution_options.get("every_organisation"):
        return
    owned = [mapper for mapper in state.all_mappers if _is_owned(mapper)]
    if not owned:
        return
    tables = {str(mapper.class_.__tablename__) for mapper in owned}
    where = getattr(state.statement, "whereclause", None)
    if where is None or not _names_scope(where, tables):
        names = ", ".join(sorted(mapper.class_.__name__ for mapper in owned))
        raise UnscopedQuery(
            f"{names}: say whose. Filter by organisation_id or programme_id, or state every_organisation."
        )


def _is_owned(mapper: Mapper[Any]) -> bool:
    return issubclass(mapper.class_, OrganisationOwned)


def _names_scope(where: object, tables: set[str]) -> bool:
    """Say whether the condition compares a scope column of an owned table with something."""
    for element in visitors.iterate(where):  # type: ignore[arg-type]
        sides = [getattr(element, "left", None), getattr(element, "right", None)]
        columns = [side for side in sides if isinstance(side, Column)]
        scoped = [column for column in columns if column.name in SCOPES and column.table.name in tables]
        if scoped and any(
            isinstance(side, BindParameter | Column) for side in sides if side is not scoped[0]
        ):
            return True
    return False


def _raise_write(state: ORMExecuteState) -> None:
    if is_reading() and (state.is_insert or state.is_update or state.is_delete):
        raise WriteDuringRead("A page that only reads tried to write.")


def _raise_flush(session: Session, *_: object) -> None:
    if is_reading() and (session.new or session.dirty or session.deleted):
        raise WriteDuringRead("A page that only reads tried to write.")
