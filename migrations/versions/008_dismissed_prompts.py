"""Prompts about wording that an organisation has set aside. Append-only, but for who holds the commitment."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "008"
down_revision: str | None = "007"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_TABLE = "dismissed_prompts"
_FROZEN = "answer commitment_id dismissed_at dismissed_by_id family id programme_id reason words".split()
_REFUSAL = "history is append-only"


def upgrade() -> None:
    op.create_table(
        _TABLE,
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("commitment_id", sa.Integer(), nullable=False),
        sa.Column("answer", sa.String(length=40), nullable=False),
        sa.Column("family", sa.String(length=10), nullable=False),
        sa.Column("words", sa.String(length=306), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("dismissed_by_id", BIG_ID, nullable=False),
        sa.Column("dismissed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", BIG_ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "programme_id", "commitment_id"],
            ["commitments.organisation_id", "commitments.programme_id", "commitments.id"],
            name=op.f("fk_dismissed_prompts_organisation_id_programme_id_commitment_id"),
            onupdate="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["dismissed_by_id"], ["users.id"], name=op.f("fk_dismissed_prompts_dismissed_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dismissed_prompts")),
        sa.UniqueConstraint(
            "commitment_id",
            "answer",
            "family",
            "words",
            name=op.f("uq_dismissed_prompts_commitment_id_answer_family_words"),
        ),
    )
    dialect = op.get_bind().dialect.name
    op.execute(_trigger(dialect, "update", _FROZEN))
    op.execute(_trigger(dialect, "delete", []))


def _trigger(dialect: str, event: str, frozen: list[str]) -> str:
    """Compare values, not names: a cascade sets a whole key though only the organisation changes."""
    if dialect == "sqlite":
        when = " OR ".join(f"OLD.{column} IS NOT NEW.{column}" for column in frozen)
        then = f"BEGIN SELECT RAISE(ABORT, '{_REFUSAL}: {_TABLE}'); END"
    else:
        when = " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in frozen)
        then = "EXECUTE FUNCTION refuse_change()"
    condition = f" WHEN ({when})" if when else ""
    name = f"{_TABLE}_refuse_{event}"
    return f"CREATE TRIGGER {name} BEFORE {event.upper()} ON {_TABLE} FOR EACH ROW{condition} {then}"


def downgrade() -> None:
    on_table = f" ON {_TABLE}" if op.get_bind().dialect.name == "postgresql" else ""
    for event in ("update", "delete"):
        op.execute(f"DROP TRIGGER {_TABLE}_refuse_{event}{on_table}")
    op.drop_table(_TABLE)
