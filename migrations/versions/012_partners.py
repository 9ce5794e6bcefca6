"""Partners answer: what they were asked, what they said, their own readings, and where to find joint work."""

import secrets
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

revision: str = "012"
down_revision: str | None = "011"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
LETTERS = "23456789bcdfghjkmnpqrstvwxz"
ANSWER = sa.Enum("confirmed", "declined", name="answer", native_enum=False, length=20)
READINGS = "partner_readings"
# A reading may follow its commitment to a successor; all else of it is frozen (as in 003).
CHANGEABLE = {"organisation_id"}
_REFUSAL = "history is append-only"


def upgrade() -> None:
    _extend_partners()
    _create_readings()
    _freeze_readings()
    op.create_table(
        "register_partners",
        sa.Column("entry_id", BIG, nullable=False),
        sa.Column("organisation_id", BIG, nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("id", BIG, nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["register_entries.id"], name=op.f("fk_register_partners_entry_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_register_partners_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_register_partners")),
        sa.UniqueConstraint(
            "entry_id", "organisation_id", name=op.f("uq_register_partners_entry_id_organisation_id")
        ),
    )
    op.create_index(
        "ix_register_partners_organisation_id", "register_partners", ["organisation_id", "entry_id"]
    )


def _new_columns() -> list[sa.Column[Any]]:
    """Make them anew: a column belongs to one table only."""
    return [
        sa.Column("public_id", sa.String(length=12), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False, server_default="1"),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("asked_by_id", BIG, nullable=True),
        sa.Column("shown", sa.JSON(), nullable=True),
        sa.Column("shown_publication", sa.Integer(), nullable=True),
        sa.Column("answer", ANSWER, nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("answered_by_id", BIG, nullable=True),
        sa.Column("answered_text", sa.JSON(), nullable=True),
        sa.Column("answered_publication", sa.Integer(), nullable=True),
        sa.Column("decline_reason", sa.Text(), nullable=True),
    ]


def _extend_partners() -> None:
    with op.batch_alter_table("partners") as batch_op:
        for column in _new_columns():
            batch_op.add_column(column)
    bind = op.get_bind()
    partners = sa.table("partners", sa.column("id", BIG), sa.column("public_id", sa.String()))
    for row_id in bind.scalars(sa.select(partners.c.id)).all():
        public_id = "".join(secrets.choice(LETTERS) for _ in range(12))
        bind.execute(sa.update(partners).where(partners.c.id == row_id).values(public_id=public_id))
    with op.batch_alter_table("partners") as batch_op:
        batch_op.alter_column("public_id", existing_type=sa.String(length=12), nullable=False)
        batch_op.alter_column("version", existing_type=sa.Integer(), server_default=None)
        batch_op.create_unique_constraint("uq_partners_public_id", ["public_id"])
        batch_op.create_foreign_key("fk_partners_asked_by_id", "users", ["asked_by_id"], ["id"])
        batch_op.create_foreign_key("fk_partners_answered_by_id", "users", ["answered_by_id"], ["id"])
        batch_op.create_index("ix_partners_partner_organisation_id", ["partner_organisation_id"])


def _create_readings() -> None:
    op.create_table(
        READINGS,
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("commitment_id", sa.Integer(), nullable=False),
        sa.Column("reader_id", BIG, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("agrees_on_aim", sa.Boolean(), nullable=True),
        sa.Column("aim", sa.Text(), nullable=True),
        sa.Column("level", sa.String(length=40), nullable=True),
        sa.Column("decision_power", sa.String(length=40), nullable=True),
        sa.Column("upstream_meanings", sa.JSON(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("publication", sa.Integer(), nullable=True),
        sa.Column("given_by_id", BIG, nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("id", BIG, nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "programme_id", "commitment_id"],
            ["commitments.organisation_id", "commitments.programme_id", "commitments.id"],
            name=op.f("fk_partner_readings_organisation_id_programme_id_commitment_id"),
            onupdate="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["reader_id"], ["organisations.id"], name=op.f("fk_partner_readings_reader_id")
        ),
        sa.ForeignKeyConstraint(["given_by_id"], ["users.id"], name=op.f("fk_partner_readings_given_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partner_readings")),
        sa.UniqueConstraint(
            "commitment_id",
            "reader_id",
            "number",
            name=op.f("uq_partner_readings_commitment_id_reader_id_number"),
        ),
    )
    op.create_index("ix_partner_readings_programme_id", READINGS, ["programme_id"])


def _freeze_readings() -> None:
    bind = op.get_bind()
    columns = [column["name"] for column in sa.inspect(bind).get_columns(READINGS)]
    frozen = sorted(set(columns) - CHANGEABLE)
    for event, watched in (("UPDATE", frozen), ("DELETE", [])):
        op.execute(_trigger(bind.dialect.name, event, watched))


def _trigger(dialect: str, event: str, frozen: list[str]) -> str:
    """As in 003, whose function PostgreSQL keeps: compare values, not names."""
    if dialect == "sqlite":
        when = " OR ".join(f"OLD.{column} IS NOT NEW.{column}" for column in frozen)
        then = f"BEGIN SELECT RAISE(ABORT, '{_REFUSAL}: {READINGS}'); END"
    else:
        when = " OR ".join(f"OLD.{column}::text IS DISTINCT FROM NEW.{column}::text" for column in frozen)
        then = "EXECUTE FUNCTION refuse_change()"
    condition = f" WHEN ({when})" if when else ""
    name = f"{READINGS}_refuse_{event.lower()}"
    return f"CREATE TRIGGER {name} BEFORE {event} ON {READINGS} FOR EACH ROW{condition} {then}"


def downgrade() -> None:
    op.drop_table("register_partners")
    op.drop_table(READINGS)
    with op.batch_alter_table("partners") as batch_op:
        batch_op.drop_index("ix_partners_partner_organisation_id")
        batch_op.drop_constraint("fk_partners_answered_by_id", type_="foreignkey")
        batch_op.drop_constraint("fk_partners_asked_by_id", type_="foreignkey")
        batch_op.drop_constraint("uq_partners_public_id", type_="unique")
        for column in reversed(_new_columns()):
            batch_op.drop_column(column.name)
