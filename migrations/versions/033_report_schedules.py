"""Reports come by themselves: on days that a programme sets, and after each round to who was asked in it."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "033"
down_revision: str | None = "032"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
WORD = sa.String(length=20)


def upgrade() -> None:
    _create_schedules()
    _create_recipients()
    _create_deliveries()
    op.create_table(
        "stopped_reports",
        sa.Column("id", BIG, nullable=False),
        sa.Column("programme_id", BIG, nullable=False),
        sa.Column("address_hash", sa.String(length=64), nullable=False),
        sa.Column("stopped_at", MOMENT, nullable=False),
        _foreign("stopped_reports", "programme_id", "programmes"),
        sa.PrimaryKeyConstraint("id", name="pk_stopped_reports"),
        sa.UniqueConstraint(
            "programme_id", "address_hash", name="uq_stopped_reports_programme_id_address_hash"
        ),
    )
    op.add_column("users", sa.Column("pace_of_round_reports", WORD, nullable=False, server_default="few"))


def _foreign(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=f"fk_{table}_{column}")


def _create_schedules() -> None:
    op.create_table(
        "report_schedules",
        sa.Column("id", BIG, nullable=False),
        sa.Column("programme_id", BIG, nullable=False),
        sa.Column("kind", WORD, nullable=False),
        sa.Column("edition", WORD, nullable=False),
        sa.Column("sections", sa.JSON(), nullable=False),
        sa.Column("every", WORD, nullable=False),
        sa.Column("falls_on", sa.String(length=10), nullable=False),
        sa.Column("next_on", sa.Date(), nullable=True),
        sa.Column("claimed_at", MOMENT, nullable=True),
        sa.Column("created_by_id", BIG, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("edited_at", MOMENT, nullable=True),
        _foreign("report_schedules", "programme_id", "programmes"),
        _foreign("report_schedules", "created_by_id", "users"),
        sa.PrimaryKeyConstraint("id", name="pk_report_schedules"),
        sa.UniqueConstraint("programme_id", "id", name="uq_report_schedules_programme_id_id"),
        sa.UniqueConstraint("public_id", name="uq_report_schedules_public_id"),
    )
    op.create_index("ix_report_schedules_programme_id", "report_schedules", ["programme_id", "id"])
    op.create_index("ix_report_schedules_next_on", "report_schedules", ["next_on"])


def _create_recipients() -> None:
    op.create_table(
        "report_recipients",
        sa.Column("id", BIG, nullable=False),
        sa.Column("programme_id", BIG, nullable=False),
        sa.Column("schedule_id", BIG, nullable=False),
        sa.Column("user_id", BIG, nullable=True),
        sa.Column("address", sa.String(length=254), nullable=True),
        sa.Column("added_at", MOMENT, nullable=False),
        sa.Column("stopped_at", MOMENT, nullable=True),
        sa.Column("public_id", sa.String(length=12), nullable=False),
        _foreign("report_recipients", "programme_id", "programmes"),
        _foreign("report_recipients", "schedule_id", "report_schedules"),
        _foreign("report_recipients", "user_id", "users"),
        sa.PrimaryKeyConstraint("id", name="pk_report_recipients"),
        sa.UniqueConstraint("schedule_id", "user_id", name="uq_report_recipients_schedule_id_user_id"),
        sa.UniqueConstraint("schedule_id", "address", name="uq_report_recipients_schedule_id_address"),
        sa.UniqueConstraint("public_id", name="uq_report_recipients_public_id"),
    )
    op.create_index("ix_report_recipients_programme_id", "report_recipients", ["programme_id"])


def _create_deliveries() -> None:
    op.create_table(
        "report_deliveries",
        sa.Column("id", BIG, nullable=False),
        sa.Column("programme_id", BIG, nullable=False),
        sa.Column("schedule_id", BIG, nullable=True),
        sa.Column("round_id", BIG, nullable=True),
        sa.Column("organisation_id", BIG, nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("state", WORD, nullable=False),
        sa.Column("report", sa.String(length=12), nullable=True),
        sa.Column("asked_at", MOMENT, nullable=True),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("told", sa.Integer(), nullable=False),
        sa.Column("failure", sa.Text(), nullable=True),
        sa.Column("public_id", sa.String(length=12), nullable=False),
        _foreign("report_deliveries", "programme_id", "programmes"),
        _foreign("report_deliveries", "schedule_id", "report_schedules"),
        _foreign("report_deliveries", "round_id", "rounds"),
        _foreign("report_deliveries", "organisation_id", "organisations"),
        sa.PrimaryKeyConstraint("id", name="pk_report_deliveries"),
        sa.UniqueConstraint("schedule_id", "due_on", name="uq_report_deliveries_schedule_id_due_on"),
        sa.UniqueConstraint(
            "round_id", "organisation_id", name="uq_report_deliveries_round_id_organisation_id"
        ),
        sa.UniqueConstraint("public_id", name="uq_report_deliveries_public_id"),
    )
    op.create_index("ix_report_deliveries_state", "report_deliveries", ["state", "id"])
    op.create_index("ix_report_deliveries_programme_id", "report_deliveries", ["programme_id", "id"])
    op.create_table(
        "report_links",
        sa.Column("id", BIG, nullable=False),
        sa.Column("programme_id", BIG, nullable=False),
        sa.Column("recipient_id", BIG, nullable=False),
        sa.Column("delivery_id", BIG, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("public_id", sa.String(length=12), nullable=False),
        _foreign("report_links", "programme_id", "programmes"),
        _foreign("report_links", "recipient_id", "report_recipients"),
        _foreign("report_links", "delivery_id", "report_deliveries"),
        sa.PrimaryKeyConstraint("id", name="pk_report_links"),
        sa.UniqueConstraint("recipient_id", "delivery_id", name="uq_report_links_recipient_id_delivery_id"),
        sa.UniqueConstraint("public_id", name="uq_report_links_public_id"),
    )
    op.create_index("ix_report_links_programme_id", "report_links", ["programme_id"])


def downgrade() -> None:
    op.drop_column("users", "pace_of_round_reports")
    for table in (
        "stopped_reports",
        "report_links",
        "report_deliveries",
        "report_recipients",
        "report_schedules",
    ):
        op.drop_table(table)
