"""Commitments that came to another organisation when their own one ended, and what it answers."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "038"
down_revision: str | None = "037"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INDEXES = {
    "ix_handovers_commitment_id": ["commitment_id"],
    "ix_handovers_organisation_id": ["organisation_id", "decided_on"],
    "ix_handovers_programme_id": ["programme_id", "decided_on", "asked_on"],
}


def upgrade() -> None:
    op.create_table(
        "handovers",
        sa.Column("id", BIG, nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("commitment_id", sa.Integer(), nullable=False),
        sa.Column("change_id", BIG, nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("source_url", sa.String(length=2000), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("from_id", BIG, nullable=False),
        sa.Column("from_name", sa.String(length=200), nullable=False),
        sa.Column("to_id", BIG, nullable=False),
        sa.Column("to_name", sa.String(length=200), nullable=False),
        sa.Column("handed_on", sa.Date(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("decision", sa.String(length=20), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("decided_by_id", BIG, nullable=True),
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "programme_id", "commitment_id"],
            ["commitments.organisation_id", "commitments.programme_id", "commitments.id"],
            name="fk_handovers_organisation_id_programme_id_commitment_id",
            onupdate="CASCADE",
        ),
        sa.ForeignKeyConstraint(["change_id"], ["organisation_changes.id"], name="fk_handovers_change_id"),
        sa.ForeignKeyConstraint(["from_id"], ["organisations.id"], name="fk_handovers_from_id"),
        sa.ForeignKeyConstraint(["to_id"], ["organisations.id"], name="fk_handovers_to_id"),
        sa.ForeignKeyConstraint(["decided_by_id"], ["users.id"], name="fk_handovers_decided_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_handovers"),
        sa.UniqueConstraint("public_id", name="uq_handovers_public_id"),
    )
    for name, columns in INDEXES.items():
        op.create_index(name, "handovers", columns)


def downgrade() -> None:
    op.drop_table("handovers")
