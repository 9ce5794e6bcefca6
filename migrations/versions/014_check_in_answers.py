"""Themes with notes, help and asks of a check-in as rows; power evidenced; what was reported elsewhere."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

revision: str = "014"
down_revision: str | None = "013"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_REFUSAL = "history is append-only"
_NEW = ("check_in_themes", "check_in_help", "check_in_asks")
_LISTS = {"helped_by": "helping", "hindered_by": "hindering"}

VERSIONS = sa.table(
    "check_in_versions",
    *(sa.column(name) for name in ("id", "organisation_id", "programme_id")),
    *(sa.column(name, sa.JSON()) for name in _LISTS),
)
THEMES = sa.table(
    "check_in_themes",
    *(
        sa.column(name)
        for name in "id organisation_id programme_id check_in_version_id theme direction is_private".split()
    ),
)


def upgrade() -> None:
    _thaw("check_in_versions")
    _create_themes()
    _create_help()
    _create_asks()
    _turn_lists_into_rows()
    for name in _LISTS:
        op.drop_column("check_in_versions", name)
    op.add_column("check_in_versions", sa.Column("decision_power", sa.String(40), nullable=True))
    op.add_column("check_in_versions", sa.Column("reported_elsewhere_title", sa.String(200), nullable=True))
    op.add_column("check_in_versions", sa.Column("reported_elsewhere_url", sa.String(2000), nullable=True))
    for table in ("check_in_versions", *_NEW):
        _freeze(table)


def downgrade() -> None:
    """Put the lists of themes back. Notes, help, asks and the three new answers are lost."""
    _thaw("check_in_versions")
    for name in ("decision_power", "reported_elsewhere_title", "reported_elsewhere_url"):
        op.drop_column("check_in_versions", name)
    for name in _LISTS:
        column = sa.Column(name, sa.JSON(), nullable=False, server_default="[]")
        op.add_column("check_in_versions", column)
    _turn_rows_into_lists()
    for table in _NEW:
        _thaw(table)
        op.drop_table(table)
    _freeze("check_in_versions")


def _create_themes() -> None:
    _create(
        "check_in_themes",
        sa.Column("theme", sa.String(40), nullable=False),
        sa.Column("direction", sa.String(40), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.UniqueConstraint(
            "check_in_version_id",
            "theme",
            "direction",
            name="uq_check_in_themes_check_in_version_id_theme_direction",
        ),
    )
    op.create_index("ix_check_in_themes_programme_id_theme", "check_in_themes", ["programme_id", "theme"])


def _create_help() -> None:
    _create(
        "check_in_help",
        sa.Column("way", sa.String(40), nullable=False),
        sa.Column("theme", sa.String(40), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
    )
    op.create_index("ix_check_in_help_check_in_version_id", "check_in_help", ["check_in_version_id"])
    op.create_index("ix_check_in_help_programme_id_theme", "check_in_help", ["programme_id", "theme"])


def _create_asks() -> None:
    _create(
        "check_in_asks",
        sa.Column("addressee", sa.String(40), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
    )
    op.create_index("ix_check_in_asks_check_in_version_id", "check_in_asks", ["check_in_version_id"])
    op.create_index("ix_check_in_asks_programme_id_addressee", "check_in_asks", ["programme_id", "addressee"])


def _create(name: str, *said: sa.Column[Any] | sa.Constraint) -> None:
    """Create a table of rows below one version of a check-in."""
    scope = ("organisation_id", "programme_id", "check_in_version_id")
    op.create_table(
        name,
        *(sa.Column(column, sa.Integer(), nullable=False) for column in scope),
        *said,
        sa.Column("is_private", sa.Boolean(), nullable=False),
        sa.Column("id", BIG_ID, nullable=False),
        sa.ForeignKeyConstraint(
            scope,
            [f"check_in_versions.{column}" for column in ("organisation_id", "programme_id", "id")],
            name=f"fk_{name}_check_in_version_id",
            onupdate="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=f"pk_{name}"),
    )


def _turn_lists_into_rows() -> None:
    """A theme in both lists of a version becomes one row that points both ways. Nothing had a note."""
    bind = op.get_bind()
    for row in bind.execute(sa.select(VERSIONS).order_by(VERSIONS.c.id)).all():
        directions: dict[str, str] = {}
        for name, direction in _LISTS.items():
            for theme in dict.fromkeys(getattr(row, name) or ()):
                directions[theme] = "both" if theme in directions else direction
        for theme, direction in directions.items():
            bind.execute(
                sa.insert(THEMES).values(
                    organisation_id=row.organisation_id,
                    programme_id=row.programme_id,
                    check_in_version_id=row.id,
                    theme=theme,
                    direction=direction,
                    is_private=False,
                )
            )


def _turn_rows_into_lists() -> None:
    bind = op.get_bind()
    lists: dict[int, dict[str, list[str]]] = {}
    for row in bind.execute(sa.select(THEMES).order_by(THEMES.c.id)).all():
        found = lists.setdefault(row.check_in_version_id, {name: [] for name in _LISTS})
        for name, direction in _LISTS.items():
            if row.direction in {direction, "both"} and row.theme not in found[name]:
                found[name].append(row.theme)
    for version_id, found in lists.items():
        bind.execute(sa.update(VERSIONS).where(VERSIONS.c.id == version_id).values(**found))


def _freeze(table: str) -> None:
    """Refuse to change or delete, as 003 does."""
    bind = op.get_bind()
    columns = [column["name"] for column in sa.inspect(bind).get_columns(table)]
    frozen = sorted(set(columns) - {"organisation_id"})
    for event, compared in (("update", frozen), ("delete", [])):
        op.execute(_trigger(bind.dialect.name, table, event, compared))


def _trigger(dialect: str, table: str, event: str, compared: list[str]) -> str:
    if dialect == "sqlite":
        differs = " OR ".join(f"OLD.{name} IS NOT NEW.{name}" for name in compared)
        then = f"BEGIN SELECT RAISE(ABORT, '{_REFUSAL}: {table}'); END"
    else:
        differs = " OR ".join(f"OLD.{name}::text IS DISTINCT FROM NEW.{name}::text" for name in compared)
        then = "EXECUTE FUNCTION refuse_change()"
    when = f" WHEN ({differs})" if differs else ""
    return (
        f"CREATE TRIGGER {table}_refuse_{event} BEFORE {event.upper()} ON {table} FOR EACH ROW{when} {then}"
    )


def _thaw(table: str) -> None:
    on_table = f" ON {table}" if op.get_bind().dialect.name == "postgresql" else ""
    for event in ("update", "delete"):
        op.execute(f"DROP TRIGGER {table}_refuse_{event}{on_table}")
