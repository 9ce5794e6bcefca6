"""Statements for action, case studies and support, and what a publication names beside its subject."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "007"
down_revision: str | None = "006"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _id() -> sa.Column[int]:
    return sa.Column("id", BIG_ID, nullable=False)


def _refers(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}"))


def upgrade() -> None:
    op.create_table(
        "library_entries",
        sa.Column("organisation_id", BIG_ID, nullable=False),
        sa.Column("programme_id", BIG_ID, nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", BIG_ID, nullable=True),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("lessons", sa.Text(), nullable=True),
        sa.Column("profession", sa.String(length=40), nullable=True),
        sa.Column("place", sa.String(length=200), nullable=True),
        sa.Column("alliance", sa.String(length=200), nullable=True),
        sa.Column("url", sa.String(length=2000), nullable=True),
        sa.Column("dated_on", sa.Date(), nullable=True),
        _id(),
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_library_entries_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programmes.id"], name=op.f("fk_library_entries_programme_id")
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["users.id"], name=op.f("fk_library_entries_created_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "programme_id"],
            ["participations.organisation_id", "participations.programme_id"],
            name="fk_library_entries_participation",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_library_entries")),
        sa.UniqueConstraint("public_id", name=op.f("uq_library_entries_public_id")),
        sa.UniqueConstraint(
            "organisation_id",
            "programme_id",
            "id",
            name=op.f("uq_library_entries_organisation_id_programme_id_id"),
        ),
    )
    op.create_index("ix_library_entries_organisation_id", "library_entries", ["organisation_id", "id"])
    op.create_table(
        "library_links",
        sa.Column("entry_id", BIG_ID, nullable=False),
        sa.Column("commitment_id", BIG_ID, nullable=False),
        _refers("library_links", "entry_id", "library_entries"),
        sa.ForeignKeyConstraint(
            ["commitment_id"], ["commitments.id"], name=op.f("fk_library_links_commitment_id")
        ),
        sa.PrimaryKeyConstraint("entry_id", "commitment_id", name=op.f("pk_library_links")),
    )
    op.create_table(
        "publication_mentions",
        sa.Column("publication_id", BIG_ID, nullable=False),
        sa.Column("public_id", sa.String(length=12), nullable=False),
        _id(),
        sa.ForeignKeyConstraint(
            ["publication_id"], ["publications.id"], name=op.f("fk_publication_mentions_publication_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publication_mentions")),
    )
    op.create_index(
        "ix_publication_mentions_public_id", "publication_mentions", ["public_id", "publication_id"]
    )
    op.create_table(
        "register_professions",
        sa.Column("entry_id", BIG_ID, nullable=False),
        sa.Column("profession", sa.String(length=40), nullable=False),
        _id(),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["register_entries.id"], name=op.f("fk_register_professions_entry_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_register_professions")),
    )
    op.create_index("ix_register_professions_profession", "register_professions", ["profession", "entry_id"])


def downgrade() -> None:
    for table in ("register_professions", "publication_mentions", "library_links", "library_entries"):
        op.drop_table(table)
