"""The register by determinant, place and next date owed, with its words as they were written.

The indexes fold accents for themselves.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

revision: str = "025"
down_revision: str | None = "024"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
NEVER = "9999-12-31"
AT_ONCE = 500
_PROMISED = ("statement", "how_it_works", "population", "deliverable", "ask", "close_note")
_REPORTED = ("why", "what_changed", "next_step", "who_has_not_benefited")
# What PostgreSQL folds for itself, as `without_accents` does; SQLite's index has its own way.
_FOLDED = r"regexp_replace(normalize(search_text, NFKD), '[\u0300-\u036f]', '', 'g')"
_VECTOR = """ALTER TABLE register_entries ADD COLUMN search_vector tsvector
    GENERATED ALWAYS AS (to_tsvector('english'::regconfig, {text})) STORED"""
_VECTOR_INDEX = "CREATE INDEX ix_register_entries_search_vector ON register_entries USING gin (search_vector)"
_INDEXES = {
    "due": ["sort_due_on", "id", "public_from"],
    "place": ["place_key", "public_from"],
    "facets": (
        "domain level inequality additionality organisation_kind form closed_on next_due_on grace_until"
        " last_reported_on outlook stale_from source_status delivery programme_id public_from"
    ).split(),
}

_entries = sa.table(
    "register_entries",
    *(
        sa.column(name)
        for name in ("id", "public_id", "place", "place_key", "search_text", "organisation_name")
    ),
    sa.column("sort_due_on", sa.Date()),
    sa.column("next_due_on", sa.Date()),
)
_publications = sa.table(
    "publications",
    *(sa.column(name) for name in ("id", "kind", "about_id", "is_current", "happened_on")),
    sa.column("payload", sa.JSON()),
    sa.column("retracted_on", sa.Date()),
)
_determinants = sa.table("register_determinants", sa.column("entry_id"), sa.column("determinant"))


def upgrade() -> None:
    op.create_table(
        "register_determinants",
        sa.Column("entry_id", BIG_ID, nullable=False),
        sa.Column("determinant", sa.String(length=40), nullable=False),
        sa.Column("id", BIG_ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["register_entries.id"], name=op.f("fk_register_determinants_entry_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_register_determinants")),
        sa.UniqueConstraint(
            "entry_id", "determinant", name=op.f("uq_register_determinants_entry_id_determinant")
        ),
    )
    op.create_index(
        "ix_register_determinants_determinant", "register_determinants", ["determinant", "entry_id"]
    )
    op.create_index("ix_register_professions_entry_id", "register_professions", ["entry_id", "profession"])
    op.add_column("register_entries", sa.Column("place_key", sa.String(length=200), nullable=True))
    op.add_column(
        "register_entries", sa.Column("sort_due_on", sa.Date(), nullable=False, server_default=NEVER)
    )
    _fill()
    for name, columns in _INDEXES.items():
        op.create_index(f"ix_register_entries_{name}", "register_entries", columns)
    _index_words(_FOLDED)


def downgrade() -> None:
    for name in _INDEXES:
        op.drop_index(f"ix_register_entries_{name}", "register_entries")
    _index_words("search_text")
    op.drop_column("register_entries", "sort_due_on")
    op.drop_column("register_entries", "place_key")
    op.drop_index("ix_register_professions_entry_id", "register_professions")
    op.drop_table("register_determinants")


def _index_words(text: str) -> None:
    """Make PostgreSQL's index of words anew. SQLite keeps its own, whatever the text."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE register_entries DROP COLUMN search_vector")
        op.execute(_VECTOR.format(text=text))
        op.execute(_VECTOR_INDEX)


def _fill() -> None:
    bind = op.get_bind()
    bind.execute(
        sa.update(_entries)
        .where(_entries.c.next_due_on.is_not(None))
        .values(sort_due_on=_entries.c.next_due_on)
    )
    for rows in _some_at_once(bind):
        told = _told(bind, [row.public_id for row in rows])
        for row in rows:
            promise, check_ins = told.get(row.public_id, (None, []))
            if promise is None:
                continue
            text = _text(promise, check_ins, row.organisation_name)
            bind.execute(
                sa.update(_entries)
                .where(_entries.c.id == row.id)
                .values(search_text=text, place_key=_place_key(row.place))
            )
            found = [
                {"entry_id": row.id, "determinant": slug}
                for slug in dict.fromkeys(promise.get("determinants") or [])
            ]
            if found:
                bind.execute(sa.insert(_determinants), found)


def _some_at_once(bind: sa.Connection) -> Iterator[Sequence[Any]]:
    last = 0
    wanted = sa.select(
        _entries.c.id, _entries.c.public_id, _entries.c.place, _entries.c.organisation_name
    ).order_by(_entries.c.id)
    while rows := bind.execute(wanted.where(_entries.c.id > last).limit(AT_ONCE)).all():
        yield rows
        last = rows[-1].id


def _place_key(place: str | None) -> str | None:
    letters = unicodedata.normalize("NFKD", place or "")
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return " ".join(re.findall(r"[^\W_]+", plain.casefold()))[:200] or None


def _text(promise: dict[str, Any], check_ins: list[dict[str, Any]], organisation: str) -> str:
    """As `model.registering` writes it."""
    partners = [partner["name"] for partner in promise.get("partners") or []]
    names = [promise["made_by_name"], organisation, *partners, promise["place"]]
    said = [promise.get(name) for name in _PROMISED]
    said += [check_in.get(name) for check_in in reversed(check_ins) for name in _REPORTED]
    lines = [promise["reference"], promise["title"], *said, ", ".join(dict.fromkeys(filter(None, names)))]
    text = "\n".join(" ".join(line.split()) for line in lines if line)
    return unicodedata.normalize("NFC", text)[:20_000]


def _told(bind: sa.Connection, public_ids: list[str]) -> dict[str, tuple[Any, list[Any]]]:
    """Return the current promise of each, and its current check-ins, oldest first."""
    found: dict[str, tuple[Any, list[Any]]] = {}
    wanted = (
        sa.select(_publications.c.about_id, _publications.c.kind, _publications.c.payload)
        .where(
            _publications.c.about_id.in_(public_ids),
            _publications.c.kind.in_(("commitment", "check_in")),
            _publications.c.is_current.is_(sa.true()),
            sa.or_(_publications.c.kind == "commitment", _publications.c.retracted_on.is_(None)),
        )
        .order_by(_publications.c.happened_on, _publications.c.id)
    )
    for row in bind.execute(wanted):
        promise, check_ins = found.get(row.about_id, (None, []))
        if row.kind == "commitment":
            promise = row.payload
        else:
            check_ins.append(row.payload)
        found[row.about_id] = (promise, check_ins)
    return found
