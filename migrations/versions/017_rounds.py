"""What a round asks of its own, the record of how it stood when it closed, and rounds that repeat."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "017"
down_revision: str | None = "016"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
# As in 001: the halves of a composite key are plain integers.
KEY = sa.Integer()
APPEND_ONLY = ("round_answers", "round_snapshots", "round_snapshot_rows")
SWITCHES = ("copies_questions", "opens_by_itself", "closes_by_itself")
_REFUSAL = "history is append-only"


def upgrade() -> None:
    _create_questions()
    _create_snapshots()
    _let_rounds_repeat()
    dialect = op.get_bind().dialect.name
    for table in APPEND_ONLY:
        columns = [column["name"] for column in sa.inspect(op.get_bind()).get_columns(table)]
        # An answer follows its commitment to a successor; a record names no row that moves.
        frozen = sorted(set(columns) - ({"organisation_id"} if table == "round_answers" else set()))
        op.execute(_trigger(dialect, f"{table}_refuse_update", "UPDATE", table, frozen))
        op.execute(_trigger(dialect, f"{table}_refuse_delete", "DELETE", table, []))


def downgrade() -> None:
    dialect = op.get_bind().dialect.name
    for table in APPEND_ONLY:
        for name in ("update", "delete"):
            on_table = f" ON {table}" if dialect == "postgresql" else ""
            op.execute(f"DROP TRIGGER {table}_refuse_{name}{on_table}")
    with op.batch_alter_table("rounds") as batch_op:
        batch_op.drop_constraint(op.f("fk_rounds_programme_id_follows_id"), type_="foreignkey")
        batch_op.drop_constraint(op.f("uq_rounds_follows_id"), type_="unique")
        for name in ("repeats_every", "due_day", "follows_id", *SWITCHES):
            batch_op.drop_column(name)
    op.drop_table("round_snapshot_rows")
    op.drop_table("round_snapshots")
    op.drop_table("round_answers")
    op.drop_table("round_questions")


def _create_questions() -> None:
    op.create_table(
        "round_questions",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("programme_id", KEY, nullable=False),
        sa.Column("round_id", KEY, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("text", "yes_no", "choice", name="questionkind", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("words", sa.String(length=200), nullable=False),
        sa.Column("hint", sa.String(length=300), nullable=True),
        sa.Column("choices", sa.JSON(), nullable=False),
        sa.Column("is_required", sa.Boolean(), nullable=False),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["programme_id", "round_id"],
            ["rounds.programme_id", "rounds.id"],
            name=op.f("fk_round_questions_programme_id_round_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round_questions")),
        sa.UniqueConstraint("programme_id", "id", name=op.f("uq_round_questions_programme_id_id")),
        sa.UniqueConstraint("round_id", "number", name=op.f("uq_round_questions_round_id_number")),
    )
    op.create_table(
        "round_answers",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("organisation_id", KEY, nullable=False),
        sa.Column("programme_id", KEY, nullable=False),
        sa.Column("check_in_version_id", KEY, nullable=False),
        sa.Column("question_id", KEY, nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "programme_id", "check_in_version_id"],
            [
                "check_in_versions.organisation_id",
                "check_in_versions.programme_id",
                "check_in_versions.id",
            ],
            name=op.f("fk_round_answers_organisation_id_programme_id_check_in_version_id"),
            onupdate="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["programme_id", "question_id"],
            ["round_questions.programme_id", "round_questions.id"],
            name=op.f("fk_round_answers_programme_id_question_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round_answers")),
        sa.UniqueConstraint(
            "check_in_version_id",
            "question_id",
            name=op.f("uq_round_answers_check_in_version_id_question_id"),
        ),
    )
    op.create_index("ix_round_answers_question_id", "round_answers", ["programme_id", "question_id"])


def _create_snapshots() -> None:
    op.create_table(
        "round_snapshots",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("programme_id", BIG_ID, nullable=False),
        sa.Column("round_id", KEY, nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        *(
            sa.Column(name, sa.Integer(), nullable=False)
            for name in ("expected", "reported", "late", "settled")
        ),
        sa.Column("by_kind", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programmes.id"], name=op.f("fk_round_snapshots_programme_id")
        ),
        sa.ForeignKeyConstraint(
            ["programme_id", "round_id"],
            ["rounds.programme_id", "rounds.id"],
            name=op.f("fk_round_snapshots_programme_id_round_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round_snapshots")),
        sa.UniqueConstraint("programme_id", "id", name=op.f("uq_round_snapshots_programme_id_id")),
        sa.UniqueConstraint("round_id", name=op.f("uq_round_snapshots_round_id")),
    )
    op.create_table(
        "round_snapshot_rows",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("programme_id", KEY, nullable=False),
        sa.Column("snapshot_id", KEY, nullable=False),
        sa.Column("commitment_id", sa.String(length=12), nullable=False),
        sa.Column("reference", sa.String(length=40), nullable=True),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("organisation_id", sa.String(length=12), nullable=False),
        sa.Column("organisation_name", sa.String(length=200), nullable=False),
        sa.Column("organisation_kind", sa.String(length=40), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "reported", "late", "not_reported", "settled", name="outcome", native_enum=False, length=20
            ),
            nullable=False,
        ),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("reported_on", sa.Date(), nullable=True),
        sa.Column("check_in_number", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=True),
        *(sa.Column(name, sa.String(length=40), nullable=True) for name in ("delivery", "outlook", "level")),
        sa.ForeignKeyConstraint(
            ["programme_id", "snapshot_id"],
            ["round_snapshots.programme_id", "round_snapshots.id"],
            name=op.f("fk_round_snapshot_rows_programme_id_snapshot_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round_snapshot_rows")),
    )
    op.create_index(
        "ix_round_snapshot_rows_snapshot_id", "round_snapshot_rows", ["programme_id", "snapshot_id"]
    )


def _let_rounds_repeat() -> None:
    with op.batch_alter_table("rounds") as batch_op:
        batch_op.add_column(sa.Column("repeats_every", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("due_day", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("follows_id", KEY, nullable=True))
        for name in SWITCHES:
            batch_op.add_column(sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.create_unique_constraint(op.f("uq_rounds_follows_id"), ["follows_id"])
        batch_op.create_foreign_key(
            op.f("fk_rounds_programme_id_follows_id"),
            "rounds",
            ["programme_id", "follows_id"],
            ["programme_id", "id"],
        )
    with op.batch_alter_table("rounds") as batch_op:
        for name in SWITCHES:
            batch_op.alter_column(name, server_default=None)


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
