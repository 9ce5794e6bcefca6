"""One organisation's register is read newest first by an index, and no more sorted whole."""

from collections.abc import Sequence

from alembic import op

revision: str = "013"
down_revision: str | None = "012"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

_INDEX = "ix_register_entries_organisation_newest"


def upgrade() -> None:
    op.create_index(_INDEX, "register_entries", ["organisation_id", "published_on", "id", "public_from"])


def downgrade() -> None:
    op.drop_index(_INDEX, "register_entries")
