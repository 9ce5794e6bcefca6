"""People follow by e-mail; what is news is noted in the order in which it became readable."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "027"
down_revision: str | None = "026"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
INDEXES = {
    "ix_publications_organisation_news": ["organisation_id", "id"],
    "ix_publications_programme_news": ["programme_id", "id"],
}


def upgrade() -> None:
    _create_followers()
    op.create_table(
        "news_items",
        sa.Column("id", BIG, nullable=False),
        sa.Column("publication_id", BIG, nullable=False),
        sa.Column("is_retraction", sa.Boolean(), nullable=False),
        sa.Column("noticed_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["publication_id"], ["publications.id"], name="fk_news_items_publication_id"),
        sa.PrimaryKeyConstraint("id", name="pk_news_items"),
        sa.UniqueConstraint(
            "publication_id", "is_retraction", name="uq_news_items_publication_id_is_retraction"
        ),
    )
    op.create_table(
        "stopped_addresses",
        sa.Column("id", BIG, nullable=False),
        sa.Column("address_hash", sa.String(length=64), nullable=False),
        sa.Column("stopped_at", MOMENT, nullable=False),
        sa.Column("asked_at", MOMENT, nullable=True),
        sa.Column("refuses", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_stopped_addresses"),
        sa.UniqueConstraint("address_hash", name="uq_stopped_addresses_address_hash"),
    )
    for name, columns in INDEXES.items():
        op.create_index(name, "publications", columns)


def _create_followers() -> None:
    op.create_table(
        "followers",
        sa.Column("id", BIG, nullable=False),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_followers"),
        sa.UniqueConstraint("address", name="uq_followers_address"),
        sa.UniqueConstraint("public_id", name="uq_followers_public_id"),
    )
    op.create_table(
        "follows",
        sa.Column("id", BIG, nullable=False),
        sa.Column("follower_id", BIG, nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("subject", sa.String(length=1000), nullable=False),
        sa.Column("rhythm", sa.String(length=20), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("confirm_hash", sa.String(length=64), nullable=True),
        sa.Column("confirmed_at", MOMENT, nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("told_up_to", BIG, nullable=False),
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.ForeignKeyConstraint(["follower_id"], ["followers.id"], name="fk_follows_follower_id"),
        sa.PrimaryKeyConstraint("id", name="pk_follows"),
        sa.UniqueConstraint("confirm_hash", name="uq_follows_confirm_hash"),
        sa.UniqueConstraint("follower_id", "kind", "subject", name="uq_follows_follower_id_kind_subject"),
        sa.UniqueConstraint("public_id", name="uq_follows_public_id"),
    )
    op.create_index("ix_follows_due_on", "follows", ["due_on"])


def downgrade() -> None:
    for name in INDEXES:
        op.drop_index(name, table_name="publications")
    op.drop_table("stopped_addresses")
    op.drop_table("news_items")
    op.drop_index("ix_follows_due_on", table_name="follows")
    op.drop_table("follows")
    op.drop_table("followers")
