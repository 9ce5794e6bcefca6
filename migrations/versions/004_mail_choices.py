"""People choose which of the mails they can do without they get; so far everybody got all."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "004"
down_revision: str | None = "003"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    for name in ("wants_reminders", "wants_weekly_mail"):
        op.add_column("users", sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.true()))


def downgrade() -> None:
    for name in ("wants_weekly_mail", "wants_reminders"):
        op.drop_column("users", name)
