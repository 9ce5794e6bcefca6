"""Mails are gathered, addresses that refuse them are known, and people have a calendar of due dates."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "020"
down_revision: str | None = "019"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
KINDS = ("reviews", "answers", "partners")
INDEXES = {
    "ix_outgoing_emails_held": ["state", "recipient", "id"],
    "ix_outgoing_emails_programme_id": ["programme_id", "id"],
    "ix_outgoing_emails_organisation_log": ["organisation_id", "id"],
    "ix_outgoing_emails_gathered_into_id": ["gathered_into_id"],
}


def upgrade() -> None:
    for kind in KINDS:
        pace = sa.Enum(
            "at_once", "daily", "few", "weekly", "never", name="pace", native_enum=False, length=20
        )
        op.add_column("users", sa.Column(f"pace_of_{kind}", pace, nullable=False, server_default="few"))
    with op.batch_alter_table("outgoing_emails") as batch_op:
        batch_op.add_column(sa.Column("released_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("gathered_into_id", BIG, nullable=True))
        batch_op.create_foreign_key(
            "fk_outgoing_emails_gathered_into_id", "outgoing_emails", ["gathered_into_id"], ["id"]
        )
        batch_op.create_unique_constraint(
            "uq_outgoing_emails_recipient_released_on", ["recipient", "released_on"]
        )
    for name, columns in INDEXES.items():
        op.create_index(name, "outgoing_emails", columns)
    op.create_index(
        "ix_expected_check_ins_organisation_reminder",
        "expected_check_ins",
        ["organisation_id", "next_reminder_on"],
    )
    op.create_table(
        "refused_addresses",
        sa.Column("id", BIG, nullable=False),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("refused_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_refused_addresses"),
        sa.UniqueConstraint("address", name="uq_refused_addresses_address"),
    )
    _create_calendar_links()


def _create_calendar_links() -> None:
    op.create_table(
        "calendar_links",
        sa.Column("id", BIG, nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("user_id", BIG, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_calendar_links_user_id"),
        sa.PrimaryKeyConstraint("id", name="pk_calendar_links"),
        sa.UniqueConstraint("token_hash", name="uq_calendar_links_token_hash"),
    )
    op.create_index(
        "uq_calendar_links_current",
        "calendar_links",
        ["user_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )


def downgrade() -> None:
    op.drop_table("calendar_links")
    op.drop_table("refused_addresses")
    op.drop_index("ix_expected_check_ins_organisation_reminder", "expected_check_ins")
    op.execute("DELETE FROM outgoing_emails WHERE state = 'gathered'")
    op.execute("UPDATE outgoing_emails SET state = 'waiting' WHERE state = 'held'")
    op.execute("DELETE FROM outgoing_emails WHERE state = 'left_out'")
    for name in INDEXES:
        op.drop_index(name, "outgoing_emails")
    with op.batch_alter_table("outgoing_emails") as batch_op:
        batch_op.drop_constraint("uq_outgoing_emails_recipient_released_on", type_="unique")
        batch_op.drop_constraint("fk_outgoing_emails_gathered_into_id", type_="foreignkey")
        batch_op.drop_column("gathered_into_id")
        batch_op.drop_column("released_on")
    for kind in KINDS:
        op.drop_column("users", f"pace_of_{kind}")
