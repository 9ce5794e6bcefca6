"""An owner may be a person with an account; when they leave the organisation, the day is kept."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "006"
down_revision: str | None = "005"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    with op.batch_alter_table("ownerships") as batch_op:
        batch_op.add_column(
            sa.Column("user_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True)
        )
        batch_op.add_column(sa.Column("left_on", sa.Date(), nullable=True))
        batch_op.create_foreign_key(op.f("fk_ownerships_user_id"), "users", ["user_id"], ["id"])
        batch_op.create_index("ix_ownerships_user_id", ["user_id"])


def downgrade() -> None:
    with op.batch_alter_table("ownerships") as batch_op:
        batch_op.drop_index("ix_ownerships_user_id")
        batch_op.drop_constraint(op.f("fk_ownerships_user_id"), type_="foreignkey")
        batch_op.drop_column("left_on")
        batch_op.drop_column("user_id")
