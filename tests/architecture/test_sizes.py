"""How long a file or a function may be. A file at its wall holds two things: split it by noun."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

# The first pattern that fits a file is its wall.
FILE_WALLS = {
    "app.py": 10,
    "equity_tracker/__init__.py": 150,
    "equity_tracker/cli.py": 150,
    "equity_tracker/config.py": 150,
    "equity_tracker/extensions.py": 40,
    "equity_tracker/**/*.py": 300,
    "benchmarks/**/*.py": 300,
    "scripts/**/*": 150,
    "templates/**/*": 150,
    "tests/conftest.py": 150,
    "tests/**/*.py": 400,
}
FUNCTION_WALL = 50
# Migrations are left out of both: a first one lists every table, and none is edited once it has run.
PYTHON = [*(pattern for pattern in FILE_WALLS if pattern.endswith(".py")), "scripts/**/*.py"]


def files(root: Path, pattern: str) -> Iterator[Path]:
    return (path for path in sorted(root.glob(pattern)) if path.is_file() and "__pycache__" not in path.parts)


def long_files(root: Path) -> list[str]:
    seen: set[Path] = set()
    faults = []
    for pattern, wall in FILE_WALLS.items():
        for path in files(root, pattern):
            if path not in seen and (lines := len(path.read_text("utf-8").splitlines())) > wall:
                faults.append(f"{path.relative_to(root)} has {lines} lines; its wall is {wall}")
            seen.add(path)
    return faults


def python_files(root: Path) -> list[Path]:
    return sorted({path for pattern in PYTHON for path in files(root, pattern)})


def long_functions(root: Path) -> list[str]:
    return [
        f"{path.relative_to(root)}:{node.lineno} {node.name} has {lines} lines; the wall is {FUNCTION_WALL}"
        for path in python_files(root)
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (lines := (node.end_lineno or node.lineno) - node.lineno + 1) > FUNCTION_WALL
    ]


def test_no_file_is_longer_than_its_wall() -> None:
    assert long_files(ROOT) == []


def test_no_function_is_longer_than_the_wall() -> None:
    assert long_functions(ROOT) == []


def test_no_name_says_only_that_its_contents_had_no_place() -> None:
    nowhere = {"common", "helpers", "manager", "managers", "misc", "service", "services", "util", "utils"}
    python = python_files(ROOT)

    assert python
    assert [path for path in python if nowhere & {path.stem, path.parent.name}] == []


@pytest.mark.parametrize(
    ("name", "wall"),
    [
        ("equity_tracker/__init__.py", 150),
        ("equity_tracker/commitments/views.py", 300),
        ("equity_tracker/extensions.py", 40),
        ("templates/commitments/show_commitment.html", 150),
        ("tests/commitments/test_register.py", 400),
    ],
)
def test_one_line_over_the_wall_is_noticed(tmp_path: Path, name: str, wall: int) -> None:
    path = tmp_path / name
    path.parent.mkdir(parents=True)

    path.write_text("#\n" * wall)
    assert long_files(tmp_path) == []

    path.write_text("#\n" * (wall + 1))
    assert long_files(tmp_path) == [f"{name} has {wall + 1} lines; its wall is {wall}"]


def test_one_statement_over_the_wall_of_a_function_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "equity_tracker" / "model.py"
    path.parent.mkdir()

    path.write_text("class A:\n    def f(self):\n" + "        pass\n" * (FUNCTION_WALL - 1))
    assert long_functions(tmp_path) == []

    path.write_text("class A:\n    def f(self):\n" + "        pass\n" * FUNCTION_WALL)
    assert long_functions(tmp_path) == ["equity_tracker/model.py:2 f has 51 lines; the wall is 50"]
