"""A programme's report to its board is asked for by a row, and made by a worker."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "021"
down_revision: str | None = "020"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TABLE = "board_papers"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("programme_id", BIG_ID, nullable=False),
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("content_key", sa.String(length=64), nullable=False),
        sa.Column(
            "state",
            sa.Enum("waiting", "done", "failed", name="reportstate", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("requested_by_id", BIG_ID, nullable=True),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("file_key", sa.String(length=200), nullable=True),
        sa.Column("file_hash", sa.String(length=64), nullable=True),
        sa.Column("pages", sa.Integer(), nullable=True),
        sa.Column("failure", sa.Text(), nullable=True),
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programmes.id"], name=op.f("fk_board_papers_programme_id")
        ),
        sa.ForeignKeyConstraint(
            ["requested_by_id"], ["users.id"], name=op.f("fk_board_papers_requested_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_board_papers")),
        sa.UniqueConstraint("public_id", name=op.f("uq_board_papers_public_id")),
    )
    op.create_index("ix_board_papers_programme_id", TABLE, ["programme_id", "id"])
    op.create_index("ix_board_papers_waiting", TABLE, ["state", "lease_until", "id"])


def downgrade() -> None:
    op.drop_table(TABLE)
