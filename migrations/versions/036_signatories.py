"""The post that is to sign an annual statement is chosen when the statement is asked for."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "036"
down_revision: str | None = "035"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    # What is issued holds it in its data, which is frozen.
    op.add_column("reports", sa.Column("signatory", sa.Text(), nullable=True))


def downgrade() -> None:
    op.drop_column("reports", "signatory")
