"""History is append-only: the database refuses to change or delete what was said.

`organisation_id` may change everywhere: it follows a commitment to the successor that holds it.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "003"
down_revision: str | None = "002"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

# What may change later, table by table; every other column is frozen once written.
CHANGEABLE = {
    "activities": {"organisation_id"},
    "check_in_versions": {"organisation_id"},
    "evidence": {"organisation_id"},
    "publications": {
        "organisation_id",
        "is_current",
        "public_from",
        "retracted_on",
        "retraction_reason",
    },
    "reviews": {"organisation_id"},
}
_REFUSAL = "history is append-only"


def upgrade() -> None:
    bind = op.get_bind()
    if bind.dialect.name == "postgresql":
        op.execute(
            f"""CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN RAISE EXCEPTION '{_REFUSAL}: %', TG_TABLE_NAME; END $$"""
        )
    for table, changeable in CHANGEABLE.items():
        columns = [column["name"] for column in sa.inspect(bind).get_columns(table)]
        frozen = sorted(set(columns) - changeable)
        op.execute(_trigger(bind.dialect.name, f"{table}_refuse_update", "UPDATE", table, frozen))
        op.execute(_trigger(bind.dialect.name, f"{table}_refuse_delete", "DELETE", table, []))


def _trigger(dialect: str, name: str, event: str, table: str, frozen: list[str]) -> str:
    """Compare values, not names: a cascade sets a whole key though only the organisation changes."""
    if dialect == "sqlite":
        when = " OR ".join(f"OLD.{column} IS NOT NEW.{column}" for column in frozen)
        then = f"BEGIN SELECT RAISE(ABORT, '{_REFUSAL}: {table}'); END"
    else:
        # JSON has no equality in PostgreSQL; its text has.
        when = " OR ".join(f"OLD.{column}::text IS DISTINCT FROM NEW.{column}::text" for column in frozen)
        then = "EXECUTE FUNCTION refuse_change()"
    condition = f" WHEN ({when})" if when else ""
    return f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW{condition} {then}"


def downgrade() -> None:
    dialect = op.get_bind().dialect.name
    for table in CHANGEABLE:
        for name in ("update", "delete"):
            on_table = f" ON {table}" if dialect == "postgresql" else ""
            op.execute(f"DROP TRIGGER {table}_refuse_{name}{on_table}")
    if dialect == "postgresql":
        op.execute("DROP FUNCTION refuse_change()")
