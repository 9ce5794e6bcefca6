"""Full-text search over the register: FTS5 on SQLite, a generated tsvector on PostgreSQL.

Each engine keeps its index in step by itself, so no code of ours can forget to.
"""

from collections.abc import Sequence

from alembic import op

revision: str = "002"
down_revision: str | None = "001"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

_SQLITE_UP = (
    """CREATE VIRTUAL TABLE register_search USING fts5(
        search_text, content='register_entries', content_rowid='id',
        tokenize='porter unicode61 remove_diacritics 2', prefix='2 3'
    )""",
    "INSERT INTO register_search(register_search) VALUES ('rebuild')",
    """CREATE TRIGGER register_search_insert AFTER INSERT ON register_entries BEGIN
        INSERT INTO register_search(rowid, search_text) VALUES (new.id, new.search_text);
    END""",
    """CREATE TRIGGER register_search_delete AFTER DELETE ON register_entries BEGIN
        INSERT INTO register_search(register_search, rowid, search_text)
        VALUES ('delete', old.id, old.search_text);
    END""",
    """CREATE TRIGGER register_search_update AFTER UPDATE OF search_text ON register_entries BEGIN
        INSERT INTO register_search(register_search, rowid, search_text)
        VALUES ('delete', old.id, old.search_text);
        INSERT INTO register_search(rowid, search_text) VALUES (new.id, new.search_text);
    END""",
)
_SQLITE_DOWN = (
    "DROP TRIGGER register_search_update",
    "DROP TRIGGER register_search_delete",
    "DROP TRIGGER register_search_insert",
    "DROP TABLE register_search",
)
# unaccent needs an extension that a hosted database may not allow; the simple fold of the text is done by
# the text search configuration itself, in English.
_POSTGRESQL_UP = (
    """ALTER TABLE register_entries ADD COLUMN search_vector tsvector
        GENERATED ALWAYS AS (to_tsvector('english'::regconfig, search_text)) STORED""",
    "CREATE INDEX ix_register_entries_search_vector ON register_entries USING gin (search_vector)",
)
_POSTGRESQL_DOWN = ("ALTER TABLE register_entries DROP COLUMN search_vector",)


def upgrade() -> None:
    for statement in _SQLITE_UP if op.get_bind().dialect.name == "sqlite" else _POSTGRESQL_UP:
        op.execute(statement)


def downgrade() -> None:
    for statement in _SQLITE_DOWN if op.get_bind().dialect.name == "sqlite" else _POSTGRESQL_DOWN:
        op.execute(statement)
