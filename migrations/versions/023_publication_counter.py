"""A counter moves with everything public, so that a browser that has a page need not be sent it again."""

from collections.abc import Sequence
from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision: str = "023"
down_revision: str | None = "022"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TABLE = "publication_counter"


def upgrade() -> None:
    counter = op.create_table(
        TABLE,
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("counted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", BIG_ID, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publication_counter")),
    )
    op.bulk_insert(counter, [{"id": 1, "number": 1, "counted_at": datetime(2026, 11, 26, tzinfo=UTC)}])


def downgrade() -> None:
    op.drop_table(TABLE)
