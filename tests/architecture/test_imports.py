"""Who may import whom, role by role: the walls that a layer diagram cannot say.

`lint-imports` keeps the layers; this table keeps what a file may know because of the file it is.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TREE = ROOT / "equity_tracker"

FEATURES = set(
    "accounts api assessments check_ins closing commitments contacting demonstration embedding files"
    " following imports library monday notices open_data organisations partnerships portfolio programmes"
    " public publishing reports rounds scheduling searching succession suggesting".split()
)
SUPPORTS = {"adapters", "jobs", "model", "web"}
ROLES = {"actions", "emails", "forms", "job", "queries", "views"}
# They put the rest together, so they may import anything.
WIRING = {"__init__", "cli", "config", "demonstration", "pages"}

REQUEST = frozenset({"flask", "flask_login", "werkzeug"})
OUTSIDE = frozenset(
    "PIL apscheduler filetype fontTools huey obstore openpyxl pikepdf redis smtplib waitress"
    " weasyprint".split()
)
SQL = frozenset({"alembic", "flask_alembic", "flask_sqlalchemy_lite", "psycopg", "pysqlite3", "sqlalchemy"})
FORMS = frozenset({"wtforms"})


@dataclass(frozen=True)
class Wall:
    """What of ours a role may import, and what of others it may never import.

    `own.x` is file x of the same feature, `any.x` is file x of any feature, `own` every file without a role.
    """

    may: str
    never: frozenset[str]


WALLS = {
    "model": Wall("model", REQUEST | OUTSIDE | FORMS | SQL - {"sqlalchemy"}),
    "clock": Wall("", REQUEST | OUTSIDE | FORMS | SQL),
    "database": Wall("model", REQUEST | OUTSIDE | FORMS),
    "tenancy": Wall("database model", REQUEST | OUTSIDE | FORMS),
    "publication_counter": Wall("clock model", REQUEST | OUTSIDE | FORMS),
    "counted_once": Wall("publication_counter extensions web", OUTSIDE | FORMS),
    "extensions": Wall("model database tenancy", OUTSIDE | FORMS),
    "adapters": Wall("model adapters", REQUEST | SQL | FORMS),
    "web": Wall("model extensions web database publication_counter clock", OUTSIDE),
    "jobs": Wall("model extensions jobs clock web adapters any.job", FORMS),
    "queries": Wall("model extensions counted_once own own.queries", REQUEST | OUTSIDE | FORMS),
    "actions": Wall(
        "model extensions database adapters own own.actions own.emails any.queries", REQUEST | OUTSIDE | FORMS
    ),
    "emails": Wall("model extensions adapters own any.queries", REQUEST | OUTSIDE | FORMS),
    "forms": Wall("model web own own.forms", SQL | OUTSIDE),
    "views": Wall("model web adapters clock own own.views own.forms own.actions any.queries", SQL | OUTSIDE),
    "job": Wall(
        "model extensions adapters own own.queries own.actions own.emails own.job", REQUEST | OUTSIDE | FORMS
    ),
    # A feature's other files hold what its roles share: pure Python over the nouns.
    "own": Wall("model own", REQUEST | OUTSIDE | FORMS | SQL),
}
# Nouns that are public, and rules that read what was published.
PUBLIC_MODEL = set(
    "asked_again change changes counting csv_file dates drift ending errors evidence_words ingredients"
    " measure_changes organisation partner_changes power publication quality register slugs status thresholds"
    " told_answers told_assessment told_handover told_measure told_milestone"
    " vocabulary".split()
)
# Other ways to tell what is public: they are made of the words and rules of the folder `public`.
ALSO_PUBLIC = {"api"}
# Reports tell the history of a commitment in the same words, beside what they know from elsewhere.
TELL_LIKE_THE_PUBLIC = ALSO_PUBLIC | {"reports"}
# The model holds mapped classes; it opens no session and asks no database.
NOT_IN_THE_MODEL = set(
    "Connection Engine Session create_engine delete insert select sessionmaker update".split()
)


def role_of(path: Path) -> str:
    """Return the wall that `path`, relative to equity_tracker/, stands behind."""
    package = path.parts[0] if len(path.parts) > 1 else ""
    is_top = path.parent in {Path(), Path(package)}
    if package == "demonstration" or (path.name == "__init__.py" and is_top):
        return "__init__"
    if package in FEATURES:
        # A role that has outgrown one file is a package of the same name.
        place = path.parts[1].removesuffix(".py")
        if place == "commands":
            return "cli"
        return place if place in ROLES else "own"
    return package or path.stem


def imported(source: str) -> Iterator[tuple[int, str]]:
    """Yield line and full name of everything imported, wherever in the file."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def allowed(name: str, package: str, wall: Wall) -> bool:
    """Say whether `name`, a full name below equity_tracker, is behind no wall for a file of `package`."""
    may = wall.may.split()
    target, _, rest = name.partition(".")
    if target not in FEATURES:
        return target in may
    module = rest.split(".")[0]
    owner = ["any", "own"] if target == package else ["any"]
    if module in ROLES:
        return any(f"{which}.{module}" in may for which in owner)
    is_shared = target == "public" and package in TELL_LIKE_THE_PUBLIC
    return (target == package or is_shared) and "own" in may


