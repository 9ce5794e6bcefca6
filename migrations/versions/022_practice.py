"""The history of a programme that was founded to practise in may be deleted; no programme becomes one later.

The triggers of every table are made anew, as they stand: of one that is added later, say so there.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "022"
down_revision: str | None = "021"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

_REFUSAL = "history is append-only"
_UNLESS_PRACTICE = """CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND EXISTS (
        SELECT 1 FROM programmes WHERE id = (to_jsonb(OLD) ->> 'programme_id')::bigint AND is_practice
    ) THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'history is append-only: %', TG_TABLE_NAME;
END $$"""
_IN_EARNEST = (
    "NOT EXISTS (SELECT 1 FROM programmes WHERE programmes.id = OLD.programme_id AND programmes.is_practice)"
)


def upgrade() -> None:
    _let_practice_be_emptied(op.get_bind().dialect.name)


def downgrade() -> None:
    op.execute("DELETE FROM outgoing_emails WHERE state = 'not_sent'")
    _keep_practice_too(op.get_bind().dialect.name)


def _let_practice_be_emptied(dialect: str) -> None:
    """Let the history of a practice programme be deleted, and of no other; and none become one later."""
    if dialect == "postgresql":
        op.execute(_UNLESS_PRACTICE)
        op.execute(
            "CREATE TRIGGER programmes_keep_practice BEFORE UPDATE ON programmes FOR EACH ROW"
            " WHEN (OLD.is_practice IS DISTINCT FROM NEW.is_practice) EXECUTE FUNCTION refuse_change()"
        )
        return
    for name, written in _delete_triggers():
        head, _, then = written.partition(" BEGIN ")
        event, _, condition = head.partition(" WHEN ")
        both = f"({condition}) AND {_IN_EARNEST}" if condition else _IN_EARNEST
        op.execute(f"DROP TRIGGER {name}")
        op.execute(f"{event} WHEN {both} BEGIN {then}")
    op.execute(
        "CREATE TRIGGER programmes_keep_practice BEFORE UPDATE OF is_practice ON programmes FOR EACH ROW"
        " WHEN OLD.is_practice IS NOT NEW.is_practice"
        f" BEGIN SELECT RAISE(ABORT, '{_REFUSAL}: programmes'); END"
    )


def _delete_triggers() -> list[tuple[str, str]]:
    """Return the triggers of SQLite that keep history from being deleted, as they were written."""
    rows = op.get_bind().execute(
        sa.text(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
            " AND name LIKE '%\\_refuse\\_delete' ESCAPE '\\' ORDER BY name"
        )
    )
    return [(name, written) for name, written in rows]


def _keep_practice_too(dialect: str) -> None:
    """As it was before: nothing is deleted, whosever it is."""
    if dialect == "postgresql":
        op.execute("DROP TRIGGER programmes_keep_practice ON programmes")
        op.execute(
            f"""CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN RAISE EXCEPTION '{_REFUSAL}: %', TG_TABLE_NAME; END $$"""
        )
        return
    op.execute("DROP TRIGGER programmes_keep_practice")
    for name, written in _delete_triggers():
        op.execute(f"DROP TRIGGER {name}")
        before = written.replace(f" AND {_IN_EARNEST}", "").replace(f" WHEN {_IN_EARNEST}", "")
        op.execute(before)
