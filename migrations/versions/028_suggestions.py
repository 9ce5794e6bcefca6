"""Readers suggest updates with a source; coordinators decide what becomes of them."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "028"
down_revision: str | None = "027"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
INDEXES = {
    "ix_suggestions_programme_id": ["programme_id", "state", "id"],
    "ix_suggestions_organisation_id": ["organisation_id", "programme_id", "commitment_id"],
    "ix_suggestions_passed_on": ["organisation_id", "passed_on_at"],
    "ix_suggestions_sent_at": ["sent_at"],
}


def upgrade() -> None:
    op.create_table(
        "suggestions",
        sa.Column("id", BIG, nullable=False),
        sa.Column("organisation_id", BIG, nullable=False),
        sa.Column("programme_id", BIG, nullable=False),
        sa.Column("commitment_id", sa.Integer(), nullable=False),
        sa.Column("form_key", sa.String(length=40), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("url", sa.String(length=2000), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=True),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("sent_at", MOMENT, nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("passed_on_at", MOMENT, nullable=True),
        sa.Column("decided_at", MOMENT, nullable=True),
        sa.Column("decided_by_id", BIG, nullable=True),
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "programme_id", "commitment_id"],
            ["commitments.organisation_id", "commitments.programme_id", "commitments.id"],
            name="fk_suggestions_organisation_id_programme_id_commitment_id",
            onupdate="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name="fk_suggestions_organisation_id"
        ),
        sa.ForeignKeyConstraint(["programme_id"], ["programmes.id"], name="fk_suggestions_programme_id"),
        sa.ForeignKeyConstraint(["decided_by_id"], ["users.id"], name="fk_suggestions_decided_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_suggestions"),
        sa.UniqueConstraint("form_key", name="uq_suggestions_form_key"),
        sa.UniqueConstraint("public_id", name="uq_suggestions_public_id"),
    )
    for name, columns in INDEXES.items():
        op.create_index(name, "suggestions", columns)


def downgrade() -> None:
    op.drop_table("suggestions")
