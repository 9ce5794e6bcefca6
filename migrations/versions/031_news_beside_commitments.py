"""Statements, case studies and support are news; those of before are old news to whoever is up to date."""

from collections.abc import Sequence

from alembic import op

revision: str = "031"
down_revision: str | None = "030"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    """Note what is public already, and move those on who had been told everything up to now."""
    op.execute("CREATE TEMPORARY TABLE told_before AS SELECT coalesce(max(id), 0) AS last FROM news_items")
    op.execute(
        """INSERT INTO news_items (publication_id, is_retraction, noticed_at)
        SELECT id, false, published_at FROM publications
        WHERE kind IN ('statement', 'case_study', 'support') AND retracted_on IS NULL
          AND public_from <= CURRENT_DATE
        ORDER BY id"""
    )
    op.execute(
        """UPDATE follows SET told_up_to = (SELECT coalesce(max(id), 0) FROM news_items)
        WHERE told_up_to >= (SELECT last FROM told_before)"""
    )
    op.execute("DROP TABLE told_before")


def downgrade() -> None:
    """Leave what was noted: without the rule that tells it, nobody is told."""
