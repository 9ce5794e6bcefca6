"""Changes to published commitments are rows of their own, and reviews say which of them they decided."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "011"
down_revision: str | None = "010"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
# The column that reviews gain, and what tells a frozen one from it in the trigger of 003.
FROZEN = "OLD.{0} IS NOT NEW.{0}", "OLD.{0}::text IS DISTINCT FROM NEW.{0}::text"


def upgrade() -> None:
    op.create_table(
        "amendments",
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("commitment_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("as_statement_of_intent", sa.Boolean(), nullable=False),
        sa.Column("begun_by_id", BIG_ID, nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_by_id", BIG_ID, nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("publication_number", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", BIG_ID, nullable=False),
        sa.ForeignKeyConstraint(["begun_by_id"], ["users.id"], name=op.f("fk_amendments_begun_by_id")),
        sa.ForeignKeyConstraint(["sent_by_id"], ["users.id"], name=op.f("fk_amendments_sent_by_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id", "programme_id", "commitment_id"],
            ["commitments.organisation_id", "commitments.programme_id", "commitments.id"],
            name=op.f("fk_amendments_organisation_id_programme_id_commitment_id"),
            onupdate="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_amendments")),
        sa.UniqueConstraint("commitment_id", "number", name=op.f("uq_amendments_commitment_id_number")),
    )
    op.add_column("reviews", sa.Column("amendment_number", sa.Integer(), nullable=True))
    _freeze_reviews()


def downgrade() -> None:
    _drop_trigger()
    op.drop_column("reviews", "amendment_number")
    _freeze_reviews(drop=False)
    op.drop_table("amendments")


def _freeze_reviews(*, drop: bool = True) -> None:
    """Make the trigger anew, so that it compares the columns that there are now."""
    if drop:
        _drop_trigger()
    bind = op.get_bind()
    is_sqlite = bind.dialect.name == "sqlite"
    columns = sorted(column["name"] for column in sa.inspect(bind).get_columns("reviews"))
    compare = FROZEN[0] if is_sqlite else FROZEN[1]
    when = " OR ".join(compare.format(name) for name in columns if name != "organisation_id")
    then = (
        "BEGIN SELECT RAISE(ABORT, 'history is append-only: reviews'); END"
        if is_sqlite
        else "EXECUTE FUNCTION refuse_change()"
    )
    op.execute(
        f"CREATE TRIGGER reviews_refuse_update BEFORE UPDATE ON reviews FOR EACH ROW WHEN ({when}) {then}"
    )


def _drop_trigger() -> None:
    on_table = " ON reviews" if op.get_bind().dialect.name == "postgresql" else ""
    op.execute(f"DROP TRIGGER reviews_refuse_update{on_table}")
