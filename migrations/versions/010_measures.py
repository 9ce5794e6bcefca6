"""Measures with targets and readings, in place of three texts; milestones that keep each move of a date."""

import secrets
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

revision: str = "010"
down_revision: str | None = "009"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

NAME_LIMIT = 200
# What a measure is called whose commitment said where it started, and not what is measured.
NO_NAME = "Starting point"
_LETTERS = "23456789bcdfghjkmnpqrstvwxz"
_REFUSAL = "history is append-only"
# What may change later in tables that are only added to. A target may be rewritten until it is public.
CHANGEABLE = {"readings": "", "milestone_moves": "", "targets": "OLD.public_on IS NOT NULL"}

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
EXACT = sa.Numeric(14, 4, asdecimal=False)


def upgrade() -> None:
    _give_milestones_an_address()
    _create_measures()
    _create_targets()
    _create_readings()
    _create_milestone_moves()
    _freeze()
    _turn_texts_into_measures()
    for name in ("measure", "baseline", "baseline_by"):
        op.drop_column("commitments", name)


def downgrade() -> None:
    for name, kind in (("measure", sa.Text()), ("baseline", sa.Text()), ("baseline_by", sa.Date())):
        op.add_column("commitments", sa.Column(name, kind, nullable=True))
    _turn_measures_into_texts()
    _thaw()
    for name in ("milestone_moves", "readings", "targets"):
        op.drop_table(name)
    op.drop_index("ix_measures_commitment_id", "measures")
    op.drop_table("measures")
    with op.batch_alter_table("milestones") as batch_op:
        batch_op.drop_constraint("uq_milestones_organisation_id_programme_id_id", type_="unique")
        batch_op.drop_constraint("uq_milestones_public_id", type_="unique")
        for name in ("public_id", "planned_precision", "revised_precision"):
            batch_op.drop_column(name)


def _give_milestones_an_address() -> None:
    op.add_column("milestones", sa.Column("public_id", sa.String(12), nullable=True))
    for name in ("planned_precision", "revised_precision"):
        column = sa.Column(name, sa.String(10), nullable=False, server_default="day")
        op.add_column("milestones", column)
    milestones = sa.table("milestones", sa.column("id"), sa.column("public_id"))
    bind = op.get_bind()
    for row in bind.execute(sa.select(milestones.c.id)).all():
        address = sa.update(milestones).where(milestones.c.id == row.id).values(public_id=_public_id())
        bind.execute(address)
    with op.batch_alter_table("milestones") as batch_op:
        batch_op.alter_column("public_id", existing_type=sa.String(12), nullable=False)
        batch_op.create_unique_constraint("uq_milestones_public_id", ["public_id"])
        batch_op.create_unique_constraint(
            "uq_milestones_organisation_id_programme_id_id", ["organisation_id", "programme_id", "id"]
        )


def _create_measures() -> None:
    op.create_table(
        "measures",
        *_scope("commitment_id"),
        sa.Column("kind", _words("numeric", "scale", "text", name="measurekind"), nullable=False),
        sa.Column("name", sa.String(NAME_LIMIT), nullable=False),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("unit", sa.String(40), nullable=True),
        sa.Column("direction", _words("up", "down", name="direction"), nullable=True),
        sa.Column("scale", sa.JSON(), nullable=False),
        sa.Column("shape", sa.String(40), nullable=True),
        sa.Column("counts_people", sa.Boolean(), nullable=True),
        sa.Column("baseline", EXACT, nullable=True),
        sa.Column("baseline_on", sa.Date(), nullable=True),
        sa.Column("baseline_by", sa.Date(), nullable=True),
        sa.Column("baseline_comment", sa.Text(), nullable=True),
        sa.Column("evidence_source", sa.Text(), nullable=True),
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("public_id", sa.String(12), nullable=False),
        _parent("measures", "commitments", "commitment_id"),
        sa.PrimaryKeyConstraint("id", name="pk_measures"),
        sa.UniqueConstraint("public_id", name="uq_measures_public_id"),
        sa.UniqueConstraint(
            "organisation_id", "programme_id", "id", name="uq_measures_organisation_id_programme_id_id"
        ),
    )
    op.create_index("ix_measures_commitment_id", "measures", ["commitment_id"])


