"""Check-ins keep since when they wait for a coordinator, so that counting them reads only those."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "035"
down_revision: str | None = "034"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

WAITING = "awaits_review_since IS NOT NULL"
OF_THE_TEXT = "check_in_id IS NULL"
FILLS = [
    """UPDATE check_ins SET latest_version = (
        SELECT max(said.number) FROM check_in_versions AS said WHERE said.check_in_id = check_ins.id
    ) WHERE EXISTS (SELECT 1 FROM check_in_versions AS said WHERE said.check_in_id = check_ins.id)""",
    """UPDATE check_ins SET awaits_review_since = (
        SELECT said.submitted_at FROM check_in_versions AS said
        WHERE said.check_in_id = check_ins.id AND said.number = check_ins.latest_version
    )
    WHERE NOT is_returned AND retracted_on IS NULL AND NOT EXISTS (
        SELECT 1 FROM reviews
        WHERE reviews.commitment_id = check_ins.commitment_id AND reviews.check_in_id = check_ins.id
          AND reviews.check_in_version = check_ins.latest_version
    )""",
]


def upgrade() -> None:
    op.add_column("check_ins", sa.Column("latest_version", sa.Integer(), nullable=False, server_default="1"))
    op.add_column("check_ins", sa.Column("awaits_review_since", sa.DateTime(timezone=True), nullable=True))
    for statement in FILLS:
        op.execute(statement)
    op.create_index(
        "ix_check_ins_awaiting",
        "check_ins",
        ["programme_id", "awaits_review_since", "published_version", "latest_version"],
        sqlite_where=sa.text(WAITING),
        postgresql_where=sa.text(WAITING),
    )
    op.create_index(
        "ix_reviews_of_the_text",
        "reviews",
        ["commitment_id", "reviewed_at"],
        sqlite_where=sa.text(OF_THE_TEXT),
        postgresql_where=sa.text(OF_THE_TEXT),
    )
    op.create_index(
        "ix_commitments_submitted_at", "commitments", ["programme_id", "lifecycle", "submitted_at"]
    )
    op.drop_index("ix_commitments_programme_id", "commitments")


def downgrade() -> None:
    op.create_index("ix_commitments_programme_id", "commitments", ["programme_id", "lifecycle"])
    op.drop_index("ix_commitments_submitted_at", "commitments")
    op.drop_index("ix_reviews_of_the_text", "reviews")
    op.drop_index("ix_check_ins_awaiting", "check_ins")
    op.drop_column("check_ins", "awaits_review_since")
    op.drop_column("check_ins", "latest_version")
