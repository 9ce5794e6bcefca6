"""Close-outs, the coordinators' own answers and the replies, *still in place?*, and what was taken back."""

import calendar
from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa
from alembic import op

revision: str = "009"
down_revision: str | None = "008"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
# As in 001: the halves of a composite key are plain integers.
KEY_OF_OWNER = sa.Integer()
APPEND_ONLY = (
    "close_outs",
    "close_out_evidence",
    "coordinator_assessments",
    "assessment_replies",
    "still_in_place_answers",
)
COMPLETED = ("met_on_time", "met_late", "partly_met")
_REFUSAL = "history is append-only"


def upgrade() -> None:
    _create_close_outs()
    _create_assessments()
    _create_still_in_place()
    op.add_column("expected_check_ins", sa.Column("settled_on", sa.Date(), nullable=True))
    op.add_column("check_ins", sa.Column("retracted_on", sa.Date(), nullable=True))
    op.add_column("register_entries", sa.Column("retracted_on", sa.Date(), nullable=True))
    _move_close_notes()
    op.drop_column("commitments", "close_note")
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
    op.add_column("commitments", sa.Column("close_note", sa.Text(), nullable=True))
    op.execute(
        "UPDATE commitments SET close_note = (SELECT what_happened FROM close_outs"
        " WHERE close_outs.commitment_id = commitments.id ORDER BY number DESC LIMIT 1)"
    )
    op.drop_column("register_entries", "retracted_on")
    op.drop_column("check_ins", "retracted_on")
    op.drop_column("expected_check_ins", "settled_on")
    for table in ("still_in_place_answers", "still_in_place", "assessment_replies"):
        op.drop_table(table)
    for table in ("coordinator_assessments", "close_out_evidence", "close_outs"):
        op.drop_table(table)


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


def _four_answers() -> list[sa.Column[str]]:
    return [
        column
        for name in ("met", "funded", "effect", "appropriate")
        for column in (
            sa.Column(name, sa.String(length=40), nullable=True),
            sa.Column(f"{name}_because", sa.Text(), nullable=True),
        )
    ]


def _by(table: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], ["users.id"], name=op.f(f"fk_{table}_{column}"))


