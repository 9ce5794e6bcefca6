"""Which commitments have nobody in a post is counted from an index of the posts that are held."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "037"
down_revision: str | None = "036"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

HELD = "ended_on IS NULL AND left_on IS NULL"


def upgrade() -> None:
    op.create_index(
        "ix_ownerships_held",
        "ownerships",
        ["commitment_id", "role", "organisation_id"],
        sqlite_where=sa.text(HELD),
        postgresql_where=sa.text(HELD),
    )


def downgrade() -> None:
    op.drop_index("ix_ownerships_held", "ownerships")