def breaks(name: str, role: str, package: str) -> bool:
    """Say whether a file of `role` in `package` may not import `name`."""
    wall = WALLS[role]
    if not name.startswith("equity_tracker."):
        top, _, rest = name.partition(".")
        return top in wall.never or (role == "model" and rest.removeprefix("orm.") in NOT_IN_THE_MODEL)
    ours = name.removeprefix("equity_tracker.")
    is_public = package in {"public", *ALSO_PUBLIC}
    if is_public and ours.startswith("model.") and ours.split(".")[1] not in PUBLIC_MODEL:
        return True
    return not allowed(ours, package, wall)


def faults(path: Path, source: str) -> list[str]:
    """Return what `path`, relative to equity_tracker/, imports and may not."""
    role = role_of(path)
    if role in WIRING:
        return []
    return [
        f"{path}:{line} ({role}) imports {name}"
        for line, name in imported(source)
        if breaks(name, role, path.parts[0])
    ]


def python_files() -> list[Path]:
    return [path.relative_to(TREE) for path in sorted(TREE.rglob("*.py"))]


def test_every_file_stays_behind_its_wall() -> None:
    found = [fault for path in python_files() for fault in faults(path, (TREE / path).read_text("utf-8"))]

    assert found == []


def test_every_folder_has_a_place_in_the_table() -> None:
    assert {path.parts[0] for path in python_files() if len(path.parts) > 1} <= FEATURES | SUPPORTS


def test_every_file_beside_the_folders_has_a_place_in_the_table() -> None:
    assert {path.stem for path in python_files() if len(path.parts) == 1} <= WIRING | WALLS.keys()


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("model/commitment.py", "from flask import g"),
        ("model/commitment.py", "from sqlalchemy import select"),
        ("model/commitment.py", "from sqlalchemy.orm import Session"),
        ("model/commitment.py", "from equity_tracker import clock"),
        ("model/commitment.py", "from equity_tracker.extensions import db"),
        ("clock.py", "from equity_tracker.model.dates import long_date"),
        ("extensions.py", "from equity_tracker.web.forms import Form"),
        ("adapters/pdf.py", "from sqlalchemy import select"),
        ("adapters/pdf.py", "from equity_tracker.extensions import db"),
        ("web/access.py", "from equity_tracker.commitments.queries import get_commitment"),
        ("jobs/timetable.py", "from equity_tracker.notices.actions import post"),
        ("commitments/queries.py", "from flask import request"),
        ("commitments/queries.py", "from equity_tracker.check_ins.queries import list_check_ins"),
        ("commitments/actions.py", "    from flask_login import current_user"),
        ("commitments/actions.py", "from equity_tracker.check_ins.actions import record_check_in"),
        ("commitments/actions.py", "from equity_tracker import clock"),
        ("commitments/emails.py", "from flask import url_for"),
        ("commitments/forms.py", "from sqlalchemy import select"),
        ("commitments/forms.py", "from equity_tracker.commitments.queries import list_commitments"),
        ("commitments/forms.py", "from equity_tracker.commitments import actions"),
        ("commitments/views.py", "import sqlalchemy.orm"),
        ("commitments/views.py", "from equity_tracker.extensions import db"),
        ("commitments/views.py", "from equity_tracker.check_ins.actions import record_check_in"),
        ("commitments/views.py", "from equity_tracker.check_ins import forms"),
        ("commitments/wording.py", "from flask import request"),
        ("notices/job.py", "from flask import g"),
        ("notices/job.py", "from equity_tracker.check_ins.actions import record_check_in"),
        ("public/queries.py", "from equity_tracker.model.commitment import Commitment"),
        ("public/views.py", "from equity_tracker.model import commitment"),
        ("public/views.py", "from equity_tracker.reports.forms import AskForReportForm"),
    ],
)
def test_a_breach_is_noticed(path: str, line: str) -> None:
    source = f"def later():\n{line}\n" if line.startswith(" ") else f"{line}\n"

    assert len(faults(Path(path), source)) == 1


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("model/commitment.py", "from sqlalchemy.orm import Mapped"),
        ("model/commitment.py", "from equity_tracker.model import dates"),
        ("web/sessions.py", "from sqlalchemy import select"),
        ("commitments/queries.py", "from sqlalchemy import select"),
        ("commitments/actions.py", "from equity_tracker.check_ins import queries"),
        ("commitments/actions.py", "from equity_tracker.commitments.emails import tell_coordinator"),
        ("commitments/views.py", "from equity_tracker.commitments.actions import submit_commitment"),
        ("commitments/views.py", "from equity_tracker.check_ins.queries import list_check_ins"),
        ("public/queries.py", "from equity_tracker.model.publication import Publication"),
        ("jobs/timetable.py", "from equity_tracker.notices.job import queue_due_notices"),
        ("cli.py", "from equity_tracker.notices.job import queue_due_notices"),
    ],
)
def test_what_a_role_is_for_is_allowed(path: str, line: str) -> None:
    assert faults(Path(path), f"{line}\n") == []
