"""Releases of the open data, and quick to see what was taken back since."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "029"
down_revision: str | None = "028"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TABLE = "data_releases"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("asked_as", sa.String(length=60), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting", "done", "unchanged", "failed", name="releasestate", native_enum=False, length=20
            ),
            nullable=False,
        ),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("failure", sa.Text(), nullable=True),
        sa.Column("version", sa.String(length=20), nullable=True),
        sa.Column("as_of", sa.Date(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("publication", sa.BigInteger(), nullable=False),
        sa.Column("taken_back", sa.Integer(), nullable=False),
        sa.Column("programmes", sa.JSON(), nullable=False),
        sa.Column("format", sa.String(length=10), nullable=True),
        sa.Column("file_key", sa.String(length=200), nullable=True),
        sa.Column("file_hash", sa.String(length=64), nullable=True),
        sa.Column("size", sa.BigInteger(), nullable=True),
        sa.Column("content_key", sa.String(length=64), nullable=True),
        sa.Column("rows", sa.JSON(), nullable=False),
        sa.Column("revised_on", sa.Date(), nullable=True),
        sa.Column("id", BIG_ID, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_releases")),
        sa.UniqueConstraint("asked_as", name=op.f("uq_data_releases_asked_as")),
        sa.UniqueConstraint("version", name=op.f("uq_data_releases_version")),
    )
    op.create_index("ix_data_releases_state", TABLE, ["state", "id"])
    op.create_index("ix_publications_retracted_on", "publications", ["retracted_on", "id"])


def downgrade() -> None:
    op.drop_index("ix_publications_retracted_on", "publications")
    op.drop_table(TABLE)
