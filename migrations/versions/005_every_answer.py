"""The rest of what a commitment may say: tags, professions, own staff, sources of money and of the idea."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "005"
down_revision: str | None = "004"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

LISTS = ("marmot_principles", "core20plus5", "anchor_areas", "professions", "idea_sources")
TEXTS = {
    "other_recommendation_area": sa.String(length=200),
    "also_registered_at": sa.String(length=2000),
    "benefits_own_staff": sa.Boolean(),
    "funding_source": sa.String(length=40),
    "why_us": sa.Text(),
}


def upgrade() -> None:
    for name in LISTS:
        column = sa.Column(name, sa.JSON(), nullable=False, server_default=sa.text("'[]'"))
        op.add_column("commitments", column)
    for name, kind in TEXTS.items():
        op.add_column("commitments", sa.Column(name, kind, nullable=True))


def downgrade() -> None:
    for name in (*TEXTS, *LISTS):
        op.drop_column("commitments", name)