def _create_close_outs() -> None:
    _create(
        "close_outs",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("what_happened", sa.Text(), nullable=False),
        sa.Column("lessons", sa.Text(), nullable=True),
        sa.Column("new_home", sa.String(length=2000), nullable=True),
        sa.Column("worked_as_described", sa.String(length=40), nullable=True),
        sa.Column("how_it_worked", sa.Text(), nullable=True),
        sa.Column("correction", sa.Text(), nullable=True),
        sa.Column("said_on", sa.Date(), nullable=False),
        sa.Column("said_by_id", KEY, nullable=True),
        *_four_answers(),
        _by("close_outs", "said_by_id"),
        sa.UniqueConstraint(
            "organisation_id",
            "programme_id",
            "id",
            name=op.f("uq_close_outs_organisation_id_programme_id_id"),
        ),
        sa.UniqueConstraint("commitment_id", "number", name=op.f("uq_close_outs_commitment_id_number")),
        parent="commitments",
        key="commitment_id",
    )
    op.create_index("ix_close_outs_commitment_id", "close_outs", ["organisation_id", "commitment_id"])
    _create(
        "close_out_evidence",
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("url", sa.String(length=2000), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("strength", sa.String(length=40), nullable=False),
        parent="close_outs",
        key="close_out_id",
    )
    op.create_index("ix_close_out_evidence_close_out_id", "close_out_evidence", ["close_out_id"])


def _create_assessments() -> None:
    _create(
        "coordinator_assessments",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("assessed_on", sa.Date(), nullable=False),
        sa.Column("assessed_by_id", KEY, nullable=False),
        *_four_answers(),
        _by("coordinator_assessments", "assessed_by_id"),
        sa.UniqueConstraint(
            "organisation_id",
            "programme_id",
            "id",
            name=op.f("uq_coordinator_assessments_organisation_id_programme_id_id"),
        ),
        sa.UniqueConstraint(
            "commitment_id", "number", name=op.f("uq_coordinator_assessments_commitment_id_number")
        ),
        parent="commitments",
        key="commitment_id",
    )
    op.create_index(
        "ix_coordinator_assessments_commitment_id",
        "coordinator_assessments",
        ["organisation_id", "commitment_id"],
    )
    _create(
        "assessment_replies",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("replied_on", sa.Date(), nullable=False),
        sa.Column("replied_by_id", KEY, nullable=False),
        _by("assessment_replies", "replied_by_id"),
        sa.UniqueConstraint(
            "assessment_id", "number", name=op.f("uq_assessment_replies_assessment_id_number")
        ),
        parent="coordinator_assessments",
        key="assessment_id",
    )


def _create_still_in_place() -> None:
    _create(
        "still_in_place",
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("next_reminder_on", sa.Date(), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.UniqueConstraint("public_id", name=op.f("uq_still_in_place_public_id")),
        sa.UniqueConstraint(
            "organisation_id",
            "programme_id",
            "id",
            name=op.f("uq_still_in_place_organisation_id_programme_id_id"),
        ),
        sa.UniqueConstraint("commitment_id", name=op.f("uq_still_in_place_commitment_id")),
        parent="commitments",
        key="commitment_id",
    )
    op.create_index("ix_still_in_place_organisation_id", "still_in_place", ["organisation_id", "due_on"])
    op.create_index("ix_still_in_place_next_reminder_on", "still_in_place", ["next_reminder_on", "id"])
    _create(
        "still_in_place_answers",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("answer", sa.String(length=40), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("url", sa.String(length=2000), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=False),
        sa.Column("answered_by_id", KEY, nullable=False),
        _by("still_in_place_answers", "answered_by_id"),
        sa.UniqueConstraint(
            "question_id", "number", name=op.f("uq_still_in_place_answers_question_id_number")
        ),
        parent="still_in_place",
        key="question_id",
    )


def _move_close_notes() -> None:
    """Make a close-out of each note, and ask of what was met a year later whether it is still in place."""
    op.execute(
        "INSERT INTO close_outs"
        " (organisation_id, programme_id, commitment_id, number, reason, what_happened, said_on)"
        " SELECT organisation_id, programme_id, id, 1, close_reason, coalesce(close_note, ''), closed_on"
        " FROM commitments WHERE closed_on IS NOT NULL AND close_reason IS NOT NULL"
    )
    commitments = sa.table(
        "commitments",
        *(sa.column(name, sa.Integer()) for name in ("id", "organisation_id", "programme_id")),
        sa.column("public_id", sa.String()),
        sa.column("close_reason", sa.String()),
        sa.column("closed_on", sa.Date()),
        sa.column("is_statement_of_intent", sa.Boolean()),
    )
    imported = sa.table("imported_records", sa.column("commitment_id", sa.Integer()))
    questions = sa.table(
        "still_in_place",
        *(sa.column(name, sa.Integer()) for name in ("organisation_id", "programme_id", "commitment_id")),
        sa.column("public_id", sa.String()),
        *(sa.column(name, sa.Date()) for name in ("due_on", "next_reminder_on")),
    )
    bind = op.get_bind()
    for row in bind.execute(
        sa.select(commitments).where(
            commitments.c.close_reason.in_(COMPLETED),
            commitments.c.closed_on.is_not(None),
            commitments.c.is_statement_of_intent.is_(False),
            commitments.c.id.not_in(sa.select(imported.c.commitment_id)),
        )
    ).all():
        due = _a_year_after(row.closed_on)
        # The id of the commitment serves: ids are random, and of a kind there is one of each.
        bind.execute(
            questions.insert().values(
                organisation_id=row.organisation_id,
                programme_id=row.programme_id,
                commitment_id=row.id,
                public_id=row.public_id,
                due_on=due,
                next_reminder_on=due,
            )
        )


def _a_year_after(day: date) -> date:
    last = calendar.monthrange(day.year + 1, day.month)[1]
    return date(day.year + 1, day.month, min(day.day, last))


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