def _create_targets() -> None:
    op.create_table(
        "targets",
        *_scope("measure_id"),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("value", EXACT, nullable=True),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column("by_on", sa.Date(), nullable=True),
        sa.Column("by_precision", sa.String(10), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("set_on", sa.Date(), nullable=True),
        sa.Column("set_by_id", BIG_ID, nullable=True),
        sa.Column("public_on", sa.Date(), nullable=True),
        sa.Column("id", BIG_ID, nullable=False),
        *_ends("targets", "measures", "measure_id", by="set_by_id"),
    )


def _create_readings() -> None:
    op.create_table(
        "readings",
        *_scope("measure_id"),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("value", EXACT, nullable=True),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column("read_on", sa.Date(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("replaces_number", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", BIG_ID, nullable=True),
        sa.Column("id", BIG_ID, nullable=False),
        *_ends("readings", "measures", "measure_id", by="recorded_by_id"),
    )


def _create_milestone_moves() -> None:
    op.create_table(
        "milestone_moves",
        *_scope("milestone_id"),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("moved_to", sa.Date(), nullable=False),
        sa.Column("precision", sa.String(10), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("set_on", sa.Date(), nullable=False),
        sa.Column("set_by_id", BIG_ID, nullable=True),
        sa.Column("id", BIG_ID, nullable=False),
        *_ends("milestone_moves", "milestones", "milestone_id", by="set_by_id"),
    )


def _scope(parent: str) -> list[sa.Column[Any]]:
    return [
        sa.Column(name, sa.Integer(), nullable=False) for name in ("organisation_id", "programme_id", parent)
    ]


def _words(*words: str, name: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, length=20)


def _parent(table: str, parent: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["organisation_id", "programme_id", column],
        [f"{parent}.organisation_id", f"{parent}.programme_id", f"{parent}.id"],
        name=f"fk_{table}_organisation_id_programme_id_{column}",
        onupdate="CASCADE",
    )


def _ends(table: str, parent: str, column: str, *, by: str) -> list[sa.Constraint]:
    return [
        _parent(table, parent, column),
        sa.ForeignKeyConstraint([by], ["users.id"], name=f"fk_{table}_{by}"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        sa.UniqueConstraint(column, "number", name=f"uq_{table}_{column}_number"),
    ]


def _freeze() -> None:
    """Refuse to change or delete, as 003 does; a cascade that moves the organisation changes no more."""
    bind = op.get_bind()
    for table, only_when in CHANGEABLE.items():
        columns = [column["name"] for column in sa.inspect(bind).get_columns(table)]
        frozen = sorted(set(columns) - {"organisation_id"})
        for event, compared in (("update", frozen), ("delete", [])):
            op.execute(_trigger(bind.dialect.name, table, event, compared, only_when))


def _trigger(dialect: str, table: str, event: str, compared: list[str], only_when: str) -> str:
    if dialect == "sqlite":
        differs = " OR ".join(f"OLD.{name} IS NOT NEW.{name}" for name in compared)
        then = f"BEGIN SELECT RAISE(ABORT, '{_REFUSAL}: {table}'); END"
    else:
        differs = " OR ".join(f"OLD.{name}::text IS DISTINCT FROM NEW.{name}::text" for name in compared)
        then = "EXECUTE FUNCTION refuse_change()"
    conditions = " AND ".join(f"({part})" for part in (only_when, differs) if part)
    when = f" WHEN ({conditions})" if conditions else ""
    return (
        f"CREATE TRIGGER {table}_refuse_{event} BEFORE {event.upper()} ON {table} FOR EACH ROW{when} {then}"
    )


def _thaw() -> None:
    dialect = op.get_bind().dialect.name
    for table in CHANGEABLE:
        for event in ("update", "delete"):
            on_table = f" ON {table}" if dialect == "postgresql" else ""
            op.execute(f"DROP TRIGGER {table}_refuse_{event}{on_table}")


def _public_id() -> str:
    return "".join(secrets.choice(_LETTERS) for _ in range(12))


COMMITMENTS = sa.table(
    "commitments",
    *(sa.column(name) for name in ("id", "organisation_id", "programme_id", "measure", "baseline")),
    sa.column("baseline_by", sa.Date()),
)
MEASURES = sa.table(
    "measures",
    *(
        sa.column(name)
        for name in (
            "id organisation_id programme_id commitment_id kind name description unit"
            " baseline_comment public_id"
        ).split()
    ),
    sa.column("baseline", EXACT),
    sa.column("scale", sa.JSON()),
    sa.column("baseline_by", sa.Date()),
)


def _turn_texts_into_measures() -> None:
    bind = op.get_bind()
    texts = (COMMITMENTS.c.measure, COMMITMENTS.c.baseline, COMMITMENTS.c.baseline_by)
    said = sa.select(COMMITMENTS).where(sa.or_(*(column.is_not(None) for column in texts)))
    for row in bind.execute(said.order_by(COMMITMENTS.c.id)).all():
        words = (row.measure or NO_NAME).strip()
        name = " ".join(words.split())
        bind.execute(
            sa.insert(MEASURES).values(
                organisation_id=row.organisation_id,
                programme_id=row.programme_id,
                commitment_id=row.id,
                public_id=_public_id(),
                kind="text",
                name=name[:NAME_LIMIT].strip(),
                description=words if len(name) > NAME_LIMIT or name != words else None,
                scale=[],
                baseline_comment=row.baseline,
                baseline_by=row.baseline_by,
            )
        )


def _turn_measures_into_texts() -> None:
    """Put the names, the starting points and the first promised date back. What else was said is lost."""
    bind = op.get_bind()
    rows = bind.execute(sa.select(MEASURES).order_by(MEASURES.c.id)).all()
    by_commitment: dict[int, list[Any]] = {}
    for row in rows:
        by_commitment.setdefault(row.commitment_id, []).append(row)
    for commitment_id, measures in by_commitment.items():
        names = [_name(row) for row in measures if row.name != NO_NAME]
        starts = [text for row in measures if (text := _start(row))]
        dates = [row.baseline_by for row in measures if row.baseline_by]
        bind.execute(
            sa.update(COMMITMENTS)
            .where(COMMITMENTS.c.id == commitment_id)
            .values(
                measure="\n".join(names) or None,
                baseline="\n".join(starts) or None,
                baseline_by=min(dates, default=None),
            )
        )


def _name(row: Any) -> str:  # noqa: ANN401 - a database row
    """Return the whole text again, if the name was cut from it."""
    is_cut = row.kind == "text" and row.description and " ".join(row.description.split()).startswith(row.name)
    return str(row.description if is_cut else row.name)


def _start(row: Any) -> str:  # noqa: ANN401 - a database row
    if row.baseline is None:
        return row.baseline_comment or ""
    number = f"{row.baseline:.4f}".rstrip("0").rstrip(".") + (f" {row.unit}" if row.unit else "")
    return f"{number} ({row.baseline_comment})" if row.baseline_comment else number
