"""The register keeps the level and the reach first published, from which drift is counted; and what the
overview pages count can be read from indexes alone.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "026"
down_revision: str | None = "025"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

_COLUMNS = ("first_level", "first_distribution", "confirmed_distribution")
_FIRST = """(
    SELECT told.payload ->> '{name}' FROM publications AS told
    WHERE told.kind = 'commitment' AND told.subject_id = register_entries.public_id
        AND told.retracted_on IS NULL
    ORDER BY told.number LIMIT 1
)"""
# Of a commitment's check-ins, the last one that is public, in the version that is.
_CONFIRMED = """(
    SELECT said.distribution FROM check_ins
    JOIN check_in_versions AS said
        ON said.check_in_id = check_ins.id AND said.number = check_ins.published_version
    WHERE check_ins.commitment_id = register_entries.commitment_id
    ORDER BY check_ins.number DESC LIMIT 1
)"""

FILLS = [
    f"UPDATE register_entries SET {column} = {said}"  # noqa: S608 - words of ours
    for column, said in (
        ("first_level", _FIRST.format(name="level")),
        ("first_distribution", _FIRST.format(name="distribution")),
        ("confirmed_distribution", _CONFIRMED),
    )
]
_INDEXES = {
    "ix_register_entries_holders": ["organisation_id", "programme_id", "form", "public_from"],
    "ix_register_entries_subject": [
        *("programme_id", "form", "domain", "level", "inequality", "additionality", "public_from")
    ],
    "ix_register_entries_standing": [
        *("programme_id", "form", "first_level", "confirmed_level"),
        *("first_distribution", "confirmed_distribution", "closed_on", "source_status", "outlook"),
        *("delivery", "stale_from", "last_reported_on", "next_due_on", "grace_until", "public_from"),
    ],
}


def upgrade() -> None:
    for name in _COLUMNS:
        op.add_column("register_entries", sa.Column(name, sa.String(40), nullable=True))
    for statement in FILLS:
        op.execute(statement)
    for name, columns in _INDEXES.items():
        op.create_index(name, "register_entries", columns)


def downgrade() -> None:
    for name in reversed(_INDEXES):
        op.drop_index(name, "register_entries")
    for name in reversed(_COLUMNS):
        op.drop_column("register_entries", name)
