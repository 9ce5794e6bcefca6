"""Check-ins are written together over days: drafts, links for people without an account, and signatures."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

revision: str = "015"
down_revision: str | None = "014"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
SIGNATURES = "check_in_signatures"
# A signature may follow its commitment to a successor; all else of it is frozen (as in 003).
CHANGEABLE = {"organisation_id"}
_REFUSAL = "history is append-only"


def upgrade() -> None:
    op.add_column(
        "organisations",
        sa.Column("signs_check_ins", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    _create_drafts()
    _create_links()
    _create_signatures()
    with op.batch_alter_table("user_sessions") as batch_op:
        batch_op.alter_column("user_id", existing_type=BIG_ID, nullable=True)
        batch_op.add_column(sa.Column("check_in_link_id", BIG_ID, nullable=True))
        batch_op.create_foreign_key(
            "fk_user_sessions_check_in_link_id", "check_in_links", ["check_in_link_id"], ["id"]
        )
        batch_op.create_check_constraint(
            "ck_user_sessions_one_opener", "(user_id IS NULL) <> (check_in_link_id IS NULL)"
        )


def _owner() -> list[sa.Column[Any]]:
    return [sa.Column(name, sa.Integer(), nullable=False) for name in ("organisation_id", "programme_id")]


def _to_users(table: str, *columns: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint([column], ["users.id"], name=op.f(f"fk_{table}_{column}"))
        for column in columns
    ]


def _to_parent(table: str, parent: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["organisation_id", "programme_id", column],
        [f"{parent}.organisation_id", f"{parent}.programme_id", f"{parent}.id"],
        name=op.f(f"fk_{table}_organisation_id_programme_id_{column}"),
        onupdate="CASCADE",
    )


def _create_drafts() -> None:
    table = "check_in_drafts"
    op.create_table(
        table,
        *_owner(),
        sa.Column("commitment_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("typed", sa.JSON(), nullable=False),
        sa.Column("nothing_changed", sa.Boolean(), nullable=False),
        sa.Column("last_known", sa.Integer(), nullable=False),
        sa.Column("saved_by_id", BIG_ID, nullable=True),
        sa.Column("saved_by_address", sa.String(length=254), nullable=True),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("holder_id", BIG_ID, nullable=True),
        sa.Column("handed_over_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("handed_over_note", sa.Text(), nullable=True),
        sa.Column("sent_by_id", BIG_ID, nullable=True),
        sa.Column("sent_by_address", sa.String(length=254), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("returned_by_id", BIG_ID, nullable=True),
        sa.Column("returned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("return_reason", sa.Text(), nullable=True),
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", BIG_ID, nullable=False),
        *_to_users(table, "saved_by_id", "holder_id", "sent_by_id", "returned_by_id"),
        _to_parent(table, "commitments", "commitment_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_in_drafts")),
        sa.UniqueConstraint("commitment_id", name=op.f("uq_check_in_drafts_commitment_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_check_in_drafts_public_id")),
    )


def _create_links() -> None:
    table = "check_in_links"
    op.create_table(
        table,
        *_owner(),
        sa.Column("commitment_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("asked_by_id", BIG_ID, nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.Column("id", BIG_ID, nullable=False),
        *_to_users(table, "asked_by_id"),
        _to_parent(table, "commitments", "commitment_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_in_links")),
        sa.UniqueConstraint("public_id", name=op.f("uq_check_in_links_public_id")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_check_in_links_token_hash")),
    )
    op.create_index("ix_check_in_links_commitment_id", table, ["organisation_id", "commitment_id"])


def _create_signatures() -> None:
    op.create_table(
        SIGNATURES,
        *_owner(),
        sa.Column("check_in_version_id", sa.Integer(), nullable=False),
        sa.Column("signed_by_id", BIG_ID, nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("written_by_address", sa.String(length=254), nullable=True),
        sa.Column("id", BIG_ID, nullable=False),
        *_to_users(SIGNATURES, "signed_by_id"),
        _to_parent(SIGNATURES, "check_in_versions", "check_in_version_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_in_signatures")),
        sa.UniqueConstraint("check_in_version_id", name=op.f("uq_check_in_signatures_check_in_version_id")),
    )
    bind = op.get_bind()
    columns = [column["name"] for column in sa.inspect(bind).get_columns(SIGNATURES)]
    frozen = sorted(set(columns) - CHANGEABLE)
    for event, watched in (("UPDATE", frozen), ("DELETE", [])):
        op.execute(_trigger(bind.dialect.name, event, watched))


def _trigger(dialect: str, event: str, frozen: list[str]) -> str:
    """As in 003, whose function PostgreSQL keeps: compare values, not names."""
    if dialect == "sqlite":
        when = " OR ".join(f"OLD.{column} IS NOT NEW.{column}" for column in frozen)
        then = f"BEGIN SELECT RAISE(ABORT, '{_REFUSAL}: {SIGNATURES}'); END"
    else:
        when = " OR ".join(f"OLD.{column}::text IS DISTINCT FROM NEW.{column}::text" for column in frozen)
        then = "EXECUTE FUNCTION refuse_change()"
    condition = f" WHEN ({when})" if when else ""
    name = f"{SIGNATURES}_refuse_{event.lower()}"
    return f"CREATE TRIGGER {name} BEFORE {event} ON {SIGNATURES} FOR EACH ROW{condition} {then}"


def downgrade() -> None:
    # Without the columns they cannot be told from anybody's; those who wrote by a link open it again.
    op.execute("DELETE FROM user_sessions WHERE user_id IS NULL")
    with op.batch_alter_table("user_sessions") as batch_op:
        batch_op.drop_constraint("ck_user_sessions_one_opener", type_="check")
        batch_op.drop_constraint("fk_user_sessions_check_in_link_id", type_="foreignkey")
        batch_op.drop_column("check_in_link_id")
        batch_op.alter_column("user_id", existing_type=BIG_ID, nullable=False)
    op.drop_table(SIGNATURES)
    op.drop_index("ix_check_in_links_commitment_id", table_name="check_in_links")
    op.drop_table("check_in_links")
    op.drop_table("check_in_drafts")
    op.drop_column("organisations", "signs_check_ins")
