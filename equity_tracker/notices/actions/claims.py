"""A claim: a change that only one of those who try it at once brings about."""

from typing import Any

from sqlalchemy import CursorResult, Update

from equity_tracker.extensions import db


def changes_one_row(statement: Update) -> bool:
    result: CursorResult[Any] = db.session.execute(statement.execution_options(synchronize_session=False))  # type: ignore[assignment]
    return result.rowcount == 1
