"""Reports of record: one table for all kinds, with number, issuer and data, frozen once they are issued."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "032"
down_revision: str | None = "031"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
REPORTS, PAPERS, NUMBERS = "reports", "board_papers", "report_numbers"
_KINDS = (
    "commitment_record", "status_report", "programme_report", "round_report", "annual_statement", "board_pack"
)  # fmt: skip
_REFUSAL = "history is append-only"
_IN_EARNEST = (
    "NOT EXISTS (SELECT 1 FROM programmes WHERE programmes.id = OLD.programme_id AND programmes.is_practice)"
)
_SAME = (
    "as_of content_key state requested_by_id requested_at lease_until attempts made_at file_key file_hash"
    " pages failure public_id"
).split()
_NEW_KEYS = (
    ("fk_reports_programme_id", "programmes", ["programme_id"], ["id"], None),
    (
        "fk_reports_organisation_id_programme_id_commitment_id",
        "commitments",
        ["organisation_id", "programme_id", "commitment_id"],
        ["organisation_id", "programme_id", "id"],
        "CASCADE",
    ),
    (
        "fk_reports_programme_id_round_id",
        "rounds",
        ["programme_id", "round_id"],
        ["programme_id", "id"],
        None,
    ),
)
_NEW_INDEXES = {
    "ix_reports_programme_id": ["programme_id", "id"],
    "ix_reports_commitment_id": ["commitment_id"],
    "ix_reports_issued": ["state", "edition", "made_at", "id"],
}
# All but: which one came after it, when it was taken back, and the organisation, which may be succeeded.
_FROZEN = (
    "id public_id programme_id commitment_id round_id kind edition as_of since until sections state"
    " requested_by_id requested_at attempts number issuer title data content_key made_at file_key"
    " file_hash pages archive_key archive_hash"
).split()


def upgrade() -> None:
    op.create_table(
        NUMBERS,
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_numbers")),
    )
    with op.batch_alter_table(REPORTS) as table:
        for column in _new_columns():
            table.add_column(column)
        table.alter_column("organisation_id", existing_type=BIG_ID, nullable=True)
        for name, other, own, theirs, onupdate in _NEW_KEYS:
            table.create_foreign_key(op.f(name), other, own, theirs, onupdate=onupdate)
        table.create_unique_constraint(op.f("uq_reports_number"), ["number"])
        table.create_check_constraint(
            op.f("ck_reports_whose"), "organisation_id IS NOT NULL OR programme_id IS NOT NULL"
        )
        for name, columns in _NEW_INDEXES.items():
            table.create_index(name, columns)
    with op.batch_alter_table(REPORTS) as table:
        for name in ("kind", "sections", "issuer", "title"):
            table.alter_column(name, server_default=None)
    _take_papers_in()
    _freeze(op.get_bind().dialect.name)


def downgrade() -> None:
    dialect = op.get_bind().dialect.name
    for event in ("update", "delete"):
        on = f" ON {REPORTS}" if dialect == "postgresql" else ""
        op.execute(f"DROP TRIGGER {REPORTS}_refuse_{event}{on}")
    _put_papers_out()
    with op.batch_alter_table(REPORTS) as table:
        for name in _NEW_INDEXES:
            table.drop_index(name)
        table.drop_constraint(op.f("ck_reports_whose"), type_="check")
        table.drop_constraint(op.f("uq_reports_number"), type_="unique")
        for name, *_ in _NEW_KEYS:
            table.drop_constraint(op.f(name), type_="foreignkey")
        table.alter_column("organisation_id", existing_type=BIG_ID, nullable=False)
        for column in _new_columns():
            table.drop_column(column.name)
    op.drop_table(NUMBERS)


def _new_columns() -> list[sa.Column[object]]:
    kinds = sa.Enum(*_KINDS, name="reportkind", native_enum=False, length=20)
    return [
        sa.Column("programme_id", BIG_ID, nullable=True),
        sa.Column("commitment_id", BIG_ID, nullable=True),
        sa.Column("round_id", BIG_ID, nullable=True),
        sa.Column("kind", kinds, nullable=False, server_default="status_report"),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("sections", sa.JSON(), nullable=False, server_default="[]"),
        sa.Column("number", sa.String(length=20), nullable=True),
        sa.Column("issuer", sa.String(length=200), nullable=False, server_default=""),
        sa.Column("title", sa.Text(), nullable=False, server_default=""),
        sa.Column("data", sa.Text(), nullable=True),
        sa.Column("archive_key", sa.String(length=200), nullable=True),
        sa.Column("archive_hash", sa.String(length=64), nullable=True),
        sa.Column("superseded_by", sa.String(length=20), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
    ]


def _take_papers_in() -> None:
    """Board papers are reports of a programme. Their ids in addresses stay as they were."""
    same = ", ".join(_SAME)
    op.execute(
        f"INSERT INTO reports (programme_id, kind, edition, sections, issuer, title, {same})"  # noqa: S608 - own
        f" SELECT programme_id, 'programme_report', 'internal', '[]', '', '', {same}"
        " FROM board_papers ORDER BY id"
    )
    op.drop_table(PAPERS)


def _put_papers_out() -> None:
    """Move the papers back. What there was no table for before goes: its files are swept up."""
    op.create_table(
        PAPERS,
        sa.Column("programme_id", BIG_ID, nullable=False),
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("content_key", sa.String(length=64), nullable=False),
        sa.Column(
            "state",
            sa.Enum("waiting", "done", "failed", name="reportstate", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("requested_by_id", BIG_ID, nullable=True),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("file_key", sa.String(length=200), nullable=True),
        sa.Column("file_hash", sa.String(length=64), nullable=True),
        sa.Column("pages", sa.Integer(), nullable=True),
        sa.Column("failure", sa.Text(), nullable=True),
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programmes.id"], name=op.f("fk_board_papers_programme_id")
        ),
        sa.ForeignKeyConstraint(
            ["requested_by_id"], ["users.id"], name=op.f("fk_board_papers_requested_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_board_papers")),
        sa.UniqueConstraint("public_id", name=op.f("uq_board_papers_public_id")),
    )
    op.create_index("ix_board_papers_programme_id", PAPERS, ["programme_id", "id"])
    op.create_index("ix_board_papers_waiting", PAPERS, ["state", "lease_until", "id"])
    same = ", ".join(_SAME)
    op.execute(
        f"INSERT INTO board_papers (programme_id, {same}) SELECT programme_id, {same}"  # noqa: S608 - own
        " FROM reports WHERE kind = 'programme_report' AND edition = 'internal' ORDER BY id"
    )
    op.execute("DELETE FROM reports WHERE kind <> 'status_report'")


def _freeze(dialect: str) -> None:
    """Refuse to change or delete what was issued, but for a practice programme that is emptied."""
    if dialect == "sqlite":
        then = f"BEGIN SELECT RAISE(ABORT, '{_REFUSAL}: {REPORTS}'); END"
        changed = " OR ".join(f"OLD.{column} IS NOT NEW.{column}" for column in _FROZEN)
        delete_when = f"OLD.state = 'done' AND {_IN_EARNEST}"
    else:
        then = "EXECUTE FUNCTION refuse_change()"
        changed = " OR ".join(f"OLD.{name}::text IS DISTINCT FROM NEW.{name}::text" for name in _FROZEN)
        delete_when = "OLD.state = 'done'"
    for event, when in (("update", f"OLD.state = 'done' AND ({changed})"), ("delete", delete_when)):
        op.execute(
            f"CREATE TRIGGER {REPORTS}_refuse_{event} BEFORE {event.upper()} ON {REPORTS}"
            f" FOR EACH ROW WHEN ({when}) {then}"
        )
