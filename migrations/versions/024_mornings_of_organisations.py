"""Mail comes in the morning of the organisation it is about, but for people who chose a time zone themselves.

So far everybody had London's, chosen or not, and whoever chose it is where it stays.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "024"
down_revision: str | None = "023"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

HOME_ZONE = "Europe/London"


def upgrade() -> None:
    # By another column in its place: SQLite changes none, and the table cannot be made anew while others
    # refer to it.
    op.add_column("users", sa.Column("chosen_zone", sa.String(60), nullable=True))
    op.execute(
        sa.text("UPDATE users SET chosen_zone = time_zone WHERE time_zone <> :zone").bindparams(
            zone=HOME_ZONE
        )
    )
    op.drop_column("users", "time_zone")
    op.execute("ALTER TABLE users RENAME COLUMN chosen_zone TO time_zone")


def downgrade() -> None:
    op.add_column("users", sa.Column("chosen_zone", sa.String(60), nullable=False, server_default=HOME_ZONE))
    op.execute("UPDATE users SET chosen_zone = time_zone WHERE time_zone IS NOT NULL")
    op.drop_column("users", "time_zone")
    op.execute("ALTER TABLE users RENAME COLUMN chosen_zone TO time_zone")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE users ALTER COLUMN time_zone DROP DEFAULT")
