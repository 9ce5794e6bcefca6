"""Files beside links as evidence: what is kept of each, and which evidence names it."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "016"
down_revision: str | None = "015"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
# As in 001: the halves of a composite key are plain integers.
KEY_OF_OWNER = sa.Integer()
KIND = sa.Enum("pdf", "docx", "xlsx", "png", "jpeg", name="filekind", native_enum=False, length=20)
EVIDENCE = ("evidence", "close_out_evidence")
_REFUSAL = "history is append-only"


def upgrade() -> None:
    _create_files()
    for table in EVIDENCE:
        _unfreeze(table)
        with op.batch_alter_table(table) as batch_op:
            batch_op.add_column(sa.Column("file_id", KEY_OF_OWNER, nullable=True))
            batch_op.create_foreign_key(
                op.f(f"fk_{table}_organisation_id_programme_id_file_id"),
                "files",
                ["organisation_id", "programme_id", "file_id"],
                ["organisation_id", "programme_id", "id"],
                onupdate="CASCADE",
            )
            batch_op.create_index(f"ix_{table}_file_id", ["file_id"])
        _freeze(table)
    # A file's words never change. It may be deleted while nothing names it, which its keys see to.
    op.execute(_trigger("files_refuse_update", "UPDATE", "files"))


def downgrade() -> None:
    op.execute(_drop("files_refuse_update", "files"))
    for table in EVIDENCE:
        _unfreeze(table)
        with op.batch_alter_table(table) as batch_op:
            batch_op.drop_index(f"ix_{table}_file_id")
            batch_op.drop_constraint(
                op.f(f"fk_{table}_organisation_id_programme_id_file_id"), type_="foreignkey"
            )
            batch_op.drop_column("file_id")
        _freeze(table)
    op.drop_table("files")


def _create_files() -> None:
    op.create_table(
        "files",
        sa.Column("id", KEY, nullable=False),
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.Column("organisation_id", KEY_OF_OWNER, nullable=False),
        sa.Column("programme_id", KEY_OF_OWNER, nullable=False),
        sa.Column("commitment_id", KEY_OF_OWNER, nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("kind", KIND, nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("storage_key", sa.String(length=100), nullable=False),
        sa.Column("uploaded_by_id", KEY, nullable=True),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "programme_id", "commitment_id"],
            ["commitments.organisation_id", "commitments.programme_id", "commitments.id"],
            name=op.f("fk_files_organisation_id_programme_id_commitment_id"),
            onupdate="CASCADE",
        ),
        sa.ForeignKeyConstraint(["uploaded_by_id"], ["users.id"], name=op.f("fk_files_uploaded_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_files")),
        sa.UniqueConstraint("public_id", name=op.f("uq_files_public_id")),
        sa.UniqueConstraint("storage_key", name=op.f("uq_files_storage_key")),
        sa.UniqueConstraint(
            "organisation_id", "programme_id", "id", name=op.f("uq_files_organisation_id_programme_id_id")
        ),
    )
    op.create_index("ix_files_commitment_id", "files", ["organisation_id", "commitment_id"])
    op.create_index("ix_files_uploaded_at", "files", ["uploaded_at"])


def _unfreeze(table: str) -> None:
    """SQLite makes a table anew to change it, and its triggers go with the old one."""
    for event in ("update", "delete"):
        op.execute(_drop(f"{table}_refuse_{event}", table))


def _freeze(table: str) -> None:
    op.execute(_trigger(f"{table}_refuse_update", "UPDATE", table))
    op.execute(_trigger(f"{table}_refuse_delete", "DELETE", table))


def _drop(name: str, table: str) -> str:
    on_table = f" ON {table}" if op.get_bind().dialect.name == "postgresql" else ""
    return f"DROP TRIGGER {name}{on_table}"


def _trigger(name: str, event: str, table: str) -> str:
    """As in 003: values are compared, for a cascade sets a whole key though only the organisation changes."""
    columns = [column["name"] for column in sa.inspect(op.get_bind()).get_columns(table)]
    frozen = sorted(set(columns) - {"organisation_id"}) if event == "UPDATE" else []
    if op.get_bind().dialect.name == "sqlite":
        when = " OR ".join(f"OLD.{column} IS NOT NEW.{column}" for column in frozen)
        then = f"BEGIN SELECT RAISE(ABORT, '{_REFUSAL}: {table}'); END"
    else:
        when = " OR ".join(f"OLD.{column}::text IS DISTINCT FROM NEW.{column}::text" for column in frozen)
        then = "EXECUTE FUNCTION refuse_change()"
    condition = f" WHEN ({when})" if when else ""
    return f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW{condition} {then}"
