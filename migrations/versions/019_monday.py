"""Nudges, the flags of commitments with who has looked at them, and how often somebody was reminded."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "019"
down_revision: str | None = "018"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
# Whose they are may change, when an organisation is succeeded; nothing else of them.
_FROZEN = {
    "nudges": "asked id programme_id sent_at sent_by_id sent_on subject text".split(),
    "flag_looks": "commitment_id id kind looked_at looked_by_id note programme_id subject version".split(),
}
_OWED = "reported_on IS NULL AND settled_on IS NULL"
_REFUSAL = "history is append-only"


def upgrade() -> None:
    _create_nudges()
    _create_flags()
    _create_looks()
    op.add_column(
        "expected_check_ins", sa.Column("reminders", sa.Integer(), nullable=False, server_default="0")
    )
    op.add_column("expected_check_ins", sa.Column("last_reminded_on", sa.Date(), nullable=True))
    op.create_index(
        "ix_expected_check_ins_owed",
        "expected_check_ins",
        ["programme_id", "due_on"],
        sqlite_where=sa.text(_OWED),
        postgresql_where=sa.text(_OWED),
    )
    op.create_index(
        "ix_outgoing_emails_organisation_id", "outgoing_emails", ["organisation_id", "name", "id"]
    )
    op.create_index("ix_commitments_stale_from", "commitments", ["programme_id", "stale_from"])
    dialect = op.get_bind().dialect.name
    for table, frozen in _FROZEN.items():
        op.execute(_trigger(dialect, table, "update", frozen))
        op.execute(_trigger(dialect, table, "delete", []))


def downgrade() -> None:
    for table in _FROZEN:
        on_table = f" ON {table}" if op.get_bind().dialect.name == "postgresql" else ""
        for event in ("update", "delete"):
            op.execute(f"DROP TRIGGER {table}_refuse_{event}{on_table}")
    op.drop_index("ix_commitments_stale_from", "commitments")
    op.drop_index("ix_outgoing_emails_organisation_id", "outgoing_emails")
    op.drop_index("ix_expected_check_ins_owed", "expected_check_ins")
    op.drop_column("expected_check_ins", "last_reminded_on")
    op.drop_column("expected_check_ins", "reminders")
    for table in ("flag_looks", "commitment_flags", "nudges"):
        op.drop_table(table)


def _create_nudges() -> None:
    op.create_table(
        "nudges",
        sa.Column("organisation_id", BIG_ID, nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_by_id", BIG_ID, nullable=False),
        sa.Column("subject", sa.String(length=150), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("asked", sa.JSON(), nullable=False),
        sa.Column("id", BIG_ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "programme_id"],
            ["participations.organisation_id", "participations.programme_id"],
            name="fk_nudges_participation",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_nudges_organisation_id")
        ),
        sa.ForeignKeyConstraint(["sent_by_id"], ["users.id"], name=op.f("fk_nudges_sent_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nudges")),
        sa.UniqueConstraint(
            "programme_id",
            "organisation_id",
            "sent_on",
            name=op.f("uq_nudges_programme_id_organisation_id_sent_on"),
        ),
    )


def _of_commitment(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["organisation_id", "programme_id", "commitment_id"],
        ["commitments.organisation_id", "commitments.programme_id", "commitments.id"],
        name=op.f(f"fk_{table}_organisation_id_programme_id_commitment_id"),
        onupdate="CASCADE",
    )


def _create_flags() -> None:
    op.create_table(
        "commitment_flags",
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("commitment_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.String(length=12), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.Column("seen_on", sa.Date(), nullable=False),
        sa.Column("steps", sa.Integer(), nullable=True),
        sa.Column("earlier_number", sa.Integer(), nullable=True),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.Column("id", BIG_ID, nullable=False),
        _of_commitment("commitment_flags"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commitment_flags")),
        sa.UniqueConstraint(
            "commitment_id", "kind", "subject", name=op.f("uq_commitment_flags_commitment_id_kind_subject")
        ),
    )
    op.create_index(
        "ix_commitment_flags_kind",
        "commitment_flags",
        ["programme_id", "is_current", "kind", "commitment_id"],
    )


def _create_looks() -> None:
    op.create_table(
        "flag_looks",
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("commitment_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.String(length=12), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("looked_by_id", BIG_ID, nullable=False),
        sa.Column("id", BIG_ID, nullable=False),
        _of_commitment("flag_looks"),
        sa.ForeignKeyConstraint(["looked_by_id"], ["users.id"], name=op.f("fk_flag_looks_looked_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_flag_looks")),
        sa.UniqueConstraint(
            "commitment_id",
            "kind",
            "subject",
            "version",
            name=op.f("uq_flag_looks_commitment_id_kind_subject_version"),
        ),
    )


def _trigger(dialect: str, table: str, event: str, frozen: list[str]) -> str:
    """Compare values, not names: a cascade sets a whole key though only the organisation changes."""
    if dialect == "sqlite":
        when = " OR ".join(f"OLD.{column} IS NOT NEW.{column}" for column in frozen)
        then = f"BEGIN SELECT RAISE(ABORT, '{_REFUSAL}: {table}'); END"
    else:
        when = " OR ".join(f"OLD.{column}::text IS DISTINCT FROM NEW.{column}::text" for column in frozen)
        then = "EXECUTE FUNCTION refuse_change()"
    condition = f" WHEN ({when})" if when else ""
    name = f"{table}_refuse_{event}"
    return f"CREATE TRIGGER {name} BEFORE {event.upper()} ON {table} FOR EACH ROW{condition} {then}"
