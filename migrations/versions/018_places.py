"""Assessments of check-ins with replies; check-ins entered for others; practice; a time of day to launch at.

As in 009: append-only, but for the organisation that follows a succession.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "018"
down_revision: str | None = "017"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
# As in 001: the halves of a composite key are plain integers.
KEY_OF_OWNER = sa.Integer()
APPEND_ONLY = ("check_in_assessments", "check_in_assessment_replies", "check_ins_on_behalf")
_REFUSAL = "history is append-only"


def upgrade() -> None:
    op.add_column(
        "programmes", sa.Column("is_practice", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.add_column("programmes", sa.Column("launches_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("programmes", sa.Column("launch_zone", sa.String(length=64), nullable=True))
    op.add_column("programmes", sa.Column("held_until", sa.Date(), nullable=True))
    _create_assessments()
    _create_on_behalf()
    _create_join_requests()
    dialect = op.get_bind().dialect.name
    for table in APPEND_ONLY:
        columns = [column["name"] for column in sa.inspect(op.get_bind()).get_columns(table)]
        frozen = sorted(set(columns) - {"organisation_id"})
        op.execute(_trigger(dialect, f"{table}_refuse_update", "UPDATE", table, frozen))
        op.execute(_trigger(dialect, f"{table}_refuse_delete", "DELETE", table, []))


def downgrade() -> None:
    dialect = op.get_bind().dialect.name
    for table in APPEND_ONLY:
        for name in ("update", "delete"):
            on_table = f" ON {table}" if dialect == "postgresql" else ""
            op.execute(f"DROP TRIGGER {table}_refuse_{name}{on_table}")
    for column in ("held_until", "launch_zone", "launches_at", "is_practice"):
        op.drop_column("programmes", column)
    op.drop_table("join_requests")
    op.drop_table("check_ins_on_behalf")
    op.drop_table("check_in_assessment_replies")
    op.drop_table("check_in_assessments")


def _create(name: str, *columns: sa.Column | sa.Constraint, parent: str, key: str) -> None:  # type: ignore[type-arg]
    """Create a table of an organisation's rows in a programme, below a parent of the same two."""
    op.create_table(
        name,
        sa.Column("id", KEY, nullable=False),
        sa.Column("organisation_id", KEY_OF_OWNER, nullable=False),
        sa.Column("programme_id", KEY_OF_OWNER, nullable=False),
        sa.Column(key, KEY_OF_OWNER, nullable=False),
        *columns,
        sa.ForeignKeyConstraint(
            ["organisation_id", "programme_id", key],
            [f"{parent}.organisation_id", f"{parent}.programme_id", f"{parent}.id"],
            name=op.f(f"fk_{name}_organisation_id_programme_id_{key}"),
            onupdate="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
    )


def _by(table: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], ["users.id"], name=op.f(f"fk_{table}_{column}"))


def _create_assessments() -> None:
    _create(
        "check_in_assessments",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("of_version", sa.Integer(), nullable=False),
        sa.Column("delivery", sa.String(length=40), nullable=False),
        sa.Column("outlook", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("assessed_on", sa.Date(), nullable=False),
        sa.Column("assessed_by_id", KEY, nullable=False),
        _by("check_in_assessments", "assessed_by_id"),
        sa.UniqueConstraint(
            "organisation_id",
            "programme_id",
            "id",
            name=op.f("uq_check_in_assessments_organisation_id_programme_id_id"),
        ),
        sa.UniqueConstraint("check_in_id", "number", name=op.f("uq_check_in_assessments_check_in_id_number")),
        parent="check_ins",
        key="check_in_id",
    )
    _create(
        "check_in_assessment_replies",
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("replied_on", sa.Date(), nullable=False),
        sa.Column("replied_by_id", KEY, nullable=False),
        _by("check_in_assessment_replies", "replied_by_id"),
        sa.UniqueConstraint("assessment_id", name=op.f("uq_check_in_assessment_replies_assessment_id")),
        parent="check_in_assessments",
        key="assessment_id",
    )


def _create_on_behalf() -> None:
    _create(
        "check_ins_on_behalf",
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("entered_by_id", KEY, nullable=False),
        _by("check_ins_on_behalf", "entered_by_id"),
        sa.UniqueConstraint("check_in_version_id", name=op.f("uq_check_ins_on_behalf_check_in_version_id")),
        parent="check_in_versions",
        key="check_in_version_id",
    )


def _create_join_requests() -> None:
    op.create_table(
        "join_requests",
        sa.Column("id", KEY, nullable=False),
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.Column("organisation_id", KEY, nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("job_title", sa.String(length=200), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.String(length=20), nullable=True),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by_id", KEY, nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_join_requests_organisation_id")
        ),
        _by("join_requests", "answered_by_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_join_requests")),
        sa.UniqueConstraint("public_id", name=op.f("uq_join_requests_public_id")),
    )
    op.create_index("ix_join_requests_organisation_id", "join_requests", ["organisation_id", "answer"])


def _trigger(dialect: str, name: str, event: str, table: str, frozen: list[str]) -> str:
    """As in 003: compare values, because a cascade sets a whole key though only the organisation changes."""
    if dialect == "sqlite":
        when = " OR ".join(f"OLD.{column} IS NOT NEW.{column}" for column in frozen)
        then = f"BEGIN SELECT RAISE(ABORT, '{_REFUSAL}: {table}'); END"
    else:
        when = " OR ".join(f"OLD.{column}::text IS DISTINCT FROM NEW.{column}::text" for column in frozen)
        then = "EXECUTE FUNCTION refuse_change()"
    condition = f" WHEN ({when})" if when else ""
    return f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW{condition} {then}"
